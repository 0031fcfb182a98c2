import { z } from 'zod';
import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction, isId, type Tx } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Actor, departmentBook, findMembers, lineOf, staffNames } from '../../people/index.ts';
import { organisationsById, speaksOf } from '../exchange/organisations.ts';
import { mayKeepSeries, mayReadSeries } from './meetings.policy.ts';
import { seriesKinds, seriesRhythms } from './meetings.rules.ts';
import {
  changeSeries,
  insertSeries,
  lockSeries,
  type MemberRef,
  type SeriesRow,
  setMembers,
} from './series.queries.ts';

const ids = z
  .union([z.string(), z.array(z.string())])
  .default([])
  .transform((given) => [...new Set([given].flat().filter(isId))]);

export const seriesInput = z.object({
  title: lineOf(60, 'liaison.meetings.field.title_missing'),
  kind: z.enum(seriesKinds, 'liaison.meetings.field.kind_missing'),
  rhythm: z.enum(seriesRhythms, 'liaison.meetings.field.rhythm_missing').default('none'),
  /** '': the liaison office */
  departmentId: z.string().default(''),
  /** account id of staff; '': said with each meeting */
  chairId: z.string().default(''),
  departmentIds: ids,
  organisationIds: ids,
  accountIds: ids,
  /** members by their numbers, one a line or with commas between */
  memberNumbers: z.string().max(2000, 'liaison.exchange.field.too_long').default(''),
  revision: z.coerce.number().int().optional(),
});
export type SeriesInput = z.input<typeof seriesInput>;

/** Whoever is named with a member's number; each must be one. */
async function membersNamed(k: Kernel, typed: string): Promise<string[]> {
  const numbers = [...new Set(typed.split(/[\s,，、;；]+/).filter((each) => each !== ''))];
  if (numbers.length > 60) failFields({ memberNumbers: { key: 'liaison.meetings.field.members_many' } });
  const found: string[] = [];
  for (const number of numbers) {
    const member = (await findMembers(k.db, number, 2)).find(
      (each) => each.number.toLowerCase() === number.toLowerCase(),
    );
    if (!member)
      failFields({
        memberNumbers: { key: 'liaison.meetings.field.member_unknown', params: { number: number.slice(0, 20) } },
      });
    found.push(member?.accountId ?? '');
  }
  return found;
}

async function membersOf(k: Kernel, input: z.output<typeof seriesInput>): Promise<MemberRef[]> {
  const departments = await departmentBook(k);
  const organisations = await organisationsById(k, input.organisationIds);
  const staff = await staffNames(k, input.accountIds);
  const named = await membersNamed(k, input.memberNumbers);
  const accounts = [...new Set([...input.accountIds.filter((id) => staff.has(id)), ...named])];
  const members = [
    ...input.departmentIds.filter((id) => departments.get(id)).map((departmentId) => ({ departmentId })),
    ...input.organisationIds
      .filter((id) => organisations.get(id)?.closed === false)
      .map((organisationId) => ({ organisationId })),
    ...accounts.map((accountId) => ({ accountId })),
  ];
  if (members.length === 0) failFields({ departmentIds: { key: 'liaison.meetings.field.members_missing' } });
  if (members.length > 200) failFields({ departmentIds: { key: 'liaison.meetings.field.members_many' } });
  return members;
}

/** Founds a series of meetings, or changes one. @param id null: a new one @returns its id */
export async function saveSeries(k: Kernel, actor: Actor, id: string | null, given: SeriesInput): Promise<string> {
  const input = seriesInput.parse(given);
  const departmentId = isId(input.departmentId) ? input.departmentId : null;
  if (departmentId !== null && !(await departmentBook(k)).get(departmentId))
    failFields({ departmentId: { key: 'liaison.meetings.field.host_missing' } });
  if (!mayKeepSeries(actor, departmentId)) fail('kernel.not_allowed');
  const chairId = isId(input.chairId) ? input.chairId : null;
  if (chairId !== null && !(await staffNames(k, [chairId])).has(chairId))
    failFields({ chairId: { key: 'liaison.meetings.field.chair_missing' } });
  const members = await membersOf(k, input);
  return inTransaction(k.db, async (tx) => {
    const at = k.clock.now();
    const before = id === null ? null : await openSeries(k, tx, actor, id);
    if (before && input.revision !== undefined && input.revision !== before.revision) fail('kernel.changed_meanwhile');
    const values = { kind: input.kind, title: input.title, rhythm: input.rhythm };
    const seriesId =
      before?.id ?? (await insertSeries(tx, { ...values, departmentId, chairId, by: actor.accountId, at }));
    if (before) await changeSeries(tx, seriesId, { ...values, department_id: departmentId, chair_id: chairId });
    await setMembers(tx, seriesId, members);
    await noteSeries(tx, actor, before ? 'series_changed' : 'series_made', seriesId, departmentId, at);
    return seriesId;
  });
}

/** Ends a series; its meetings and decisions stay. */
export async function closeSeries(k: Kernel, actor: Actor, id: string): Promise<void> {
  await inTransaction(k.db, async (tx) => {
    const series = await openSeries(k, tx, actor, id);
    const at = k.clock.now();
    await changeSeries(tx, id, { closed_at: at });
    await noteSeries(tx, actor, 'series_closed', id, series.departmentId, at);
  });
}

async function openSeries(k: Kernel, tx: Tx, actor: Actor, id: string): Promise<SeriesRow> {
  const series = isId(id) ? await lockSeries(tx, id) : undefined;
  if (!series || !mayReadSeries(actor, series, await speaksOf(k, actor))) return fail('liaison.meetings.not_found');
  if (!mayKeepSeries(actor, series.departmentId)) fail('kernel.not_allowed');
  if (series.closedAt) fail('liaison.meetings.series_closed');
  return series;
}

function noteSeries(
  tx: Tx,
  actor: Actor,
  what: string,
  seriesId: string,
  departmentId: string | null,
  at: Date,
): Promise<void> {
  return audit(tx, at, {
    actorId: actor.accountId,
    actorName: actor.name,
    action: `liaison.${what}`,
    objectType: 'meeting_series',
    objectId: seriesId,
    departmentId,
  });
}
