import { z } from 'zod';
import { isId } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Actor, accountsWithRole, staffNames } from '../../people/index.ts';
import { actOnConsultation, type Deed } from '../act-on-consultation.ts';
import { convenes } from '../consultations.policy.ts';
import { assignTo, decidable } from './decision.queries.ts';
import './desk.errors.ts';
import { numbersText, typedNumbers } from './desk.rules.ts';

export const assignInput = z.object({
  numbers: typedNumbers,
  /** account; '': nobody in particular */
  colleague: z.string().refine((id) => id === '' || isId(id), 'consultations.desk.field.colleague'),
});
export type AssignInput = z.input<typeof assignInput>;

export type Colleague = { id: string; name: string };

/** Who can be given opinions: conveners for the department or the city, and handlers of the department; by name. */
export async function colleaguesOf(k: Pick<Kernel, 'db'>, departmentId: string): Promise<Colleague[]> {
  const [own, city, handlers] = await Promise.all([
    accountsWithRole(k, 'convener', departmentId),
    accountsWithRole(k, 'convener', null),
    accountsWithRole(k, 'handler', departmentId),
  ]);
  const names = await staffNames(k, [...own, ...city, ...handlers]);
  return [...names].map(([id, name]) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name, 'zh-CN'));
}

/**
 * Gives opinions to a colleague, or to nobody. @returns how many changed hands
 * @throws AppError consultations.desk.no_colleague, .nothing_done
 */
export async function assignOpinions(
  k: Kernel,
  actor: Actor,
  consultationId: string,
  given: AssignInput,
): Promise<{ assigned: number }> {
  const { numbers, colleague } = assignInput.parse(given);
  const accountId = colleague === '' ? null : colleague;
  return actOnConsultation(
    k,
    actor,
    consultationId,
    {
      act: 'assign_opinions',
      as: 'convener',
      kind: 'draft',
      statuses: ['running', 'ended', 'answered'],
      may: convenes,
      together: true,
    },
    async ({ tx, consultation, at }): Promise<Deed<{ assigned: number }>> => {
      const colleagues = accountId === null ? [] : await colleaguesOf({ db: tx }, consultation.departmentId);
      if (accountId !== null && !colleagues.some(({ id }) => id === accountId)) fail('consultations.desk.no_colleague');
      const found = await decidable(tx, consultation.id, numbers);
      if (found.length === 0) fail('consultations.desk.nothing_done');
      const ids = found.map(({ id }) => id);
      const assigned = await assignTo(tx, consultation.id, ids, { accountId, byId: actor.accountId, at });
      return {
        done: assigned > 0,
        details: { to: accountId, count: assigned, numbers: numbersText(found.map(({ number }) => number)) },
        result: { assigned },
      };
    },
  );
}
