import type { FastifyReply } from 'fastify';
import type { Kernel } from '../../../kernel/kernel.ts';
import { typedOf } from '../../people/index.ts';
import { fieldOf, readFields } from '../answer/fields.ts';
import { problemWords } from '../answer/question-words.tsx';
import { requireSurveyDesk, sendSurveyDesk } from '../desk-page.tsx';
import { checkAnswers } from '../logic/check-answer.ts';
import { momentOf } from '../moment.ts';
import {
  type Answer,
  type Answers,
  type Definition,
  nearestLanguage,
  questionsOf,
  type Section,
} from '../questionnaire.rules.ts';
import { formOf } from '../survey.queries.ts';
import { mayRead } from '../surveys.policy.ts';
import type { BySlug } from './desk-handlers.tsx';
import { PreviewPage } from './preview-page.tsx';
import { one, type Typed } from './read-question.ts';

/** What was typed so far, as answers; files are not taken in a preview. */
function answersIn(definition: Definition, typed: Typed): Answers {
  const { answers } = readFields(questionsOf(definition), typed);
  return Object.fromEntries(Object.entries(answers).filter((entry): entry is [string, Answer] => entry[1] !== null));
}

/** Names of fields of a page; fields of parts begin with them. */
function isOf(section: Section | undefined, field: string): boolean {
  return (
    section?.questions.some(({ name }) =>
      [fieldOf(name), fieldOf(`${name}_other`)].some((own) => field === own || field.startsWith(`${own}.`)),
    ) ?? false
  );
}

/** Shows a page of a questionnaire to whoever makes it, with the answers they tried. */
export async function preview(k: Kernel, request: BySlug, reply: FastifyReply): Promise<FastifyReply> {
  const desk = await requireSurveyDesk(k, request, request.params.slug, mayRead);
  const { survey } = desk;
  const definition = await formOf(k.db, survey);
  const query = new URL(request.url, 'http://x').searchParams;
  const typed: Typed = request.method === 'POST' ? typedOf(request.body) : {};
  const moment = momentOf(k);
  const { languages } = definition;
  const step = stepOf(definition, typed, moment);
  return sendSurveyDesk(request, reply, desk, (ctx) => {
    const tongue = { locale: nearestLanguage(languages, query.get('words') ?? ctx.locale), languages };
    const errors = Object.fromEntries(
      [...step.problems].map(([name, problem]) => [fieldOf(name), problemWords(ctx.t, problem, tongue)]),
    );
    const section = step.pages[step.at];
    return {
      title: ctx.t('surveys.build.preview.title'),
      main: (
        <PreviewPage
          survey={survey}
          definition={definition}
          tongue={tongue}
          phone={query.get('view') === 'phone'}
          pages={step.pages}
          at={step.at}
          asked={step.asked}
          carried={Object.entries(typed).flatMap(([name, value]) =>
            name.startsWith('q.') && !isOf(section, name)
              ? [value ?? []].flat().map((each) => ({ name, value: each }))
              : [],
          )}
          values={typed as Record<string, string>}
          errors={errors}
        />
      ),
    };
  });
}

/** Which page comes next: the same where something is wrong on it, or where more is asked by what was answered. */
function stepOf(definition: Definition, typed: Typed, moment: ReturnType<typeof momentOf>) {
  const answers = answersIn(definition, typed);
  const go = one(typed, 'go');
  const here = definition.sections.find(({ id }) => id === one(typed, 'page'));
  const names = new Set(here?.questions.filter(({ type }) => type !== 'file').map(({ name }) => name));
  const checked = checkAnswers(definition, answers, moment, names);
  const pages = definition.sections.filter(({ id }) => checked.sections.has(id));
  const at = here ? Math.max(0, pages.indexOf(here)) : 0;
  const shared = { pages, asked: checked.questions };
  if (!here) return { ...shared, at: 0, problems: new Map() };
  const shown = new Set(one(typed, 'shown').split(' '));
  const more = here.questions.some(({ name }) => checked.questions.has(name) && !shown.has(name));
  if (go === 'back') return { ...shared, at: Math.max(0, at - 1), problems: new Map() };
  if (more) return { ...shared, at, problems: new Map() };
  return checked.problems.size > 0
    ? { ...shared, at, problems: checked.problems }
    : { ...shared, at: at + 1, problems: new Map() };
}
