import type { Db, Tx } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import {
  accountNames,
  declareDepartmentMerge,
  declareDepartmentUse,
  declarePersonalData,
  departmentBook,
  lockMember,
  onConsentWithdrawn,
} from '../../people/index.ts';
import { disown, mattersOwnedBy } from '../matters/ownership.queries.ts';
import { contactConsent, endContactOf } from './change-contact.ts';
import { moveContacts, moveDepartmentMatters, openMattersAt } from './merge.queries.ts';
import { contactOf, countContactsAt, openContacts } from './named-contact.queries.ts';
import { countHeld, eraseWords, heldOf, looksAt } from './personal-data.queries.ts';
import { qualifiedIds } from './qualified.ts';
import { settleWish } from './wish.queries.ts';

async function memberGone(
  k: Kernel,
  tx: Tx,
  memberId: string,
  reason: 'consent_withdrawn' | 'member_left' | 'erased',
  at: Date,
): Promise<void> {
  await lockMember(tx, memberId);
  await endContactOf(k, tx, memberId, { reason, by: null }, at);
  await settleWish(tx, memberId, { state: 'withdrawn', answer: '', at, by: null });
}

/** Whoever can no longer be a contact in a department is none there: their members show as vacant. */
async function staffGone(k: Kernel, tx: Tx, accountId: string, departmentId: string | null): Promise<void> {
  for (const contact of await openContacts(tx, { contactId: accountId })) {
    if (departmentId !== null && contact.departmentId !== departmentId) continue;
    if ((await qualifiedIds(tx, contact.departmentId)).includes(accountId)) continue;
    await lockMember(tx, contact.memberId);
    // Handed over while this waited: whoever took over stays.
    if ((await contactOf(tx, contact.memberId))?.id !== contact.id) continue;
    await endContactOf(k, tx, contact.memberId, { reason: 'left_post', by: null });
  }
  for (const matter of await mattersOwnedBy(tx, accountId)) {
    if (departmentId !== null && matter.departmentId !== departmentId) continue;
    if ((await qualifiedIds(tx, matter.departmentId)).includes(accountId)) continue;
    await disown(tx, matter, accountId, k.clock.now());
  }
}

/** The same with names instead of ids, for the person it is about. */
async function heldInWords(k: Kernel, db: Db, accountId: string): Promise<unknown> {
  const { contacts, ...held } = await heldOf(db, accountId);
  const departments = await departmentBook(k);
  const names = await accountNames(
    db,
    contacts.map(({ contactId }) => contactId),
  );
  return {
    contacts: contacts.map(({ contactId, departmentId, ...contact }) => ({
      contact: names.get(contactId) ?? '',
      department: departments.name(departmentId, 'zh-CN'),
      ...contact,
    })),
    ...held,
  };
}

/** What follows for contacts from what happens to people and departments. */
export function followPeople(k: Kernel): void {
  onConsentWithdrawn(k, {
    purpose: contactConsent,
    means: 'liaison.personal_data.consent_means',
    apply: (tx, accountId, at) => memberGone(k, tx, accountId, 'consent_withdrawn', at),
  });
  onConsentWithdrawn(k, {
    purpose: 'people.register',
    apply: (tx, accountId, at) => memberGone(k, tx, accountId, 'member_left', at),
  });
  k.outbox.subscribe({
    name: 'liaison.member_left',
    types: ['people.member_left'],
    handle: (tx, event) => memberGone(k, tx, String(event.payload.accountId), 'member_left', event.at),
  });
  k.outbox.subscribe({
    name: 'liaison.staff_left',
    types: ['people.role_revoked', 'people.account_disabled'],
    handle: (tx, { payload }) => {
      const departmentId = typeof payload.departmentId === 'string' ? payload.departmentId : null;
      return staffGone(k, tx, String(payload.accountId), departmentId);
    },
  });
  declareDepartmentUse(k, async (db, id) => (await countContactsAt(db, id)) + (await openMattersAt(db, id)));
  declareDepartmentMerge(k, {
    module: 'liaison',
    count: async (db, from) => [
      { key: 'liaison.merge.contacts', count: await countContactsAt(db, from) },
      { key: 'liaison.merge.matters', count: await openMattersAt(db, from) },
    ],
    move: async (tx, from, to, at) => {
      await moveContacts(tx, from, to, at);
      await moveDepartmentMatters(tx, from, to, at);
    },
  });
  declarePersonalData(k, {
    module: 'liaison',
    held: 'liaison.personal_data.held',
    values: {
      kind: 'liaison.entries.kind',
      side: 'liaison.entries.by',
      state: 'liaison.matters.state',
      act: 'liaison.matters.act',
      endReason: 'liaison.contacts.end',
    },
    kept: 'liaison.personal_data.kept',
    count: countHeld,
    export: (db, accountId) => heldInWords(k, db, accountId),
    erase: async (tx, accountId, at) => {
      await memberGone(k, tx, accountId, 'erased', at);
      await eraseWords(tx, accountId, at);
    },
    looks: async (db, accountId, limit) =>
      (await looksAt(db, accountId, limit)).map((look) => ({ ...look, what: 'liaison.personal_data.look' })),
  });
}
