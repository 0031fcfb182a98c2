import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { settle, type TestKernel, testApp, testKernel, testNow } from '../../../../test/harness.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import { postForm } from '../../people/form-post.fixture.ts';
import { anonymous } from '../../people/index.ts';
import { makeOrganisation } from '../../people/organisations/organisations.factory.ts';
import { makeAccount, sessionCookie } from '../../people/people.factory.ts';
import type { Competition } from '../competition.queries.ts';
import { makeCompetition } from '../competitions.factory.ts';
import { countOfAccount, exportOfAccount, moveEntries } from './account.queries.ts';
import { acceptInvitation, declineInvitation } from './answer-invitation.ts';
import { endWithAccount, endWithConsent } from './end-with-account.ts';
import { entriesAsTheyAre, finish, invitationsAsTheyAre } from './entries.factory.queries.ts';
import { entryByNumber, teamOfEntry } from './entry.queries.ts';
import { entryToken } from './entry-token.ts';
import { handIn } from './hand-in.ts';
import { invitationsAsked } from './invitation.queries.ts';
import { nominate } from './nominate.ts';
import { entryById } from './own-entry.queries.ts';
import { saveEntry } from './save-entry.ts';
import { startEntry } from './start-entry.ts';
import { inviteMember, leaveTeam, takeBackInvitation } from './team.ts';
import { tendEntries } from './tend-entries.ts';
import { withdrawEntry } from './withdraw-entry.ts';

type Account = Awaited<ReturnType<typeof makeAccount>>;

let k: TestKernel;
let app: App;
let competition: Competition;
let asker: Account;
let serial = 0;

const day_ms = 86_400_000;

beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
});

beforeEach(async () => {
  k.clock.set(testNow);
  asker = await makeAccount(k, { name: '推荐人' });
  const settings = { ways: ['self', 'nominated', 'organisation', 'team'], teamRoles: ['导演', '摄影'], mostInTeam: 3 };
  const stages = [
    { kind: 'entry' as const, from: -1, to: 20, settings },
    { kind: 'results' as const, from: 30 },
  ];
  ({ competition } = await makeCompetition(k, { stages }));
});

const address = () => `nominee${++serial}@example.org`;
const nomination = (email: string, given: object = {}) => ({
  ...{ name: '许阿姨', email, title: '油纸伞', words: '做了四十年的伞。' },
  categoryId: competition.categories[0]?.id ?? '',
  ...given,
});
const tokenOf = (id: string) => ({ token: entryToken(k, id) });
const rowOf = async (id: string) => (await invitationsAsTheyAre(k.db)).find((row) => row.id === id);
const standing = async (id: string) =>
  (await invitationsAsked(k.db, { accountId: asker.accountId }, k.clock.now())).find((row) => row.id === id)?.standing;

/** Everything that a row says of whoever was asked. */
const nothingLeft = {
  ...{ name: null, email: null, phone: null, locale: null, title: null, words: null, role: null },
  ...{ token_hash: null, sent_at: null },
};

