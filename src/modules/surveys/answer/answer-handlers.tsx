import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../../kernel/errors/index.ts';
import { type ReadForm, readMultipart } from '../../../kernel/files/index.ts';
import { isLocale } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { FormErrors } from '../../../ui/form.tsx';
import { sendPage } from '../../../ui/send-page.tsx';
import { type AnswerProblem, checkAnswers } from '../logic/check-answer.ts';
import { walk } from '../logic/walk.ts';
import { momentOf } from '../moment.ts';
import type { Section } from '../questionnaire.rules.ts';
import { formOf } from '../survey.queries.ts';
import { titleIn } from '../surveys.rules.ts';
import { pagesOf } from './answer.rules.ts';
import { AnswerPage } from './answer-page.tsx';
import { loadAnswerPage, numberIn, pageReached, type Shown } from './answer-view.ts';
import { fieldOf } from './fields.ts';
import { fileField } from './file-question.tsx';
import { type Answering, requireAnswering } from './holder.ts';
import { answerPurpose, type SavedPage, type SentFiles, savePage } from './save-page.ts';

export type ByPage = { Params: { slug: string; page: string } };

const saveLimit = { name: 'surveys.save', points: 600, seconds: 600 };
const uploadLimit = { name: 'surveys.upload', points: 60, seconds: 3600 };

/** One page of the questionnaire. */
export async function showPage(k: Kernel, request: FastifyRequest<ByPage>, reply: FastifyReply): Promise<FastifyReply> {
  const answering = await requireAnswering(k, request, request.params.slug);
  const fromReview = (request.query as Record<string, unknown>).from === 'review';
  return sendAnswerPage(k, request, reply, answering, { fromReview, more: numberIn(request, 'more') });
}

async function sendAnswerPage(
  k: Kernel,
  request: FastifyRequest<ByPage>,
  reply: FastifyReply,
  answering: Answering,
  shown: Shown,
  status = 200,
): Promise<FastifyReply> {
  const { slug, page } = request.params;
  const ctx = await request.server.frame.personal(request);
  const view = await loadAnswerPage(k, ctx, answering, page, shown);
  if (view)
    return sendPage(
      request,
      reply,
      { title: titleIn(answering.survey, ctx.locale), robots: 'noindex', main: <AnswerPage ctx={ctx} view={view} /> },
      status,
    );
  // Not asked any more, or never was: to where somebody is.
  const definition = await formOf(k.db, answering.survey);
  const { sections } = walk(definition, answering.draft.answers, momentOf(k));
  const reached = pageReached(definition, sections, answering.draft.page);
  return reply.redirect(reached ? `/surveys/${slug}/answer/${reached.id}` : `/surveys/${slug}/review`, 303);
}

/** Keeps a page and goes where its button says. */
export async function postPage(k: Kernel, request: FastifyRequest<ByPage>, reply: FastifyReply): Promise<FastifyReply> {
  const { slug, page } = request.params;
  const answering = await requireAnswering(k, request, slug);
  await k.limits.take(saveLimit, answering.draft.id);
  const form = await readForm(k, request, answering);
  const go = wordOf(form, 'go') || 'next';
  const language = go.startsWith('lang.') ? go.slice(5) : undefined;
  try {
    const saved = await savePage(k, {
      ...answering,
      sectionId: page,
      fields: form.fields,
      files: sentFiles(form),
      ...(language && (await speaks(k, answering, language)) ? { locale: language } : {}),
    });
    if (go === 'keep') return reply.code(204).send();
    return await goOn(k, request, reply, { ...answering, draft: saved.draft }, saved, { form, go, language });
  } catch (error) {
    if (!(error instanceof AppError) || error.status === 404 || go === 'keep') throw error;
    const ctx = await request.server.frame.personal(request);
    const errors: FormErrors = { '': ctx.t(`errors.${error.code}`, error.params) };
    return sendAnswerPage(k, request, reply, answering, { values: form.fields, errors }, error.status);
  }
}

const speaks = async (k: Kernel, { survey }: Answering, language: string): Promise<boolean> =>
  (await formOf(k.db, survey)).languages.includes(language);

