import { beforeAll, describe, expect, it } from 'vitest';
import { settle, type TestKernel, testApp, testKernel } from '../../../../test/harness.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import { audited, hidden, makeVisitor, type Visitor } from '../admin/admin.factory.ts';
import { deleteAccount } from '../me/delete-account.ts';
import { makeAccount, sessionCookie } from '../people.factory.ts';
import { makeMember } from '../register/register.factory.ts';
import { closeOrganisation } from './change-organisation.ts';
import { answerPlace, askToJoin, endPlace, offerPlace } from './change-places.ts';
import { checksOf } from './organisation-checks.queries.ts';
import { endPlacesOfAccount, mayActFor, organisationsOf, type Part, placesOf } from './organisation-people.queries.ts';
import { makeCreditCode, makeOrganisation } from './organisations.factory.ts';
import { organisationById, organisationBySlug } from './organisations.queries.ts';
import { evidencePurpose } from './register-organisation.ts';
import { askVerification, decideOrganisation } from './verify-organisation.ts';

let k: TestKernel;
let app: App;
let secretary: Visitor;
beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
  secretary = await makeVisitor(k, app, [{ role: 'secretary' }]);
});

const pdf = Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n');
const fields = (more: Record<string, string> = {}) => ({
  kind: 'company',
  name: '云川市星河网络科技有限公司',
  shortName: '星河网络',
  creditCode: makeCreditCode(),
  website: 'xinghe.example.org',
  about: '做本地生活。',
  publicContact: '0800-555-0199',
  ...more,
});
type Account = Awaited<ReturnType<typeof makeAccount>>;
const held = (person: Account, part: Part) => ({ accountId: person.accountId, part });
const licence = async (person: Account) =>
  (await k.files.accept(pdf, { name: 'licence.pdf', purpose: evidencePurpose, ownerId: person.accountId })).id;
const placeIn = async (id: string, person: { accountId: string | null }, part: Part) =>
  (await placesOf(k.db, id)).find((place) => place.accountId === person.accountId && place.part === part)!;
const inboxOf = async (person: { accountId: string | null }) => {
  await settle(k);
  return (await k.notify.inbox(k.db, person.accountId!, 'zh-CN')).map(({ title }) => title);
};

