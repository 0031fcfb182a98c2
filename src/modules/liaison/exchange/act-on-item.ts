import { z } from 'zod';
import { inTransaction, isId, type Tx } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { localDate } from '../../../kernel/time/index.ts';
import { type Actor, departmentBook, lockMember, staffNames, systemActor } from '../../people/index.ts';
import { contactOf } from '../contacts/named-contact.queries.ts';
import { openMatterIn } from '../matters/open-matter.ts';
import { mayConsent, mayReadItem, mayReceive, maySpeakForCity, mayWithdraw } from './exchange.policy.ts';
import { changeItem, eraseWords, type ItemRow, insertAnswer, itemsToLapse, lockItem } from './exchange.queries.ts';
import { type ItemAct, isPossible } from './exchange.rules.ts';
import { type Speaks, speaksOf } from './organisations.ts';
import { noteItem } from './say.ts';
import { textOf } from './typed.ts';

type Deed = (given: {
  tx: Tx;
  item: ItemRow;
  at: Date;
  speaks: Speaks;
}) => Promise<Record<string, unknown> | undefined>;

/** Locks an item, asks rules and policy, lets the deed write; event and audit entry with it. */
async function actOnItem(
  k: Kernel,
  actor: Actor,
  id: string,
  act: ItemAct,
  may: (item: ItemRow, speaks: Speaks) => boolean,
  deed: Deed,
): Promise<void> {
  const speaks = await speaksOf(k, actor);
  await inTransaction(k.db, async (tx) => {
    const item = isId(id) ? await lockItem(tx, id) : undefined;
    if (!item || (actor.kind !== 'system' && !mayReadItem(actor, item, speaks)))
      return fail('liaison.exchange.not_found');
    if (!may(item, speaks)) fail('kernel.not_allowed');
    if (!isPossible(item, act)) fail('liaison.exchange.wrong_state');
    const told = await deed({ tx, item, at: k.clock.now(), speaks });
    await noteItem(k, tx, actor, act, item, { direction: item.direction, ...told });
  });
}

/**
 * The member agrees that it is asked for them. From now on, and not before, the city sees it.
 * @param wording what they agreed to, as they read it
 */
export async function agreeToRequest(k: Kernel, actor: Actor, id: string, wording: string): Promise<void> {
  await actOnItem(
    k,
    actor,
    id,
    'agree',
    (item) => mayConsent(actor, item),
    async ({ tx, at }) => {
      await changeItem(tx, id, { state: 'open', consented_at: at, consent_wording: wording });
      return undefined;
    },
  );
}

/** The member does not want it asked: its words are taken away at once. */
export async function refuseRequest(k: Kernel, actor: Actor, id: string): Promise<void> {
  await actOnItem(
    k,
    actor,
    id,
    'refuse',
    (item) => mayConsent(actor, item),
    async ({ tx, at }) => {
      await eraseWords(tx, id);
      await changeItem(tx, id, { state: 'refused', settled_at: at });
      return undefined;
    },
  );
}

export const takeInput = z.object({
  /** account id of the staff who sees to it; '': whoever takes it */
  ownerId: z.string().default(''),
  departmentId: z.string().default(''),
});

/**
 * The side it was said to takes it on. A request for a member goes on as a matter of that member, owned by their named
 * contact, or by whoever takes it.
 */
export async function takeItem(
  k: Kernel,
  actor: Actor,
  id: string,
  given: z.input<typeof takeInput> = {},
): Promise<void> {
  const input = takeInput.parse(given);
  const departments = await departmentBook(k);
  const named = isId(input.ownerId) ? await staffNames(k, [input.ownerId]) : new Map<string, string>();
  if (isId(input.ownerId) && !named.has(input.ownerId))
    failFields({ ownerId: { key: 'liaison.exchange.field.owner_missing' } });
  await actOnItem(
    k,
    actor,
    id,
    'take',
    (item, speaks) => mayReceive(actor, item, speaks),
    async ({ tx, item }) => {
      if (item.direction === 'to_organisation') {
        await changeItem(tx, id, { state: 'taken', owner_id: actor.accountId });
        return undefined;
      }
      const departmentId = isId(input.departmentId) ? input.departmentId : item.departmentId;
      if (departmentId !== null && !departments.get(departmentId))
        failFields({ departmentId: { key: 'liaison.exchange.field.department_missing' } });
      const ownerId = isId(input.ownerId) ? input.ownerId : actor.accountId;
      const matterId = item.memberId === null ? null : await matterFor(k, tx, actor, item, ownerId, departmentId);
      await changeItem(tx, id, {
        state: 'taken',
        owner_id: ownerId,
        department_id: departmentId,
        ...(matterId ? { matter_id: matterId } : {}),
      });
      return { ownerId, matter: matterId !== null };
    },
  );
}

