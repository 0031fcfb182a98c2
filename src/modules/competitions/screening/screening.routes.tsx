import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isId, pageKeyText, readPageKey } from '../../../kernel/db/index.ts';
import { type AppError, fail } from '../../../kernel/errors/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { sendPage, sendPublicPage } from '../../../ui/send-page.tsx';
import { type Actor, attempt, formErrors, hasRole, requireActor, typedOf } from '../../people/index.ts';
import { type CompetitionFacts, mayScreen, organises } from '../competitions.policy.ts';
import { stageOf, stageTime } from '../competitions.rules.ts';
import { post, requireDesk, type Sent, sendDesk } from '../desk-page.tsx';
import { publishedCompetition } from '../public/load-competition.ts';
import { acceptEntries } from './accept-entries.ts';
import { closeScreening } from './close-screening.ts';
import { decideEntry } from './decide-entry.ts';
import { EntryPage } from './entry-page.tsx';
import { exportScreening } from './export-screening.ts';
import { ListPage } from './list-page.tsx';
import { type Entrant, loadEntry, loadList, readEntrant } from './load-screening.ts';
import { objectToRejection } from './object-to-rejection.ts';
import { countOpenObjections, objectionOf, objectionsOf, publicRulings } from './objection.queries.ts';
import { DecisionPage, ObjectionsPage, PublicScreeningPage } from './objections-pages.tsx';
import { ruleOnObjection } from './rule-on-objection.ts';
import './screening.errors.ts';
import { decisionsOf, entryRecord, type ScreeningFilter, screeningFigures } from './screening.queries.ts';
import { objectUntil } from './screening.rules.ts';

type BySlug = { Params: { slug: string } };
type ByNumber = { Params: { slug: string; number: string } };

const wish = z.object({
  state: z.enum(['submitted', 'mend', 'accepted', 'rejected', 'disqualified', 'withdrawn']).optional().catch(undefined),
  category: z.string().refine(isId).optional().catch(undefined),
  late: z.literal('yes').optional().catch(undefined),
  after: z.coerce.number().int().min(0).max(2_000_000_000).catch(0),
});

const filterOf = (query: unknown): { filter: ScreeningFilter; after: number } => {
  const { state, category, late, after } = wish.parse(query ?? {});
  return { filter: { state, categoryId: category, ...(late && { late: true }) }, after };
};

const done = {
  accepted: 'competitions.screening.done.accepted',
  rejected: 'competitions.screening.done.rejected',
  mend: 'competitions.screening.done.mend',
  batch: 'competitions.screening.done.batch',
  some: 'competitions.screening.done.some',
  closed: 'competitions.screening.done.closed',
  ruled: 'competitions.screening.done.ruled',
} as const;

/** Screeners and organisers, and auditors, who read. */
const mayRead = (actor: Actor, facts: CompetitionFacts) => mayScreen(actor, facts) || hasRole(actor, 'auditor');

/** The desk of what was handed in, one entry, objections; and what entrants and everybody see of it. */
export function screeningRoutes(app: App, k: Kernel): void {
  app.get<BySlug>('/organise/:slug/screening', (request, reply) => list(k, request, reply));
  app.post<BySlug>('/organise/:slug/screening/accept', (request, reply) => acceptSeveral(k, request, reply));
  app.post<BySlug>('/organise/:slug/screening/close', (request, reply) => close(k, request, reply));
  app.get<BySlug>('/organise/:slug/screening/list.csv', (request, reply) => table(k, request, reply, 'csv'));
  app.get<BySlug>('/organise/:slug/screening/list.xlsx', (request, reply) => table(k, request, reply, 'xlsx'));
  app.get<BySlug>('/organise/:slug/screening/objections', (request, reply) => objections(k, request, reply));
  app.post<BySlug>('/organise/:slug/screening/objections', (request, reply) => rule(k, request, reply));
  app.get<ByNumber>('/organise/:slug/screening/:number', (request, reply) => one(k, request, reply));
  app.post<ByNumber>('/organise/:slug/screening/:number', (request, reply) => decide(k, request, reply));
  app.post<ByNumber>('/organise/:slug/screening/:number/entrant', (request, reply) => entrant(k, request, reply));
  app.get<BySlug>('/competitions/:slug/notice/screening', (request, reply) => publicPage(k, request, reply));
  app.get<ByNumber>('/competitions/:slug/notice/decision/:number', (request, reply) => decision(k, request, reply));
  app.post<ByNumber>('/competitions/:slug/notice/decision/:number', (request, reply) => object(k, request, reply));
}