describe('registering', () => {
  it('makes whoever does it the administrator, and shows nothing in public before it is verified', async () => {
    const visitor = await makeVisitor(k, app, []);
    const sent = await visitor.post('/organisations/new', fields());
    expect([sent.status, sent.location]).toEqual([303, '/organisations/xinghewangluo/manage?said=registered']);
    const made = (await organisationBySlug(k.db, 'xinghewangluo'))!;
    expect(made).toMatchObject({ website: 'https://xinghe.example.org', verifiedAt: null });
    expect(await organisationsOf(k.db, visitor.actor.accountId)).toMatchObject([{ parts: ['administrator'] }]);
    const stranger = await makeVisitor(k, app, []);
    for (const url of ['/organisations/xinghewangluo', '/organisations/xinghewangluo/place', sent.location])
      expect((await stranger.get(url)).status).toBe(404);
    expect((await stranger.get('/organisations?q=xhwl')).text).not.toContain('星河');
    expect((await visitor.get(sent.location)).text).toContain('还没有核验');
  });

  it('says what is wrong beside each field and keeps what was typed', async () => {
    const visitor = await makeVisitor(k, app, []);
    const code = makeCreditCode();
    const wrong = `${code.slice(0, 17)}${code.endsWith('0') ? '1' : '0'}`;
    const page = await visitor.post(
      '/organisations/new',
      fields({ creditCode: wrong, website: 'javascript:alert(1)', name: '' }),
    );
    expect(page.status).toBe(422);
    for (const text of ['代码不对，请对着执照核对', '网址不对', '还没有写名称', '做本地生活。'])
      expect(page.text).toContain(text);
    // What would be right is said to nobody.
    expect(page.text).not.toContain(code);
    expect((await visitor.post('/organisations/new', fields({ creditCode: '' }))).text).toContain('还没有填信用代码');
    const site = await visitor.post('/organisations/new', fields({ kind: 'site', creditCode: '', name: '老街论坛' }));
    expect(site.status).toBe(303);
  });

  it('gives two of one name different addresses', async () => {
    const [one, two] = await Promise.all([
      makeOrganisation(k, { name: '同名协会' }),
      makeOrganisation(k, { name: '同名协会' }),
    ]);
    expect(new Set([one.slug, two.slug])).toEqual(new Set(['tongmingxiehui', 'tongmingxiehui-2']));
  });

  it('takes a licence with the form, which only the secretariat can open', async () => {
    const visitor = await makeVisitor(k, app, []);
    const form = new FormData();
    for (const [name, value] of Object.entries(fields({ name: '有执照公司', shortName: '' }))) form.append(name, value);
    form.append('evidence', new Blob([new Uint8Array(pdf)]), '执照.pdf');
    const packed = new Response(form);
    const cookie = await sessionCookie(k, visitor.actor);
    const answer = await app.inject({
      method: 'POST',
      url: '/organisations/new',
      headers: { cookie, 'sec-fetch-site': 'same-origin', 'content-type': packed.headers.get('content-type') ?? '' },
      payload: Buffer.from(await packed.arrayBuffer()),
    });
    expect(answer.statusCode).toBe(303);
    const made = (await organisationBySlug(k.db, 'youzhizhaogongsi'))!;
    const [check] = await checksOf(k.db, made.id);
    expect(check).toMatchObject({ state: 'waiting' });
    const url = `/files/${check!.fileId}`;
    expect((await secretary.get(url)).status).toBe(200);
    for (const roles of [[], [{ role: 'committee' as const }], [{ role: 'administrator' as const }]])
      expect((await (await makeVisitor(k, app, roles)).get(url)).status).toBe(404);
    const page = await secretary.get(`/secretariat/organisations/${made.id}`);
    expect(page.text).toContain(url);
    const committee = await makeVisitor(k, app, [{ role: 'committee' }]);
    expect((await committee.get(`/secretariat/organisations/${made.id}`)).text).not.toContain(url);
  });
});

