import { z } from 'zod';
import { inTransaction, isId, type Tx } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { actInTransaction } from '../act-on-competition.ts';
import { organises } from '../competitions.policy.ts';
import { isOwnEntry } from '../screening/own-entry.ts';
import { lockEntry, moveEntry } from '../screening/screening.queries.ts';
import { optionalWords, wordsOf } from '../screening/typed.ts';
import { authorOf, complaintByNumber, settleComplaint } from './complaint.queries.ts';
import { insertDisqualification } from './notice.queries.ts';
import './results.errors.ts';

export const answerInput = z.object({
  number: z.coerce.number().int().min(1),
  upheld: z.enum(['yes', 'no'], 'competitions.results.field.finding').transform((said) => said === 'yes'),
  /** published: without names */
  answer: wordsOf(2000, 'competitions.results.field.answer'),
  /** takes the entry out of the results that the complaint is about, where it is upheld */
  disqualify: z.literal('yes').optional(),
  /** published, with the entry's number */
  reason: optionalWords(1000),
});
export type AnswerInput = z.input<typeof answerInput>;

/**
 * An organiser answers a complaint; the answer is published without names. Upheld, it may take the entry out of the
 * results; then they have to be announced anew. Nobody answers their own complaint, or one about an entry of theirs.
 */
export async function answerComplaint(
  k: Kernel,
  actor: Actor,
  competitionId: string,
  given: AnswerInput,
): Promise<void> {
  const input = answerInput.parse(given);
  if (input.disqualify && !input.upheld) failFields({ disqualify: { key: 'competitions.results.field.not_upheld' } });
  if (input.disqualify && input.reason === '') failFields({ reason: { key: 'competitions.results.field.reason' } });
  await inTransaction(k.db, async (tx) => {
    const complaint = await actInTransaction(
      k,
      tx,
      actor,
      competitionId,
      { act: 'answer_complaint', as: 'organiser', may: organises },
      async ({ at }) => {
        const found = await complaintByNumber(tx, competitionId, input.number);
        if (!found) return fail('competitions.results.complaint_not_found');
        const author = await authorOf(tx, found.id);
        if (author?.accountId !== null && author?.accountId === actor.accountId)
          fail('competitions.results.own_complaint');
        const entry = found.entryId === null ? undefined : await lockEntry(tx, competitionId, found.entryId);
        if (entry && (await isOwnEntry(tx, actor, entry))) fail('competitions.results.own_complaint');
        const { upheld, answer } = input;
        if (!(await settleComplaint(tx, found.id, { at, by: actor.accountId, upheld, answer })))
          fail('competitions.results.answered_already');
        return { details: { complaint: found.number, upheld }, result: found };
      },
    );
    if (!input.disqualify) return;
    if (complaint.entryId === null) return failFields({ disqualify: { key: 'competitions.results.field.no_entry' } });
    const { entryId, id: complaintId } = complaint;
    await disqualifyIn(k, tx, actor, competitionId, { entryId, complaintId, reason: input.reason });
  });
}

export const disqualifyInput = z.object({
  entryId: z.string().refine(isId),
  reason: wordsOf(1000, 'competitions.results.field.reason'),
});
export type DisqualifyInput = z.input<typeof disqualifyInput>;

/** Takes an accepted entry out of the competition, with a published reason, before the results are final. */
export async function disqualifyEntry(
  k: Kernel,
  actor: Actor,
  competitionId: string,
  given: DisqualifyInput,
): Promise<void> {
  const { entryId, reason } = disqualifyInput.parse(given);
  await inTransaction(k.db, (tx) => disqualifyIn(k, tx, actor, competitionId, { entryId, complaintId: null, reason }));
}

function disqualifyIn(
  k: Kernel,
  tx: Tx,
  actor: Actor,
  competitionId: string,
  { entryId, complaintId, reason }: { entryId: string; complaintId: string | null; reason: string },
): Promise<void> {
  const act = { act: 'disqualify_entry', as: 'organiser', may: organises } as const;
  return actInTransaction(k, tx, actor, competitionId, act, async ({ at }) => {
    const entry = await lockEntry(tx, competitionId, entryId);
    if (!entry || entry.state === 'draft') return fail('competitions.entry_not_found');
    if (await isOwnEntry(tx, actor, entry)) fail('competitions.results.own_entry');
    if (!(await moveEntry(tx, entryId, 'accepted', 'disqualified', at)))
      fail('competitions.entry_wrong_state', { state: entry.state });
    await insertDisqualification(tx, { entryId, competitionId, complaintId, reason, by: actor.accountId, at });
    return { entryId, details: { number: entry.number, reason }, result: undefined };
  });
}
