import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestKernel, testApp, testKernel } from '../../../../../test/harness.ts';
import { inTransaction } from '../../../../kernel/db/index.ts';
import type { App } from '../../../../kernel/http/index.ts';
import { makeVisitor } from '../../admin/admin.factory.ts';
import { postForm } from '../../form-post.fixture.ts';
import { makeAccount, sessionCookie } from '../../people.factory.ts';
import { recordConsent } from '../consent.queries.ts';
import { onConsentWithdrawn } from '../consent-effects.ts';
import { dataSettings } from '../data.settings.ts';
import { deleteAccount } from '../delete-account.ts';
import { declarePersonalData } from '../personal-data.ts';
import { withdrawConsent } from '../withdraw-consent.ts';
import { readable, type Words } from './readable.ts';

let k: TestKernel;
let app: App;
/** what the sample part does when an account is closed */
let onErase: (accountId: string) => Promise<void> = async () => {};
const folder = mkdtempSync(path.join(tmpdir(), 'tongxin-export-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(async () => {
  k = await testKernel();
  declarePersonalData(k, {
    module: 'sample',
    held: 'people.profile.title',
    count: async () => 2,
    export: async () => [
      { id: 'hidden', title: '第一件', at: new Date('2026-11-08T13:14:00Z'), solved: true, nothing: null },
      { title: '</style><script>alert(1)</script>', day: '2026-11-08' },
    ],
    erase: (_tx, accountId) => onErase(accountId),
    looks: async (_db, _account, limit) =>
      Array.from({ length: Math.min(limit, 45) }, (_, n) => ({
        at: new Date(Date.UTC(2026, 9, 30) - n * 3_600_000),
        by: `看的人 ${n}`,
        what: 'people.data.look_account',
      })),
  });
  app = await testApp(k);
});

const words = (): Words => ({ i18n: k.i18n, locale: 'zh-CN', timeZone: 'Asia/Shanghai', now: k.clock.now() });

async function keepFile(ownerId: string, name: string, colour: string): Promise<void> {
  const bytes = await sharp({ create: { width: 40, height: 30, channels: 3, background: colour } })
    .jpeg()
    .toBuffer();
  const file = await k.files.accept(bytes, { name, purpose: 'sample', ownerId });
  await inTransaction(k.db, (tx) => k.files.claim(tx, [file.id], { purpose: 'sample', ownerId }));
}

describe('what is held, in words', () => {
  it('has names of fields, dates, yes and no, and leaves out ids and what is empty', () => {
    const shown = readable(
      {
        content: [
          { id: 'x', accountId: 'y', title: '题', solved: false, at: '2026-11-08T13:14:00.000Z', note: '', list: [] },
        ],
        values: {},
      },
      words(),
      10,
    );
    expect(shown).toEqual({
      of: 'list',
      more: 0,
      items: [
        {
          of: 'facts',
          facts: [
            { label: '标题', value: { of: 'text', text: '题' } },
            { label: '解决了', value: { of: 'text', text: '否' } },
            { label: '时间', value: { of: 'text', text: expect.stringContaining('21:14') } },
          ],
        },
      ],
    });
  });

  it('says codes in words, only where a part has words for them', () => {
    const part = { content: { state: 'open', kind: 'open' }, values: { state: 'people.requests.state' } };
    expect(JSON.stringify(readable(part, words(), 10))).toContain('等答复');
    expect(JSON.stringify(readable(part, words(), 10))).toContain('"open"');
    // What somebody wrote is never taken for a key of a message.
    expect(readable({ content: 'people.requests.title', values: {} }, words(), 10)).toEqual({
      of: 'text',
      text: 'people.requests.title',
    });
  });

  it('counts what a list leaves out, and ends however deep something is', () => {
    expect(readable({ content: [1, 2, 3], values: {} }, words(), 2)).toMatchObject({ items: [{}, {}], more: 1 });
    let deep: unknown = 'end';
    for (let n = 0; n < 5000; n++) deep = { text: deep };
    expect(readable({ content: deep, values: {} }, words(), 2)).toBeNull();
    expect(readable({ content: null, values: {} }, words(), 2)).toBeNull();
  });
});