const numberOf = ({ params }: FastifyRequest<ByNumber>): number =>
  /^\d{1,7}$/.test(params.number) ? Number(params.number) : fail('competitions.entry_not_found');

async function list(k: Kernel, request: FastifyRequest<BySlug>, reply: FastifyReply, sent?: Sent) {
  const desk = await requireDesk(k, request, request.params.slug, mayRead);
  const { competition, actor, facts } = desk;
  const { filter, after } = filterOf(request.method === 'GET' ? request.query : {});
  const [view, open] = await Promise.all([
    loadList(k, competition, filter, after),
    countOpenObjections(k.db, competition.id),
  ]);
  const stage = stageOf(competition.stages, 'screening');
  const isOpen =
    stage !== undefined &&
    competition.state === 'open' &&
    !stage.closedAt &&
    stageTime(stage, k.clock.now()) !== 'waiting';
  const waiting = (view.states.get('submitted') ?? 0) + (view.states.get('mend') ?? 0);
  return sendDesk(
    request,
    reply,
    desk,
    (ctx) => ({
      title: ctx.t('competitions.screening.title'),
      main: (
        <ListPage
          ctx={ctx}
          view={view}
          acts={isOpen && mayScreen(actor, facts)}
          closes={isOpen && waiting === 0 && organises(actor, facts)}
          objections={organises(actor, facts) ? open : null}
          sent={sent}
        />
      ),
    }),
    { sent, done },
  );
}

async function acceptSeveral(k: Kernel, request: FastifyRequest<BySlug>, reply: FastifyReply) {
  const { actor, competition } = await requireDesk(k, request, request.params.slug, mayScreen);
  return post(
    request,
    reply,
    'accept',
    async () => {
      const { left } = await acceptEntries(k, actor, competition.id, typedOf(request.body) as never);
      return `/organise/${competition.slug}/screening?state=submitted&done=${left > 0 ? 'some' : 'batch'}`;
    },
    (sent) => list(k, request, reply, sent),
  );
}

async function close(k: Kernel, request: FastifyRequest<BySlug>, reply: FastifyReply) {
  const { actor, competition } = await requireDesk(k, request, request.params.slug, organises);
  return post(
    request,
    reply,
    'close',
    async () => {
      await closeScreening(k, actor, competition.id);
      return `/organise/${competition.slug}/screening?done=closed`;
    },
    (sent) => list(k, request, reply, sent),
  );
}

async function table(k: Kernel, request: FastifyRequest<BySlug>, reply: FastifyReply, format: 'csv' | 'xlsx') {
  const { competition } = await requireDesk(k, request, request.params.slug, mayRead);
  const { filter } = filterOf(request.query);
  return exportScreening(k, reply, competition, filter, format, request.server.frame.anonymous(request).t);
}

async function one(
  k: Kernel,
  request: FastifyRequest<ByNumber>,
  reply: FastifyReply,
  given: { sent?: Sent; entrant?: Entrant } = {},
) {
  const desk = await requireDesk(k, request, request.params.slug, mayRead);
  const { competition, actor, facts } = desk;
  const view = await loadEntry(k, actor, competition, numberOf(request));
  const stage = stageOf(competition.stages, 'screening');
  const isOpen =
    stage !== undefined &&
    competition.state === 'open' &&
    !stage.closedAt &&
    stageTime(stage, k.clock.now()) !== 'waiting';
  return sendDesk(
    request,
    reply,
    desk,
    (ctx) => ({
      title: view.entry.title,
      main: (
        <EntryPage
          ctx={ctx}
          view={view}
          acts={mayScreen(actor, facts)}
          decides={isOpen && mayScreen(actor, facts)}
          entrant={given.entrant}
          sent={given.sent}
        />
      ),
    }),
    {
      sent: given.sent,
      done,
      up: { label: competition.title, href: `/organise/${competition.slug}/screening` },
    },
  );
}

async function decide(k: Kernel, request: FastifyRequest<ByNumber>, reply: FastifyReply) {
  const { actor, competition } = await requireDesk(k, request, request.params.slug, mayScreen);
  const number = numberOf(request);
  const entry = await entryRecord(k.db, competition.id, number);
  if (!entry) return fail('competitions.entry_not_found');
  return post(
    request,
    reply,
    'decide',
    async () => {
      const typed = { ...(typedOf(request.body) as object), entryId: entry.id } as never;
      const { state } = await decideEntry(k, actor, competition.id, typed);
      return `/organise/${competition.slug}/screening?state=submitted&done=${state}`;
    },
    (sent) => one(k, request, reply, { sent }),
  );
}

