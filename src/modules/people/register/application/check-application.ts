import { z } from 'zod';
import { inTransaction, isDuplicate } from '../../../../kernel/db/index.ts';
import { fail } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { type Actor, hasRole } from '../../actor.ts';
import { paragraphs } from '../entry-input.ts';
import { recordFact } from '../record-fact.ts';
import '../register.errors.ts';
import { checkConflict, mayCheck } from '../register.policy.ts';
import { insertCheck, lockApplication, setApplicationState } from './application.queries.ts';
import { checkItems, nextApplicationState } from './application.rules.ts';
import { factsOf } from './application-facts.ts';

const finding = z.object({ ok: z.boolean('people.register.wrong.finding'), note: paragraphs(300) });

export const checkInput = z
  .object({
    outcome: z.enum(['return', 'pass'], 'people.register.wrong.outcome'),
    items: z.object({ name: finding, contact: finding, category: finding, works: finding, references: finding }),
    recommendation: z.enum(['approve', 'decline']).nullable().default(null),
    note: paragraphs(1000),
  })
  .superRefine((input, issues) => {
    const missing = checkItems.filter((item) => !input.items[item].ok);
    const wrong = (path: string, message: string) => issues.addIssue({ code: 'custom', path: [path], message });
    if (input.outcome === 'pass' && input.recommendation === null)
      wrong('recommendation', 'people.register.wrong.recommendation');
    if (input.outcome === 'return' && missing.length === 0) wrong('outcome', 'people.register.wrong.nothing_missing');
    for (const item of missing)
      if (input.items[item].note === '') wrong(`${item}_note`, 'people.register.wrong.say_what');
  });
export type CheckInput = z.input<typeof checkInput>;

/**
 * The secretariat's findings on an application as it was handed in: sent back with what is missing, or passed on to the
 * committee with a recommendation. Once for each time it was handed in.
 * @param round the one that was looked at, so that nobody judges what they have not seen
 * @throws AppError kernel.not_found, kernel.not_allowed, people.conflict_*, people.application_moved_on
 */
export async function checkApplication(
  k: Kernel,
  actor: Actor,
  number: string,
  round: number,
  input: CheckInput,
): Promise<void> {
  const given = checkInput.parse(input);
  const at = k.clock.now();
  try {
    await inTransaction(k.db, async (tx) => {
      const application = (await lockApplication(tx, number)) ?? fail('kernel.not_found');
      const facts = await factsOf(k, tx, application);
      if (!mayCheck(actor, facts) || !actor.accountId) {
        const conflict = hasRole(actor, 'secretary') ? checkConflict(actor, facts) : null;
        return fail(conflict ? `people.conflict_${conflict}` : 'kernel.not_allowed');
      }
      const state = nextApplicationState(application.state, given.outcome);
      if (state === null || application.round !== round) return fail('people.application_moved_on');
      await insertCheck(tx, application.id, {
        round,
        by: actor.accountId,
        at,
        outcome: given.outcome === 'pass' ? 'passed' : 'returned',
        items: given.items,
        recommendation: given.outcome === 'pass' ? given.recommendation : null,
        note: given.note,
      });
      await setApplicationState(tx, application.id, { state, at });
      await recordFact(k, tx, at, actor, {
        type: given.outcome === 'pass' ? 'people.application_checked' : 'people.application_returned',
        of: 'application',
        id: application.id,
        payload: { applicationId: application.id, accountId: application.accountId, number, round },
      });
    });
  } catch (error) {
    if (isDuplicate(error)) fail('people.application_moved_on');
    throw error;
  }
}
