import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Kernel } from '../../../kernel/kernel.ts';
import { addDays, localDate } from '../../../kernel/time/index.ts';
import type { PageContext } from '../../../ui/page-context.ts';
import { accountNames, departmentBook, hasRole, postForm, type Sent, stateOf, typedOf } from '../../people/index.ts';
import { type AtSurvey, requireSurveyDesk, sendSurveyDesk, wordsFor } from '../desk-page.tsx';
import { placesAtDesk } from '../desk-places.ts';
import { questionsOf } from '../questionnaire.rules.ts';
import { formOf, notesOf, type Survey } from '../survey.queries.ts';
import { mayRead, mayRun } from '../surveys.policy.ts';
import { surveySteps } from './build.queries.ts';
import { changeSettings, type SettingsInput } from './change-settings.ts';
import { cancelSurvey, closeSurvey, discardDraft, extendSurvey } from './end-survey.ts';
import { canBeTakenBack, openSurvey, takeBack } from './open-survey.ts';
import { missingOf } from './opening.ts';
import { OverviewPage } from './overview-page.tsx';
import { one, type Typed } from './read-question.ts';
import { SettingsPage } from './settings-page.tsx';

export type BySlug = FastifyRequest<{ Params: { slug: string } }>;

/** What was just done, by its name in the address. */
const done = {
  created: 'surveys.build.done.created',
  imported: 'surveys.build.done.imported',
  saved: 'surveys.build.done.saved',
  opened: 'surveys.build.done.opened',
  taken_back: 'surveys.build.done.taken_back',
  extended: 'surveys.build.done.extended',
  closed: 'surveys.build.done.closed',
  cancelled: 'surveys.build.done.cancelled',
} as const;

const mostSteps = 50;

/** The list of surveys, one up from each. */
const upToList = (ctxT: (key: string) => string) => ({ label: ctxT('surveys.build.title'), href: '/questionnaires' });

/** The same done by the same person several times on end is one line, with the time of the last. */
function inRuns<S extends { act: string; by: string }>(steps: readonly S[]): (S & { times: number })[] {
  const runs: (S & { times: number })[] = [];
  for (const step of steps) {
    const last = runs.at(-1);
    if (last?.act === step.act && last.by === step.by) last.times += 1;
    else runs.push({ ...step, times: 1 });
  }
  return runs;
}

async function overviewOf(k: Kernel, { actor, survey }: AtSurvey, ctx: PageContext, sent: Sent | undefined) {
  const definition = await formOf(k.db, survey);
  const departments = await departmentBook(k);
  const { places, sections } = await placesAtDesk(k, { actor, survey, ctx });
  const runs = mayRun(actor, survey);
  const steps = runs || hasRole(actor, 'auditor') ? await surveySteps(k.db, survey.id, mostSteps) : [];
  const names = await accountNames(k.db, [...new Set(steps.flatMap(({ byId }) => byId ?? []))]);
  const now = k.clock.now();
  return (
    <OverviewPage
      survey={survey}
      department={departments.name(survey.departmentId, ctx.locale)}
      languages={definition.languages}
      questions={questionsOf(definition).length}
      mayRun={runs}
      mayCreate={hasRole(actor, 'convener')}
      canBeTakenBack={canBeTakenBack(survey, now)}
      missing={survey.state === 'draft' ? missingOf(survey, definition, now) : []}
      places={places}
      sections={sections}
      notes={await notesOf(k.db, survey.id)}
      steps={inRuns(
        steps.map((step) => ({ ...step, by: (step.byId && names.get(step.byId)) || ctx.t('surveys.build.by_clock') })),
      )
        .map((step) => ({ ...step, by: step.times > 1 ? ctx.t('surveys.build.times', step) : step.by }))
        .reverse()}
      forms={{
        extend: stateOf(ctx, sent, 'extend'),
        close: stateOf(ctx, sent, 'close'),
        cancel: stateOf(ctx, sent, 'cancel'),
      }}
    />
  );
}

export async function showOverview(
  k: Kernel,
  request: BySlug,
  reply: FastifyReply,
  sent?: Sent,
): Promise<FastifyReply> {
  const desk = await requireSurveyDesk(k, request, request.params.slug, mayRead);
  return sendSurveyDesk(
    request,
    reply,
    desk,
    async (ctx) => ({ title: desk.survey.title, main: await overviewOf(k, desk, ctx, sent) }),
    { sent, done, up: upToList(wordsFor(k, request)) },
  );
}

/** Does one thing to the survey as a whole and comes back to its desk. */
async function act(
  k: Kernel,
  request: BySlug,
  reply: FastifyReply,
  form: string,
  work: (desk: AtSurvey, typed: Typed) => Promise<string>,
): Promise<FastifyReply> {
  const desk = await requireSurveyDesk(k, request, request.params.slug, mayRun);
  return postForm(
    request,
    reply,
    form,
    () => work(desk, typedOf(request.body)),
    (sent) => showOverview(k, request, reply, sent),
  );
}

