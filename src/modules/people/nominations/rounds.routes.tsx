import type { FastifyReply, FastifyRequest } from 'fastify';
import { isId, pageKeyText, readPageKey } from '../../../kernel/db/index.ts';
import { type AppError, fail } from '../../../kernel/errors/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { attempt, typedOf, versionOf } from '../admin/admin-page.tsx';
import { formErrors } from '../form-errors.ts';
import { requireSecretariat, sendSecretariatPage } from '../register/secretariat/secretariat-frame.tsx';
import { textOf } from '../text-of.ts';
import { type Batch, listBatches } from './batches.queries.ts';
import { removeRound, roundShape, saveRound } from './change-round.ts';
import { mayManageRounds, maySeeRounds } from './nominations.policy.ts';
import { BatchesPage, RoundFormPage, RoundsPage } from './round-pages.tsx';
import { type CountedRound, countedRounds, roundById } from './rounds.queries.ts';
import { sendTable } from './send-table.ts';

type ById = { Params: { id: string } };
type Format = 'csv' | 'xlsx';

const pageSize = 50;
const said = {
  saved: 'people.nominations.round_saved',
  removed: 'people.nominations.round_removed',
};

/** Rounds of nominations and the tables handed in, for the secretariat. */
export function roundRoutes(app: App, k: Kernel): void {
  app.get('/secretariat/rounds', (request, reply) => showRounds(k, request, reply));
  app.get('/secretariat/rounds/new', (request, reply) => showForm(k, request, reply, null));
  app.post('/secretariat/rounds', (request, reply) => save(k, request, reply, null));
  app.get<ById>('/secretariat/rounds/:id', (request, reply) => showForm(k, request, reply, request.params.id));
  app.post<ById>('/secretariat/rounds/:id', (request, reply) => save(k, request, reply, request.params.id));
  app.post<ById>('/secretariat/rounds/:id/remove', (request, reply) => remove(k, request, reply));
  app.get('/secretariat/rounds.csv', (request, reply) => exportRounds(k, request, reply, 'csv'));
  app.get('/secretariat/rounds.xlsx', (request, reply) => exportRounds(k, request, reply, 'xlsx'));
  app.get('/secretariat/batches', (request, reply) => showBatches(k, request, reply));
  app.get('/secretariat/batches.csv', (request, reply) => exportBatches(k, request, reply, 'csv'));
  app.get('/secretariat/batches.xlsx', (request, reply) => exportBatches(k, request, reply, 'xlsx'));
}

async function showRounds(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireSecretariat(k, request, maySeeRounds);
  const rounds = await countedRounds(k.db, k.clock.now());
  return sendSecretariatPage(
    k,
    request,
    reply,
    actor,
    ({ t }) => ({
      title: t('people.nominations.rounds'),
      main: <RoundsPage rounds={rounds} manage={mayManageRounds(actor)} />,
    }),
    { said },
  );
}

async function showForm(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  id: string | null,
  error?: AppError,
): Promise<FastifyReply> {
  const actor = await requireSecretariat(k, request, mayManageRounds);
  const round = id === null ? null : (isId(id) && (await roundById(k.db, id))) || fail('kernel.not_found');
  const typed = error && request.body ? typedOf(request.body) : undefined;
  return sendSecretariatPage(
    k,
    request,
    reply,
    actor,
    (ctx) => ({
      title: round?.title ?? ctx.t('people.nominations.round_new'),
      main: (
        <RoundFormPage
          round={round}
          version={round ? versionOf(round) : ''}
          values={typed ?? { ...round }}
          errors={error ? formErrors(ctx, error).errors : {}}
        />
      ),
    }),
    { status: error?.status ?? 200 },
  );
}

async function save(k: Kernel, request: FastifyRequest, reply: FastifyReply, id: string | null): Promise<FastifyReply> {
  const actor = await requireSecretariat(k, request, mayManageRounds);
  const error = await attempt(() =>
    saveRound(k, actor, id, roundShape.parse(typedOf(request.body)), textOf(request.body, 'version') || undefined),
  );
  if (error) return showForm(k, request, reply, id, error);
  return reply.redirect('/secretariat/rounds?said=saved', 303);
}

