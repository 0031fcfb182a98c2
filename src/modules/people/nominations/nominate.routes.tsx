import type { FastifyReply, FastifyRequest } from 'fastify';
import { isId } from '../../../kernel/db/index.ts';
import { type AppError, fail } from '../../../kernel/errors/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { NavEntry } from '../../../kernel/module.ts';
import { localDate } from '../../../kernel/time/index.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import type { Actor } from '../actor.ts';
import { attempt, typedOf } from '../admin/admin-page.tsx';
import { formErrors } from '../form-errors.ts';
import { actorOf, requireActor, requireOwner } from '../session.ts';
import { textOf } from '../text-of.ts';
import { batchRoutes } from './batch.routes.tsx';
import { invitationRoutes } from './invitations.routes.tsx';
import { nominate, nominateShape } from './nominate.ts';
import { NominatePage, OwnNominationsPage } from './nominate-pages.tsx';
import { nominatingOrganisations } from './nominating-organisations.ts';
import { type OwnNomination, ownNominations } from './nominations.queries.ts';
import { nominationSettings } from './nominations.settings.ts';
import { nextRound, roundOn } from './rounds.queries.ts';
import { roundRoutes } from './rounds.routes.tsx';
import { sendTable } from './send-table.ts';
import { withdrawNomination } from './withdraw-nomination.ts';

const pageSize = 50;

export const nominationNav: readonly NavEntry[] = [
  { href: '/nominate', label: 'people.nominations.title', place: 'foot', order: 37 },
];

/** Recommending people, one's own recommendations, invitations, tables and rounds. */
export function nominationRoutes(app: App, k: Kernel): void {
  app.get('/nominate', (request, reply) => showNominate(k, request, reply));
  app.post('/nominate', (request, reply) => sendNomination(k, request, reply));
  app.get('/nominate/mine', (request, reply) => showOwn(k, request, reply));
  app.get('/nominate/mine.csv', (request, reply) => exportOwn(k, request, reply, 'csv'));
  app.get('/nominate/mine.xlsx', (request, reply) => exportOwn(k, request, reply, 'xlsx'));
  app.post<{ Params: { id: string } }>('/nominate/mine/:id/withdraw', (request, reply) => withdraw(k, request, reply));
  batchRoutes(app, k);
  invitationRoutes(app, k);
  roundRoutes(app, k);
}

async function showNominate(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  error?: AppError,
): Promise<FastifyReply> {
  const actor = await actorOf(k, request);
  const today = localDate(k.clock.now(), k.config.TIME_ZONE);
  const { valid_days, accepted_days } = k.settings.get(nominationSettings);
  const [round, next, organisations] = await Promise.all([
    roundOn(k.db, today),
    nextRound(k.db, today),
    nominatingOrganisations(k, actor),
  ]);
  const asked = organisations.find(({ slug }) => slug === textOf(request.query, 'as'));
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('people.nominations.title'),
      main: (
        <NominatePage
          round={round}
          next={next}
          days={{ valid: valid_days, accepted: accepted_days }}
          signedIn={actor.kind === 'account'}
          organisations={organisations}
          values={error ? typedOf(request.body) : { organisationId: asked?.id ?? '' }}
          errors={error ? formErrors(ctx, error).errors : {}}
          sent={!error && textOf(request.query, 'said') === 'sent'}
        />
      ),
    }),
    error?.status ?? 200,
  );
}

async function sendNomination(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireActor(k, request);
  const error = await attempt(() => nominate(k, actor, nominateShape.parse(typedOf(request.body))));
  if (error) return showNominate(k, request, reply, error);
  return reply.redirect('/nominate?said=sent', 303);
}

async function whose(k: Kernel, owner: Actor & { accountId: string }) {
  const organisations = await nominatingOrganisations(k, owner);
  return { accountId: owner.accountId, organisationIds: organisations.map(({ id }) => id) };
}

async function showOwn(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  error?: AppError,
): Promise<FastifyReply> {
  const owner = await requireOwner(k, request);
  const asked = Number(textOf(request.query, 'before'));
  const before = Number.isSafeInteger(asked) && asked > 0 ? asked : null;
  const rows = await ownNominations(k.db, await whose(k, owner), {
    before,
    limit: pageSize + 1,
    now: k.clock.now(),
  });
  const nominations = rows.slice(0, pageSize);
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('people.nominations.mine'),
      robots: 'noindex',
      main: (
        <OwnNominationsPage
          nominations={nominations}
          nextHref={rows.length > pageSize ? `/nominate/mine?before=${nominations.at(-1)?.number}` : undefined}
          firstHref={before ? '/nominate/mine' : undefined}
          problem={error ? formErrors(ctx, error).errors[''] : undefined}
          withdrawn={textOf(request.query, 'said') === 'withdrawn'}
        />
      ),
    }),
    error?.status ?? 200,
  );
}

async function withdraw(
  k: Kernel,
  request: FastifyRequest<{ Params: { id: string } }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const owner = await requireOwner(k, request);
  const { id } = request.params;
  if (!isId(id)) fail('kernel.not_found');
  const error = await attempt(() => withdrawNomination(k, owner, id));
  if (error?.status === 404) throw error;
  if (error) return showOwn(k, request, reply, error);
  return reply.redirect('/nominate/mine?said=withdrawn', 303);
}

async function* everyOwn(
  k: Kernel,
  of: { accountId: string; organisationIds: string[] },
): AsyncGenerator<OwnNomination> {
  for (let before: number | null = null; ; ) {
    const rows = await ownNominations(k.db, of, { before, limit: 500, now: k.clock.now() });
    yield* rows;
    if (rows.length < 500) return;
    before = rows.at(-1)!.number;
  }
}

async function exportOwn(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  format: 'csv' | 'xlsx',
): Promise<FastifyReply> {
  const owner = await requireOwner(k, request);
  const { t } = request.server.frame.anonymous(request);
  const columns = [
    { key: 'number', header: t('people.nominations.number'), value: (row: OwnNomination) => row.number },
    { key: 'made', header: t('people.nominations.made'), value: (row: OwnNomination) => row.createdAt },
    {
      key: 'organisation',
      header: t('people.nominations.for_whom'),
      value: (row: OwnNomination) => row.organisation ?? t('people.nominations.for_myself'),
    },
    { key: 'line', header: t('people.nominations.line'), value: (row: OwnNomination) => row.line },
    { key: 'round', header: t('people.nominations.round'), value: (row: OwnNomination) => row.round },
    {
      key: 'standing',
      header: t('people.nominations.standing'),
      value: (row: OwnNomination) => t(`people.nominations.standing.${row.standing}`),
    },
  ];
  const rows = everyOwn(k, await whose(k, owner));
  return sendTable(k, reply, { name: 'nominations', format, columns, rows, sheet: t('people.nominations.mine') });
}