describe('a nomination', () => {
  it('is no entry until it is accepted, then a draft of the nominee’s own', async () => {
    const nominee = await makeAccount(k, { name: '许阿姨' });
    const id = await nominate(k, asker, competition.id, nomination(nominee.email));
    expect(await entriesAsTheyAre(k.db, competition.id)).toEqual([]);
    await settle(k);
    const [mail] = await k.notify.loopback.list({ to: nominee.email });
    expect(mail?.text).toContain(`/entries/invitations/${entryToken(k, id)}`);
    await expect(acceptInvitation(k, asker, tokenOf(id))).rejects.toMatchObject({
      code: 'competitions.entries.own_invitation',
    });
    const { entryId } = await acceptInvitation(k, nominee, tokenOf(id));
    expect(await entryById(k.db, entryId)).toMatchObject({
      ...{ state: 'draft', way: 'nominated', accountId: nominee.accountId, nominatedBy: asker.accountId },
      ...{ title: '油纸伞', byLine: '许阿姨', body: '做了四十年的伞。', number: null },
    });
    expect(await rowOf(id)).toMatchObject({ state: 'accepted', ...nothingLeft });
    await expect(acceptInvitation(k, nominee, tokenOf(id))).rejects.toMatchObject({
      code: 'competitions.entries.invitation_gone',
    });
    expect(await handIn(k, nominee, entryId, { agree: 'yes' })).toMatchObject({ number: 1 });
    await settle(k);
    expect((await k.notify.loopback.list({ to: asker.email })).map(({ subject }) => subject)).toEqual([
      '您推荐的人接受了',
    ]);
  });

  it('that is declined leaves nothing of the nominee, and says so only when its time has run out', async () => {
    const email = address();
    const id = await nominate(k, asker, competition.id, nomination(email));
    await declineInvitation(k, anonymous, tokenOf(id), { never: false });
    expect(await rowOf(id)).toMatchObject({ state: 'ended', ...nothingLeft });
    expect(await standing(id)).toBe('waiting');
    await tendEntries(k);
    await settle(k);
    expect(await k.notify.loopback.list({ to: asker.email })).toEqual([]);
    k.clock.set(new Date(testNow.getTime() + 11 * day_ms));
    expect(await standing(id)).toBe('not_accepted');
    for (let run = 0; run < 2; run++) await tendEntries(k);
    await settle(k);
    expect(await k.notify.loopback.list({ to: asker.email })).toHaveLength(1);
  });

  it('that nobody answers ends by itself, no later than entries are taken', async () => {
    k.clock.set(new Date(testNow.getTime() + 15 * day_ms));
    const id = await nominate(k, asker, competition.id, nomination(address()));
    expect((await rowOf(id))?.expires_at).toEqual(competition.stages[0]?.endsAt);
    k.clock.set(new Date(testNow.getTime() + 21 * day_ms));
    const nominee = await makeAccount(k);
    await expect(acceptInvitation(k, nominee, tokenOf(id))).rejects.toMatchObject({
      code: 'competitions.entries.invitation_gone',
    });
    await tendEntries(k);
    expect(await rowOf(id)).toMatchObject({ state: 'ended', ended_as: 'not_accepted', ...nothingLeft });
  });

  it('of somebody who was asked already, or never wants to be, writes to nobody and looks the same', async () => {
    const email = address();
    const first = await nominate(k, asker, competition.id, nomination(email));
    const other = await makeAccount(k);
    const second = await nominate(k, other, competition.id, nomination(email));
    expect(await rowOf(second)).toMatchObject({ state: 'ended', ...nothingLeft });
    await declineInvitation(k, anonymous, tokenOf(first), { never: true });
    const third = await nominate(k, asker, competition.id, nomination(email));
    expect(await standing(third)).toBe('waiting');
    await settle(k);
    expect(await k.notify.loopback.list({ to: email })).toEqual([]);
  });

  it('the table itself refuses to keep anything of somebody who declined', async () => {
    const id = await nominate(k, asker, competition.id, nomination(address()));
    await expect(
      inTransaction(k.db, (tx) =>
        finish(
          tx,
          `update competitions.entry_invitation set state = 'ended',
        ended_as = 'not_accepted' where id = '${id}'`,
        ),
      ),
    ).rejects.toThrow(/entry_invitation_forgotten/);
  });

  it('is taken back by whoever made it, and only by them; oneself nobody nominates', async () => {
    const id = await nominate(k, asker, competition.id, nomination(address()));
    await expect(takeBackInvitation(k, await makeAccount(k), id)).rejects.toMatchObject({
      code: 'competitions.entries.invitation_gone',
    });
    await takeBackInvitation(k, asker, id);
    expect(await rowOf(id)).toMatchObject({ ended_as: 'withdrawn', ...nothingLeft });
    await expect(nominate(k, asker, competition.id, nomination(asker.email))).rejects.toMatchObject({
      code: 'competitions.entries.own_address',
    });
  });

  it('by its id is answered only by whoever has the address', async () => {
    const nominee = await makeAccount(k);
    const id = await nominate(k, asker, competition.id, nomination(nominee.email));
    await expect(acceptInvitation(k, await makeAccount(k), { id })).rejects.toMatchObject({
      code: 'competitions.entries.invitation_gone',
    });
    expect(await acceptInvitation(k, nominee, { id })).toMatchObject({ kind: 'nominee' });
  });

  it('is answered once, however many answer at the same moment', async () => {
    const id = await nominate(k, asker, competition.id, nomination(address()));
    const people = await Promise.all(Array.from({ length: 6 }, () => makeAccount(k)));
    const answers = await Promise.allSettled(people.map((each) => acceptInvitation(k, each, tokenOf(id))));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await entriesAsTheyAre(k.db, competition.id)).toHaveLength(1);
  });
});