describe('verification', () => {
  const waiting = async () => {
    const administrator = await makeAccount(k);
    const made = await makeOrganisation(k, { verified: false, people: [held(administrator, 'administrator')] });
    await askVerification(k, administrator, made.id, await licence(administrator));
    return { ...made, administrator };
  };

  it('is decided once, also by two at once, and its people are told', async () => {
    const { id, administrator } = await waiting();
    const other = await makeAccount(k, { roles: [{ role: 'secretary' }] });
    const both = await Promise.allSettled([
      decideOrganisation(k, secretary.actor, id, { verdict: 'grant', reason: '' }),
      decideOrganisation(k, other, id, { verdict: 'refuse', reason: '名称和执照不一样' }),
    ]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'people.organisation_decided' },
    });
    const granted = both[0]?.status === 'fulfilled';
    expect((await organisationById(k.db, id))?.verifiedAt !== null).toBe(granted);
    expect(await inboxOf(administrator)).toEqual([expect.stringContaining(granted ? '通过了核验' : '没有通过核验')]);
  });

  it('takes a reason to refuse, which the organisation reads, and lets the licence go', async () => {
    const { id, slug } = await waiting();
    const fileId = (await checksOf(k.db, id))[0]!.fileId;
    const url = `/secretariat/organisations/${id}/verdict`;
    const without = await secretary.post(url, { verdict: 'refuse', reason: ' ' });
    expect([without.status, without.text.includes('请写明为什么不通过')]).toEqual([422, true]);
    expect((await secretary.post(url, { verdict: 'refuse', reason: '代码对不上' })).status).toBe(303);
    expect((await secretary.get(`/files/${fileId}`)).status).toBe(404);
    expect((await secretary.post(url, { verdict: 'grant' })).status).toBe(409);
    const [check] = await checksOf(k.db, id);
    expect(check).toMatchObject({ state: 'refused', reason: '代码对不上', fileId: null });
    expect(await organisationBySlug(k.db, slug)).toMatchObject({ verifiedAt: null });
  });

  it('is for the secretariat, and not for whoever belongs to the organisation', async () => {
    const { id } = await waiting();
    const verdict = { verdict: 'grant' as const, reason: '' };
    for (const role of ['committee', 'auditor', 'leader', 'administrator'] as const) {
      const actor = await makeAccount(k, { roles: [{ role }] });
      await expect(decideOrganisation(k, actor, id, verdict)).rejects.toMatchObject({ code: 'kernel.not_allowed' });
    }
    const both = await makeAccount(k, { roles: [{ role: 'secretary' }] });
    const own = await makeOrganisation(k, { verified: false, people: [held(both, 'administrator')] });
    await askVerification(k, both, own.id, await licence(both));
    await expect(decideOrganisation(k, both, own.id, verdict)).rejects.toMatchObject({
      code: 'people.organisation_own',
    });
    // Neither does leaving it, with the licence handed in, make somebody a stranger.
    const other = await makeAccount(k);
    const left = await makeOrganisation(k, {
      verified: false,
      people: [held(both, 'member'), held(other, 'administrator')],
    });
    await askVerification(k, other, left.id, await licence(other));
    await inTransaction(k.db, (tx) => endPlacesOfAccount(tx, both.accountId, k.clock.now()));
    await inTransaction(k.db, (tx) => endPlacesOfAccount(tx, other.accountId, k.clock.now()));
    const promoted = { ...other, roles: both.roles };
    for (const actor of [both, promoted])
      await expect(decideOrganisation(k, actor, left.id, verdict)).rejects.toMatchObject({
        code: 'people.organisation_own',
      });
    expect((await organisationById(k.db, left.id))?.verifiedAt).toBeNull();
    await decideOrganisation(k, secretary.actor, left.id, verdict);
  });

  it('ends when name, kind or code change, and stays when the rest does', async () => {
    const visitor = await makeVisitor(k, app, []);
    const code = makeCreditCode();
    const made = await makeOrganisation(k, {
      name: '改名协会',
      creditCode: code,
      people: [{ accountId: visitor.actor.accountId, part: 'administrator' }],
    });
    const url = `/organisations/${made.slug}/manage`;
    const same = { kind: 'association', name: '改名协会', creditCode: code, about: '新的介绍' };
    const version = hidden((await visitor.get(url)).text, 'version');
    expect((await visitor.post(url, { ...same, version })).status).toBe(303);
    expect(await organisationById(k.db, made.id)).toMatchObject({ verifiedAt: expect.any(Date), about: '新的介绍' });
    const late = await visitor.post(url, { ...same, about: '晚了', version });
    expect([late.status, late.text.includes('晚了')]).toEqual([409, true]);
    await settle(k);
    expect((await visitor.get(`/organisations/${made.slug}`)).text).toContain('新的介绍');
    expect((await visitor.post(url, { ...same, name: '又改名协会' })).status).toBe(303);
    await settle(k);
    expect(await organisationById(k.db, made.id)).toMatchObject({ verifiedAt: null });
    expect((await visitor.get(`/organisations/${made.slug}`)).status).toBe(404);
  });

  it('is given to one organisation of a code', async () => {
    const code = makeCreditCode();
    await makeOrganisation(k, { creditCode: code });
    const administrator = await makeAccount(k);
    const people = [held(administrator, 'administrator')];
    const other = await makeOrganisation(k, { creditCode: code, verified: false, people });
    await askVerification(k, administrator, other.id, await licence(administrator));
    await expect(
      decideOrganisation(k, secretary.actor, other.id, { verdict: 'grant', reason: '' }),
    ).rejects.toMatchObject({ code: 'people.organisation_code_taken' });
  });
});

