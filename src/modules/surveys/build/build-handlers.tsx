import type { FastifyReply, FastifyRequest } from 'fastify';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { FieldOption } from '../../../ui/field.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { postForm, type Sent, stateOf, typedOf } from '../../people/index.ts';
import { requireSurveyDesk, sendSurveyDesk, wordsFor } from '../desk-page.tsx';
import { definitionProblems } from '../logic/definition-problems.ts';
import {
  bounds,
  choicesOf,
  type Definition,
  type Question,
  questionTypes,
  type Section,
  wordsIn,
} from '../questionnaire.rules.ts';
import { formOf, type Survey } from '../survey.queries.ts';
import { mayRead, mayRun } from '../surveys.policy.ts';
import { canonicalLocale } from '../xlsform/locales.ts';
import { hasPrevious } from './build.queries.ts';
import { BuildPage } from './build-page.tsx';
import { changeForm, undoForm } from './change-form.ts';
import { type ConditionOperator, conditionOperators, simpleCondition, withCondition } from './condition.rules.ts';
import { correctWording, type WordingInput } from './correct-wording.ts';
import { type BySlug, versionIn } from './desk-handlers.tsx';
import {
  addQuestion,
  addSection,
  copyQuestion,
  findQuestion,
  findSection,
  moveQuestion,
  moveSection,
  removeQuestion,
  removeSection,
  saveQuestion,
  saveSection,
  setLanguages,
} from './edit.rules.ts';
import { QuestionPage, SectionPage } from './question-page.tsx';
import { one, questionValues, readQuestion, readWords, type Typed } from './read-question.ts';
import { WordingPage } from './wording-page.tsx';

export type ByName = FastifyRequest<{ Params: { slug: string; name: string } }>;

const done = {
  saved: 'surveys.build.done.saved',
  changed: 'surveys.build.done.changed',
  undone: 'surveys.build.done.undone',
  corrected: 'surveys.build.done.corrected',
  imported: 'surveys.build.done.imported',
};

export async function showBuild(k: Kernel, request: BySlug, reply: FastifyReply, sent?: Sent): Promise<FastifyReply> {
  const desk = await requireSurveyDesk(k, request, request.params.slug, mayRead);
  const { actor, survey } = desk;
  const definition = await formOf(k.db, survey);
  const runs = mayRun(actor, survey);
  const mayUndo = runs && (await hasPrevious(k.db, survey));
  return sendSurveyDesk(
    request,
    reply,
    desk,
    (ctx) => ({
      title: ctx.t('surveys.build.form.title'),
      main: (
        <BuildPage
          slug={survey.slug}
          version={survey.version}
          definition={definition}
          problems={survey.state === 'draft' ? definitionProblems(definition) : []}
          mayUndo={mayUndo}
          mayChange={runs && survey.state === 'draft'}
          mayCorrect={runs && survey.state === 'open'}
          {...stateOf(ctx, sent, 'build')}
        />
      ),
    }),
    { sent, done },
  );
}

type Edit = (definition: Definition, name: string) => Definition;
const edits: Readonly<Record<string, Edit>> = {
  up: (definition, name) => moveQuestion(definition, name, -1),
  down: (definition, name) => moveQuestion(definition, name, 1),
  copy: (definition, name) => copyQuestion(definition, name).definition,
  remove: removeQuestion,
  page_up: (definition, name) => moveSection(definition, name, -1),
  page_down: (definition, name) => moveSection(definition, name, 1),
  page_remove: removeSection,
};

/** Every button of the builder: `<what> <name>`. */
export async function edit(k: Kernel, request: BySlug, reply: FastifyReply): Promise<FastifyReply> {
  const { actor, survey } = await requireSurveyDesk(k, request, request.params.slug, mayRun);
  const typed: Typed = typedOf(request.body);
  const [deed = '', name = ''] = one(typed, 'do').split(' ');
  const base = `/questionnaires/${survey.slug}/build`;
  const version = versionIn(typed);
  return postForm(
    request,
    reply,
    'build',
    async () => {
      if (deed === 'undo') {
        await undoForm(k, actor, survey.id, version);
        return `${base}?done=undone`;
      }
      if (deed === 'add_page' || deed === 'add')
        return add(k, survey, deed, name, typed, (change) => changeForm(k, actor, survey.id, version, change));
      const change = Object.hasOwn(edits, deed) ? edits[deed] : undefined;
      if (!change) return fail('kernel.invalid');
      await changeForm(k, actor, survey.id, version, (before) => change(before, name));
      const place = deed.startsWith('page_') ? `page-${name}` : `question-${name}`;
      return `${base}?done=changed${deed.endsWith('remove') ? '' : `#${place}`}`;
    },
    (sent) => showBuild(k, request, reply, sent),
  );
}

