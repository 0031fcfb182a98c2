import { beforeAll, describe, expect, it } from 'vitest';
import { type TestKernel, testApp, testKernel } from '../../../../test/harness.ts';
import type { App } from '../../../kernel/http/index.ts';
import { postForm } from '../../people/form-post.fixture.ts';
import { makeAccount, sessionCookie } from '../../people/people.factory.ts';
import { decideOpinion } from './decide-opinions.ts';
import { makeDraft, makeOpinions } from './desk.factory.ts';
import { keepLikeness } from './likeness/keep-likeness.ts';
import { opinionByNumber } from './opinion.queries.ts';

let k: TestKernel;
let app: App;
let draft: Awaited<ReturnType<typeof makeDraft>>;
let base: string;
let cookie: string;
let second: Awaited<ReturnType<typeof makeAccount>>;
let first: number;

beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
  draft = await makeDraft(k);
  const { consultation, anchors, convener } = draft;
  base = `/convene/${consultation.slug}/opinions`;
  cookie = await sessionCookie(k, convener);
  second = await makeAccount(k, {
    name: '李召集',
    roles: [{ role: 'convener', departmentId: consultation.departmentId }],
  });
  const three = anchors.第三条 ?? '';
  first = await makeOpinions(
    k,
    consultation.id,
    { text: '不要收费。' },
    { text: '步道应当早上五点半开放，六点太晚，老人晨练都起得早。', anchor: three },
    { text: '遛狗要罚款。<img src=x onerror=boom()>', anchor: anchors.第四条 ?? '' },
    { text: '开放时间提前到早上五点半吧，老人晨练起得早。', anchor: three },
  );
  await keepLikeness(k, consultation.id);
});

const get = async (path: string) => (await app.inject({ url: base + path, headers: { cookie } })).body;
const post = (path: string, fields: Record<string, string | string[]>) =>
  postForm(app, base + path, fields, { cookie });
