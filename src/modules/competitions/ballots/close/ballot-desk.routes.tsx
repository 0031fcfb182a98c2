import type { FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../../../../kernel/errors/index.ts';
import type { App } from '../../../../kernel/http/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { readTableForm } from '../../../../kernel/sheets/index.ts';
import { mayReadRecord, organises } from '../../competitions.policy.ts';
import { stageTime } from '../../competitions.rules.ts';
import { post, requireDesk, type Sent, sendDesk, stageById } from '../../desk-page.tsx';
import { fieldOf } from '../../field.queries.ts';
import { beginBallot } from '../begin-ballot.ts';
import { inviteVoters, type ReadInvited, readInvited } from '../cast/invite-voters.ts';
import { countInvited } from '../cast/invited.queries.ts';
import { waitingInUrn } from '../log/log.queries.ts';
import type { OfStage } from '../public/log-answers.ts';
import { BallotDeskPage } from './ballot-desk-page.tsx';

const desk = '/organise/:slug/ballots/:stage';

/** A ballot for whoever runs or watches it. */
export function ballotDeskRoutes(app: App, k: Kernel): void {
  app.get<OfStage>(desk, (request, reply) => show(k, request, reply));
  app.post<OfStage>(`${desk}/invited`, (request, reply) => invite(k, request, reply));
}

async function show(
  k: Kernel,
  request: FastifyRequest<OfStage>,
  reply: FastifyReply,
  sent?: Sent,
  bad: ReadInvited | null = null,
): Promise<FastifyReply> {
  const { slug, stage: stageId } = request.params;
  const at = await requireDesk(k, request, slug, mayReadRecord);
  const { competition, actor, facts } = at;
  const stage = stageById(competition, stageId, 'ballot');
  const where = { competitionId: competition.id, stageId: stage.id };
  const [ballot, field, waiting, invited] = await Promise.all([
    beginBallot(k, k.db, competition, stage),
    fieldOf(k.db, competition, stage),
    waitingInUrn(k.db, where),
    stage.settings.who === 'invited' ? countInvited(k.db, where) : null,
  ]);
  const mayInvite = organises(actor, facts) && stageTime(stage, k.clock.now()) === 'waiting';
  const view = { competition, stage, ballot, waiting, entries: field.length, invited, mayInvite, bad };
  return sendDesk(
    request,
    reply,
    at,
    (ctx) => ({
      title: ctx.t('competitions.ballots.close.title'),
      main: <BallotDeskPage ctx={ctx} view={view} sent={sent} />,
    }),
    { sent, done: { invited: 'competitions.ballots.close.done_invited' } },
  );
}

async function invite(k: Kernel, request: FastifyRequest<OfStage>, reply: FastifyReply): Promise<FastifyReply> {
  const { slug, stage: stageId } = request.params;
  const { actor, competition } = await requireDesk(k, request, slug, organises);
  let file: Uint8Array | undefined;
  return post(
    request,
    reply,
    'invited',
    async () => {
      const form = await readTableForm(request);
      file = form.file?.bytes ?? fail('sheets.no_file');
      await inviteVoters(k, actor, competition.id, { stageId, file });
      return `/organise/${slug}/ballots/${stageId}?done=invited`;
    },
    async (sent) => {
      const bad = sent.thrown.code === 'competitions.ballot_list_bad' && file ? await readInvited(k, file) : null;
      return show(k, request, reply, sent, bad);
    },
  );
}
