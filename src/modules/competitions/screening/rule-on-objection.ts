import { z } from 'zod';
import { isId } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { actOnCompetition } from '../act-on-competition.ts';
import { organises } from '../competitions.policy.ts';
import { entryById } from '../entries/own-entry.queries.ts';
import { objectionOf, settleObjection } from './objection.queries.ts';
import { isOwnEntry } from './own-entry.ts';
import './screening.errors.ts';
import { decisionsOf, lockEntry, moveEntry } from './screening.queries.ts';
import { isScored } from './screening.rules.ts';
import { wordsOf } from './typed.ts';

export const ruleInput = z.object({
  entryId: z.string().refine(isId),
  upheld: z.enum(['yes', 'no'], 'competitions.screening.field.ruling').transform((said) => said === 'yes'),
  /** published: without names */
  answer: wordsOf(1000, 'competitions.screening.field.answer'),
});
export type RuleInput = z.input<typeof ruleInput>;

/**
 * An organiser rules on an objection: not whoever rejected the entry, and nobody whose entry it is. Upheld, the entry is
 * accepted. The answer stands in the public log without names.
 */
export async function ruleOnObjection(k: Kernel, actor: Actor, competitionId: string, given: RuleInput): Promise<void> {
  const { entryId, upheld, answer } = ruleInput.parse(given);
  await actOnCompetition(
    k,
    actor,
    competitionId,
    { act: 'rule_on_objection', as: 'organiser', may: organises },
    async ({ tx, competition, at }) => {
      const entry = await lockEntry(tx, competition.id, entryId);
      const objection = await objectionOf(tx, entryId);
      if (!entry || !objection || objection.competitionId !== competition.id)
        return fail('competitions.entry_not_found');
      if (objection.ruledAt) fail('competitions.screening.ruled_already');
      if (await isOwnEntry(tx, actor, entry)) fail('competitions.screening.own_entry');
      const last = (await decisionsOf(tx, entryId)).at(-1);
      if (last?.byId !== null && last?.byId === actor.accountId) fail('competitions.screening.rejected_it_yourself');
      if (upheld && isScored(competition.stages)) fail('competitions.screening.scored_already');
      // Whoever entered it has taken back all that it said: there is nothing left to accept.
      if (upheld && (await entryById(tx, entryId))?.emptied)
        fail('competitions.entry_wrong_state', { state: entry.state });
      await settleObjection(tx, entryId, { at, by: actor.accountId, upheld, answer });
      if (upheld && !(await moveEntry(tx, entryId, 'rejected', 'accepted', at)))
        fail('competitions.entry_wrong_state', { state: entry.state });
      return { entryId, details: { number: entry.number, upheld }, result: undefined };
    },
  );
}
