import { beforeAll, describe, expect, it } from 'vitest';
import { settle, type TestKernel, testApp, testKernel } from '../../../../test/harness.ts';
import { inTransaction, sql } from '../../../kernel/db/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import { type Answer, postForm } from '../form-post.fixture.ts';
import { consentsOf } from '../me/consent.queries.ts';
import { deleteAccount } from '../me/delete-account.ts';
import { withdrawConsent } from '../me/withdraw-consent.ts';
import { makeOrganisation } from '../organisations/organisations.factory.ts';
import { makeAccount, sessionCookie } from '../people.factory.ts';
import { makeMember } from '../register/register.factory.ts';
import { acceptedNominationsOf, nominationDetails } from './accepted-nomination.ts';
import { acceptInvitation, nominationConsent, refuseInvitation } from './answer-invitation.ts';
import { nominate, nominateShape } from './nominate.ts';
import { makeNomination } from './nominations.factory.ts';
import { forgetNominations } from './nominations.queries.ts';
import { nominationSettings } from './nominations.settings.ts';
import { tendInvitations } from './send-invitation.ts';
import { withdrawNomination } from './withdraw-nomination.ts';

let k: TestKernel;
let app: App;
beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
});

const day_ms = 86_400_000;
const later = (days: number) => new Date(k.clock.now().getTime() + days * day_ms);

/** Every text, JSON, array and binary column of the database but the demo's mailbox that holds a text. */
async function placesOf(text: string): Promise<string[]> {
  const { rows } = await sql<{ table: string; name: string; column: string; type: string }>`
    select format('%I.%I', table_schema, table_name) as "table", table_schema || '.' || table_name as name,
      quote_ident(column_name) as "column", data_type as type
    from information_schema.columns join information_schema.tables using (table_schema, table_name)
    where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'
      and data_type in ('text', 'character varying', 'json', 'jsonb', 'ARRAY', 'bytea', 'tsvector', 'USER-DEFINED')`.execute(
    k.db,
  );
  const found: string[] = [];
  for (const { table, name, column, type } of rows) {
    if (name === 'kernel.loopback_message') continue;
    const value = type === 'bytea' ? sql.raw(`encode(${column}, 'escape')`) : sql.raw(`${column}::text`);
    const hit = await sql`select 1 from ${sql.raw(table)} where ${value} ilike ${`%${text}%`} limit 1`.execute(k.db);
    if (hit.rows.length > 0) found.push(`${name}.${column}`);
  }
  return found;
}

const secret = {
  name: 'SECRET甲乙',
  email: 'secret-nominee@example.org',
  phone: '13877776666',
  words: 'SECRET 他做过的事',
};

async function anySecret(): Promise<string[]> {
  const all = await Promise.all(['SECRET', 'secret-nominee', '13877776666'].map(placesOf));
  return [...new Set(all.flat())].sort();
}

