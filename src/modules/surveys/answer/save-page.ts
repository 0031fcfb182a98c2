import { inTransaction, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { StoredFile } from '../../../kernel/files/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { AnswerProblem } from '../logic/check-answer.ts';
import { type Answer, bounds, type QuestionOf, type Section } from '../questionnaire.rules.ts';
import { formOf, type Survey } from '../survey.queries.ts';
import './answer.errors.ts';
import { mayHandIn } from './answer.rules.ts';
import { type Draft, type Holder, lockDraft, saveDraft } from './draft.queries.ts';
import { type Fields, readFields, withPage } from './fields.ts';
import { type AnswerFile, deleteFiles, filesOfDraft, insertFiles } from './file.queries.ts';

/** Uploads in answers. */
export const answerPurpose = 'surveys.answer';

export type SentFiles = {
  /** by question: uploads that came with the form */
  uploads: readonly { question: string; file: StoredFile }[];
  /** by question: those from before that are to stay; a question that is missing keeps all */
  kept: ReadonlyMap<string, ReadonlySet<string>>;
};

export type SavePage = {
  survey: Survey;
  holder: Holder;
  sectionId: string;
  fields: Fields;
  files?: SentFiles;
  /** language of the questionnaire, where it was changed */
  locale?: string | undefined;
};

export type SavedPage = { draft: Draft; section: Section; problems: ReadonlyMap<string, AnswerProblem> };

/**
 * Keeps what a page holds, right or wrong: nothing that was typed is lost.
 * @returns what could not be kept as it was typed, by question
 * @throws AppError surveys.answer.no_draft, surveys.answer.not_running, surveys.answer.too_large, surveys.not_found, files.gone
 */
export async function savePage(k: Kernel, given: SavePage): Promise<SavedPage> {
  const { survey, holder, sectionId, fields } = given;
  const definition = await formOf(k.db, survey);
  const section = definition.sections.find(({ id }) => id === sectionId) ?? fail('surveys.not_found');
  const page = readFields(section.questions, fields);
  return inTransaction(k.db, async (tx) => {
    const draft = (await lockDraft(tx, survey.id, holder)) ?? fail('surveys.answer.no_draft');
    const at = k.clock.now();
    if (!mayHandIn(survey, draft.startedAt, at)) fail('surveys.answer.not_running');
    const problems = new Map(page.problems);
    const files = given.files ? await keepFiles(k, tx, draft, section, given.files, problems) : {};
    const answers = withPage(draft.answers, { ...page.answers, ...files });
    if (Buffer.byteLength(JSON.stringify(answers)) > bounds.answers_bytes) fail('surveys.answer.too_large');
    const saved = {
      ...draft,
      answers,
      formVersion: survey.formVersion,
      locale: given.locale ?? draft.locale,
      page: sectionId,
    };
    await saveDraft(tx, at, saved);
    return { draft: { ...saved, version: draft.version + 1, savedAt: at }, section, problems };
  });
}

/** Files of a page: those that were left out go, new ones are tied to the draft as far as there is room. */
async function keepFiles(
  k: Kernel,
  tx: Tx,
  draft: Draft,
  section: Section,
  sent: SentFiles,
  problems: Map<string, AnswerProblem>,
): Promise<Record<string, Answer | null>> {
  const questions = section.questions.filter((question): question is QuestionOf<'file'> => question.type === 'file');
  if (questions.length === 0) return {};
  const before = await filesOfDraft(tx, draft.surveyId, draft.id);
  const answers: Record<string, Answer | null> = {};
  for (const question of questions) {
    const own = before.filter((file) => file.question === question.name);
    const stay = sent.kept.get(question.name);
    const gone = stay ? own.filter(({ fileId }) => !stay.has(fileId)) : [];
    if (gone.length > 0)
      await k.files.release(
        tx,
        await deleteFiles(
          tx,
          draft.surveyId,
          draft.id,
          gone.map(({ fileId }) => fileId),
        ),
      );
    const left = own.filter((file) => !gone.includes(file)).map(({ fileId }) => fileId);
    const taken = await takeUploads(k, tx, draft, question, sent, left.length, problems);
    const ids = [...left, ...taken.map(({ fileId }) => fileId)];
    answers[question.name] = ids.length > 0 ? ids : null;
  }
  return answers;
}

async function takeUploads(
  k: Kernel,
  tx: Tx,
  draft: Draft,
  question: QuestionOf<'file'>,
  sent: SentFiles,
  there: number,
  problems: Map<string, AnswerProblem>,
): Promise<AnswerFile[]> {
  const uploads = sent.uploads.flatMap((upload) => (upload.question === question.name ? [upload.file] : []));
  const fit = uploads.filter(({ width }) => question.accept === 'any' || width !== null);
  if (fit.length < uploads.length) problems.set(question.name, { key: 'surveys.answer.problem.image' });
  const taken = fit.slice(0, Math.max(0, question.most - there));
  if (taken.length < fit.length)
    problems.set(question.name, { key: 'surveys.problem.files', params: { most: question.most } });
  const claimed = await k.files.claim(
    tx,
    taken.map(({ id }) => id),
    { purpose: answerPurpose },
  );
  const files: AnswerFile[] = [];
  for (const [at, file] of claimed.entries()) {
    // What the device called it often holds a name: it stays with the draft alone.
    await k.files.rename(tx, file.id, `${question.name}-${there + at + 1}`);
    const { id: fileId, mediaType, sizeBytes } = file;
    files.push({ fileId, question: question.name, name: file.name, mediaType, sizeBytes });
  }
  await insertFiles(tx, draft.surveyId, draft.id, files);
  return files;
}
