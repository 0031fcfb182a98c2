import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { FormErrors, FormValues } from '../../../ui/form.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { formErrors, typedOf } from '../../people/index.ts';
import type { Competition } from '../competition.queries.ts';
import { stageKinds } from '../competitions.rules.ts';
import { type AtDesk, post, type Sent, stageById } from '../desk-page.tsx';
import { stageName } from '../stage-name.ts';
import { CategoriesPage, categoryValues } from './categories-page.tsx';
import { type CategoryRow, changeCategories, mostCategories } from './change-categories.ts';
import type { ChangeNote } from './change-competition.ts';
import { changeDetails, type DetailsInput } from './change-details.ts';
import { addStage, changeStage, removeStage } from './change-stages.ts';
import { changeTimetable, moveStage } from './change-timetable.ts';
import type { Change } from './changes.rules.ts';
import { openToChange, RefusedNotice, sendOfCompetition } from './organise-page.tsx';
import { PreviewPage } from './preview-page.tsx';
import { SettingsPage } from './settings-page.tsx';
import { StagePage, settingsValues } from './stage-page.tsx';
import { StagesPage, timetableValues } from './stages-page.tsx';

type BySlug = FastifyRequest<{ Params: { slug: string } }>;
type ByStage = FastifyRequest<{ Params: { slug: string; stage: string } }>;
type Typed = Record<string, string | string[]>;

const text = (value: string | string[] | undefined): string =>
  Array.isArray(value) ? (value[0] ?? '') : (value ?? '');

const noteOf = (typed: Typed): ChangeNote => ({
  version: Number(text(typed.version)) || undefined,
  note: text(typed.note),
});

type FormPage = (p: { competition: Competition; values: FormValues; errors: FormErrors }) => VNode;

/** One page with one form that changes the competition. */
async function showForm(
  request: FastifyRequest,
  reply: FastifyReply,
  desk: AtDesk,
  given: { title: (ctx: PageContext) => string; begin: FormValues; page: FormPage },
  sent?: Sent,
): Promise<FastifyReply> {
  const { competition } = desk;
  return sendOfCompetition(
    request,
    reply,
    desk,
    (ctx) => ({
      title: given.title(ctx),
      main: (
        <>
          <RefusedNotice ctx={ctx} thrown={sent?.thrown} />
          <given.page competition={competition} {...formOf(ctx, given.begin, sent)} />
        </>
      ),
    }),
    sent?.thrown.status ?? 200,
  );
}

/**
 * What was typed, over what stands. A form that was refused because of somebody else's change goes on from the state that
 * it is shown with.
 */
function formOf(ctx: PageContext, begin: FormValues, sent?: Sent): { values: FormValues; errors: FormErrors } {
  if (!sent) return { values: begin, errors: {} };
  const { version, ...typed } = sent.values;
  const values =
    sent.thrown.code === 'kernel.changed_meanwhile' ? typed : { ...typed, ...(version !== undefined && { version }) };
  // Boxes that are not ticked are not sent.
  const unticked = Object.fromEntries(Object.keys(begin).map((name) => [name, undefined]));
  return { values: { ...unticked, ...values }, errors: sent.thrown.fields ? formErrors(ctx, sent.thrown).errors : {} };
}

/** Changes what a form says; of an open competition the preview comes first, and asks why. */
async function save(
  request: BySlug,
  reply: FastifyReply,
  desk: AtDesk,
  page: string,
  work: (typed: Typed, note: ChangeNote) => Promise<Change[]>,
  again: (sent: Sent) => Promise<FastifyReply>,
): Promise<FastifyReply> {
  const typed = typedOf(request.body);
  const base = `/organise/${desk.competition.slug}`;
  return post(
    request,
    reply,
    page,
    async () => {
      const changes = await work(typed, noteOf(typed));
      const done = changes.length === 0 ? 'nothing' : desk.competition.state === 'open' ? 'published' : 'saved';
      // The address itself may have been changed.
      const slug =
        desk.competition.state === 'draft' && page === 'settings' && changes.length > 0 ? text(typed.slug) : '';
      return `${slug ? `/organise/${slug.trim().toLowerCase()}` : base}/${page}?done=${done}`;
    },
    (sent) =>
      sent.thrown.code === 'competitions.note_first'
        ? preview(request, reply, desk, page, typed, sent.thrown.params.changes as Change[])
        : again(sent),
  );
}

function preview(
  request: FastifyRequest,
  reply: FastifyReply,
  desk: AtDesk,
  page: string,
  typed: Typed,
  changes: readonly Change[],
): Promise<FastifyReply> {
  const action = `/organise/${desk.competition.slug}/${page}`;
  return sendOfCompetition(
    request,
    reply,
    desk,
    (ctx) => ({
      title: ctx.t('competitions.organise.preview.title'),
      main: (
        <PreviewPage
          changes={changes}
          action={action}
          typed={typed}
          back={action}
          errors={typed.asked_why ? { note: ctx.t('competitions.organise.field_error.note') } : {}}
        />
      ),
    }),
    typed.asked_why ? 422 : 200,
  );
}

export async function showSettings(k: Kernel, request: BySlug, reply: FastifyReply, sent?: Sent) {
  const desk = await openToChange(k, request, request.params.slug);
  const { version, stages, categories, ...details } = desk.competition;
  const begin = details as unknown as FormValues;
  const title = (ctx: PageContext) => ctx.t('competitions.organise.tab.settings');
  return showForm(request, reply, desk, { title, begin, page: SettingsPage }, sent);
}