describe('a team', () => {
  const begin = async () => {
    const id = await startEntry(k, asker, competition.id, { way: 'team' });
    await saveEntry(k, asker, id, { title: '短片', byLine: '渡口小组', body: '拍了一年。' });
    return id;
  };
  const ask = (id: string, email: string, role = '摄影') => inviteMember(k, asker, id, { name: '同伴', email, role });

  it('names whoever agreed, as they wish, and nobody else', async () => {
    const id = await begin();
    const [yes, no] = [await makeAccount(k, { name: '阿青' }), await makeAccount(k, { name: '阿白' })];
    const asked = await ask(id, yes.email);
    const declined = await ask(id, no.email, '导演');
    await handIn(k, asker, id, { agree: 'yes' });
    expect(await teamOfEntry(k.db, id)).toEqual([]);
    await acceptInvitation(k, yes, { id: asked }, { shownAs: '青先生' });
    await declineInvitation(k, no, { id: declined }, { never: false });
    expect(await teamOfEntry(k.db, id)).toEqual([{ role: '摄影', shownAs: '青先生' }]);
    expect(await rowOf(asked)).toMatchObject(nothingLeft);
    expect(await rowOf(declined)).toMatchObject(nothingLeft);
    await leaveTeam(k, yes, id);
    expect(await teamOfEntry(k.db, id)).toEqual([]);
  });

  it('has no more people than it may, those who were asked included, also at the same moment', async () => {
    const id = await begin();
    const asked = await Promise.allSettled(Array.from({ length: 8 }, () => ask(id, address())));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    await expect(ask(id, address())).rejects.toMatchObject({ code: 'competitions.entries.team_full' });
    await expect(ask(await begin(), address(), '群演')).rejects.toMatchObject({ fields: { role: expect.anything() } });
  });

  it('is its owner’s: nobody else asks, or takes somebody off', async () => {
    const id = await begin();
    const [member, stranger] = [await makeAccount(k), await makeAccount(k)];
    await acceptInvitation(k, member, { id: await ask(id, member.email) });
    await expect(inviteMember(k, member, id, { name: '他', email: address() })).rejects.toMatchObject({
      code: 'competitions.entry_not_found',
    });
    await expect(leaveTeam(k, stranger, id, member.accountId)).rejects.toMatchObject({
      code: 'competitions.entry_not_found',
    });
    await leaveTeam(k, asker, id, member.accountId);
    expect(await teamOfEntry(k.db, id)).toEqual([]);
  });
});