/** A new page or question, and on to where it is written. */
async function add(
  _k: Kernel,
  survey: Survey,
  deed: 'add_page' | 'add',
  sectionId: string,
  typed: Typed,
  save: (change: (before: Definition) => Definition) => Promise<void>,
): Promise<string> {
  const base = `/questionnaires/${survey.slug}/build`;
  let to = base;
  await save((before) => {
    if (deed === 'add_page') {
      const added = addSection(before);
      to = `${base}#page-${added.id}`;
      return added.definition;
    }
    const type = questionTypes.find((each) => each === one(typed, `type.${sectionId}`)) ?? 'one';
    const added = addQuestion(before, sectionId, type);
    to = `${base}/questions/${added.name}`;
    return added.definition;
  });
  return to;
}

export async function saveLanguages(k: Kernel, request: BySlug, reply: FastifyReply): Promise<FastifyReply> {
  const { actor, survey } = await requireSurveyDesk(k, request, request.params.slug, mayRun);
  const typed: Typed = typedOf(request.body);
  return postForm(
    request,
    reply,
    'languages',
    async () => {
      const given = one(typed, 'languages').split(/[\s,，、;；]+/);
      const languages = [...new Set(given.filter(Boolean).map(canonicalLocale))];
      if (languages.includes('') || languages.length === 0) failFields({ languages: { key: 'surveys.wrong.locale' } });
      if (languages.length > bounds.locales) failFields({ languages: { key: 'surveys.wrong.languages' } });
      await changeForm(k, actor, survey.id, versionIn(typed), (before) => setLanguages(before, languages));
      return `/questionnaires/${survey.slug}/build?done=changed`;
    },
    (sent) => showBuild(k, request, reply, sent),
  );
}

/** Questions, and rows of matrices, that stand before something: what its condition may look at. */
function earlierOptions(ctx: PageContext, definition: Definition, before: Question | Section): FieldOption[] {
  const options: FieldOption[] = [];
  const words = (name: string, label: Question['label']) => ({
    value: name,
    label: `${wordsIn(label, ctx.locale, definition.languages).slice(0, 40)} (${name})`,
  });
  for (const section of definition.sections) {
    if (section === before) break;
    for (const question of section.questions) {
      if (question === before) return options;
      if (question.type === 'matrix') options.push(...question.rows.map((row) => words(row.name, row.label)));
      else if (question.type !== 'note') options.push(words(question.name, question.label));
    }
  }
  return options;
}

export async function showQuestion(
  k: Kernel,
  request: ByName,
  reply: FastifyReply,
  sent?: Sent,
): Promise<FastifyReply> {
  const desk = await requireSurveyDesk(k, request, request.params.slug, mayRun);
  const { survey } = desk;
  if (survey.state !== 'draft' && survey.state !== 'open') fail('surveys.wrong_state', { state: survey.state });
  const definition = await formOf(k.db, survey);
  const { question } = findQuestion(definition, request.params.name);
  const up = {
    label: wordsFor(k, request)('surveys.build.form.title'),
    href: `/questionnaires/${survey.slug}/build`,
  };
  return sendSurveyDesk(
    request,
    reply,
    desk,
    (ctx) => {
      const shared = { slug: survey.slug, version: survey.version, question, languages: definition.languages };
      if (survey.state === 'open')
        return {
          title: ctx.t('surveys.build.wording.title', { name: question.name }),
          main: (
            <WordingPage
              {...shared}
              {...stateOf(ctx, sent, 'question', wordingValues(question, definition.languages))}
            />
          ),
        };
      return {
        title: ctx.t('surveys.build.question.title', { name: question.name }),
        main: (
          <QuestionPage
            {...shared}
            earlier={earlierOptions(ctx, definition, question)}
            {...stateOf(ctx, sent, 'question', questionValues(question, definition.languages))}
          />
        ),
      };
    },
    { sent, done, up },
  );
}

/** With the condition that was put together from the lists, where that button was pressed. */
function withPicked(definition: Definition, typed: Typed): Typed {
  if (one(typed, 'do') !== 'condition') return typed;
  const operator = conditionOperators.find((each) => each === one(typed, 'pick.operator')) as
    | ConditionOperator
    | undefined;
  const more = operator
    ? simpleCondition(definition, one(typed, 'pick.question'), operator, one(typed, 'pick.value'))
    : null;
  if (more === null) return failFields({ 'pick.value': { key: 'surveys.build.field_error.condition' } });
  return { ...typed, relevant: withCondition(one(typed, 'relevant'), more) };
}

export async function saveOneQuestion(k: Kernel, request: ByName, reply: FastifyReply): Promise<FastifyReply> {
  const { actor, survey } = await requireSurveyDesk(k, request, request.params.slug, mayRun);
  const typed: Typed = typedOf(request.body);
  const { name } = request.params;
  const base = `/questionnaires/${survey.slug}/build`;
  return postForm(
    request,
    reply,
    'question',
    async () => {
      if (survey.state === 'open') {
        const definition = await formOf(k.db, survey);
        const { question } = findQuestion(definition, name);
        await correctWording(k, actor, survey.id, name, readWording(question, definition.languages, typed));
        return `${base}?done=corrected#question-${name}`;
      }
      let saved: Question | undefined;
      let isOther = false;
      await changeForm(k, actor, survey.id, versionIn(typed), (before) => {
        const { question } = findQuestion(before, name);
        saved = readQuestion(before, question, withPicked(before, typed));
        isOther = saved.type !== question.type;
        return saveQuestion(before, name, saved);
      });
      const now = saved?.name ?? name;
      // Another type has other fields to fill in.
      const stays = isOther || ['condition', 'save_stay'].includes(one(typed, 'do'));
      return stays ? `${base}/questions/${now}?done=saved` : `${base}?done=saved#question-${now}`;
    },
    (sent) => showQuestion(k, request, reply, sent),
  );
}

