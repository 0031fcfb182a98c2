import type { FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../../../kernel/errors/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Actor, typedOf } from '../../people/index.ts';
import { type CompetitionFacts, mayReadRecord, organises } from '../competitions.policy.ts';
import { type AtDesk, post, requireDesk, type Sent, sendDesk } from '../desk-page.tsx';
import { answerComplaint, disqualifyEntry } from './answer-complaint.ts';
import { certificatesOf } from './certificate.queries.ts';
import { chooseEntry, unchooseEntry } from './choose-entry.ts';
import { complaintByNumber, complaintsOf } from './complaint.queries.ts';
import { ComplaintPage, ComplaintsPage } from './complaints-pages.tsx';
import { finaliseResults } from './finalise-results.ts';
import { loadDesk } from './load-desk.ts';
import { publishNotice } from './publish-notice.ts';
import { type Complainant, readComplainant } from './read-complainant.ts';
import { ResultsDeskPage } from './results-desk-page.tsx';
import { revokeCertificate } from './revoke-certificate.ts';
import './results.errors.ts';

type BySlug = { Params: { slug: string } };
type ByNumber = { Params: { slug: string; number: string } };

const done = {
  published: 'competitions.results.done.published',
  final: 'competitions.results.done.final',
  chosen: 'competitions.results.done.chosen',
  unchosen: 'competitions.results.done.unchosen',
  disqualified: 'competitions.results.done.disqualified',
  answered: 'competitions.results.done.answered',
  revoked: 'competitions.results.done.revoked',
} as const;

const mayRead = (actor: Actor, facts: CompetitionFacts) => organises(actor, facts) || mayReadRecord(actor, facts);

/** The organiser's desk of results: computation, notice, complaints, what is final. */
export function resultsDeskRoutes(app: App, k: Kernel): void {
  app.get<BySlug>('/organise/:slug/results', (request, reply) => show(k, request, reply));
  const deed = (
    path: string,
    form: string,
    said: keyof typeof done,
    work: (desk: AtDesk, typed: Record<string, string | string[]>) => Promise<unknown>,
  ) =>
    app.post<BySlug>(`/organise/:slug/results/${path}`, async (request, reply) => {
      const desk = await requireDesk(k, request, request.params.slug, organises);
      const to = `/organise/${desk.competition.slug}/results?done=${said}`;
      return post(
        request,
        reply,
        form,
        async () => {
          await work(desk, typedOf(request.body));
          return to;
        },
        (sent) => show(k, request, reply, sent),
      );
    });
  deed('publish', 'publish', 'published', ({ actor, competition }, typed) =>
    publishNotice(k, actor, competition.id, typed as never),
  );
  deed('finalise', 'finalise', 'final', ({ actor, competition }) => finaliseResults(k, actor, competition.id));
  deed('choose', 'choose', 'chosen', ({ actor, competition }, typed) =>
    chooseEntry(k, actor, competition.id, typed as never),
  );
  deed('unchoose', 'unchoose', 'unchosen', ({ actor, competition }, typed) =>
    unchooseEntry(k, actor, competition.id, String(typed.entryId ?? '')),
  );
  deed('disqualify', 'disqualify', 'disqualified', ({ actor, competition }, typed) =>
    disqualifyEntry(k, actor, competition.id, typed as never),
  );
  deed('revoke', 'revoke', 'revoked', ({ actor, competition }, typed) =>
    revokeCertificate(k, actor, competition.id, typed as never),
  );
  app.get<BySlug>('/organise/:slug/results/complaints', (request, reply) => complaints(k, request, reply));
  app.get<ByNumber>('/organise/:slug/results/complaints/:number', (request, reply) => complaint(k, request, reply));
  app.post<ByNumber>('/organise/:slug/results/complaints/:number', (request, reply) => answer(k, request, reply));
  app.post<ByNumber>('/organise/:slug/results/complaints/:number/author', (request, reply) =>
    author(k, request, reply),
  );
}