const at = ({ slug }: Survey, said: keyof typeof done): string => `/questionnaires/${slug}?done=${said}`;

/** The version that a form was opened with; none where it does not say. */
export const versionIn = (typed: Typed): number | undefined => Number(one(typed, 'version')) || undefined;

export const openOne = (k: Kernel, request: BySlug, reply: FastifyReply) =>
  act(k, request, reply, 'open', async ({ actor, survey }, typed) => {
    await openSurvey(k, actor, survey.id, versionIn(typed));
    return at(survey, 'opened');
  });

export const takeBackOne = (k: Kernel, request: BySlug, reply: FastifyReply) =>
  act(k, request, reply, 'take-back', async ({ actor, survey }) => {
    await takeBack(k, actor, survey.id);
    return at(survey, 'taken_back');
  });

export const extendOne = (k: Kernel, request: BySlug, reply: FastifyReply) =>
  act(k, request, reply, 'extend', async ({ actor, survey }, typed) => {
    await extendSurvey(k, actor, survey.id, { lastDay: one(typed, 'lastDay'), reason: one(typed, 'reason') });
    return at(survey, 'extended');
  });

export const closeOne = (k: Kernel, request: BySlug, reply: FastifyReply) =>
  act(k, request, reply, 'close', async ({ actor, survey }, typed) => {
    await closeSurvey(k, actor, survey.id, { reason: one(typed, 'reason') });
    return at(survey, 'closed');
  });

export const cancelOne = (k: Kernel, request: BySlug, reply: FastifyReply) =>
  act(k, request, reply, 'cancel', async ({ actor, survey }, typed) => {
    await cancelSurvey(k, actor, survey.id, { reason: one(typed, 'reason') });
    return at(survey, 'cancelled');
  });

export const discardOne = (k: Kernel, request: BySlug, reply: FastifyReply) =>
  act(k, request, reply, 'discard', async ({ actor, survey }) => {
    await discardDraft(k, actor, survey.id);
    return '/questionnaires?done=discarded';
  });

/** Settings as their form begins. */
function settingsValues(survey: Survey, zone: string): Record<string, string> {
  const values: Record<string, string> = {
    title: survey.title,
    summary: survey.summary,
    contact: survey.contact,
    firstDay: survey.startsAt ? localDate(survey.startsAt, zone) : '',
    lastDay: survey.endsAt ? addDays(localDate(survey.endsAt, zone), -1) : '',
    way: survey.way,
    named: survey.named ? 'yes' : '',
    results: survey.results,
    smallestGroup: String(survey.smallestGroup),
  };
  for (const field of ['titles', 'intro', 'thanks'] as const)
    for (const [locale, text] of Object.entries(survey[field])) values[`${field}.${locale}`] = text;
  return values;
}

export async function showSettings(
  k: Kernel,
  request: BySlug,
  reply: FastifyReply,
  sent?: Sent,
): Promise<FastifyReply> {
  const desk = await requireSurveyDesk(k, request, request.params.slug, mayRun);
  const { survey } = desk;
  const definition = await formOf(k.db, survey);
  return sendSurveyDesk(
    request,
    reply,
    desk,
    (ctx) => ({
      title: ctx.t('surveys.build.settings.title'),
      main: (
        <SettingsPage
          action={`/questionnaires/${survey.slug}/settings`}
          version={survey.version}
          languages={definition.languages}
          {...stateOf(ctx, sent, 'settings', settingsValues(survey, k.config.TIME_ZONE))}
        />
      ),
    }),
    { sent },
  );
}

/** Words typed as `intro.zh-CN`, by locale. */
function wordsTyped(typed: Typed, field: string): Record<string, string> {
  const words: Record<string, string> = {};
  for (const name of Object.keys(typed))
    if (name.startsWith(`${field}.`)) words[name.slice(field.length + 1)] = one(typed, name);
  return words;
}

export async function saveSettingsOf(k: Kernel, request: BySlug, reply: FastifyReply): Promise<FastifyReply> {
  const { actor, survey } = await requireSurveyDesk(k, request, request.params.slug, mayRun);
  const typed: Typed = typedOf(request.body);
  return postForm(
    request,
    reply,
    'settings',
    async () => {
      const input = {
        ...typed,
        named: one(typed, 'named') === 'yes',
        titles: wordsTyped(typed, 'titles'),
        intro: wordsTyped(typed, 'intro'),
        thanks: wordsTyped(typed, 'thanks'),
      };
      await changeSettings(k, actor, survey.id, input as unknown as SettingsInput);
      return at(survey, 'saved');
    },
    (sent) => showSettings(k, request, reply, sent),
  );
}