describe('the ZIP', () => {
  it('holds data.json, a page without scripts, and the files; programs read it', async () => {
    const owner = await makeAccount(k, { name: '带走<的>人' });
    const other = await makeAccount(k);
    await keepFile(owner.accountId, '门口的灯.jpg', 'red');
    await keepFile(other.accountId, 'SECRET.jpg', 'blue');
    const cookie = await sessionCookie(k, owner, false);
    const answer = await app.inject({ url: '/me/data/export.zip', headers: { cookie } });
    expect([answer.statusCode, answer.headers['content-type'], answer.headers['cache-control']]).toEqual([
      200,
      'application/zip',
      'private, no-store',
    ]);
    expect(answer.headers['content-disposition']).toBe('attachment; filename="tongxin-data-2026-11-19.zip"');
    const parts = unzipSync(answer.rawPayload);
    expect(Object.keys(parts).sort()).toEqual(['data.json', 'files/001-门口的灯.jpg', 'index.html']);
    const data = JSON.parse(strFromU8(parts['data.json']!));
    expect(data).toMatchObject({ format: 'tongxin-personal-data-1', sample: [{ title: '第一件' }, {}] });
    expect(data.files).toEqual([
      { name: '门口的灯.jpg', path: 'files/001-门口的灯.jpg', sizeBytes: expect.any(Number) },
    ]);
    const page = strFromU8(parts['index.html']!);
    expect(page).toContain('<html lang="zh-CN">');
    expect(page).toContain('带走&lt;的>人');
    expect(page).toContain(`href="${encodeURI('files/001-门口的灯.jpg')}"`);
    expect(page).not.toMatch(/<script|<link|<img|SECRET|\sstyle=|people\.[a-z_]+\./);
    const [log] = await k.db
      .selectFrom('kernel.audit_entry')
      .select('actor_id')
      .where('action', '=', 'people.data_exported')
      .where('object_id', '=', owner.accountId)
      .execute();
    expect(log?.actor_id).toBe(owner.accountId);
    const file = path.join(folder, 'export.zip');
    writeFileSync(file, answer.rawPayload);
    expect((await sharp(parts['files/001-门口的灯.jpg']!).metadata()).width).toBe(40);
  });

  it('is in the language of whoever takes it', async () => {
    const owner = await makeAccount(k);
    const cookie = `${await sessionCookie(k, owner, false)}; look=en.default.light`;
    const answer = await app.inject({ url: '/me/data/export.zip', headers: { cookie } });
    const page = strFromU8(unzipSync(answer.rawPayload)['index.html']!);
    expect(page).toContain('<html lang="en">');
    expect(page).toContain('Everything that is held on you');
  });

  it('lists the files that are too much for it', async () => {
    const owner = await makeAccount(k);
    await keepFile(owner.accountId, 'one.jpg', 'red');
    const set = (exportFiles_megabytes: number) =>
      inTransaction(k.db, (tx) => k.settings.set(tx, dataSettings, { exportFiles_megabytes }, k.clock.now(), null));
    await set(0);
    const cookie = await sessionCookie(k, owner, false);
    const answer = await app.inject({ url: '/me/data/export.zip', headers: { cookie } });
    await set(200);
    const parts = unzipSync(answer.rawPayload);
    expect(Object.keys(parts).sort()).toEqual(['data.json', 'index.html']);
    expect(strFromU8(parts['index.html']!)).toContain('没有放进来');
  });
});