async function remove(k: Kernel, request: FastifyRequest<ById>, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireSecretariat(k, request, mayManageRounds);
  const { id } = request.params;
  if (!isId(id)) fail('kernel.not_found');
  const error = await attempt(() => removeRound(k, actor, id));
  if (error) return showForm(k, request, reply, id, error);
  return reply.redirect('/secretariat/rounds?said=removed', 303);
}

async function exportRounds(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  format: Format,
): Promise<FastifyReply> {
  await requireSecretariat(k, request, maySeeRounds);
  const { t } = request.server.frame.anonymous(request);
  const rows = await countedRounds(k.db, k.clock.now());
  const counts = ['sent', 'waiting', 'accepted', 'notAccepted', 'withdrawn'] as const;
  return sendTable<CountedRound>(k, reply, {
    name: 'rounds',
    format,
    sheet: t('people.nominations.rounds'),
    rows,
    columns: [
      {
        key: 'round',
        header: t('people.nominations.round'),
        value: ({ round }) => round?.title ?? t('people.nominations.no_round'),
      },
      { key: 'opens_on', header: t('people.nominations.opens_on'), value: ({ round }) => round?.opensOn },
      { key: 'closes_on', header: t('people.nominations.closes_on'), value: ({ round }) => round?.closesOn },
      ...counts.map((count) => ({
        key: count,
        header: t(`people.nominations.count.${count}`),
        value: (row: CountedRound) => row.counts[count],
      })),
    ],
  });
}

async function showBatches(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireSecretariat(k, request, maySeeRounds);
  const before = readPageKey(textOf(request.query, 'before'));
  const rows = await listBatches(k.db, { before, limit: pageSize + 1 });
  const batches = rows.slice(0, pageSize);
  const last = batches.at(-1);
  const next =
    rows.length > pageSize && last
      ? `/secretariat/batches?before=${pageKeyText({ at: last.handedInAt, id: last.id })}`
      : undefined;
  return sendSecretariatPage(k, request, reply, actor, ({ t }) => ({
    title: t('people.nominations.batches'),
    main: (
      <BatchesPage
        batches={batches}
        manage={mayManageRounds(actor)}
        nextHref={next}
        firstHref={before ? '/secretariat/batches' : undefined}
      />
    ),
  }));
}

async function* everyBatch(k: Kernel): AsyncGenerator<Batch> {
  for (let before: { at: Date; id: string } | null = null; ; ) {
    const rows: Batch[] = await listBatches(k.db, { before, limit: 500 });
    yield* rows;
    const last = rows.at(-1);
    if (rows.length < 500 || !last) return;
    before = { at: last.handedInAt, id: last.id };
  }
}

async function exportBatches(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  format: Format,
): Promise<FastifyReply> {
  await requireSecretariat(k, request, maySeeRounds);
  const { t } = request.server.frame.anonymous(request);
  return sendTable<Batch>(k, reply, {
    name: 'batches',
    format,
    sheet: t('people.nominations.batches'),
    rows: everyBatch(k),
    columns: [
      { key: 'organisation', header: t('people.nominations.for_organisation'), value: (row) => row.organisation },
      { key: 'handed_in', header: t('people.nominations.handed_in'), value: (row) => row.handedInAt },
      {
        key: 'by',
        header: t('people.nominations.by'),
        value: (row) =>
          t(row.bySecretariat ? 'people.nominations.by_secretariat' : 'people.nominations.by_organisation'),
      },
      { key: 'round', header: t('people.nominations.round'), value: (row) => row.round },
      { key: 'rows', header: t('people.nominations.batch_rows'), value: (row) => row.rows },
      { key: 'rejected', header: t('people.nominations.batch_rejected'), value: (row) => row.rejected },
    ],
  });
}