const wordFields = ['label', 'hint', 'requiredMessage', 'constraintMessage'] as const;
const entriesOf = (question: Question) => ({
  choices: choicesOf(question),
  rows: question.type === 'matrix' ? question.rows : [],
});

function wordingValues(question: Question, languages: readonly string[]): Record<string, string> {
  const values: Record<string, string> = {};
  for (const locale of languages) {
    for (const field of wordFields)
      values[`${field}.${locale}`] = (field in question && (question as never)[field]?.[locale]) || '';
    for (const [kind, entries] of Object.entries(entriesOf(question)))
      for (const { name, label } of entries) values[`${kind}.${name}.${locale}`] = label[locale] ?? '';
  }
  return values;
}

function readWording(question: Question, languages: readonly string[], typed: Typed): WordingInput {
  const words = (field: string, before: Question['label'] | undefined, lines: boolean) =>
    readWords(typed, field, before ?? {}, languages, lines);
  const standing = question as Partial<Record<(typeof wordFields)[number], Question['label']>>;
  const { choices, rows } = entriesOf(question);
  const labels = (kind: string, entries: readonly { name: string; label: Question['label'] }[]) =>
    Object.fromEntries(entries.map(({ name, label }) => [name, words(`${kind}.${name}`, label, false)]));
  return {
    label: words('label', standing.label, true),
    hint: words('hint', standing.hint, true),
    requiredMessage: words('requiredMessage', standing.requiredMessage, false),
    constraintMessage: words('constraintMessage', standing.constraintMessage, false),
    choices: labels('choices', choices),
    rows: labels('rows', rows),
    note: one(typed, 'note'),
    version: versionIn(typed),
  };
}

export async function showSection(k: Kernel, request: ByName, reply: FastifyReply, sent?: Sent): Promise<FastifyReply> {
  const desk = await requireSurveyDesk(k, request, request.params.slug, mayRun);
  const { survey } = desk;
  if (survey.state !== 'draft') fail('surveys.wrong_state', { state: survey.state });
  const definition = await formOf(k.db, survey);
  const { section, at } = findSection(definition, request.params.name);
  const { languages } = definition;
  const begin: Record<string, string> = { relevant: section.relevant, randomOrder: section.randomOrder ? 'yes' : '' };
  for (const locale of languages) {
    begin[`title.${locale}`] = section.title[locale] ?? '';
    begin[`intro.${locale}`] = section.intro[locale] ?? '';
  }
  return sendSurveyDesk(
    request,
    reply,
    desk,
    (ctx) => ({
      title: ctx.t('surveys.build.page.title', { number: at + 1 }),
      main: (
        <SectionPage
          slug={survey.slug}
          version={survey.version}
          id={section.id}
          number={at + 1}
          languages={languages}
          earlier={earlierOptions(ctx, definition, section)}
          {...stateOf(ctx, sent, 'question', begin)}
        />
      ),
    }),
    {
      sent,
      done,
      up: {
        label: wordsFor(k, request)('surveys.build.form.title'),
        href: `/questionnaires/${survey.slug}/build`,
      },
    },
  );
}

export async function saveOneSection(k: Kernel, request: ByName, reply: FastifyReply): Promise<FastifyReply> {
  const { actor, survey } = await requireSurveyDesk(k, request, request.params.slug, mayRun);
  const typed: Typed = typedOf(request.body);
  const { name: id } = request.params;
  const base = `/questionnaires/${survey.slug}/build`;
  return postForm(
    request,
    reply,
    'question',
    async () => {
      await changeForm(k, actor, survey.id, versionIn(typed), (before) => {
        const { section } = findSection(before, id);
        const given = withPicked(before, typed);
        const relevant = one(given, 'relevant').trim();
        if (relevant.length > bounds.expression) failFields({ relevant: { key: 'surveys.wrong.too_long' } });
        return saveSection(before, id, {
          title: readWords(given, 'title', section.title, before.languages, false),
          intro: readWords(given, 'intro', section.intro, before.languages, true),
          relevant,
          randomOrder: one(given, 'randomOrder') === 'yes',
        });
      });
      const stays = one(typed, 'do') === 'condition';
      return stays ? `${base}/pages/${id}?done=saved` : `${base}?done=saved#page-${id}`;
    },
    (sent) => showSection(k, request, reply, sent),
  );
}
