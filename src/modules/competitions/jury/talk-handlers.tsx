import type { FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { typedOf } from '../../people/index.ts';
import { mayChair, mayJudge } from '../competitions.policy.ts';
import { type AtDesk, post, requireDesk, type Sent, sendDesk } from '../desk-page.tsx';
import { stageName } from '../stage-name.ts';
import { reopenSheet } from './chair.ts';
import { reasonOf } from './chair-handlers.tsx';
import { linesOf, loadJury, scoringStage } from './load-jury.ts';
import type { AtEntry } from './own-handlers.tsx';
import { type ConflictInput, recuse } from './recuse.ts';
import { messagesOf } from './talk.queries.ts';
import { discussEntry, mayTalk } from './talk.ts';
import { TalkPage } from './talk-page.tsx';
import { typedText } from './typed-sheets.ts';
import { numberOf } from './words.ts';

const done = {
  said: 'competitions.jury.done.said',
  reopened: 'competitions.jury.done.reopened',
  recused: 'competitions.jury.done.taken_out',
};

export async function showTalk(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  at: AtEntry,
  sent?: Sent,
): Promise<FastifyReply> {
  const desk = await requireDesk(k, request, at.slug, mayJudge);
  const jury = await loadJury(k.db, desk.competition, scoringStage(desk.competition, at.stage));
  const line =
    linesOf(jury).find(({ entry }) => String(entry.number) === at.number) ?? fail('competitions.entry_not_found');
  const isChair = desk.facts.duties.includes('chair');
  const { accountId } = desk.actor;
  if (!mayTalk(jury, line, { accountId, isChair }))
    fail(line.expected.includes(accountId) ? 'competitions.jury_hand_in_first' : 'competitions.jury_not_yours');
  const base = `/jury/${desk.competition.slug}/${jury.stage.id}`;
  const view = {
    jury,
    line,
    messages: await messagesOf(k.db, jury.stage.id, line.entry.id),
    base,
    points: isChair || jury.stage.closedAt !== null,
    chairs: isChair && jury.stage.closedAt === null,
  };
  const { t } = request.server.frame.anonymous(request);
  return sendDesk(
    request,
    reply,
    desk,
    (ctx) => ({
      title: `${numberOf(line.entry)} ${ctx.t('competitions.jury.talk')}`,
      main: <TalkPage view={view} ctx={ctx} sent={sent} />,
    }),
    {
      sent,
      done,
      up: { label: stageName(t, jury.stage), href: isChair ? `${base}/chair` : base },
    },
  );
}

type Typed = ReturnType<typeof typedOf>;
type AtWork = { desk: AtDesk; stageId: string; entryId: string };

/** What is done on the page of an entry's discussion, by the name of its form. */
const deeds: Readonly<
  Record<string, { may: typeof mayJudge; do: (k: Kernel, at: AtWork, typed: Typed) => Promise<string> }>
> = {
  talk: {
    may: mayJudge,
    do: async (k, { desk, stageId, entryId }, typed) => {
      await discussEntry(k, desk.actor, { stageId, entryId, text: typedText(typed, 'text') });
      return 'said';
    },
  },
  reopen: {
    may: mayChair,
    do: async (k, { desk, stageId, entryId }, typed) => {
      const jurorId = typedText(typed, 'juror');
      await reopenSheet(k, desk.actor, { stageId, entryId, jurorId, reason: reasonOf(typed) });
      return 'reopened';
    },
  },
  'take-out': {
    may: mayChair,
    do: async (k, { desk, stageId, entryId }, typed) => {
      const kind = typedText(typed, 'kind') as ConflictInput['kind'];
      const conflict = { entryId, kind, words: typedText(typed, 'words') };
      await recuse(k, desk.actor, { stageId, jurorId: typedText(typed, 'juror'), as: 'chair', conflict });
      return 'recused';
    },
  },
};

export async function doAtTalk(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  { deed, ...at }: AtEntry & { deed: string },
): Promise<FastifyReply> {
  const known = (Object.hasOwn(deeds, deed) ? deeds[deed] : undefined) ?? fail('kernel.not_found');
  const desk = await requireDesk(k, request, at.slug, known.may);
  const stage = scoringStage(desk.competition, at.stage);
  const { field } = await loadJury(k.db, desk.competition, stage);
  const entry = field.find(({ number }) => String(number) === at.number) ?? fail('competitions.entry_not_found');
  const work = { desk, stageId: stage.id, entryId: entry.id };
  return post(
    request,
    reply,
    deed,
    async () => `/jury/${at.slug}/${at.stage}/${at.number}/talk?done=${await known.do(k, work, typedOf(request.body))}`,
    (sent) => showTalk(k, request, reply, at, sent),
  );
}