async function rowOf(id: string) {
  return k.db.selectFrom('people.nomination').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

async function mailTo(address: string) {
  await settle(k);
  return k.notify.loopback.list({ to: address });
}

describe('the message of an invitation', () => {
  it('carries no text of the recommender to strangers in a name', async () => {
    const recommender = await makeAccount(k, { name: '领奖 http://evil.example' });
    const email = 'no-lure@example.org';
    await makeNomination(k, { recommender, email, phone: '13877770001', name: '加微信 wx12345' });
    const [mail] = await mailTo(email);
    expect(mail?.text).toContain('有人推荐您加入');
    for (const lure of ['evil.example', '领奖', 'wx12345'])
      expect(`${mail?.subject} ${mail?.text}`).not.toContain(lure);
    const [plain] = await mailTo((await makeNominationBy('许文心')).email);
    expect(plain?.text).toContain('许文心推荐您加入');
  });
});

async function makeNominationBy(name: string) {
  const email = 'plain-name@example.org';
  await makeNomination(k, { recommender: await makeAccount(k, { name }), email, phone: '13877770002' });
  return { email };
}

describe('what is kept of a nominee', () => {
  it('is found in the invitation alone while it is open', async () => {
    const { id, token } = await makeNomination(k, secret);
    const [mail] = await mailTo(secret.email);
    expect(mail?.text).toContain(`/invitations/${token}`);
    expect(await anySecret()).toEqual([
      'people.nomination.email',
      'people.nomination.name',
      'people.nomination.phone',
      'people.nomination.words',
    ]);
    expect(await placesOf(token)).toEqual([]);
    await inTransaction(k.db, (tx) => forgetNominations(tx, [id], 'withdrawn'));
  });

  it.each([
    ['refusing', (token: string) => refuseInvitation(k, token, false)],
    ['refusing for good', (token: string) => refuseInvitation(k, token, true)],
  ])('is nowhere after %s', async (_, answer) => {
    const { id, token } = await makeNomination(k, { ...secret, email: `secret-nominee-${_.length}@example.org` });
    await settle(k);
    await answer(token);
    await settle(k);
    expect(await anySecret()).toEqual([]);
    expect(await rowOf(id)).toMatchObject({ state: 'ended', ended_as: 'not_accepted', sent_at: null });
    // Neither the log nor the events say that there was an answer.
    const said = await k.db.selectFrom('kernel.audit_entry').select('action').where('object_id', '=', id).execute();
    expect(said.map(({ action }) => action)).toEqual(['people.nomination_made']);
  });

  it('is nowhere once it was taken back or ran out', async () => {
    const one = await makeNomination(k, { ...secret, phone: '' });
    await withdrawNomination(k, one.recommender, one.id);
    expect(await anySecret()).toEqual([]);
    const two = await makeNomination(k, { ...secret, phone: '' });
    const now = k.clock.now();
    k.clock.set(later(21));
    await tendInvitations(k);
    expect(await anySecret()).toEqual([]);
    expect(await rowOf(two.id)).toMatchObject({ state: 'ended', ended_as: 'not_accepted' });
    k.clock.set(now);
  });

  it('cannot stay in a row that has ended: the database refuses it', async () => {
    const { id } = await makeNomination(k);
    const end = k.db.updateTable('people.nomination').set({ state: 'ended', ended_as: 'not_accepted' });
    await expect(end.where('id', '=', id).execute()).rejects.toThrow('nomination_forgotten');
  });

  it('goes from what somebody accepted when they withdraw the consent or close their account', async () => {
    const nominee = await makeAccount(k);
    const { id } = await makeNomination(k, { ...secret, phone: '', acceptedBy: nominee });
    expect(await rowOf(id)).toMatchObject({ state: 'accepted', email: null, token_hash: null });
    const consent = (await consentsOf(k.db, nominee.accountId)).find(({ purpose }) => purpose === nominationConsent);
    await withdrawConsent(k, nominee, consent!.id);
    expect(await anySecret()).toEqual([]);
    const other = await makeAccount(k);
    await makeNomination(k, { ...secret, phone: '', acceptedBy: other });
    await deleteAccount(k, other);
    expect(await anySecret()).toEqual([]);
  });

  it('goes with whoever recommended them', async () => {
    const { recommender, id } = await makeNomination(k, { ...secret, phone: '' });
    await deleteAccount(k, recommender);
    expect(await anySecret()).toEqual([]);
    expect(await rowOf(id)).toMatchObject({ ended_as: 'withdrawn', recommender_id: null });
  });

  it('goes where nobody applies with what they accepted', async () => {
    const nominee = await makeAccount(k);
    const { id } = await makeNomination(k, { ...secret, phone: '', acceptedBy: nominee });
    const now = k.clock.now();
    k.clock.set(later(60));
    await tendInvitations(k);
    k.clock.set(now);
    expect(await rowOf(id)).toMatchObject({ state: 'ended', ended_as: 'done', account_id: null });
    expect(await anySecret()).toEqual([]);
  });
});

describe('what a recommender learns', () => {
  const own = async (recommender: Parameters<typeof sessionCookie>[1]): Promise<string> => {
    const cookie = await sessionCookie(k, recommender);
    return (await app.inject({ url: '/nominate/mine', headers: { cookie } })).body;
  };
  const outcome = (page: string) => page.match(/state (?:wait|ok|no)">([^<]*)/)?.[1];

  it('is the same of somebody who refused, is a member, was asked before, or does not want to be asked', async () => {
    const member = await makeMember(k, { email: 'member@example.org' });
    const { token } = await makeNomination(k, { email: 'refuser@example.org' });
    await refuseInvitation(k, token, true);
    await makeNomination(k, { email: 'invited@example.org' });
    const pages: string[] = [];
    const addresses = ['new@example.org', member.email, 'invited@example.org', 'refuser@example.org'];
    const made = [];
    for (const email of addresses)
      made.push(
        await makeNomination(k, { email, name: '张三', recommender: await makeAccount(k, { name: '推荐人' }) }),
      );
    await settle(k);
    const late = await makeNomination(k, {
      email: 'second@example.org',
      recommender: await makeAccount(k, { name: '推荐人' }),
    });
    await refuseInvitation(k, late.token, false);
    for (const { recommender } of [...made, late])
      pages.push((await own(recommender)).replaceAll(/第 \d+ 号|[0-9a-f-]{36}/g, ''));
    expect(new Set(pages.map(outcome))).toEqual(new Set(['等待答复']));
    expect(new Set(pages).size).toBe(1);
    expect(await mailTo(member.email)).toEqual([]);
    expect(await mailTo('refuser@example.org')).toEqual([]);
    expect(await mailTo('invited@example.org')).toHaveLength(1);
    const now = k.clock.now();
    k.clock.set(later(22));
    await tendInvitations(k);
    for (const { recommender } of [...made, late]) expect(outcome(await own(recommender))).toBe('没有接受');
    k.clock.set(now);
  });

  it('is that somebody accepted, and never a name', async () => {
    const { recommender } = await makeNomination(k, { ...secret, phone: '', acceptedBy: await makeAccount(k) });
    const page = await own(recommender);
    expect(outcome(page)).toBe('接受了');
    expect(page).not.toContain('SECRET');
    const cookie = await sessionCookie(k, recommender);
    const csv = await app.inject({ url: '/nominate/mine.csv', headers: { cookie } });
    expect(csv.body).toContain('接受了');
    expect(csv.body).not.toContain('SECRET');
  });

  it('does not change when a refused one is taken back', async () => {
    const { recommender, id, token } = await makeNomination(k);
    await refuseInvitation(k, token, false);
    await withdrawNomination(k, recommender, id);
    expect(outcome(await own(recommender))).toBe('已撤回');
  });

  it('is nothing of what others recommended', async () => {
    const { id } = await makeNomination(k);
    const stranger = await makeAccount(k);
    await expect(withdrawNomination(k, stranger, id)).rejects.toMatchObject({ code: 'kernel.not_found' });
  });
});

describe('an invitation', () => {
  const open = (token: string, cookie?: string): Promise<Answer> =>
    app.inject({ url: `/invitations/${token}`, ...(cookie && { headers: { cookie } }) });

  it('shows what is held and who recommended, to whoever has the link alone', async () => {
    const recommender = await makeAccount(k, { name: '周推荐' });
    const { token } = await makeNomination(k, { ...secret, phone: '13877775555', recommender });
    const page = await open(token);
    for (const text of ['SECRET甲乙', 'secret-nominee@example.org', '138 7777 5555', '他做过的事', '周推荐'])
      expect(page.body).toContain(text);
    expect(page.headers['cache-control']).toBe('private, no-store');
    expect(page.body).toContain('noindex');
    expect((await open(`${token}x`)).statusCode).toBe(410);
    await refuseInvitation(k, token, false);
  });

  it('is the same page whatever became of it', async () => {
    const refused = await makeNomination(k);
    await refuseInvitation(k, refused.token, false);
    const accepted = await makeNomination(k, { acceptedBy: await makeAccount(k) });
    const pages = [await open(refused.token), await open(accepted.token), await open('nothing')];
    const bodies = pages.map(({ body }) => body.replaceAll(/invitations(\/|%2F)[\w-]+/g, ''));
    expect(new Set(bodies).size).toBe(1);
    expect(pages.map(({ statusCode }) => statusCode)).toEqual([410, 410, 410]);
  });

  it('is accepted after signing in, and leads to the application', async () => {
    const { token, id } = await makeNomination(k);
    expect((await open(token)).body).toContain(`/sign-in?back=${encodeURIComponent(`/invitations/${token}`)}`);
    const without = await postForm(app, `/invitations/${token}/accept`, {});
    expect([401, 303]).toContain(without.statusCode);
    const nominee = await makeAccount(k);
    const cookie = await sessionCookie(k, nominee);
    const done = await postForm(app, `/invitations/${token}/accept`, {}, { cookie });
    expect([done.statusCode, done.headers.location]).toEqual([303, `/join?nomination=${id}`]);
    expect(await nominationDetails(k.db, id, nominee.accountId)).toMatchObject({
      name: '林一舟',
      categories: ['streamer'],
    });
    expect(await nominationDetails(k.db, id, (await makeAccount(k)).accountId)).toBeNull();
    expect(await acceptedNominationsOf(k.db, nominee.accountId)).toMatchObject([{ id }]);
  });

  it('is answered once, by whoever is first', async () => {
    const { token } = await makeNomination(k);
    const answers = await Promise.allSettled([
      acceptInvitation(k, await makeAccount(k), token),
      acceptInvitation(k, await makeAccount(k), token),
      refuseInvitation(k, token, false),
    ]);
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const answer of answers)
      if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'people.invitation_gone' });
  });

  it('is not accepted by whoever recommended', async () => {
    const { token, recommender } = await makeNomination(k);
    await expect(acceptInvitation(k, recommender, token)).rejects.toMatchObject({ code: 'people.invitation_own' });
  });

  it('is reminded of once, a week before its end, with the same link', async () => {
    const { token } = await makeNomination(k, { email: 'slow@example.org' });
    expect(await mailTo('slow@example.org')).toHaveLength(1);
    const now = k.clock.now();
    k.clock.set(later(15));
    await tendInvitations(k);
    await tendInvitations(k);
    const mails = await mailTo('slow@example.org');
    expect(mails).toHaveLength(2);
    expect(mails[0]?.text).toContain(`/invitations/${token}`);
    k.clock.set(now);
  });

  it('goes by text message where there is only a number', async () => {
    const { token } = await makeNomination(k, { phone: '138 1234 5678' });
    const [sms] = await mailTo('+8613812345678');
    expect(sms?.channel).toBe('sms');
    expect(sms?.text).toContain(`/invitations/${token}`);
  });

  it('is one at a time for an address, also when two recommend at once', async () => {
    const input = nominateShape.parse({
      name: '赵六',
      email: 'twice@example.org',
      categories: 'streamer',
      words: '好',
    });
    const people = await Promise.all([1, 2, 3, 4].map(() => makeAccount(k)));
    await Promise.all(people.map((each) => nominate(k, each, input)));
    expect(await mailTo('twice@example.org')).toHaveLength(1);
    const open = await k.db
      .selectFrom('people.nomination')
      .select('id')
      .where('email', '=', 'twice@example.org')
      .execute();
    expect(open).toHaveLength(1);
  });
});

