import { z } from 'zod';
import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction, isId, type Tx } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { addDays, isLocalDate, localDate } from '../../../kernel/time/index.ts';
import { type Actor, auditName, departmentBook, lineOf, peopleOfOrganisations } from '../../people/index.ts';
import { maySpeakFor, maySpeakForCity } from './exchange.policy.ts';
import { insertItem } from './exchange.queries.ts';
import { consent_days, type Direction, itemKinds } from './exchange.rules.ts';
import { organisationsById, speaksOf } from './organisations.ts';
import { textOf } from './typed.ts';

export const sayInput = z
  .object({
    kind: z.enum(itemKinds, 'liaison.exchange.field.kind_missing'),
    title: lineOf(80, 'liaison.exchange.field.title_missing'),
    body: textOf(4000, 'liaison.exchange.field.body_missing'),
    dueOn: z.string().trim().default(''),
    /** '': the liaison office */
    departmentId: z.string().default(''),
    /** account id of the member for whom it is asked */
    memberId: z.string().default(''),
  })
  .refine(({ kind, dueOn }) => kind === 'news' || isLocalDate(dueOn), {
    path: ['dueOn'],
    message: 'liaison.exchange.field.day_missing',
  });
export type SayInput = z.input<typeof sayInput>;

/**
 * Something said between an organisation and the city: news, a need with the day by which it is needed, or a request for
 * one of the organisation's members, which waits for that member's word first.
 */
export async function say(
  k: Kernel,
  actor: Actor,
  organisationId: string,
  direction: Direction,
  given: SayInput,
): Promise<string> {
  const input = sayInput.parse(given);
  const speaks = await speaksOf(k, actor);
  const departmentId = isId(input.departmentId) ? input.departmentId : null;
  const may = direction === 'to_city' ? maySpeakFor(organisationId, speaks) : maySpeakForCity(actor, departmentId);
  if (!may) fail('kernel.not_allowed');
  const organisation = (await organisationsById(k, [organisationId])).get(organisationId);
  if (!organisation || organisation.closed) return fail('liaison.exchange.organisation_closed');
  if (departmentId !== null && !(await departmentBook(k)).get(departmentId))
    failFields({ departmentId: { key: 'liaison.exchange.field.department_missing' } });
  const at = k.clock.now();
  const today = localDate(at, k.config.TIME_ZONE);
  if (input.kind !== 'news' && input.dueOn < today) failFields({ dueOn: { key: 'liaison.exchange.field.day_past' } });
  return inTransaction(k.db, async (tx) => {
    const memberId = input.kind === 'request' ? await memberOf(tx, organisationId, direction, input.memberId) : null;
    const id = await insertItem(tx, {
      organisationId,
      direction,
      kind: input.kind,
      title: input.title,
      body: input.body,
      dueOn: isLocalDate(input.dueOn) ? input.dueOn : null,
      departmentId,
      memberId,
      consentBy: memberId === null ? null : addDays(today, consent_days),
      by: actor.accountId,
      at,
    });
    await noteItem(k, tx, actor, 'said', { id, departmentId, organisationId }, { kind: input.kind, direction });
    return id;
  });
}

async function memberOf(tx: Tx, organisationId: string, direction: Direction, memberId: string): Promise<string> {
  const people = await peopleOfOrganisations(tx, [organisationId], ['administrator', 'liaison_officer', 'member']);
  if (direction !== 'to_city' || !people.some((each) => each.accountId === memberId))
    failFields({ memberId: { key: 'liaison.exchange.field.member_missing' } });
  return memberId;
}

/** Event and audit entry of something that happened to an item; ids and states alone. */
export async function noteItem(
  k: Kernel,
  tx: Tx,
  actor: Actor,
  act: string,
  item: { id: string; departmentId: string | null; organisationId: string },
  payload: Record<string, unknown> = {},
): Promise<void> {
  const at = k.clock.now();
  await k.outbox.emit(tx, at, {
    type: `liaison.exchange_${act}`,
    subject: item.id,
    actorId: actor.accountId,
    payload: { organisationId: item.organisationId, departmentId: item.departmentId, ...payload },
  });
  await audit(tx, at, {
    actorId: actor.accountId,
    actorName: auditName(actor),
    action: `liaison.exchange_${act}`,
    objectType: 'exchange_item',
    objectId: item.id,
    departmentId: item.departmentId,
    details: payload,
  });
}
