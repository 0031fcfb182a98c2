import { beforeAll, describe, expect, it } from 'vitest';
import { settle, testApp, testKernel } from '../../../../test/harness.ts';
import { countingQueries } from '../../../kernel/db/counting-queries.fixture.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import { citySettings } from '../../../kernel/settings/index.ts';
import { addDays, localDate } from '../../../kernel/time/index.ts';
import { makeAccount, makeDepartment, sessionCookie } from '../../people/people.factory.ts';
import { withdrawContribution } from '../comments/withdraw-contribution.ts';
import type { ConsultationOf } from '../consultation.queries.ts';
import { makeConsultation } from '../consultations.factory.ts';
import { hideContribution } from '../moderation/hide-contribution.ts';
import { draftAnswer, publishAnswer } from './answer-idea.ts';
import { examineIdea } from './examine-idea.ts';
import { makeIdea, workOn } from './ideas.factory.ts';
import { mergeIdea } from './merge-ideas.ts';
import { moveIdea } from './move-idea.ts';
import { setCategories } from './set-categories.ts';
import { agreeToThanks, takeThanksBack } from './thank-author.ts';

const k = await testKernel();
const app: App = await testApp(k);

type Account = Awaited<ReturnType<typeof makeAccount>>;
let call: ConsultationOf<'ideas'>;
let prepared: ConsultationOf<'ideas'>;
let people: Record<'nobody' | 'author' | 'resident' | 'office' | 'stranger' | 'convener' | 'auditor', Account | null>;
const numbers: Record<string, number> = {};

/** Words that must not be read by everybody, planted where they could get out. */
const secret = {
  name: '鞠真名',
  hidden: '藏起来的话',
  hiddenTitle: '藏起来的标题',
  withdrawn: '收回去的话',
  withdrawnTitle: '收回去的标题',
  draft: '还没公开的答复',
  prepared: '筹备中的说明',
  thanked: '后悔署名',
};

beforeAll(async () => {
  await inTransaction(k.db, (tx) =>
    k.settings.set(
      tx,
      citySettings,
      {
        ...k.settings.get(citySettings),
        texts: {
          rules: { 'zh-CN': '1. **不公开他人的个人信息。** 住址也算。', en: '1. **No personal data of others.**' },
        },
      },
      k.clock.now(),
      null,
    ),
  );
  const made = await makeConsultation(k, 'ideas', { title: '今年办哪些实事' });
  call = made.consultation;
  const { convener } = made;
  prepared = (await makeConsultation(k, 'ideas', { state: 'draft', title: secret.prepared })).consultation;
  const office = await makeDepartment(k, { name: '市政局' });
  const author = await makeAccount(k, { name: secret.name });
  people = {
    nobody: null,
    author,
    convener,
    resident: await makeAccount(k, { name: '路人' }),
    office: await makeAccount(k, { name: '王工', roles: [{ role: 'convener', departmentId: office }] }),
    stranger: await makeAccount(k, {
      name: '外人',
      roles: [{ role: 'convener', departmentId: await makeDepartment(k) }],
    }),
    auditor: await makeAccount(k, { name: '审计', roles: [{ role: 'auditor' }] }),
  };
  const moderator = await makeAccount(k, { roles: [{ role: 'moderator' }] });
  await setCategories(k, convener, call.id, { names: '道路\n公园\n道路\n' });
  const say = async (key: string, title: string, text: string) => {
    const idea = await makeIdea(k, call, { author, title, text, shownAs: '河边人', formToken: '' });
    numbers[key] = idea.number;
    return idea.id;
  };
  const visible = await say('visible', '河滨步道装路灯', '晚上没有路灯，老人容易摔倒。');
  const hidden = await say('hidden', secret.hiddenTitle, `${secret.hidden}，很长很长的一句。`);
  const withdrawn = await say('withdrawn', secret.withdrawnTitle, `${secret.withdrawn}，很长很长的一句。`);
  const merged = await say('merged', '河滨步道安路灯', '步道太黑了，装几盏灯吧。');
  const moved = await say('moved', '放错地方的点子', '这一条应该放到别的征集里。');
  const given = await say('given', '修修人行道', '人行道的砖松动了，下雨溅一身水。');
  const thanked = await say('thanked', '公园里加几张长椅', '走累了没有地方坐，加几张长椅。');
  await hideContribution(k, moderator, hidden, { rule: '1', reason: '写了别人的住址和电话，先隐藏起来。' });
  await withdrawContribution(k, author, withdrawn);
  await mergeIdea(k, convener, merged, visible);
  const there = await makeConsultation(k, 'ideas', { slug: 'bie-de-zhengji', departmentId: call.departmentId });
  await moveIdea(k, { ...convener }, moved, there.consultation.slug);
  const day = addDays(localDate(k.clock.now(), k.config.TIME_ZONE), 20);
  await examineIdea(k, convener, given, { departmentId: office, answerBy: day });
  await draftAnswer(k, people.office as Account, given, {
    outcome: 'taken_up',
    text: `${secret.draft}，年内修好。`,
    doneBy: day,
  });
  await workOn(k, convener, thanked, { departmentId: call.departmentId, outcome: 'taken_up' });
  await agreeToThanks(k, author, thanked, { agree: 'yes', shownAs: secret.thanked });
  await takeThanksBack(k, author, thanked);
  await settle(k);
});