async function entrant(k: Kernel, request: FastifyRequest<ByNumber>, reply: FastifyReply) {
  const { actor, competition } = await requireDesk(k, request, request.params.slug, mayScreen);
  return one(k, request, reply, { entrant: await readEntrant(k, actor, competition, numberOf(request)) });
}

const mostObjections = 500;

async function objections(k: Kernel, request: FastifyRequest<BySlug>, reply: FastifyReply, sent?: Sent) {
  const desk = await requireDesk(k, request, request.params.slug, organises);
  const rows = await objectionsOf(k.db, desk.competition.id, mostObjections);
  return sendDesk(
    request,
    reply,
    desk,
    (ctx) => ({
      title: ctx.t('competitions.screening.objections'),
      main: <ObjectionsPage ctx={ctx} competition={desk.competition} objections={rows} sent={sent} />,
    }),
    { sent, done },
  );
}

async function rule(k: Kernel, request: FastifyRequest<BySlug>, reply: FastifyReply) {
  const { actor, competition } = await requireDesk(k, request, request.params.slug, organises);
  return post(
    request,
    reply,
    'rule',
    async () => {
      await ruleOnObjection(k, actor, competition.id, typedOf(request.body) as never);
      return `/organise/${competition.slug}/screening/objections?done=ruled`;
    },
    (sent) => objections(k, request, reply, sent),
  );
}

const rulingsPage = 50;

function publicPage(k: Kernel, request: FastifyRequest<BySlug>, reply: FastifyReply) {
  const after = readPageKey((request.query as Record<string, unknown>).after);
  return sendPublicPage(k, request, reply, async (ctx) => {
    const competition = await publishedCompetition(k, request.params.slug);
    const stage = stageOf(competition.stages, 'screening');
    if (!stage) return fail('competitions.screening.no_stage');
    const rows = await publicRulings(k.db, competition.id, after, rulingsPage + 1);
    const last = rows[rulingsPage - 1];
    const next = rows.length > rulingsPage && last ? pageKeyText({ at: last.ruledAt, id: last.id }) : null;
    return {
      title: `${ctx.t('competitions.screening.public_title')} · ${competition.title}`,
      ...(after ? { robots: 'noindex' as const } : {}),
      main: (
        <PublicScreeningPage
          ctx={ctx}
          competition={competition}
          figures={stage.closedAt ? await screeningFigures(k.db, competition.id) : null}
          rulings={rows.slice(0, rulingsPage)}
          nextHref={next ? `/competitions/${competition.slug}/notice/screening?after=${next}` : undefined}
        />
      ),
      tags: [`competition:${competition.id}`],
    };
  });
}

/** The entry of whoever is signed in; anybody else's is as good as none. */
async function ownEntry(k: Kernel, request: FastifyRequest<ByNumber>) {
  const actor = await requireActor(k, request);
  const competition = await publishedCompetition(k, request.params.slug);
  const entry = await entryRecord(k.db, competition.id, numberOf(request));
  if (!entry || entry.accountId === null || entry.accountId !== actor.accountId)
    return fail('competitions.entry_not_found');
  return { actor, competition, entry };
}

async function decision(k: Kernel, request: FastifyRequest<ByNumber>, reply: FastifyReply, wrong?: AppError) {
  const { competition, entry } = await ownEntry(k, request);
  const [decisions, objection, calendar] = await Promise.all([
    decisionsOf(k.db, entry.id),
    objectionOf(k.db, entry.id),
    k.calendar.current(),
  ]);
  const last = decisions.at(-1);
  const until = last?.decision === 'rejected' && entry.state === 'rejected' ? objectUntil(last.at, calendar) : null;
  const isOpen = competition.state === 'open' && !objection && until !== null && k.clock.now() <= until;
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('competitions.screening.outcome'),
      robots: 'noindex',
      main: (
        <DecisionPage
          ctx={ctx}
          competition={competition}
          entry={entry}
          decisions={decisions}
          objection={objection}
          until={isOpen ? until : null}
          typed={{
            values: wrong ? typedOf(request.body) : {},
            errors: wrong ? formErrors(ctx, wrong).errors : {},
          }}
        />
      ),
    }),
    wrong?.status ?? 200,
  );
}

async function object(k: Kernel, request: FastifyRequest<ByNumber>, reply: FastifyReply) {
  const { actor, competition, entry } = await ownEntry(k, request);
  const error = await attempt(() =>
    objectToRejection(k, actor, competition.id, { ...(typedOf(request.body) as { text: string }), entryId: entry.id }),
  );
  if (error) return decision(k, request, reply, error);
  return reply.redirect(`/competitions/${competition.slug}/notice/decision/${entry.number}`, 303);
}
