import { describe, expect, it } from 'vitest';
import { settle, testApp, testKernel } from '../../../../test/harness.ts';
import { inTransaction, newId } from '../../../kernel/db/index.ts';
import { consentsOf, withdrawConsentById } from '../me/consent.queries.ts';
import { deleteAccount } from '../me/delete-account.ts';
import { makeAccount, makeDistrict, sessionCookie } from '../people.factory.ts';
import { type Entry, entryOf, saveEntry } from '../register/entry.queries.ts';
import { leaveRegister } from '../register/membership/leave-register.ts';
import { makeMember } from '../register/register.factory.ts';
import { publicFields } from '../register/register.rules.ts';
import { publishEntry } from './publish-entry.ts';

const k = await testKernel();
const app = await testApp(k);
const at = k.clock.now();
const get = async (url: string) => {
  const answer = await app.inject({
    url: url.includes('%') ? url : encodeURI(url),
    headers: { 'accept-language': 'zh-CN' },
  });
  return { status: answer.statusCode, text: answer.body.replaceAll('<wbr/>', ''), headers: answer.headers };
};
const fresh = async () => {
  await settle(k);
  k.cache.clear();
};
const names = (html: string) => [...html.matchAll(/<h3><a href="\/members\/[^"]+">([^<]+)</g)].map(([, name]) => name);

/** Every field filled with words of its own. */
const full = (word: string): Partial<Entry> => ({
  penName: `${word}笔名`,
  intro: `${word}自述`,
  categories: ['streamer'],
  stratum: 'freelance',
  field: `${word}领域`,
  organisationName: `${word}单位`,
  post: `${word}职务`,
  skills: [`${word}技能`],
  contactEmail: `${word}@example.test`,
  contactPhone: `139${word}`,
  accounts: [{ platform: `${word}平台`, name: `${word}账号`, url: `https://example.test/${word}` }],
  works: [
    { title: `${word}作品`, kind: 'text', url: `https://example.test/w/${word}`, year: 2026, note: `${word}说明` },
  ],
});

async function statements(work: () => Promise<unknown>): Promise<number> {
  const connect = k.pool.connect.bind(k.pool);
  let n = 0;
  const own = new Map<object, unknown>();
  Object.assign(k.pool, {
    connect: async () => {
      const client = await connect();
      if (!own.has(client)) {
        own.set(client, true);
        const query = client.query.bind(client) as (...given: unknown[]) => unknown;
        Object.assign(client, {
          query: (...given: unknown[]) => {
            n++;
            return query(...given);
          },
        });
      }
      return client;
    },
  });
  await work();
  Object.assign(k.pool, { connect });
  for (const client of own.keys()) Reflect.deleteProperty(client, 'query');
  return n;
}

describe('what is not public', () => {
  it('stands nowhere: page, list, search, card, JSON, table', async () => {
    const secretive = await makeMember(k, {
      name: 'SECRET-real',
      entry: { ...full('SECRET'), penName: '公开的人', publicFields: ['pen_name'] },
    });
    const nobody = await makeMember(k, { name: 'SECRET-hidden', entry: full('SECRET') });
    await fresh();
    const slug = secretive.number.toLowerCase();
    const page = await get(`/members/${slug}`);
    expect([page.status, page.text.includes('公开的人')]).toEqual([200, true]);
    expect((await get(`/members/${nobody.number.toLowerCase()}`)).status).toBe(404);
    expect((await get(`/members/${nobody.number.toLowerCase()}.vcf`)).status).toBe(404);
    for (const url of [
      `/members/${slug}`,
      '/members',
      '/members?q=公开',
      `/members/${slug}.vcf`,
      '/members.csv',
      '/api/v1/members',
      `/api/v1/members/${slug}`,
    ]) {
      const { text, status } = await get(url);
      expect(status, url).toBe(200);
      expect(text, url).toContain('公开的人');
      expect(text, url).not.toContain('SECRET');
      expect(text, url).not.toContain(secretive.accountId);
      expect(text, url).not.toContain(secretive.email);
    }
    for (const q of ['SECRET', 'secret', 'secretreal', '技能', '作品'])
      expect(names((await get(`/members?q=${q}`)).text), q).toEqual([]);
    for (const filter of ['category=streamer', 'field=SECRET领域', 'organisation=SECRET单位'])
      expect(names((await get(`/members?${filter}`)).text), filter).toEqual([]);
  });

  it.each([...publicFields])('is every field but %s when that alone is public', async (field) => {
    const name = `独示${field}`;
    const member = await makeMember(k, { name, entry: { ...full('ONLY'), publicFields: [field] } });
    await fresh();
    const slug = member.number.toLowerCase();
    const named = field === 'name' || field === 'pen_name';
    for (const url of [`/members/${slug}`, `/members/${slug}.vcf`])
      expect((await get(url)).status).toBe(named ? 200 : 404);
    const { text } = await get('/members.csv');
    expect(text.includes(member.number)).toBe(named);
  });

  it('needs the consent, and goes with it at once', async () => {
    const member = await makeMember(k, { entry: { penName: '要退出的', publicFields: ['pen_name'] } });
    const url = `/members/${member.number.toLowerCase()}`;
    expect((await get(url)).status).toBe(200);
    const consent = (await consentsOf(k.db, member.accountId)).find(({ purpose }) => purpose === 'people.directory');
    await inTransaction(k.db, async (tx) => {
      await withdrawConsentById(tx, member.accountId, consent?.id ?? '', at);
      await publishEntry(tx, member.accountId, at);
    });
    expect(
      await k.db
        .selectFrom('people.directory_entry')
        .select('slug')
        .where('account_id', '=', member.accountId)
        .execute(),
    ).toEqual([]);
  });
});

describe('cached pages', () => {
  const soon = { timeout: 15_000 };

  it('are dropped by the notice that every process hears, when the change is committed and not before', async () => {
    await k.live.start(k.connection);
    try {
      const member = await makeMember(k, { entry: { penName: '甲乙', publicFields: ['pen_name'] } });
      const url = `/members/${member.number.toLowerCase()}`;
      await expect.poll(async () => (await get(url)).text.includes('甲乙'), soon).toBe(true);
      await inTransaction(k.db, async (tx) => {
        const entry = await entryOf(tx, member.accountId);
        if (entry) await saveEntry(tx, member.accountId, { ...entry, penName: '丙丁' }, at);
        await publishEntry(tx, member.accountId, at);
        expect((await get(url)).text).toContain('甲乙');
      });
      await expect.poll(async () => (await get(url)).text.includes('丙丁'), soon).toBe(true);
    } finally {
      await k.live.stop();
    }
  });
});

describe('the list', () => {
  it('finds by characters, by pinyin and its initials, and narrows', async () => {
    const districtId = await makeDistrict(k, { code: 'yx', name: '云溪区' });
    const shows = [
      'pen_name',
      'name',
      'categories',
      'district',
      'organisation',
      'field',
      'skills',
      'accounts',
      'works',
      'intro',
    ] as const;
    await makeMember(k, {
      name: '欧阳清泉',
      entry: {
        ...full(''),
        penName: '',
        districtId,
        skills: ['航拍'],
        field: '城市记录',
        organisationName: '云溪在线',
        categories: ['video_maker'],
        publicFields: [...shows],
      },
    });
    await fresh();
    for (const q of [
      '欧阳',
      '清泉',
      '欧阳清泉',
      '歐陽',
      '航拍',
      '记录',
      '云溪',
      'ouyangqingquan',
      'ouyang qing quan',
      'OuYang',
      'oyqq',
      'qingquan',
      'qq',
      'yunxi',
      '云溪区',
    ])
      expect(names((await get(`/members?q=${q}`)).text), q).toEqual(['欧阳清泉']);
    for (const q of ['欧清', 'ouyangx', '！！', "' | '"])
      expect(names((await get(`/members?q=${q}`)).text), q).toEqual([]);
    for (const filter of ['category=video_maker', 'district=yx', 'organisation=云溪在线', 'field=城市记录'])
      expect(names((await get(`/members?${filter}`)).text), filter).toEqual(['欧阳清泉']);
    for (const filter of ['category=nonsense', 'district=none', 'field=城市', 'category=constructor'])
      expect(names((await get(`/members?${filter}`)).text), filter).toEqual([]);
  });

  it('is in the order of pinyin, in pages, with the same number of statements whatever their size', async () => {
    await k.db.deleteFrom('people.directory_entry').execute();
    k.cache.clear();
    expect((await get('/members')).text).toContain('名录里还没有人');
    const made = ['周一', '安二', '李三', '李三', '单四', '陈五'];
    for (const penName of made) await makeMember(k, { entry: { penName, publicFields: ['pen_name'] } });
    await fresh();
    await get('/members');
    k.cache.clear();
    const few = await statements(() => get('/members'));
    expect(names((await get('/members')).text)).toEqual(['安二', '陈五', '李三', '李三', '单四', '周一']);
    for (let n = 0; n < 24; n++)
      await makeMember(k, { entry: { penName: `李三`, publicFields: ['pen_name', 'intro'], intro: `第${n}` } });
    await fresh();
    expect(await statements(() => get('/members'))).toBe(few);
    expect(few).toBeLessThanOrEqual(3);
    expect(await statements(() => get('/members'))).toBe(0);
    const seen: string[] = [];
    for (let url: string | undefined = '/members'; url && seen.length < 100; ) {
      const { text } = await get(url);
      seen.push(...[...text.matchAll(/<h3><a href="\/members\/([^"]+)"/g)].map(([, slug]) => slug ?? ''));
      url = /href="(\/members\?after=[^"]+)"/.exec(text)?.[1];
    }
    expect([seen.length, new Set(seen).size]).toEqual([30, 30]);
    expect((await get('/api/v1/members?limit=7')).text).toContain('"next":"');
  });

  it('takes hostile names, links and addresses', async () => {
    const member = await makeMember(k, {
      entry: {
        penName: '<script>alert(1)</script>',
        intro: '=cmd()',
        accounts: [{ platform: '"><img>', name: '点我', url: 'javascript:alert(1)' }],
        works: [{ title: '作品', kind: 'video', url: 'https://example.test/', year: null, note: '' }],
        publicFields: ['pen_name', 'intro', 'accounts', 'works'],
      },
    });
    await fresh();
    const { text, status } = await get(`/members/${member.number.toLowerCase()}`);
    expect(status).toBe(200);
    expect(text).not.toContain('<script>alert');
    expect(text).not.toContain('<img>');
    expect(text).not.toContain('javascript:');
    expect(text).toContain('rel="nofollow noopener noreferrer external"');
    expect((await get('/members.csv')).text).toContain("'=cmd()");
    for (const url of [
      '/members?after=x',
      '/members?after=~',
      `/members?after=${'a'.repeat(500)}~m1`,
      '/members?q=%00',
      '/members/..%2f',
      "/members/m2026-0001'--",
    ])
      expect((await app.inject({ url })).statusCode, url).toBeLessThan(500);
  });
});