describe('people of an organisation', () => {
  it('join when both sides say yes, and leave at any time', async () => {
    const administrator = await makeAccount(k);
    const person = await makeAccount(k, { name: '申请人' });
    const { id, slug } = await makeOrganisation(k, { people: [held(administrator, 'administrator')] });
    await askToJoin(k, person, id);
    await expect(askToJoin(k, person, id)).rejects.toMatchObject({ code: 'people.place_taken' });
    expect(await inboxOf(administrator)).toEqual([expect.stringContaining('有人申请加入')]);
    const asked = await placeIn(id, person, 'member');
    await expect(answerPlace(k, person, asked.id, true)).rejects.toMatchObject({ code: 'kernel.not_allowed' });
    expect(await mayActFor(k.db, person.accountId, id, 'member')).toBe(false);
    await answerPlace(k, administrator, asked.id, true);
    expect(await mayActFor(k.db, person.accountId, id, 'member')).toBe(true);
    expect(await inboxOf(person)).toEqual([expect.stringContaining('有人担任了')]);
    await offerPlace(k, administrator, id, { part: 'liaison_officer', accountId: person.accountId });
    const offered = await placeIn(id, person, 'liaison_officer');
    await expect(answerPlace(k, administrator, offered.id, true)).rejects.toMatchObject({ code: 'kernel.not_allowed' });
    await answerPlace(k, person, offered.id, true);
    expect(await organisationsOf(k.db, person.accountId, 'liaison_officer')).toMatchObject([{ id, slug }]);
    await endPlace(k, person, offered.id);
    await endPlace(k, person, asked.id);
    expect(await organisationsOf(k.db, person.accountId)).toEqual([]);
  });

  it('are found by their number, and named only once they agree', async () => {
    const visitor = await makeVisitor(k, app, []);
    const { id, slug } = await makeOrganisation(k, {
      people: [{ accountId: visitor.actor.accountId, part: 'administrator' }],
    });
    const member = await makeMember(k, { name: 'SECRET成员' });
    const url = `/organisations/${slug}/places`;
    const unknown = await visitor.post(url, { part: 'member', number: 'M1999-0001' });
    expect([unknown.status, unknown.text.includes('没有找到这个编号的成员')]).toEqual([422, true]);
    expect((await visitor.post(url, { part: 'member', number: member.number.toLowerCase() })).status).toBe(303);
    const page = await visitor.get(`/organisations/${slug}/manage`);
    expect([page.text.includes(member.number), page.text.includes('SECRET')]).toEqual([true, false]);
    await answerPlace(k, member, (await placeIn(id, member, 'member')).id, true);
    expect((await visitor.get(`/organisations/${slug}/manage`)).text).toContain('SECRET成员');
  });

  it('include an administrator at any time: the last cannot go, nor can two at once', async () => {
    const [one, two] = await Promise.all([makeAccount(k), makeAccount(k)]);
    const { id } = await makeOrganisation(k, { people: [held(one, 'administrator'), held(two, 'administrator')] });
    const left = await Promise.allSettled([
      endPlace(k, one, (await placeIn(id, one, 'administrator')).id),
      endPlace(k, two, (await placeIn(id, two, 'administrator')).id),
    ]);
    expect(left.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(left.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'people.last_organisation_administrator' },
    });
  });

  it('stay out of each other’s organisations', async () => {
    const [administrator, stranger] = await Promise.all([makeAccount(k), makeAccount(k)]);
    const { id } = await makeOrganisation(k, { people: [held(administrator, 'administrator')] });
    const place = await placeIn(id, administrator, 'administrator');
    await expect(endPlace(k, stranger, place.id)).rejects.toMatchObject({ code: 'kernel.not_allowed' });
    await expect(offerPlace(k, stranger, id, { part: 'member', number: 'x' })).rejects.toMatchObject({
      code: 'kernel.not_allowed',
    });
    await expect(closeOrganisation(k, stranger, id)).rejects.toMatchObject({ code: 'kernel.not_allowed' });
    const visitor = await makeVisitor(k, app, []);
    expect((await visitor.post(`/me/organisations/${place.id}`, { answer: 'end' })).status).toBe(404);
  });

  it('lose their last administrator when an account is closed; the secretariat finds another', async () => {
    const administrator = await makeAccount(k);
    const { id } = await makeOrganisation(k, { people: [held(administrator, 'administrator')] });
    const member = await makeMember(k);
    const offer = { part: 'administrator' as const, number: member.number };
    await expect(offerPlace(k, secretary.actor, id, offer)).rejects.toMatchObject({ code: 'people.place_not_needed' });
    await deleteAccount(k, administrator);
    expect((await secretary.get(`/secretariat/organisations/${id}`)).text).toContain('没有管理员了');
    await offerPlace(k, secretary.actor, id, offer);
    await answerPlace(k, member, (await placeIn(id, member, 'administrator')).id, true);
    expect(await mayActFor(k.db, member.accountId, id, ['administrator'])).toBe(true);
  });

  it('end with the organisation', async () => {
    const administrator = await makeAccount(k);
    const { id, slug, name } = await makeOrganisation(k, { people: [held(administrator, 'administrator')] });
    await closeOrganisation(k, administrator, id);
    await settle(k);
    expect(await organisationsOf(k.db, administrator.accountId)).toEqual([]);
    expect((await app.inject({ url: `/organisations/${slug}` })).statusCode).toBe(404);
    expect((await organisationById(k.db, id))?.name).toBe(name);
    await expect(closeOrganisation(k, secretary.actor, id)).rejects.toMatchObject({
      code: 'people.organisation_closed',
    });
    await expect(askToJoin(k, administrator, id)).rejects.toMatchObject({ code: 'people.organisation_closed' });
    expect((await audited(k, 'people.organisation_closed')).at(-1)).toMatchObject({ object_id: id });
  });
});