/** A matter of the member's own, where they are in the register and somebody has it; else it is followed here. */
async function matterFor(
  k: Kernel,
  tx: Tx,
  actor: Actor,
  item: ItemRow,
  ownerId: string | null,
  departmentId: string | null,
): Promise<string | null> {
  const { memberId } = item;
  if (memberId === null || !(await lockMember(tx, memberId))) return null;
  const contact = await contactOf(tx, memberId);
  const department = contact?.departmentId ?? departmentId;
  if (department === null) return null;
  const opened = await openMatterIn(k, tx, actor, {
    memberId,
    title: item.title,
    text: item.body,
    ownerId: contact?.contactId ?? ownerId,
    departmentId: department,
    side: 'contact',
  });
  return opened.id;
}

export const answerInput = z.object({ body: textOf(3000, 'liaison.exchange.field.answer_missing') });

/** Either side says something to it; by the side it was said to, it is answered. */
export async function answerItem(
  k: Kernel,
  actor: Actor,
  id: string,
  given: z.input<typeof answerInput>,
): Promise<void> {
  const { body } = answerInput.parse(given);
  const speaksHere = (item: ItemRow, speaks: Speaks) =>
    speaks.speaksFor.has(item.organisationId) ||
    maySpeakForCity(actor, item.departmentId) ||
    mayReceive(actor, item, speaks);
  await actOnItem(k, actor, id, 'answer', speaksHere, async ({ tx, item, at, speaks }) => {
    const side = speaks.speaksFor.has(item.organisationId) ? 'organisation' : 'city';
    await insertAnswer(tx, { itemId: id, side, body, by: actor.accountId, at });
    const byReceiver = (item.direction === 'to_city') === (side === 'city');
    if (byReceiver && item.kind !== 'news' && item.state === 'open') await changeItem(tx, id, { state: 'answered' });
    return { side };
  });
}

export const settleInput = z.object({
  how: z.enum(['done', 'declined'], 'liaison.exchange.field.how_missing'),
  body: textOf(3000, 'liaison.exchange.field.answer_missing'),
});

/** The side it was said to says what came of it, or why it cannot be. */
export async function settleItem(
  k: Kernel,
  actor: Actor,
  id: string,
  given: z.input<typeof settleInput>,
): Promise<void> {
  const { how, body } = settleInput.parse(given);
  await actOnItem(
    k,
    actor,
    id,
    'settle',
    (item, speaks) => mayReceive(actor, item, speaks),
    async ({ tx, item, at }) => {
      const side = item.direction === 'to_city' ? 'city' : 'organisation';
      await insertAnswer(tx, { itemId: id, side, body, by: actor.accountId, at });
      await changeItem(tx, id, { state: how, settled_at: at });
      return { how };
    },
  );
}

/** Whoever said it takes it back. The member for whom it was asked takes it back with its words. */
export async function withdrawItem(k: Kernel, actor: Actor, id: string): Promise<void> {
  await actOnItem(
    k,
    actor,
    id,
    'withdraw',
    (item, speaks) => mayWithdraw(actor, item, speaks),
    async ({ tx, item, at }) => {
      if (item.memberId !== null) await eraseWords(tx, id);
      await changeItem(tx, id, { state: 'withdrawn', settled_at: at });
      return undefined;
    },
  );
}

/** Requests that nobody agreed to in time lose their words. Run by a job every morning. */
export async function lapseRequests(k: Kernel): Promise<number> {
  const today = localDate(k.clock.now(), k.config.TIME_ZONE);
  const over = await itemsToLapse(k.db, today, 500);
  for (const { id } of over)
    await actOnItem(
      k,
      systemActor,
      id,
      'lapse',
      () => true,
      async ({ tx, at }) => {
        await eraseWords(tx, id);
        await changeItem(tx, id, { state: 'lapsed', settled_at: at });
        return undefined;
      },
    ).catch((error) => k.log.error({ err: error, item: id }, 'a request could not lapse'));
  return over.length;
}