describe('recommending', () => {
  it('is limited for a person in a day', async () => {
    k.limits.factor = 1;
    await inTransaction(k.db, (tx) =>
      k.settings.set(tx, nominationSettings, { person_perDay: 3 }, k.clock.now(), null),
    );
    const recommender = await makeAccount(k);
    for (let n = 0; n < 3; n++) await makeNomination(k, { recommender });
    await expect(makeNomination(k, { recommender })).rejects.toMatchObject({ code: 'kernel.too_many' });
    k.limits.factor = 1000;
    await inTransaction(k.db, (tx) => k.settings.set(tx, nominationSettings, {}, k.clock.now(), null));
  });

  it('takes a verified organisation and a part in it that speaks for it', async () => {
    const officer = await makeAccount(k);
    const member = await makeAccount(k);
    const people = [
      { accountId: officer.accountId, part: 'liaison_officer' as const },
      { accountId: member.accountId, part: 'member' as const },
    ];
    const verified = await makeOrganisation(k, { people });
    const other = await makeOrganisation(k, { people, verified: false });
    await makeNomination(k, { recommender: officer, organisationId: verified.id });
    await expect(makeNomination(k, { recommender: member, organisationId: verified.id })).rejects.toMatchObject({
      code: 'kernel.not_allowed',
    });
    await expect(makeNomination(k, { recommender: officer, organisationId: other.id })).rejects.toMatchObject({
      code: 'people.organisation_unverified',
    });
  });

  it('keeps what was typed, and says what is wrong beside each field', async () => {
    const cookie = await sessionCookie(k, await makeAccount(k));
    const fields = { name: '<b>甲</b>', phone: '12', email: 'x@', words: 'kept words', categories: 'nobody' };
    const page = await postForm(app, '/nominate', fields, { cookie });
    expect(page.statusCode).toBe(422);
    for (const text of ['kept words', '手机号不对', '邮箱不对', '没有这个类别']) expect(page.body).toContain(text);
    expect(page.body).not.toContain('<b>甲</b>');
  });

  it('refuses one’s own address', async () => {
    const recommender = await makeAccount(k);
    await expect(makeNomination(k, { recommender, email: recommender.email })).rejects.toMatchObject({
      code: 'people.nomination_own_address',
    });
  });
});
