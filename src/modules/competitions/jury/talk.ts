import { z } from 'zod';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { actOnCompetition } from '../act-on-competition.ts';
import { mayJudge } from '../competitions.policy.ts';
import { competitionOfStage, holdOpen } from './assign-jurors.ts';
import './jury.errors.ts';
import { type EntryLine, type Jury, linesOf, loadJury, scoringStage } from './load-jury.ts';
import { insertMessage } from './talk.queries.ts';

export const talkInput = z.object({
  stageId: z.uuid(),
  entryId: z.uuid(),
  text: z.string().trim().min(1).max(2000),
});

/** Of whom somebody asks: what they are in this jury. */
export type Viewer = { accountId: string; isChair: boolean };

/**
 * Whether somebody may see what others gave an entry, and talk about it: jurors of it and the chair, each once their own
 * sheet was handed in; nobody who stands aside.
 */
export function mayTalk(
  jury: Pick<Jury, 'barred' | 'sheets'>,
  line: EntryLine,
  { accountId, isChair }: Viewer,
): boolean {
  if (jury.barred.get(line.entry.id)?.has(accountId)) return false;
  const scores = line.expected.includes(accountId);
  const gaveOnce = jury.sheets.some(
    (sheet) => sheet.jurorId === accountId && sheet.entryId === line.entry.id && sheet.handedInAt !== null,
  );
  return scores ? gaveOnce : isChair;
}

/**
 * Says something about an entry to those who score it.
 * @throws AppError competitions.jury_hand_in_first, competitions.jury_not_yours, competitions.entry_not_found,
 * competitions.too_late, kernel.not_allowed
 */
export async function discussEntry(k: Kernel, actor: Actor, input: z.input<typeof talkInput>): Promise<void> {
  const { stageId, entryId, text } = talkInput.parse(input);
  const act = { act: 'discuss_entry', as: 'juror' as const, may: mayJudge };
  await actOnCompetition(
    k,
    actor,
    await competitionOfStage(k, stageId),
    act,
    async ({ tx, competition, facts, at }) => {
      const stage = scoringStage(competition, stageId);
      holdOpen(stage);
      const byId = actor.accountId ?? fail('kernel.not_allowed');
      const jury = await loadJury(tx, competition, stage);
      const line = linesOf(jury).find(({ entry }) => entry.id === entryId) ?? fail('competitions.entry_not_found');
      const isChair = facts.duties.includes('chair');
      if (!mayTalk(jury, line, { accountId: byId, isChair }))
        fail(line.expected.includes(byId) ? 'competitions.jury_hand_in_first' : 'competitions.jury_not_yours');
      await insertMessage(tx, { competitionId: competition.id, stageId, entryId, byId, text, at });
      return { stageId, entryId, details: {}, result: undefined };
    },
  );
}