async function get(url: string, who: Account | null) {
  const headers = { ...(who ? { cookie: await sessionCookie(k, who) } : {}), accept: 'text/html' };
  const answer = await app.inject({ url, headers });
  // Titles break between words.
  return { status: answer.statusCode, body: answer.body.replaceAll(/<wbr\/?>/g, ''), headers: answer.headers };
}

/** Every address that a call has. */
function addresses(): string[] {
  const slug = call.slug;
  const each = Object.values(numbers);
  return [
    `/ideas/${slug}`,
    `/ideas/${slug}?view=gallery&order=supports`,
    `/ideas/${slug}?q=${encodeURIComponent('藏起来')}`,
    `/ideas/${slug}?q=${encodeURIComponent('收回去')}`,
    `/ideas/${slug}/new`,
    `/ideas/${slug}/like?title=${encodeURIComponent(secret.hiddenTitle)}`,
    `/ideas/${slug}/thanks`,
    `/api/v1/ideas/${slug}`,
    `/api/v1/ideas/${prepared.slug}`,
    `/ideas/${prepared.slug}`,
    `/ideas/${prepared.slug}/new`,
    `/ideas/${prepared.slug}/like?title=abcd`,
    `/convene/${slug}/ideas`,
    `/convene/${slug}/ideas/overview`,
    `/convene/${slug}/ideas/export.csv`,
    `/convene/${slug}/ideas/export.xlsx`,
    `/convene/${prepared.slug}/ideas`,
    ...each.flatMap((number) => [
      `/ideas/${slug}/${number}`,
      `/ideas/${slug}/${number}/mine`,
      `/ideas/${slug}/${number}/certificate.pdf`,
      `/convene/${slug}/ideas/${number}`,
    ]),
  ];
}