const order = (body: string) =>
  [...body.matchAll(/href="[^"]*\/opinions\/(\d+)(?:\?[^"]*)?"(?: aria-current="true")?><span class="k"/g)].map(
    ([, n]) => Number(n),
  );

describe('the desk', () => {
  it('lists by paragraph with alike ones together, and narrows', async () => {
    expect(order(await get(''))).toEqual([first, first + 1, first + 3, first + 2]);
    expect(order(await get(`?anchor=${draft.anchors.第三条}`))).toEqual([first + 1, first + 3]);
    expect(order(await get('?anchor=whole'))).toEqual([first]);
    expect(order(await get(`?alike=${first + 1}`))).toEqual([first + 1, first + 3]);
    expect(order(await get(`?q=${encodeURIComponent('罚款')}`))).toEqual([first + 2]);
    expect(order(await get(`?q=${first}`))).toEqual([first]);
    expect(order(await get('?way=email'))).toEqual([]);
    expect(order(await get('?show=mine'))).toEqual([]);
    expect(order(await get('?org=yes'))).toEqual([]);
    // What nobody means is passed over.
    expect(
      (await app.inject({ url: `${base}?who=x&way=y&alike=z&q=${'长'.repeat(500)}`, headers: { cookie } })).statusCode,
    ).toBe(200);
    expect((await app.inject({ url: `${base}/9999999999`, headers: { cookie } })).statusCode).toBe(404);
    expect((await app.inject({ url: `${base}/77`, headers: { cookie } })).statusCode).toBe(404);
  });

  it('shows an opinion with its paragraph and what says the same, escaped', async () => {
    const body = await get(`/${first + 1}`);
    expect(body).toContain('步道每日六时至二十二时开放');
    expect(body).toContain('相近的意见还有 1 条');
    expect(await get(`/${first + 2}`)).not.toContain('<img src=x');
  });

  it('keeps what was typed where it was wrong, and shows what somebody else decided first', async () => {
    const number = first + 2;
    const wrong = await post(`/${number}/decide`, { verdict: 'adopted', reason: ' ', revision: '0' });
    expect(wrong.statusCode).toBe(422);
    expect(wrong.body).toContain('请写明理由');
    await decideOpinion(k, second, draft.consultation, { number, verdict: 'not_adopted', reason: '另有规定。' });
    const late = await post(`/${number}/decide`, { verdict: 'adopted', reason: '我写的理由', revision: '0' });
    expect(late.statusCode).toBe(409);
    for (const word of ['李召集', '另有规定', '我写的理由']) expect(late.body).toContain(word);
    // Now knowingly.
    const anew = await post(`/${number}/decide`, { verdict: 'adopted', reason: '我写的理由', revision: '1' });
    expect(anew.statusCode).toBe(303);
    expect(await get(`/${number}?show=all`)).toContain('以前的决定 1 次');
  });

  it('decides those that say the same with a tick, and goes on to the next', async () => {
    const body = await get(`/${first + 1}`);
    const alike = /name="alike" value="([^"]+)"/.exec(body)?.[1] ?? '';
    expect(alike).toBe(String(first + 3));
    const done = await post(`/${first + 1}/decide`, {
      ...{ verdict: 'adopted', reason: '提前。', revision: '0', together: 'yes', alike },
    });
    expect(done.headers.location).toBe(`${base}/${first}?did=decided&n=2`);
    expect(await opinionByNumber(k.db, draft.consultation.id, first + 3)).toMatchObject({ outcome: 'adopted' });
  });

  it('does many exactly as they were listed', async () => {
    const more = await makeOpinions(k, draft.consultation.id, { text: '加灯。' }, { text: '加座椅。' });
    const body = await get('/several');
    const all = /name="all" value="([^"]+)"/.exec(body)?.[1] ?? '';
    expect(all).toBe(`${first},${more}-${more + 1}`);
    const unseen = await makeOpinions(k, draft.consultation.id, { text: '后来的。' });
    const none = await post('/several', { do: 'decide', which: 'ticked', all, verdict: 'partly', reason: '研究。' });
    expect(none.statusCode).toBe(422);
    const ticked = await post('/several', {
      ...{ do: 'decide', which: 'ticked', all, numbers: [String(more)], verdict: 'partly', reason: '研究。' },
    });
    expect(ticked.headers.location).toBe(`${base}/several?did=decided&n=1&left=0`);
    const handed = await post('/several', { do: 'assign', which: 'all', all, colleague: second.accountId });
    expect(handed.headers.location).toContain('did=assigned&n=3');
    const rest = await post('/several', { do: 'decide', which: 'all', all, verdict: 'partly', reason: '一并研究。' });
    expect(rest.headers.location).toContain('did=decided&n=2&left=1');
    expect(await opinionByNumber(k.db, draft.consultation.id, unseen)).toMatchObject({ outcome: null });
    expect(await get('/several?did=decided&n=2&left=1')).toContain('另有 1 条没有动');
    expect(await get('/progress')).toContain('李召集');
    // A form made up by hand.
    for (const numbers of ['1-99999999', 'x', '1;drop', '0'])
      expect((await post('/several', { do: 'assign', which: 'all', all: numbers, colleague: '' })).statusCode).toBe(
        422,
      );
  });

  it('keeps usual reasons and takes them away', async () => {
    expect((await post('/templates', { title: '', text: 'x' })).statusCode).toBe(422);
    expect((await post('/templates', { title: '上位法', text: '上位法已有规定。' })).statusCode).toBe(303);
    expect((await post('/templates', { title: '上位法', text: '又一条。' })).statusCode).toBe(409);
    const body = await get('/templates');
    const id = /templates\/([0-9a-f-]{36})\/remove/.exec(body)?.[1] ?? '';
    expect((await post(`/templates/${id}/remove`, {})).statusCode).toBe(303);
    expect(await get('/templates')).not.toContain(id);
  });

  it('is read by auditors and leaders, who decide nothing, and by nobody else', async () => {
    for (const [role, status] of [
      ['auditor', 200],
      ['leader', 200],
      ['moderator', 403],
      ['organiser', 403],
    ] as const) {
      const actor = await makeAccount(k, { roles: [{ role, departmentId: null }] });
      const headers = { cookie: await sessionCookie(k, actor) };
      for (const path of ['', `/${first}`, '/progress', '/templates', '/list.xlsx'])
        expect([role, path, (await app.inject({ url: base + path, headers })).statusCode]).toEqual([
          role,
          path,
          status,
        ]);
      expect((await app.inject({ url: `${base}/several`, headers })).statusCode).toBe(403);
      const sent = await postForm(app, `${base}/${first}/decide`, { verdict: 'adopted', reason: 'x' }, headers);
      expect(sent.statusCode).toBe(403);
    }
    expect((await app.inject(base)).statusCode).not.toBe(200);
  });
});