describe('the public list', () => {
  it('finds by name, short name and pinyin, by kind, and page by page in one order', async () => {
    await makeOrganisation(k, { name: '云川市短视频协会', shortName: '短协', about: '介绍 <script>x</script>' });
    for (const q of ['短视频', '短协', 'duanshipin', 'ycsdspxh', '短視頻'])
      expect((await app.inject({ url: `/organisations?q=${encodeURIComponent(q)}` })).body).toContain(
        '云川市短视频协会',
      );
    expect((await app.inject({ url: '/organisations?q=%25' })).body).not.toContain('短视频');
    expect((await app.inject({ url: '/organisations?kind=partner' })).body).not.toContain('短视频');
    expect((await app.inject({ url: '/organisations' })).body).not.toContain('<script>x');
    for (let n = 0; n < 35; n++) await makeOrganisation(k, { name: `甲${String(n).padStart(2, '0')}协会` });
    const seen: string[] = [];
    for (let url: string | undefined = '/organisations?q=jia'; url; ) {
      const { body }: { body: string } = await app.inject({ url });
      seen.push(...[...body.matchAll(/>(甲\d\d协会)</g)].map(([, name]) => name!));
      url = /href="([^"]*)" rel="prev"|class="next" href="([^"]*)"/.exec(body)?.[2]?.replaceAll('&amp;', '&');
    }
    expect(seen).toEqual(Array.from({ length: 35 }, (_, n) => `甲${String(n).padStart(2, '0')}协会`));
  });

  it('names officers only where they are in the public directory', async () => {
    const shown = await makeMember(k, { name: '公开的人', entry: { publicFields: ['name'] } });
    const hiddenOne = await makeMember(k, { name: 'SECRET不公开' });
    const { slug } = await makeOrganisation(k, {
      people: [held(shown, 'liaison_officer'), held(hiddenOne, 'liaison_officer')],
      website: 'https://site.example.org',
    });
    const page = await app.inject({ url: `/organisations/${slug}` });
    if (page.body.includes('公开的人')) expect(page.body).toContain(`/members/${shown.number.toLowerCase()}`);
    expect(page.body).not.toContain('SECRET');
    expect(page.body).toContain('已核验');
  });

  it('is exported whole by the secretariat alone', async () => {
    const csv = await secretary.get('/secretariat/organisations.csv');
    expect([csv.status, csv.text.includes('云川市短视频协会')]).toEqual([200, true]);
    const visitor = await makeVisitor(k, app, []);
    for (const url of ['/secretariat/organisations', '/secretariat/organisations.csv', '/secretariat/rounds'])
      expect((await visitor.get(url)).status).toBe(403);
  });
});