export async function saveSettings(k: Kernel, request: BySlug, reply: FastifyReply): Promise<FastifyReply> {
  const desk = await openToChange(k, request, request.params.slug);
  return save(
    request,
    reply,
    desk,
    'settings',
    (typed, note) =>
      changeDetails(
        k,
        desk.actor,
        desk.competition.id,
        // What the form of an open competition does not ask for stays.
        { approvalNumber: desk.competition.approvalNumber, ...typed } as unknown as DetailsInput,
        note,
      ),
    (sent) => showSettings(k, request, reply, sent),
  );
}

export async function showStages(k: Kernel, request: BySlug, reply: FastifyReply, sent?: Sent) {
  const desk = await openToChange(k, request, request.params.slug);
  const begin = timetableValues(desk.competition.stages, k.config.TIME_ZONE);
  const title = (ctx: PageContext) => ctx.t('competitions.organise.tab.stages');
  return showForm(
    request,
    reply,
    desk,
    { title, begin, page: StagesPage },
    // Buttons that move a stage send nothing that was typed.
    sent?.form === 'stages' ? sent : sent && { ...sent, values: begin },
  );
}

export async function saveTimetable(k: Kernel, request: BySlug, reply: FastifyReply): Promise<FastifyReply> {
  const desk = await openToChange(k, request, request.params.slug);
  const { actor, competition } = desk;
  return save(
    request,
    reply,
    desk,
    'stages',
    (typed, note) =>
      changeTimetable(
        k,
        actor,
        competition.id,
        competition.stages.map(({ id }) => ({
          id,
          title: text(typed[`stage_title.${id}`]),
          starts: text(typed[`starts.${id}`]),
          ends: text(typed[`ends.${id}`]),
          weight: text(typed[`weight.${id}`]),
        })),
        note,
      ),
    (sent) => showStages(k, request, reply, sent),
  );
}

/** A button that adds, moves or takes out a stage of a draft. */
async function rearrange(
  k: Kernel,
  request: BySlug,
  reply: FastifyReply,
  done: string,
  work: (desk: AtDesk, note: ChangeNote) => Promise<unknown>,
): Promise<FastifyReply> {
  const desk = await openToChange(k, request, request.params.slug);
  return post(
    request,
    reply,
    'rearrange',
    async () => {
      await work(desk, noteOf(typedOf(request.body)));
      return `/organise/${desk.competition.slug}/stages?done=${done}`;
    },
    (sent) => showStages(k, request, reply, sent),
  );
}

export async function addOne(k: Kernel, request: BySlug, reply: FastifyReply): Promise<FastifyReply> {
  return rearrange(k, request, reply, 'added', ({ actor, competition }, note) =>
    addStage(k, actor, competition.id, text(typedOf(request.body).kind), note),
  );
}

export async function moveOne(k: Kernel, request: ByStage, reply: FastifyReply, by: -1 | 1): Promise<FastifyReply> {
  return rearrange(k, request, reply, 'moved', ({ actor, competition }, note) =>
    moveStage(k, actor, competition.id, request.params.stage, by, note),
  );
}

export async function removeOne(k: Kernel, request: ByStage, reply: FastifyReply): Promise<FastifyReply> {
  return rearrange(k, request, reply, 'removed', ({ actor, competition }, note) =>
    removeStage(k, actor, competition.id, request.params.stage, note),
  );
}

export async function showStage(k: Kernel, request: ByStage, reply: FastifyReply, sent?: Sent) {
  const desk = await openToChange(k, request, request.params.slug);
  const stage = stageById(desk.competition, request.params.stage, ...stageKinds);
  const page: FormPage = (p) => <StagePage {...p} stage={stage} />;
  const title = (ctx: PageContext) => stageName(ctx.t, stage);
  return showForm(request, reply, desk, { title, begin: settingsValues(stage), page }, sent);
}

export async function saveStage(k: Kernel, request: ByStage, reply: FastifyReply): Promise<FastifyReply> {
  const desk = await openToChange(k, request, request.params.slug);
  const stage = stageById(desk.competition, request.params.stage, ...stageKinds);
  return save(
    request as unknown as BySlug,
    reply,
    desk,
    `stages/${stage.id}`,
    (typed, note) => changeStage(k, desk.actor, desk.competition.id, stage.id, typed, note),
    (sent) => showStage(k, request, reply, sent),
  );
}

export async function showCategories(k: Kernel, request: BySlug, reply: FastifyReply, sent?: Sent) {
  const desk = await openToChange(k, request, request.params.slug);
  const title = (ctx: PageContext) => ctx.t('competitions.organise.tab.categories');
  const begin = categoryValues(desk.competition);
  return showForm(request, reply, desk, { title, begin, page: CategoriesPage }, sent);
}

export async function saveCategories(k: Kernel, request: BySlug, reply: FastifyReply): Promise<FastifyReply> {
  const desk = await openToChange(k, request, request.params.slug);
  const rows = (typed: Typed): CategoryRow[] =>
    Array.from({ length: mostCategories }, (_, row) => ({
      id: text(typed[`category.${row}.id`]),
      name: text(typed[`category.${row}.name`]),
      description: text(typed[`category.${row}.description`]),
      order: text(typed[`category.${row}.order`]),
    }));
  return save(
    request,
    reply,
    desk,
    'categories',
    (typed, note) => changeCategories(k, desk.actor, desk.competition.id, rows(typed), note),
    (sent) => showCategories(k, request, reply, sent),
  );
}
