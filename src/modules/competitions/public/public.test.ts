import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { HtmlValidate } from 'html-validate';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { settle, testApp, testKernel } from '../../../../test/harness.ts';
import { countingQueries } from '../../../kernel/db/counting-queries.fixture.ts';
import { newId } from '../../../kernel/db/index.ts';
import { makeAccount, makeDepartment, sessionCookie } from '../../people/people.factory.ts';
import { makeCompetition, makeCompetitionEntry, makeDuty } from '../competitions.factory.ts';
import { insertMadeFile, insertMadeNote, writeMadeWords } from './public.factory.queries.ts';

const k = await testKernel();
const app = await testApp(k);
const countQueries = countingQueries(k.pool);

/** Pages break titles between words. */
const textOf = (html: string) => html.replaceAll('<wbr/>', '');
const get = async (url: string, headers: Record<string, string> = {}) => {
  const answer = await app.inject({ url, headers });
  return { status: answer.statusCode, text: textOf(answer.body), headers: answer.headers, raw: answer.rawPayload };
};
const english = { 'accept-language': 'en' };
const fresh = async () => {
  await settle(k);
  k.cache.clear();
};

const running = [
  { kind: 'entry' as const, from: -30, to: -10 },
  { kind: 'ballot' as const, from: -3, to: 6.5, settings: { weight: 30, most: 10, per: 'day' } },
  { kind: 'jury' as const, from: 7, to: 12, settings: { weight: 70 } },
  { kind: 'announcement' as const, from: 13, to: 20 },
  { kind: 'results' as const, from: 25, to: 26 },
];

/** What the description of the interface says of an answer. */
async function schemaOf(path: string): Promise<ValidateFunction> {
  const { paths, components } = JSON.parse((await get('/api/v1/openapi.json')).text);
  const { schema } = paths[path].get.responses['200'].content['application/json'];
  return new Ajv({ strict: false, formats: { 'date-time': true } }).compile({ ...schema, components });
}

describe('the list', () => {
  it('says that there is nothing, and then what runs, what comes and what is over', async () => {
    expect((await get('/competitions')).text).toContain('现在没有评选');
    await makeCompetition(k, { slug: 'run', title: '街巷手艺', stages: running });
    await makeCompetition(k, {
      slug: 'ahead',
      title: '夜市小吃',
      stages: [
        { kind: 'entry', from: 5 },
        { kind: 'results', from: 30 },
      ],
    });
    await makeCompetition(k, { slug: 'over', title: '灯谜会', state: 'final' });
    await makeCompetition(k, { slug: 'hidden', title: '还没公布', state: 'draft' });
    await fresh();
    const { text } = await get('/competitions');
    for (const part of [
      '正在进行',
      '即将开始',
      '已经结束',
      '街巷手艺',
      '夜市小吃',
      '灯谜会',
      '还有 <b class="num">6</b> 天',
    ])
      expect(text).toContain(part);
    expect(text).not.toContain('还没公布');
    expect((await get('/competitions?q=小吃')).text).toContain('夜市小吃');
    expect((await get('/competitions?q=小吃')).text).not.toContain('街巷手艺');
    expect((await get('/competitions', english)).text).toContain('Under way');
  });

  it('turns its pages without leaving one out, and asks the database as often for many as for few', async () => {
    const made: string[] = [];
    for (let n = 0; n < 45; n += 1)
      made.push((await makeCompetition(k, { title: `往年评选${n}`, state: 'final' })).competition.slug);
    await fresh();
    const seen = new Set<string>();
    let url: string | undefined = '/competitions?q=往年评选';
    for (let page = 0; url && page < 6; page += 1) {
      const { text } = await get(url);
      for (const [, slug] of text.matchAll(/href="\/competitions\/(c-[0-9a-f]+)"/g)) seen.add(slug ?? '');
      url = /<a class="next" href="([^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&');
    }
    expect([...seen].sort()).toEqual([...made].sort());
    k.cache.clear();
    const many = await countQueries(() => get('/competitions'));
    const few = await countQueries(() => get('/competitions?q=小吃'));
    expect(many).toBe(few);
    expect(many).toBeLessThanOrEqual(2);
    expect(await countQueries(() => get('/competitions'))).toBe(0);
  });

  it('takes hostile addresses for empty ones', async () => {
    for (const query of [
      'q=%00',
      "q=%25_'",
      'after=x',
      'list=open&after=1_x',
      'list=drafts',
      'q=a&q=b',
      `q=${'x'.repeat(5000)}`,
    ])
      expect((await get(`/competitions?${query}`)).status).toBe(200);
    expect((await get('/competitions?q=%25')).text).toContain('没有找到');
  });

  it('is a feed as well', async () => {
    const { status, text, headers } = await get('/competitions/feed.xml');
    expect([status, headers['content-type']]).toEqual([200, 'application/atom+xml; charset=utf-8']);
    expect(text).toContain('http://tongxin.test/competitions/run');
    expect(text).not.toContain('还没公布');
  });
});