describe('the photo', () => {
  const red = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
    'base64',
  );
  const send = async (cookie: string, fields: Record<string, string>, bytes?: Buffer) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    if (bytes) form.append('photo', new Blob([new Uint8Array(bytes)]), 'me.png');
    const packed = new Response(form);
    return app.inject({
      method: 'POST',
      url: '/me/directory',
      headers: { cookie, 'sec-fetch-site': 'same-origin', 'content-type': packed.headers.get('content-type') ?? '' },
      payload: Buffer.from(await packed.arrayBuffer()),
    });
  };

  it('is everybody’s to see only while its member says so, and gone with them', async () => {
    const member = await makeMember(k, { entry: { penName: '有照片的', publicFields: ['pen_name'] } });
    const cookie = await sessionCookie(k, member);
    const photo = async () => (await entryOf(k.db, member.accountId))?.photoFileId ?? '';
    const status = async (as = '') =>
      (await app.inject({ url: `/files/${await photo()}`, headers: { cookie: as } })).statusCode;
    expect((await send(cookie, {}, Buffer.from('no picture'))).statusCode).toBe(422);
    expect((await send(cookie, {}, red)).statusCode).toBe(303);
    expect([await status(), await status(cookie)]).toEqual([404, 200]);
    await send(cookie, { shown: 'yes' });
    await fresh();
    expect(await status()).toBe(200);
    const page = `/members/${member.number.toLowerCase()}`;
    expect((await get(page)).text).toContain(`/files/${await photo()}`);
    const first = await photo();
    await send(cookie, { shown: 'yes' }, red);
    expect(await photo()).not.toBe(first);
    expect((await app.inject({ url: `/files/${first}` })).statusCode).toBe(404);
    await send(cookie, { shown: '' });
    await fresh();
    expect(await status()).toBe(404);
    expect((await get(page)).text).not.toContain('/files/');
    await send(cookie, { remove: 'yes', shown: 'yes' });
    expect(await photo()).toBe('');
    expect((await send(await sessionCookie(k, await makeAccount(k)), {}, red)).statusCode).toBe(409);
    expect((await app.inject({ url: '/me/directory', headers: { cookie } })).body).toContain(page);
  });

  it('goes with its member’s account, and when they leave, in the same moment', async () => {
    for (const end of ['close', 'leave'] as const) {
      const member = await makeMember(k, { entry: { penName: '要走的', publicFields: ['pen_name'] } });
      await send(await sessionCookie(k, member), { shown: 'yes' }, red);
      const { photoFileId } = (await entryOf(k.db, member.accountId)) ?? {};
      const file = () =>
        k.db
          .selectFrom('kernel.file')
          .select('expires_at')
          .where('id', '=', photoFileId ?? '')
          .executeTakeFirst();
      expect(await file()).toEqual({ expires_at: null });
      const owner = { ...member, sessionId: newId() };
      await (end === 'close' ? deleteAccount(k, owner) : leaveRegister(k, owner));
      // The next sweep takes the bytes.
      expect([end, (await file())?.expires_at]).toEqual([end, expect.any(Date)]);
    }
  });
});
