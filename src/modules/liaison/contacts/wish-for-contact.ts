import { z } from 'zod';
import { inTransaction, isId } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Actor, consenting, lockMember } from '../../people/index.ts';
import { mayAssign } from '../liaison.policy.ts';
import { lines } from '../words.ts';
import { contactConsent } from './change-contact.ts';
import { insertWish, settleWish, wishById } from './wish.queries.ts';

export const wishInput = z.object({ text: lines(0, 1000) });

/** A member asks for a contact, or for another one. @throws AppError liaison.wished_already, no_consent, not_a_member */
export async function wishForContact(k: Kernel, actor: Actor, input: z.input<typeof wishInput>): Promise<void> {
  const { text } = wishInput.parse(input);
  const memberId = actor.accountId ?? fail('kernel.sign_in_first');
  await inTransaction(k.db, async (tx) => {
    if (!(await lockMember(tx, memberId))) fail('liaison.not_a_member');
    if (!(await consenting(tx, contactConsent, [memberId])).has(memberId)) fail('liaison.no_consent');
    const id = await insertWish(tx, memberId, text, k.clock.now());
    await k.outbox.emit(tx, k.clock.now(), {
      type: 'liaison.wish',
      subject: id,
      actorId: memberId,
      payload: { memberId },
    });
  });
}

/** The member takes the wish back. */
export async function withdrawWish(k: Kernel, actor: Actor): Promise<void> {
  const memberId = actor.accountId ?? fail('kernel.sign_in_first');
  const at = k.clock.now();
  await inTransaction(k.db, (tx) => settleWish(tx, memberId, { state: 'withdrawn', answer: '', at, by: memberId }));
}

export const declineWishInput = z.object({ text: lines(2, 1000) });

/** The liaison office does not name another, and says why. A wish that is met needs no verb: naming somebody meets it. */
export async function declineWish(
  k: Kernel,
  actor: Actor,
  wishId: string,
  input: z.input<typeof declineWishInput>,
): Promise<void> {
  if (!mayAssign(actor)) fail('kernel.not_allowed');
  const { text } = declineWishInput.parse(input);
  await inTransaction(k.db, async (tx) => {
    const wish = isId(wishId) ? await wishById(tx, wishId) : undefined;
    if (!wish) return fail('liaison.not_found');
    const at = k.clock.now();
    const settled = { state: 'declined' as const, answer: text, at, by: actor.accountId };
    if (!(await settleWish(tx, wish.memberId, settled))) fail('liaison.wrong_state', { state: wish.state });
    await k.outbox.emit(tx, at, {
      type: 'liaison.wish_declined',
      subject: wish.id,
      actorId: actor.accountId,
      payload: { memberId: wish.memberId },
    });
  });
}