describe('the page of a competition', () => {
  it('says who holds it, what counts how, where it stands and what one can do', async () => {
    const departmentId = await makeDepartment(k);
    const { competition } = await makeCompetition(k, { slug: 'whole', title: '十佳', departmentId, stages: running });
    await makeDuty(k, competition, 'chair', await makeAccount(k, { name: '程主任' }));
    await makeDuty(k, competition, 'observer', await makeAccount(k, { name: '监督的人' }));
    await makeDuty(k, competition, 'screener', await makeAccount(k, { name: '初审的人', roles: [{ role: 'editor' }] }));
    await makeCompetitionEntry(k, competition, { title: '油纸伞' });
    await writeMadeWords(k.db, competition.id, {
      summary: '一句介绍',
      rules: '## 规则\n\n- 一条\n\n<script>alert(1)</script> [坏](javascript:alert(1)) ![图](https://evil.test/x.png)',
      eligibility: '满三年',
      email: 'a@example.com',
    });
    await fresh();
    const { text } = await get('/competitions/whole');
    for (const part of [
      ...[
        '云评组批〔2026〕14 号',
        '公众投票三成，评审七成',
        '您在这里：第 4 天，共 10 天',
        '程主任',
        '监督的人',
        '0800-555-0190',
      ],
      ...['/competitions/whole/vote', '/competitions/whole/entries', '满三年', '油纸伞', '去掉一个最高分和一个最低分'],
      ...['最后得分＝公众投票得分 × 30% + 评审得分 × 70%', '每人每天一张选票', '投票期间不公布票数', '公示 5 个工作日'],
      ...['property="og:image" content="http://tongxin.test/competitions/whole/card.png?lang=zh-CN"'],
      ...['name="twitter:card" content="summary_large_image"', '&lt;script&gt;alert(1)'],
    ])
      expect(text).toContain(part);
    for (const part of ['<script>alert', 'href="javascript:', 'evil.test', '初审的人'])
      expect(text).not.toContain(part);
    const page = (await get('/competitions/whole', english)).text;
    expect(page).toContain('Public vote 30%, Jury 70%');
    expect(page).toContain('day 4 of 10');
  });

  it('of a showcase has no word of rank, place or award', async () => {
    const { competition } = await makeCompetition(k, {
      slug: 'show',
      title: '夜市小吃展',
      mode: 'showcase',
      format: 'trade_show',
      stages: [
        { kind: 'entry', from: -3 },
        { kind: 'results', from: 20 },
      ],
    });
    await makeCompetitionEntry(k, competition);
    for (const url of ['/competitions/show', '/competitions/show/entries', '/competitions/show/screen']) {
      const { text } = await get(url);
      expect(text).not.toMatch(/名次|第一名|获奖|得票|得分|冠军|批准文号/);
    }
    const { text } = await get('/competitions/show');
    expect(text).toContain('展示，不排名、不评奖');
    const page = (await get('/competitions/show', english)).text;
    expect(page).not.toMatch(/winner|place\b|prize|score =/i);
  });

  it('says why it was called off, and of a draft nothing', async () => {
    await makeCompetition(k, { slug: 'off', state: 'cancelled', stages: running });
    const { competition, organiser } = await makeCompetition(k, { slug: 'draft', title: '秘密的评选', state: 'draft' });
    await makeCompetitionEntry(k, competition, { title: '秘密的作品' });
    const off = await get('/competitions/off');
    expect(off.text).toContain('called off');
    expect(off.text).not.toContain('/competitions/off/vote');
    const paths = [
      '',
      '/entries',
      '/entries/1',
      '/notes',
      '/screen',
      '/card.png',
      '/poster.pdf',
      '/entries/1/card.png',
    ];
    const cookie = await sessionCookie(k, organiser);
    for (const path of paths) {
      const nobody = await get(`/competitions/draft${path}`);
      expect([path, nobody.status]).toEqual([path, 404]);
      expect(nobody.text).not.toContain('秘密');
      // Public pages are the same for everybody: the organiser has a desk of their own.
      expect((await get(`/competitions/draft${path}`, { cookie })).status).toBe(404);
    }
    for (const path of ['', '/draft', '/draft/entries'])
      expect((await get(`/api/v1/competitions${path}`)).text).not.toContain('秘密');
  });

  it.each(['%00', '..%2f', 'A', 'a'.repeat(150), "a'--", '-x'])('under %s is not there', async (slug) => {
    for (const path of ['', '/entries', '/screen', '/card.png'])
      expect((await get(`/competitions/${slug}${path}`)).status).toBe(404);
  });

  it('shows what was changed since, in order', async () => {
    const { competition } = await makeCompetition(k, { slug: 'noted' });
    const at = (day: number) => new Date(k.clock.now().getTime() - day * 86_400_000);
    await insertMadeNote(k.db, { competitionId: competition.id, at: at(2), text: '改了时间<b>' });
    await insertMadeNote(k.db, {
      competitionId: competition.id,
      at: at(1),
      text: '看过现场',
      kind: 'remark',
      shownAs: '观察的人',
    });
    const { text } = await get('/competitions/noted/notes');
    expect(text).toContain('改了时间&lt;b>');
    expect(text).toContain('观察的人');
    expect(text.indexOf('看过现场')).toBeLessThan(text.indexOf('改了时间'));
    expect((await get('/competitions/noted/notes?after=x')).status).toBe(200);
  });
});

