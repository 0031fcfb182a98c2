import { expect, it } from 'vitest';
import { settle, testKernel } from '../../../test/harness.ts';
import { inTransaction } from '../../kernel/db/index.ts';
import { insertJoin } from '../people/logins/join/join.queries.ts';
import { joinAccounts } from '../people/logins/join/join-accounts.ts';
import { makeAccount, sessionCookie } from '../people/people.factory.ts';
import { makeCase } from './cases.factory.ts';

it('gives letters, what is followed and the inbox to the account that stays, nothing twice', async () => {
  const k = await testKernel();
  const [mine, other] = [await makeAccount(k), await makeAccount(k)];
  const letter = await makeCase(k, { author: other, state: 'reviewed' });
  const liked = await makeCase(k, { state: 'accepted' });
  await settle(k);
  const inbox = await k.notify.unread(k.db, other.accountId);
  expect(inbox).toBeGreaterThan(0);
  for (const { accountId } of [mine, other])
    await k.db
      .insertInto('cases.follower')
      .values({ case_id: liked.caseId, account_id: accountId, why: 'follow', at: k.clock.now() })
      .execute();
  await sessionCookie(k, mine);
  const session = await k.db
    .selectFrom('people.session')
    .select('id')
    .where('account_id', '=', mine.accountId)
    .executeTakeFirstOrThrow();
  const expiresAt = new Date(k.clock.now().getTime() + 60_000);
  await inTransaction(k.db, (tx) => insertJoin(tx, { accountId: mine.accountId, otherId: other.accountId, expiresAt }));
  await joinAccounts(k, { ...mine, sessionId: session.id });
  const author = await k.db
    .selectFrom('cases.author')
    .select('account_id')
    .where('case_id', '=', letter.caseId)
    .execute();
  expect(author).toEqual([{ account_id: mine.accountId }]);
  const followers = await k.db
    .selectFrom('cases.follower')
    .select('account_id')
    .where('case_id', '=', liked.caseId)
    .execute();
  expect(followers).toEqual([{ account_id: mine.accountId }]);
  expect(await k.notify.unread(k.db, mine.accountId)).toBeGreaterThanOrEqual(inbox);
  expect(await k.notify.unread(k.db, other.accountId)).toBe(0);
});
