import { audit } from '../../../../kernel/audit/index.ts';
import { inTransaction } from '../../../../kernel/db/index.ts';
import { fail } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { Actor } from '../../actor.ts';
import { allDepartments } from '../../books.queries.ts';
import { forgetBooks } from '../../books.ts';
import { mayAdministerCity } from '../admin.policy.ts';
import { departmentMergesOf } from './department-merge.ts';
import { lockDepartments } from './departments.queries.ts';
import { closeInto, countPlaces, lockForMerge, moveChildren, moveGrants } from './merge-department.queries.ts';

/** What would move, in words with `{count}`; what counts nothing is left out. */
export async function whatMoves(k: Kernel, from: string): Promise<{ key: string; count: number }[]> {
  const { roles, children } = await countPlaces(k.db, from);
  const counted = [
    { key: 'people.admin.departments.merge_roles', count: roles },
    { key: 'people.admin.departments.merge_children', count: children },
  ];
  for (const merge of departmentMergesOf(k)) counted.push(...((await merge.count?.(k.db, from)) ?? []));
  return counted.filter(({ count }) => count > 0);
}

/**
 * Puts a department into another: its people, what stands under it and what it has in hand go on there, and it is closed
 * for good with the name of the other. All of it or nothing; what is finished keeps the old name.
 * @throws AppError kernel.not_allowed, kernel.not_found, people.merge_itself, people.merge_closed
 */
export async function mergeDepartment(k: Kernel, actor: Actor, from: string, to: string): Promise<void> {
  if (!mayAdministerCity(actor)) fail('kernel.not_allowed');
  if (from === to) fail('people.merge_itself');
  const at = k.clock.now();
  await inTransaction(k.db, async (tx) => {
    await lockDepartments(tx);
    await lockForMerge(tx, from);
    const all = await allDepartments(tx);
    const [source, target] = [from, to].map((id) => all.find((one) => one.id === id) ?? fail('kernel.not_found'));
    if (!source?.active || !target?.active) fail('people.merge_closed');
    const people = await moveGrants(tx, from, to);
    const children = await moveChildren(tx, from, to);
    for (const merge of departmentMergesOf(k)) await merge.move(tx, from, to, at);
    await closeInto(tx, from, to, at);
    for (const accountId of people)
      await k.notify.send(tx, at, { to: { accountId }, kind: 'people.roles_changed', params: {}, link: '/me' });
    const event = { type: 'people.department_merged', subject: from, actorId: actor.accountId };
    await k.outbox.emit(tx, at, { ...event, payload: { from, to } });
    await audit(tx, at, {
      actorId: actor.accountId,
      actorName: actor.name,
      action: 'people.department_merged',
      objectType: 'department',
      objectId: from,
      departmentId: to,
      details: { to, people: people.length, children },
    });
  });
  await forgetBooks(k);
  k.cache.clear();
}
