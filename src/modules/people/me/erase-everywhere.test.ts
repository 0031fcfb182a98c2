import { expect, it } from 'vitest';
import { settle, type TestKernel, testKernel } from '../../../../test/harness.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import { publishEntry } from '../directory/publish-entry.ts';
import { putGuardian } from '../guardians/guardian.queries.ts';
import { tablesInDatabase } from '../processing/processing.queries.ts';
import { makeMember } from '../register/register.factory.ts';
import { changeProfile } from './change-profile.ts';
import { recordConsent } from './consent.queries.ts';
import { deleteAccount } from './delete-account.ts';
import { gatherExport } from './export-data.ts';
import { askAboutData } from './requests/ask.ts';

const secret = 'SECRET-7Q';

/** Tables in which the word stands; what the adapters of tests were given is not the city's. */
async function found(k: TestKernel): Promise<string[]> {
  const where: string[] = [];
  for (const { name } of await tablesInDatabase(k.db)) {
    if (name === 'kernel.loopback_message') continue;
    const [schema, table] = name.split('.');
    const text = `select count(*) as n from "${schema}"."${table}" t where t::text ilike $1`;
    const { rows } = await k.pool.query(text, [`%${secret}%`]);
    if (Number(rows[0].n) > 0) where.push(name);
  }
  return where;
}

/** A member who wrote the word wherever something can be written. */
async function plantMember(k: TestKernel) {
  return makeMember(k, {
    name: `${secret} 名`,
    email: `${secret.toLowerCase()}@example.test`,
    entry: {
      penName: `${secret} 笔名`,
      intro: secret,
      field: secret,
      organisationName: secret,
      post: secret,
      skills: [secret],
      contactEmail: `${secret}@example.test`,
      contactPhone: secret,
      publicFields: ['pen_name', 'intro', 'works', 'accounts'],
      accounts: [{ platform: 'weibo', name: secret, url: `https://example.test/${secret}` }],
      works: [{ title: secret, kind: 'text', url: '', year: 2026, note: secret }],
    },
  });
}

/** The same in what comes with an account. */
async function plantAround(k: TestKernel, accountId: string): Promise<void> {
  const at = k.clock.now();
  await inTransaction(k.db, async (tx) => {
    for (const purpose of ['people.account', 'people.register', 'people.directory'])
      await recordConsent(tx, { accountId, purpose, wording: 'w', at });
    await publishEntry(tx, accountId, at);
    await putGuardian(tx, {
      accountId,
      birthMonth: '2015-06',
      name: secret,
      channel: 'email',
      to: `g-${secret}@example.test`,
      at,
    });
    await k.notify.subscribePush(
      tx,
      accountId,
      {
        endpoint: `https://push.example.com/${secret}`,
        p256dh: Buffer.alloc(65, 4).toString('base64url'),
        auth: Buffer.alloc(16, 7).toString('base64url'),
      },
      secret,
      at,
    );
    await k.notify.send(tx, at, {
      to: { accountId },
      kind: 'people.data_request_answered',
      params: { number: secret },
      link: `/me/data?x=${secret}`,
    });
  });
  await k.pool.query(
    `insert into people.session (id, token, account_id, expires_at, ip_address, user_agent) values (gen_random_uuid(), $1, $2, now() + interval '1 day', '127.0.0.1', $1)`,
    [secret, accountId],
  );
  await k.pool.query(
    `insert into people.passkey (id, name, public_key, account_id, credential_id, counter, device_type, backed_up) values (gen_random_uuid(), $1, 'k', $2, $1, 0, 'd', false)`,
    [secret, accountId],
  );
  await k.pool.query(
    `insert into people.login (id, account_id, provider_id, provider_account_id) values (gen_random_uuid(), $1, 'oidc', $2)`,
    [accountId, secret],
  );
}

it('leaves nothing of a member who closes the account, in whichever table', async () => {
  const k = await testKernel();
  const member = await plantMember(k);
  const { accountId } = member;
  await askAboutData(k, member, { kind: 'explain', text: secret });
  await changeProfile(k, member, { name: `${secret} 新名`, displayName: secret, locale: 'zh-CN' });
  await plantAround(k, accountId);
  const file = await k.files.accept(Buffer.from(`%PDF-1.4\n${secret}`), {
    name: `${secret}.pdf`,
    purpose: 'x',
    ownerId: accountId,
  });
  await settle(k);
  const before = await found(k);
  expect(before).toEqual(
    expect.arrayContaining([
      'kernel.file',
      'kernel.notification',
      'kernel.push_subscription',
      'people.account',
      'people.data_request',
      'people.directory_entry',
      'people.guardian',
      'people.login',
      'people.passkey',
      'people.register_account',
      'people.register_entry',
      'people.register_work',
      'people.session',
    ]),
  );
  // All of it is also what the person can take away.
  const { data } = await gatherExport(k, { ...member, roles: [] }, { accountId, name: '' });
  for (const part of [
    'account',
    'sessions',
    'passkeys',
    'notifications',
    'people.data_requests',
    'people.guardians',
    'people.register',
  ])
    expect([part, JSON.stringify(data[part]).includes(secret)]).toEqual([part, true]);

  await deleteAccount(k, member);
  await settle(k);
  k.clock.advance(86_400_000);
  await k.files.sweep();
  expect(await found(k)).toEqual([]);
  expect(await k.files.find(file.id)).toBeUndefined();
  const { rows } = await k.pool.query('select state, end_reason from people.membership where account_id = $1', [
    accountId,
  ]);
  expect(rows).toEqual([{ state: 'ended', end_reason: 'erased' }]);
});