describe('the gallery', () => {
  it('of a thousand works stands by number in pages, each from few queries', async () => {
    const { competition } = await makeCompetition(k, { slug: 'big', categories: ['甲', '乙'], stages: running });
    for (let n = 0; n < 120; n += 1)
      await makeCompetitionEntry(k, competition, {
        title: `作品${n}`,
        category: n % 2 ? '乙' : '甲',
        ...(n === 50 ? { state: 'rejected' as const } : {}),
      });
    await fresh();
    const numbers = async (from: string) => {
      const seen: number[] = [];
      let url: string | undefined = from;
      for (let page = 0; url && page < 9; page += 1) {
        const { text } = await get(url);
        for (const [, n] of text.matchAll(/class="look" href="\/competitions\/big\/entries\/(\d+)"/g))
          seen.push(Number(n));
        url = /<a class="next" href="([^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&');
      }
      return seen;
    };
    const all = Array.from({ length: 120 }, (_, at) => at + 1).filter((n) => n !== 51);
    expect(await numbers('/competitions/big/entries')).toEqual(all);
    expect(await numbers('/competitions/big/entries?category=1')).toEqual(all.filter((n) => n % 2 === 0));
    k.cache.clear();
    expect(await countQueries(() => get('/competitions/big/entries'))).toBeLessThanOrEqual(3);
    expect(await countQueries(() => get('/competitions/big/entries'))).toBe(0);
    expect((await get('/competitions/big/entries')).text).toContain('按编号排列');
  });

  it('takes hostile addresses for its beginning', async () => {
    for (const query of ['after=-1', 'after=x', 'after=99999999999', 'category=9', 'category=%00', 'after=1&after=2'])
      expect((await get(`/competitions/big/entries?${query}`)).status).toBe(200);
  });
});

describe('a work', () => {
  it('shows its text, pictures, sound and links as they are, and its neighbours', async () => {
    const { competition } = await makeCompetition(k, { slug: 'works', stages: running });
    await makeCompetitionEntry(k, competition, { title: '前一件' });
    const entry = await makeCompetitionEntry(k, competition, {
      title: '<b>油纸伞</b>',
      body: '三代人<script>x</script>\n第二段',
    });
    await makeCompetitionEntry(k, competition, { title: '没通过', state: 'rejected' });
    await makeCompetitionEntry(k, competition, { title: '后一件' });
    const files = [
      { kind: 'audio', fileId: newId(), caption: '一段录音', name: '张三.mp3' },
      { kind: 'video', fileId: newId(), name: '张三.mp4' },
      { kind: 'link', url: 'https://films.test/watch?v=1&x="><script>', caption: '在网上看' },
    ];
    for (const [position, file] of files.entries())
      await insertMadeFile(k.db, { competitionId: competition.id, entryId: entry.id, position, ...file });
    const { status, text } = await get('/competitions/works/entries/2');
    expect(status).toBe(200);
    for (const part of [
      ...[
        '&lt;b>油纸伞&lt;/b>',
        '<audio',
        '<video',
        'controls',
        `/files/${files[0]?.fileId}`,
        '一段录音',
        '在网上看',
        'films.test',
      ],
      ...['href="/competitions/works/entries/1"', 'href="/competitions/works/entries/4"', '/competitions/works/vote'],
      ...['data-to="/competitions/works/entries/2/seen"', 'rel="nofollow ugc noopener"'],
    ])
      expect(text).toContain(part);
    for (const part of ['<script>x', '<iframe', '张三', '没通过']) expect(text).not.toContain(part);
  });

  it.each([
    ['rejected', 404],
    ['submitted', 404],
    ['mend', 404],
    ['withdrawn', 404],
    ['disqualified', 410],
  ] as const)('that is %s is answered with %i and nothing of it', async (state, status) => {
    const { competition } = await makeCompetition(k, { stages: running });
    await makeCompetitionEntry(k, competition, { title: '不给看的', state });
    for (const path of ['', '/card.png']) {
      const answer = await get(`/competitions/${competition.slug}/entries/1${path}`);
      expect(answer.status).toBe(status);
      expect(answer.text).not.toContain('不给看的');
    }
    expect((await get(`/competitions/${competition.slug}/entries`)).text).not.toContain('不给看的');
  });
});