describe('closing an account', () => {
  it('is all of it or nothing: a part that fails keeps everything', async () => {
    const owner = await makeAccount(k, { name: '留下的人' });
    await keepFile(owner.accountId, 'mine.jpg', 'green');
    await inTransaction(k.db, (tx) =>
      recordConsent(tx, { accountId: owner.accountId, purpose: 'people.account', wording: 'w', at: k.clock.now() }),
    );
    const state = async () => ({
      account: await k.db
        .selectFrom('people.account')
        .select(['name', 'email', 'deleted_at'])
        .where('id', '=', owner.accountId)
        .executeTakeFirst(),
      consents: await k.db
        .selectFrom('people.consent')
        .select('withdrawn_at')
        .where('account_id', '=', owner.accountId)
        .execute(),
      files: (await k.files.ownedBy(k.db, owner.accountId)).length,
      events: (await k.db.selectFrom('kernel.event').select('type').where('subject', '=', owner.accountId).execute())
        .length,
    });
    const before = await state();
    onErase = async () => {
      throw new Error('this part fails');
    };
    await expect(deleteAccount(k, owner)).rejects.toThrow('this part fails');
    expect(await state()).toEqual(before);
    onErase = async () => {};
    await deleteAccount(k, owner);
    const after = await state();
    expect(after).toMatchObject({ account: { name: '—' }, files: 0, events: 1 });
    expect(after.consents.every(({ withdrawn_at }) => withdrawn_at !== null)).toBe(true);
  });

  it('tells the other parts once, even when it is asked for twice at the same moment', async () => {
    const owner = await makeAccount(k);
    let erased = 0;
    onErase = async () => {
      erased++;
    };
    await Promise.all([deleteAccount(k, owner), deleteAccount(k, owner)]);
    onErase = async () => {};
    const events = await k.db
      .selectFrom('kernel.event')
      .select(['type', 'payload'])
      .where('subject', '=', owner.accountId)
      .execute();
    expect([erased, events]).toEqual([1, [{ type: 'people.account_erased', payload: { accountId: owner.accountId } }]]);
  });

  it('tells staff what to do first', async () => {
    const { get } = await makeVisitor(k, app, [{ role: 'handler' }]);
    expect((await get('/me/data')).text).toContain('收回您的工作角色');
  });
});

describe('a consent', () => {
  it('says what withdrawing means, and ends what rested on it in the same transaction', async () => {
    const owner = await makeAccount(k);
    const ended: string[] = [];
    let broken = true;
    onConsentWithdrawn(k, {
      purpose: 'people.sample',
      means: 'people.requests.complain',
      apply: async (_tx, accountId) => {
        if (broken) throw new Error('cannot end it');
        ended.push(accountId);
      },
    });
    await inTransaction(k.db, (tx) =>
      recordConsent(tx, {
        accountId: owner.accountId,
        purpose: 'people.sample',
        wording: 'sample-1',
        at: k.clock.now(),
      }),
    );
    const row = await k.db
      .selectFrom('people.consent')
      .select('id')
      .where('account_id', '=', owner.accountId)
      .executeTakeFirstOrThrow();
    const cookie = await sessionCookie(k, owner, false);
    const page = (await app.inject({ url: '/me/data', headers: { cookie } })).body;
    expect(page).toContain('sample-1');
    expect(page).toContain('打热线要求复核');
    await expect(withdrawConsent(k, owner, row.id)).rejects.toThrow('cannot end it');
    broken = false;
    const withdraw = () => postForm(app, `/me/data/consents/${row.id}/withdraw`, {}, { cookie });
    expect([(await withdraw()).statusCode, (await withdraw()).statusCode]).toEqual([303, 404]);
    expect(ended).toEqual([owner.accountId]);
  });
});

it('shows every look, page by page, however many pages are asked for', async () => {
  const { get } = await makeVisitor(k, app, []);
  expect((await get('/me/data')).text).toContain('/me/data/looks?page=2');
  const pages = await Promise.all([1, 2, 3, 4].map(async (page) => (await get(`/me/data/looks?page=${page}`)).text));
  expect(pages.map((text) => (text.match(/看的人 \d+/g) ?? []).length)).toEqual([20, 20, 5, 0]);
  for (const odd of ['-1', 'x', '1e9', '0', '99999999999999999999'])
    expect([odd, (await get(`/me/data/looks?page=${odd}`)).status]).toEqual([odd, 200]);
});