async function show(k: Kernel, request: FastifyRequest<BySlug>, reply: FastifyReply, sent?: Sent) {
  const desk = await requireDesk(k, request, request.params.slug, mayRead);
  const view = await loadDesk(k, desk.competition);
  const after = Number((request.query as Record<string, unknown>).certificates) || 0;
  const certificates =
    desk.competition.state === 'final'
      ? await certificatesOf(k.db, desk.competition.id, Math.max(0, Math.trunc(after)), certificatesPage + 1)
      : [];
  return sendDesk(
    request,
    reply,
    desk,
    (ctx) => ({
      title: ctx.t('competitions.results.desk'),
      main: (
        <ResultsDeskPage
          ctx={ctx}
          view={view}
          sent={sent}
          acts={organises(desk.actor, desk.facts)}
          certificates={certificates.slice(0, certificatesPage)}
          more={certificates.length > certificatesPage}
        />
      ),
    }),
    { sent, done },
  );
}

const certificatesPage = 100;
const complaintsPage = 50;

async function complaints(k: Kernel, request: FastifyRequest<BySlug>, reply: FastifyReply) {
  const desk = await requireDesk(k, request, request.params.slug, organises);
  const { before, list } = request.query as Record<string, unknown>;
  const open = list !== 'answered';
  const from = Number(before) > 0 ? Math.min(Math.trunc(Number(before)), 2_000_000_000) : null;
  const rows = await complaintsOf(k.db, desk.competition.id, from, open, complaintsPage + 1);
  return sendDesk(
    request,
    reply,
    desk,
    (ctx) => ({
      title: ctx.t('competitions.results.complaints'),
      main: (
        <ComplaintsPage
          ctx={ctx}
          slug={desk.competition.slug}
          open={open}
          complaints={rows.slice(0, complaintsPage)}
          more={rows.length > complaintsPage}
        />
      ),
    }),
    { done },
  );
}

async function complaint(
  k: Kernel,
  request: FastifyRequest<ByNumber>,
  reply: FastifyReply,
  given: { sent?: Sent; complainant?: Complainant } = {},
) {
  const desk = await requireDesk(k, request, request.params.slug, organises);
  const { competition } = desk;
  const found = await complaintByNumber(k.db, competition.id, numberOf(request));
  if (!found) return fail('competitions.results.complaint_not_found');
  return sendDesk(
    request,
    reply,
    desk,
    (ctx) => ({
      title: ctx.t('competitions.results.complaint_number', { number: found.number }),
      main: (
        <ComplaintPage
          ctx={ctx}
          competition={competition}
          complaint={found}
          complainant={given.complainant}
          sent={given.sent}
        />
      ),
    }),
    {
      sent: given.sent,
      done,
      up: { label: competition.title, href: `/organise/${competition.slug}/results/complaints` },
    },
  );
}

const numberOf = (request: FastifyRequest<ByNumber>): number => {
  const { number } = request.params;
  return /^\d{1,7}$/.test(number) ? Number(number) : 0;
};

async function answer(k: Kernel, request: FastifyRequest<ByNumber>, reply: FastifyReply) {
  const { actor, competition } = await requireDesk(k, request, request.params.slug, organises);
  const number = numberOf(request);
  return post(
    request,
    reply,
    'answer',
    async () => {
      await answerComplaint(k, actor, competition.id, { ...(typedOf(request.body) as object), number } as never);
      return `/organise/${competition.slug}/results/complaints/${number}?done=answered`;
    },
    (sent) => complaint(k, request, reply, { sent }),
  );
}

async function author(k: Kernel, request: FastifyRequest<ByNumber>, reply: FastifyReply) {
  const { actor, competition, facts } = await requireDesk(k, request, request.params.slug, organises);
  const complainant = await readComplainant(k, actor, facts, competition, numberOf(request));
  return complaint(k, request, reply, { complainant });
}