describe('what is passed on', () => {
  it('is a picture of the right size, and a sheet to hang up', async () => {
    const { competition } = await makeCompetition(k, { slug: 'cards', stages: running });
    await writeMadeWords(k.db, competition.id, { summary: '介绍'.repeat(60) });
    await makeCompetitionEntry(k, competition, { title: '油纸伞😀' });
    for (const path of ['/card.png', '/entries/1/card.png', '/card.png?lang=en']) {
      const { status, headers, raw } = await get(`/competitions/cards${path}`);
      expect([status, headers['content-type']]).toEqual([200, 'image/png']);
      expect(await sharp(raw).metadata()).toMatchObject({ width: 1200, height: 630 });
    }
    const { status, headers, raw } = await get('/competitions/cards/poster.pdf');
    expect([status, headers['content-type'], raw.subarray(0, 5).toString()]).toEqual([200, 'application/pdf', '%PDF-']);
    // One sheet.
    expect(raw.toString('latin1').match(/\/Type \/Page\b(?!s)/g)).toHaveLength(1);
  });

  it('is open data, the same as on the pages', async () => {
    const list = JSON.parse((await get('/api/v1/competitions?limit=60')).text);
    for (const path of ['', '/big', '/big/entries?category=1']) {
      const described = path.split('?')[0]?.replace('/big', '/{slug}');
      const validate = await schemaOf(`/api/v1/competitions${described}`);
      validate(JSON.parse((await get(`/api/v1/competitions${path}`)).text));
      expect([path, validate.errors]).toEqual([path, null]);
    }
    expect(list.data.map(({ slug }: { slug: string }) => slug)).toContain('big');
    const one = JSON.parse((await get('/api/v1/competitions/big')).text);
    expect(one).toMatchObject({ slug: 'big', state: 'open', works: 119, approvalNumber: '云评组批〔2026〕14 号' });
    expect(one.weights.map(({ weight }: { weight: number }) => weight)).toEqual([30, 70]);
    let [after, n] = [0 as number | null, 0];
    while (after !== null) {
      const page: { data: { number: number }[]; next: number | null } = JSON.parse(
        (await get(`/api/v1/competitions/big/entries?limit=50&after=${after}`)).text,
      );
      n += page.data.length;
      after = page.next;
    }
    expect(n).toBe(119);
    for (const query of ['limit=0', 'limit=x', 'after=-1', 'limit=1e9'])
      expect((await get(`/api/v1/competitions/big/entries?${query}`)).status).toBe(422);
  });
});

it('stands on the home page while the city asks something of everybody, and among five places on phones', async () => {
  k.cache.clear();
  const { text } = await get('/');
  expect(text).toContain('请您参加');
  expect(text).toMatch(/href="\/competitions\/[a-z]+\/(vote|enter)"/);
  const tabs = /<nav class="tabbar".*?<\/nav>/s.exec(text)?.[0] ?? '';
  expect([...tabs.matchAll(/href="([^"]+)"/g)].map(([, href]) => href)).toEqual([
    ...['/', '/cases/new', '/cases', '/competitions', '/me'],
  ]);
});

it('makes valid HTML of every page, in both languages', async () => {
  const rules = JSON.parse(readFileSync(new URL('../../../../.htmlvalidate.json', import.meta.url), 'utf8'));
  const validate = new HtmlValidate(rules);
  const paths = ['', '/whole', '/big/entries', '/works/entries/2', '/noted/notes', '/off'];
  for (const path of paths)
    for (const headers of [{}, english, { cookie: 'look=zh-CN.elder.light' }]) {
      const { body } = await app.inject({ url: `/competitions${path}`, headers });
      const report = await validate.validateString(body);
      const problems = report.results.flatMap(({ messages }) =>
        messages.map(
          ({ ruleId, message, offset }) => `${path} ${ruleId}: ${message} ${body.slice(offset, offset + 80)}`,
        ),
      );
      expect(problems).toEqual([]);
    }
});