describe('with an account that goes', () => {
  const enter = async (who: Account, keepAfter?: 'yes') => {
    const id = await startEntry(k, who, competition.id, {});
    await saveEntry(k, who, id, { title: '伞', byLine: '程伞庄', body: '正文' });
    await handIn(k, who, id, { agree: 'yes', ...(keepAfter && { keepAfter }) });
    return id;
  };
  const erase = (who: Account) => inTransaction(k.db, (tx) => endWithAccount(k, tx, who.accountId, k.clock.now()));

  it('drafts are deleted, what was handed in is withdrawn and emptied, invitations end', async () => {
    const id = await enter(asker);
    const draft = await startEntry(k, asker, competition.id, {});
    await saveEntry(k, asker, draft, { title: '草稿' });
    const asked = await nominate(k, asker, competition.id, nomination(address()));
    await erase(asker);
    expect(await entryById(k.db, draft)).toBeUndefined();
    expect(await entryById(k.db, id)).toMatchObject({
      ...{ state: 'withdrawn', accountId: null, title: '', byLine: '', body: '', emptied: true, number: 1 },
    });
    expect(await rowOf(asked)).toMatchObject({ asked_by: null, ...nothingLeft });
  });

  it('final results keep number and title; by-line and work only where that was agreed', async () => {
    const [kept, gone] = [await makeAccount(k), await makeAccount(k)];
    const [keptId, goneId] = [await enter(kept, 'yes'), await enter(gone)];
    await inTransaction(k.db, (tx) =>
      finish(
        tx,
        `update competitions.competition set state = 'final', final_at = now() where id = '${competition.id}'`,
      ),
    );
    await erase(kept);
    await erase(gone);
    expect(await entryById(k.db, keptId)).toMatchObject({
      state: 'accepted',
      byLine: '程伞庄',
      body: '正文',
      accountId: null,
    });
    expect(await entryById(k.db, goneId)).toMatchObject({
      state: 'accepted',
      title: '伞',
      byLine: '',
      body: '',
      accountId: null,
    });
  });

  it('an organisation’s entry goes on with somebody else who speaks for it', async () => {
    const [one, two] = [await makeAccount(k), await makeAccount(k)];
    const people = [one, two].map(({ accountId }) => ({ accountId, part: 'administrator' as const }));
    const { id: organisationId } = await makeOrganisation(k, { people });
    const id = await startEntry(k, one, competition.id, { way: 'organisation', organisationId });
    await saveEntry(k, one, id, { title: '展台', body: '正文' });
    await handIn(k, one, id, { agree: 'yes' });
    await erase(one);
    expect(await entryById(k.db, id)).toMatchObject({ state: 'accepted', accountId: two.accountId });
  });

  it('withdrawing the consent takes back what is shown', async () => {
    const id = await enter(asker, 'yes');
    expect(await entryByNumber(k.db, competition.id, 1)).toBeDefined();
    await inTransaction(k.db, (tx) => endWithConsent(k, tx, asker.accountId, k.clock.now()));
    expect(await entryById(k.db, id)).toMatchObject({ state: 'withdrawn', emptied: true });
    expect(await entryByNumber(k.db, competition.id, 1)).toBeUndefined();
  });

  it('two accounts become one: entries, teams and nominations go along, nothing twice', async () => {
    const [from, to] = [await makeAccount(k), await makeAccount(k)];
    const mine = await enter(from);
    const asked = await nominate(k, from, competition.id, nomination(address()));
    const team = await startEntry(k, to, competition.id, { way: 'team' });
    await acceptInvitation(k, from, {
      id: await inviteMember(k, to, team, { name: '他', email: from.email, role: '导演' }),
    });
    await inTransaction(k.db, (tx) => moveEntries(tx, from.accountId, to.accountId));
    expect(await entryById(k.db, mine)).toMatchObject({ accountId: to.accountId });
    expect(await rowOf(asked)).toMatchObject({ asked_by: to.accountId });
    expect(await teamOfEntry(k.db, team)).toEqual([]);
    expect([await countOfAccount(k.db, from.accountId), await countOfAccount(k.db, to.accountId)]).toEqual([0, 4]);
    const held = JSON.stringify(await exportOfAccount(k.db, to.accountId));
    expect(held).toContain('程伞庄');
    for (const theirs of ['许阿姨', '@example.org', from.email]) expect(held).not.toContain(theirs);
  });

  it('what was withdrawn is told to the team', async () => {
    const id = await startEntry(k, asker, competition.id, { way: 'team' });
    await saveEntry(k, asker, id, { title: '短片', byLine: '小组', body: '正文' });
    const member = await makeAccount(k);
    const asked = await inviteMember(k, asker, id, { name: '他', email: member.email, role: '导演' });
    await acceptInvitation(k, member, { id: asked });
    await handIn(k, asker, id, { agree: 'yes' });
    await withdrawEntry(k, asker, id);
    await settle(k);
    const told = await k.notify.loopback.list({ to: member.email });
    expect(told.map(({ subject }) => subject)).toContain('“短片”已经撤回');
  });
});

describe('the page of an invitation', () => {
  it('shows what is held to whoever has the link, and is answered there with or without an account', async () => {
    const id = await nominate(k, asker, competition.id, nomination(address()));
    const url = `/entries/invitations/${entryToken(k, id)}`;
    const page = await app.inject(url);
    expect([page.statusCode, page.headers['cache-control']]).toEqual([200, 'private, no-store']);
    for (const said of ['许阿姨', '做了四十年的伞。', '登录后接受', 'noindex']) expect(page.body).toContain(said);
    expect((await postForm(app, `${url}/accept`, {})).statusCode).toBe(401);
    const answer = await postForm(app, `${url}/decline`, { never: 'yes' });
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/entries/invitations/answered?done=never']);
    expect((await app.inject(url)).statusCode).toBe(404);
    expect((await app.inject('/entries/invitations/answered?done=never')).body).toContain('以后不会再邀请您');
    expect((await app.inject('/entries/invitations/AAAA')).statusCode).toBe(404);
  });

  it('by the account that has the address stands among one’s own', async () => {
    const nominee = await makeAccount(k);
    const id = await nominate(k, asker, competition.id, nomination(nominee.email));
    const cookie = await sessionCookie(k, nominee);
    const mine = await app.inject({ url: '/me/entries', headers: { cookie } });
    expect(mine.body).toContain(`/me/entries/invitations/${id}`);
    const stranger = await sessionCookie(k, await makeAccount(k));
    expect((await app.inject({ url: `/me/entries/invitations/${id}`, headers: { cookie: stranger } })).statusCode).toBe(
      404,
    );
    const answer = await postForm(app, `/me/entries/invitations/${id}/accept`, {}, { cookie });
    expect(answer.headers.location).toMatch(/^\/me\/entries\/[0-9a-f-]{36}\?done=accepted$/);
  });
});
