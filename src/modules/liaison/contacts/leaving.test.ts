import { beforeAll, describe, expect, it } from 'vitest';
import { settle, type TestKernel, testKernel } from '../../../../test/harness.ts';
import { waitForLocks } from '../../../../test/locks.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import { deleteAccount } from '../../people/me/delete-account.ts';
import { makeCast } from '../exchange/exchange.factory.ts';
import { lockItem } from '../exchange/exchange.queries.ts';
import { makeColleague, makeLiaisonMatter, makeNamedContact } from '../liaison.factory.ts';
import { actOnMatterIn } from '../matters/act-on-matter.ts';
import { giveMatter } from '../matters/hand-on.ts';
import { matterByNumber, setOwner } from '../matters/matter.queries.ts';
import { endContactOf, startContact } from './change-contact.ts';
import { contactOf } from './named-contact.queries.ts';

let k: TestKernel;
beforeAll(async () => {
  k = await testKernel();
});

/** The contact's only role goes; whoever listens has not heard of it yet. */
async function leave(made: { contact: { accountId: string }; departmentId: string }): Promise<void> {
  const { accountId } = made.contact;
  await settle(k);
  await k.pool.query('delete from people.role_grant where account_id = $1', [accountId]);
  await inTransaction(k.db, (tx) =>
    k.outbox.emit(tx, k.clock.now(), {
      type: 'people.role_revoked',
      subject: accountId,
      payload: { accountId, role: 'handler', departmentId: made.departmentId },
    }),
  );
}

describe('whoever leaves while somebody else takes over', () => {
  it('takes no member away from the next contact', async () => {
    const made = await makeNamedContact(k);
    const next = await makeColleague(k, made.departmentId);
    const { accountId: memberId } = made.member;
    await leave(made);
    let heard: Promise<void> = Promise.resolve();
    await inTransaction(k.db, async (tx) => {
      await tx
        .selectFrom('people.membership')
        .select('id')
        .where('account_id', '=', memberId)
        .forUpdate()
        .executeTakeFirst();
      heard = settle(k);
      await waitForLocks(k.db, 1);
      const former = await contactOf(tx, memberId);
      await endContactOf(k, tx, memberId, { reason: 'handed_over', by: made.office });
      const { departmentId } = made;
      await startContact(k, tx, made.office, { memberId, contactId: next.accountId, departmentId, post: '' }, former);
    });
    await heard;
    expect(await contactOf(k.db, memberId)).toMatchObject({ contactId: next.accountId });
  });

  it('takes no matter away from whoever it was given to', async () => {
    const made = await makeNamedContact(k);
    const next = await makeColleague(k, made.departmentId);
    const { id, number } = await makeLiaisonMatter(k, made);
    // Of the contact itself nothing is left, so that it is the matter alone that changes hands.
    await k.pool.query(
      `update liaison.named_contact set until = now(), end_reason = 'asked' where contact_id = $1 and until is null`,
      [made.contact.accountId],
    );
    await leave(made);
    let heard: Promise<void> = Promise.resolve();
    await inTransaction(k.db, async (tx) => {
      await setOwner(tx, [id], { ownerId: next.accountId, departmentId: made.departmentId });
      heard = settle(k);
      await waitForLocks(k.db, 1);
    });
    await heard;
    expect(await matterByNumber(k.db, number)).toMatchObject({ owner_id: next.accountId });
  });
});

describe('an account deleted while somebody writes about it', () => {
  it('leaves no word of a step that was being written', async () => {
    const made = await makeNamedContact(k);
    const { id } = await makeLiaisonMatter(k, made);
    const other = await makeColleague(k, made.departmentId);
    await giveMatter(k, made.office, id, { contact: other.accountId });
    let deleted: Promise<void> = Promise.resolve();
    await inTransaction(k.db, (tx) =>
      actOnMatterIn(
        k,
        tx,
        other,
        id,
        'step',
        () => true,
        async () => {
          deleted = deleteAccount(k, made.member);
          await waitForLocks(k.db, 1);
          return { text: 'SECRET-正在写的一步', side: 'contact', result: undefined };
        },
      ),
    );
    await deleted;
    const { rows } = await k.pool.query('select text from liaison.matter_step where matter_id = $1', [id]);
    expect(rows.map(({ text }) => text).join()).not.toContain('SECRET');
  });

  it('leaves no word of an answer to a request for them', async () => {
    const made = await makeNamedContact(k);
    const { mine, department } = await makeCast(k);
    const { rows } = await k.pool.query(
      `insert into liaison.exchange_item (id, organisation_id, direction, kind, title, body, due_on, department_id, state,
         member_id, consented_at, said_at)
       values (gen_random_uuid(), $1, 'to_city', 'request', '场地', '要一间', '2026-12-01', $2, 'open', $3, now(), now())
       returning id`,
      [mine.id, department, made.member.accountId],
    );
    const { id } = rows[0];
    let deleted: Promise<void> = Promise.resolve();
    await inTransaction(k.db, async (tx) => {
      await lockItem(tx, id);
      deleted = deleteAccount(k, made.member);
      await waitForLocks(k.db, 1);
      await tx
        .insertInto('liaison.exchange_answer')
        .values({ id, item_id: id, side: 'city', body: 'SECRET-答复', said_at: k.clock.now() })
        .execute();
    });
    await deleted;
    const left = await k.pool.query('select body from liaison.exchange_answer where item_id = $1', [id]);
    expect(left.rows).toEqual([{ body: '' }]);
  });
});