describe('pages of a call', () => {
  const readers = {
    nobody: [],
    resident: [],
    stranger: [],
    // Their own words where they stand hidden, on their own page.
    author: ['name', 'hiddenTitle'],
    office: ['draft'],
    convener: ['hidden', 'hiddenTitle', 'draft'],
    auditor: ['hidden', 'hiddenTitle', 'draft', 'prepared'],
  } as const;

  for (const [who, may] of Object.entries(readers))
    it(`tell ${who} nothing that they may not read`, async () => {
      const found = new Set<string>();
      for (const url of addresses()) {
        const { body, status } = await get(url, people[who as keyof typeof people]);
        expect([url, status < 500]).toEqual([url, true]);
        // A search shows again what was searched for.
        const said = url.includes('?q=') ? body.replaceAll(decodeURIComponent(url.split('?q=')[1] ?? ''), '') : body;
        for (const [name, words] of Object.entries(secret)) if (said.includes(words)) found.add(name);
      }
      // What somebody reads of themselves, their own name in the frame, is no leak.
      expect([...found].filter((name) => !(may as readonly string[]).includes(name))).toEqual([]);
    });

  it('let in whoever has a right, and nobody else', async () => {
    const desk = [`/convene/${call.slug}/ideas`, `/convene/${call.slug}/ideas/overview`];
    const statuses = async (who: Account | null, urls: string[]) =>
      Promise.all(urls.map(async (url) => (await get(url, who)).status));
    expect(await statuses(people.nobody, desk)).toEqual([303, 303]);
    for (const who of ['resident', 'author', 'stranger'] as const)
      expect(await statuses(people[who], desk)).toEqual([403, 403]);
    for (const who of ['office', 'convener', 'auditor'] as const)
      expect(await statuses(people[who], desk)).toEqual([200, 200]);
    const { given, visible, withdrawn } = numbers;
    const matters = [given, visible, withdrawn].map((number) => `/convene/${call.slug}/ideas/${number}`);
    expect(await statuses(people.office, matters)).toEqual([200, 404, 404]);
    expect(await statuses(people.convener, matters)).toEqual([200, 200, 404]);
    const files = ['csv', 'xlsx', 'exe'].map((format) => `/convene/${call.slug}/ideas/export.${format}`);
    expect(await statuses(people.office, files)).toEqual([403, 403, 403]);
    expect(await statuses(people.convener, files)).toEqual([200, 200, 404]);
    expect(await statuses(people.resident, [`/ideas/${call.slug}/${visible}/mine`])).toEqual([404]);
    expect(await statuses(people.author, [`/ideas/${call.slug}/${visible}/mine`])).toEqual([200]);
  });

  it('say what is hidden, taken back, merged and moved', async () => {
    const page = async (key: string) => get(`/ideas/${call.slug}/${numbers[key]}`, null);
    expect((await page('hidden')).body).toContain('规则隐藏');
    expect((await page('withdrawn')).body).toContain('作者已撤回');
    const merged = (await page('merged')).body;
    expect(merged).toContain(`href="/ideas/${call.slug}/${numbers.visible}"`);
    // What somebody wrote stays to be read.
    expect(merged).toContain('步道太黑了');
    const moved = await page('moved');
    expect([moved.status, moved.headers.location]).toEqual([301, '/ideas/bie-de-zhengji/1']);
  });

  it('keep a promised day to be read when it is changed', async () => {
    const { consultation, convener } = await makeConsultation(k, 'ideas');
    const { id, number } = await makeIdea(k, consultation);
    const by = (days: number) => ({
      departmentId: consultation.departmentId,
      answerBy: addDays(localDate(k.clock.now(), k.config.TIME_ZONE), days),
    });
    await examineIdea(k, convener, id, by(3));
    await examineIdea(k, convener, id, by(3));
    await examineIdea(k, convener, id, by(9));
    const { body } = await get(`/ideas/${consultation.slug}/${number}`, null);
    expect(body.match(/原定.{1,20}前答复，改到/g)).toHaveLength(1);
  });

  it('thank nobody for what a later answer does not take up', async () => {
    const { consultation, convener } = await makeConsultation(k, 'ideas');
    const { id, number, author } = await makeIdea(k, consultation);
    await workOn(k, convener, id, { departmentId: consultation.departmentId, outcome: 'taken_up' });
    await agreeToThanks(k, author, id, { agree: 'yes', shownAs: '晨跑的人' });
    const base = `/ideas/${consultation.slug}/${number}`;
    expect((await get(`${base}/certificate.pdf`, author)).status).toBe(200);
    expect((await get(base, null)).body).toContain('晨跑的人');
    await draftAnswer(k, convener, id, { outcome: 'not_taken_up', text: '查明那里不能立灯杆，今年不办了。' });
    await publishAnswer(k, convener, id, 1);
    k.cache.clear();
    expect((await get(`${base}/certificate.pdf`, author)).status).toBe(404);
    expect((await get(base, null)).body).not.toContain('晨跑的人');
  });

  it('answer what nobody should ask with a page, not with an error of their own', async () => {
    const bad = [
      `/ideas/${call.slug}/0`,
      `/ideas/${call.slug}/99999999999`,
      `/ideas/${call.slug}/1e3`,
      '/ideas/%00',
      '/ideas/%F0%9F%92%A9/1',
      '/thanks/AAAA',
      '/thanks/%27%20or%201',
      `/convene/${call.slug}/ideas/x`,
    ];
    for (const url of bad)
      expect([url, [400, 404].includes((await get(url, people.convener)).status)]).toEqual([url, true]);
    const odd = [
      `/ideas/${call.slug}?after=999999999_0190a8c0-0000-7000-8000-000000000000&order=supports`,
      `/ideas/${call.slug}?after=9999999999999_0190a8c0-0000-7000-8000-000000000000&order=answered`,
      `/ideas/${call.slug}?after=x&stage=nope&category=1&district=zz&q=%27%22%3C`,
      `/ideas/${call.slug}?order[]=a&q[]=b`,
      `/convene/${call.slug}/ideas?after=123_x&q=%00%27&queue=nope`,
    ];
    for (const url of odd) expect([url, (await get(url, people.convener)).status]).toEqual([url, 200]);
  });

  it('write out what people typed as text', async () => {
    const { number } = await makeIdea(k, call, {
      title: '<img src=x onerror=alert(1)>',
      text: '</script><script>alert(2)</script> 好',
    });
    await settle(k);
    for (const url of [
      `/ideas/${call.slug}`,
      `/ideas/${call.slug}/${number}`,
      `/convene/${call.slug}/ideas/${number}`,
    ]) {
      const { body } = await get(url, people.convener);
      expect(body).not.toContain('<img src=x');
      expect(body).not.toContain('<script>alert');
    }
    const { body } = await get(`/convene/${call.slug}/ideas/export.csv`, people.convener);
    expect(body).toContain('onerror');
  });

  it('ask the database for a list page no oftener with many ideas than with few', async () => {
    const queries = () => {
      k.cache.clear();
      return countingQueries(k.pool)(() => get(`/ideas/${call.slug}`, null));
    };
    const few = await queries();
    for (let n = 0; n < 25; n++) await makeIdea(k, call, { title: `又一条点子第${n}号` });
    expect([few > 3, await queries()]).toEqual([true, few]);
    const { body } = await get(`/ideas/${call.slug}`, null);
    const next = /href="([^"]+after=[^"]+)"/.exec(body)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect(next).toContain(`/ideas/${call.slug}?after=`);
    expect((await get(next, null)).body).toContain('河滨步道装路灯');
  });
});