const wordOf = ({ fields }: ReadForm, name: string): string => {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return (typeof value === 'string' ? value : value?.[0]) ?? '';
};

async function readForm(k: Kernel, request: FastifyRequest<ByPage>, { draft }: Answering): Promise<ReadForm> {
  if (request.isMultipart()) await k.limits.take(uploadLimit, draft.id);
  return readMultipart(request, { files: k.files, purpose: answerPurpose, mostFiles: 20 });
}

function sentFiles(form: ReadForm): SentFiles {
  const prefix = fileField.upload('');
  const had = form.fields[fileField.had];
  const names = had === undefined ? [] : typeof had === 'string' ? [had] : had;
  const keptOf = (name: string) => {
    const kept = form.fields[fileField.keep(name)];
    return new Set(kept === undefined ? [] : typeof kept === 'string' ? [kept] : kept);
  };
  return {
    uploads: form.files.flatMap((file) =>
      file.field.startsWith(prefix) ? [{ question: file.field.slice(prefix.length), file }] : [],
    ),
    kept: new Map(names.map((name) => [name, keptOf(name)])),
  };
}

type Going = { form: ReadForm; go: string; language: string | undefined };

async function goOn(
  k: Kernel,
  request: FastifyRequest<ByPage>,
  reply: FastifyReply,
  answering: Answering,
  saved: SavedPage,
  { form, go, language }: Going,
): Promise<FastifyReply> {
  const { slug, page } = request.params;
  const base = `/surveys/${slug}`;
  const fromReview = wordOf(form, 'from') === 'review';
  const here = `${base}/answer/${page}${fromReview ? '?from=review' : ''}`;
  if (go === 'later') return reply.redirect(`${base}/later`, 303);
  if (language !== undefined)
    return reply.redirect(isLocale(language) ? `/view?set=${language}&back=${encodeURIComponent(here)}` : here, 303);
  const definition = await formOf(k.db, answering.survey);
  const { section } = saved;
  const names = new Set(section.questions.map(({ name }) => name));
  const checked = checkAnswers(definition, answering.draft.answers, momentOf(k), names);
  const pages = pagesOf(definition, checked.sections);
  const at = pages.findIndex(({ id }) => id === section.id);
  if (go === 'back') return reply.redirect(pages[at - 1] ? `${base}/answer/${pages[at - 1]?.id}` : base, 303);
  const shown = new Set(wordOf(form, 'shown').split(' ').filter(Boolean));
  const problems = new Map<string, AnswerProblem>();
  for (const [name, problem] of [...checked.problems, ...saved.problems, ...fileProblems(form)])
    if (checked.questions.has(name) && (shown.size === 0 || shown.has(name))) problems.set(name, problem);
  if (problems.size > 0)
    return sendAnswerPage(
      k,
      request,
      reply,
      answering,
      { values: typedOfPage(section, form), problems, fromReview },
      422,
    );
  const more =
    shown.size === 0
      ? 0
      : section.questions.filter(({ name }) => checked.questions.has(name) && !shown.has(name)).length;
  if (more > 0) return reply.redirect(`${here}${fromReview ? '&' : '?'}more=${more}`, 303);
  const next = fromReview ? undefined : pages[at + 1];
  return reply.redirect(next ? `${base}/answer/${next.id}` : `${base}/review`, 303);
}

/** Files that were refused, by question. */
function fileProblems(form: ReadForm): [string, AnswerProblem][] {
  const prefix = fileField.upload('');
  return Object.entries(form.fieldErrors).flatMap(([field, { key, params }]): [string, AnswerProblem][] =>
    field.startsWith(prefix)
      ? [[field.slice(prefix.length), { key, params: params as NonNullable<AnswerProblem['params']> }]]
      : [],
  );
}

/** What was typed, where it says more than what could be kept of it. */
function typedOfPage(section: Section, form: ReadForm): ReadForm['fields'] {
  const own = section.questions.map(({ name }) => fieldOf(name));
  return Object.fromEntries(
    Object.entries(form.fields).filter(([name]) =>
      own.some((each) => name === each || name.startsWith(`${each}.`) || name.startsWith(`${each}_`)),
    ),
  );
}
