import { z } from 'zod';
import { inTransaction, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Actor, holdSuccessor, lockMember, systemActor } from '../../people/index.ts';
import { contactHistory, contactOf } from '../contacts/named-contact.queries.ts';
import { qualifiedIds } from '../contacts/qualified.ts';
import { isMemberThemself } from '../liaison.policy.ts';
import { liaisonSettings } from '../liaison.settings.ts';
import { lines } from '../words.ts';
import { actOnMatter, actOnMatterIn } from './act-on-matter.ts';
import { settleHanding } from './handing.queries.ts';
import { insertRating, type Matter } from './matter.queries.ts';

const star = z.coerce
  .number({ error: 'liaison.field.star_needed' })
  .int('liaison.field.star_needed')
  .min(1, 'liaison.field.star_needed')
  .max(5, 'liaison.field.star_needed');

export const ratingInput = z.object({
  solved: z.enum(['yes', 'no'], { error: 'liaison.field.solved_needed' }),
  outcome: star,
  attitude: star,
  speed: star,
  text: lines(0, 1000),
});

/** The member says whether it was solved, and how; that closes the matter. Once a round. */
export async function rateMatter(
  k: Kernel,
  actor: Actor,
  matterId: string,
  input: z.input<typeof ratingInput>,
): Promise<void> {
  const { solved, ...rating } = ratingInput.parse(input);
  await actOnMatter(k, actor, matterId, 'rate', isMemberThemself, async ({ tx, matter, at }) => {
    await insertRating(tx, matter.id, { ...rating, solved: solved === 'yes', round: matter.round, at });
    return {
      patch: { closed_at: at, closed_how: 'rated' },
      text: rating.text,
      side: 'member',
      event: { solved: solved === 'yes' },
      result: undefined,
    };
  });
}

export const reasonInput = z.object({ text: lines(0, 1000) });

/** The member no longer needs it. */
export async function dropMatter(
  k: Kernel,
  actor: Actor,
  matterId: string,
  input: z.input<typeof reasonInput>,
): Promise<void> {
  const { text } = reasonInput.parse(input);
  await actOnMatter(k, actor, matterId, 'drop', isMemberThemself, async ({ tx, at }) => {
    await settleHanding(tx, matterId, { state: 'withdrawn', by: actor.accountId, at, answer: '' });
    return { patch: { closed_at: at }, text, side: 'member', result: undefined };
  });
}

export const reopenInput = z.object({ text: lines(2, 1000) });

/** The member asks for another try: once, and within the days that the city sets. It is due anew. */
export async function reopenMatter(
  k: Kernel,
  actor: Actor,
  matterId: string,
  input: z.input<typeof reopenInput>,
): Promise<void> {
  const { text } = reopenInput.parse(input);
  const { reopen_days, matterDue_days } = k.settings.get(liaisonSettings);
  const calendar = await k.calendar.current();
  await inTransaction(k.db, async (tx) => {
    // Held first, as a hand-over does: the contact of now is the contact when this is done.
    if (actor.accountId) await lockMember(tx, actor.accountId);
    await actOnMatterIn(k, tx, actor, matterId, 'reopen', isMemberThemself, async ({ matter, at }) => {
      const closed = matter.closed_at?.getTime() ?? 0;
      if (at.getTime() - closed > reopen_days * 86_400_000) fail('liaison.reopen_too_late', { days: reopen_days });
      const holder = await holderOfToday(tx, matter);
      return {
        patch: {
          ...holder,
          round: 2,
          closed_at: null,
          closed_how: null,
          answered_at: null,
          due_at: calendar.addWorkingDays(at, matterDue_days),
        },
        text,
        side: 'member',
        departmentId: holder.department_id,
        result: undefined,
      };
    });
  });
}

/**
 * Who has a matter that was over: whoever had it, as long as they work there and are not a contact of before; else the
 * contact of today. A department that went into another is the other. Null: nobody, until it is given to somebody.
 */
async function holderOfToday(tx: Tx, matter: Matter): Promise<{ owner_id: string | null; department_id: string }> {
  const department_id = await holdSuccessor(tx, matter.department_id);
  const contact = await contactOf(tx, matter.member_id);
  const owner_id = matter.owner_id;
  if (owner_id !== null && owner_id !== contact?.contactId) {
    const before = (await contactHistory(tx, matter.member_id)).some(({ contactId }) => contactId === owner_id);
    const works = (await qualifiedIds(tx, department_id)).includes(owner_id);
    if (!before) return { owner_id: works ? owner_id : null, department_id };
  }
  if (!contact) return { owner_id: null, department_id };
  return { owner_id: contact.contactId, department_id: contact.departmentId };
}

export const addInput = z.object({ text: lines(2, 2000) });

/** The member adds to a matter. */
export async function addToMatter(
  k: Kernel,
  actor: Actor,
  matterId: string,
  input: z.input<typeof addInput>,
): Promise<void> {
  const { text } = addInput.parse(input);
  await actOnMatter(k, actor, matterId, 'add', isMemberThemself, async () => ({
    text,
    side: 'member',
    result: undefined,
  }));
}

/** Nobody rated it in time. */
export async function lapseMatter(k: Kernel, matterId: string): Promise<void> {
  await actOnMatter(
    k,
    systemActor,
    matterId,
    'lapse',
    (actor) => actor.kind === 'system',
    async ({ at }) => ({
      patch: { closed_at: at, closed_how: 'time' },
      side: 'system',
      result: undefined,
    }),
  );
}
