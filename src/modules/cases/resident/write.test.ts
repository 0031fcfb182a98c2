import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { settle, testApp, testKernel } from '../../../../test/harness.ts';
import { sql } from '../../../kernel/db/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { makeAccount, sessionCookie } from '../../people/people.factory.ts';
import { makeCase } from '../cases.factory.ts';
import { newFormToken } from './author-key.ts';

const k = await testKernel();
const app = await testApp(k);

const body = '从槐荫小学到四号院这三百来米，十一盏路灯有七盏不亮，国庆以后一直这样。';
const letter = { kind: 'help', title: '槐荫路中段晚上没有灯', body, openness: 'public', similar_seen: 'yes' };

type Fields = Record<string, string>;
const post = (url: string, fields: Fields, cookie = '') =>
  app.inject({
    method: 'POST',
    url,
    payload: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'http://tongxin.test', cookie },
  });

/** Opens the form as somebody without scripts and answers its question. */
async function openForm(at: App, kernel: Kernel): Promise<Fields> {
  const { body: html } = await at.inject('/cases/new');
  const field = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';
  const question = /<label for="letter-proof_answer">([^<]*)</.exec(html)?.[1] ?? '';
  const t = kernel.i18n.t('zh-CN');
  for (let n = 0; n <= 40; n++) {
    // The token tells which answer is right; asking leaves every wrong one unspent.
    const fields = { proof_token: field('proof_token'), proof_answer: String(n) };
    if (answers(t, question, n)) return { form_token: field('form_token'), ...fields };
  }
  throw new Error(`cannot answer: ${question}`);
}

function answers(t: (key: string, params?: Record<string, unknown>) => string, question: string, n: number): boolean {
  const word = (i: number) => t(`proof.number.${i}`);
  for (let a = 0; a <= 20; a++) {
    if (a <= 10 && t('proof.question.double', { a: word(a) }) === question) return n === 2 * a;
    for (let b = 0; b <= 20; b++) {
      if (t('proof.question.plus', { a: word(a), b: word(b) }) === question) return n === a + b;
      if (t('proof.question.minus', { a: word(a), b: word(b) }) === question) return n === a - b;
      for (let c = 0; c <= 20; c++)
        if (t('proof.question.largest', { a: word(a), b: word(b), c: word(c) }) === question)
          return n === Math.max(a, b, c);
    }
  }
  throw new Error(`unknown question: ${question}`);
}

const cookiesOf = (response: { cookies: { name: string; value: string }[] }) =>
  response.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
const countCases = async () =>
  Number((await sql<{ n: string }>`select count(*) as n from cases.case`.execute(k.db)).rows[0]?.n);

describe('a letter without an account and without scripts', () => {
  it('is taken in, gives a code once, and opens with that code', async () => {
    const sent = await post('/cases/new', { ...letter, ...(await openForm(app, k)) });
    expect([sent.statusCode, sent.headers.location]).toEqual([303, '/cases/receipt']);
    const receipt = await app.inject({ url: '/cases/receipt', headers: { cookie: cookiesOf(sent) } });
    const code = /[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}/.exec(receipt.body)?.[0] ?? '';
    const number = /\d{4}-\d{4}-\d{4}/.exec(receipt.body)?.[0] ?? '';
    expect(code).not.toBe('');
    expect(receipt.body).toContain('11 月 26 日');
    const { rows } = await sql<{
      dump: string;
    }>`select row(c.*, a.*)::text as dump from cases.case c join cases.author a
      on a.case_id = c.id where c.number = ${number}`.execute(k.db);
    expect(rows[0]?.dump).not.toContain(code);
    const opened = await post('/cases/track', { code: code.toLowerCase().replaceAll('-', ' '), number });
    expect([opened.statusCode, opened.headers.location]).toEqual([303, `/me/cases/${number}`]);
    const mine = await app.inject({ url: `/me/cases/${number}`, headers: { cookie: cookiesOf(opened) } });
    expect(mine.statusCode).toBe(200);
    expect(mine.body).toContain('十一盏路灯有七盏不亮');
    const stranger = await app.inject(`/me/cases/${number}`);
    expect(stranger.statusCode).not.toBe(200);
    const forged = await app.inject({ url: `/me/cases/${number}`, headers: { cookie: `${cookiesOf(opened)}x` } });
    expect(forged.statusCode).not.toBe(200);
  });

  it('is one letter however often its form is sent, at once too', async () => {
    const before = await countCases();
    const form = { ...letter, ...(await openForm(app, k)) };
    const sent = await Promise.all(Array.from({ length: 5 }, () => post('/cases/new', form)));
    expect(sent.map((each) => each.headers.location)).toEqual(Array(5).fill('/cases/receipt'));
    const receipts = await Promise.all(
      sent.map((each) => app.inject({ url: '/cases/receipt', headers: { cookie: cookiesOf(each) } })),
    );
    const codes = receipts.map((each) => /[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}/.exec(each.body)?.[0]);
    expect(new Set(codes).size).toBe(1);
    expect(await countCases()).toBe(before + 1);
  });

  it('is not let in by a proof that another letter used', async () => {
    const form = { ...letter, ...(await openForm(app, k)) };
    await post('/cases/new', form);
    const before = await countCases();
    const replayed = await post('/cases/new', { ...form, form_token: newFormToken() });
    expect(replayed.statusCode).toBe(422);
    expect(await countCases()).toBe(before);
  });

  it('keeps what was typed when something is wrong, and says what beside the field', async () => {
    const form = await openForm(app, k);
    const answer = await post('/cases/new', { ...letter, ...form, title: '灯', phone: '139 0000 271', body: '太短' });
    expect(answer.statusCode).toBe(422);
    for (const text of ['题目太短', '内容太少', '电话号码不对', 'value="灯"', '139 0000 271', '太短</textarea>'])
      expect(answer.body).toContain(text);
  });

  it('takes hostile input for what it is', async () => {
    const hostile = '<script>alert(1)</script>"\'; drop table cases.case; -- \u0000 ﷽ 𠮷';
    const sent = await post('/cases/new', {
      ...letter,
      ...(await openForm(app, k)),
      title: `${hostile}`.replace('\u0000', ''),
      body: `${hostile.replace('\u0000', '')} 很长的一封信，写了好多好多字。`,
      kind: 'help',
      districtId: 'not-an-id',
    });
    expect(sent.statusCode).toBe(422);
    expect(sent.body).not.toContain('<script>alert');
    expect((await post('/cases/new', {})).statusCode).toBe(422);
    expect(
      (await post('/cases/new', { title: 'x'.repeat(5000), kind: 'nonsense', lat: '999', lon: 'abc' })).statusCode,
    ).toBe(422);
  });
});

describe('letters under way about the same matter', () => {
  it('are offered once before sending, and can be followed instead', async () => {
    const other = await makeCase(k, {
      title: '云锦花园北门路灯坏了三盏',
      body: '云锦花园北门的路灯坏了三盏，晚上看不见台阶。',
      state: 'dispatched',
    });
    const secret = await makeCase(k, {
      title: '云锦花园北门路灯坏了三盏别公开',
      confidential: true,
      state: 'dispatched',
    });
    const form = {
      ...letter,
      ...(await openForm(app, k)),
      title: '云锦花园北门路灯坏了',
      body: `云锦花园北门路灯坏了。${body}`,
      similar_seen: '',
    };
    const before = await countCases();
    const offered = await post('/cases/new', form);
    expect(offered.statusCode).toBe(200);
    expect(offered.body).toContain(other.number);
    expect(offered.body).not.toContain(secret.number);
    expect(await countCases()).toBe(before);
    expect((await post('/cases/new', { ...form, similar_seen: 'yes' })).headers.location).toBe('/cases/receipt');
    const island = await app.inject(`/cases/similar?title=${encodeURIComponent('云锦花园北门路灯坏了')}`);
    expect(island.body).toContain(other.number);
    expect(island.body).not.toContain(secret.number);
    const neighbour = await makeAccount(k);
    const cookie = await sessionCookie(k, neighbour);
    const followed = await post(`/cases/${other.number}/follow`, { why: 'same' }, cookie);
    expect(followed.headers.location).toBe(`/cases/${other.number}/mine?done=1`);
    const list = await app.inject({ url: '/me/cases?tab=followed', headers: { cookie } });
    expect(list.body).toContain(other.number);
    expect((await post(`/cases/${secret.number}/follow`, {}, cookie)).statusCode).toBe(404);
    await post(`/cases/${other.number}/unfollow`, {}, cookie);
    expect((await app.inject({ url: '/me/cases?tab=followed', headers: { cookie } })).body).not.toContain(other.number);
  });
});

describe('an author with an account', () => {
  it('writes, answers a question inside, rates, and asks once for another try', async () => {
    const author = await makeAccount(k, { name: '许晚晴' });
    const cookie = await sessionCookie(k, author);
    const sent = await post('/cases/new', { ...letter, form_token: newFormToken() }, cookie);
    expect(sent.headers.location).toBe('/cases/receipt');
    const { body: html } = await app.inject({ url: '/me/cases', headers: { cookie } });
    expect(html.replaceAll('<wbr/>', '')).toContain('槐荫路中段晚上没有灯');
    const made = await makeCase(k, { author, state: 'reviewed' });
    const url = `/me/cases/${made.number}`;
    const wrong = await post(`${url}/rate`, { outcome: '9', solved: '' }, cookie);
    expect(wrong.statusCode).toBe(422);
    expect(wrong.body).toContain('请点 1 到 5 颗星');
    const rated = await post(
      `${url}/rate`,
      { outcome: '2', attitude: '4', speed: '3', solved: 'no', text: '还差一盏' },
      cookie,
    );
    expect(rated.headers.location).toBe(`${url}?done=rate`);
    expect(
      (await post(`${url}/rate`, { outcome: '5', attitude: '5', speed: '5', solved: 'yes' }, cookie)).statusCode,
    ).toBe(409);
    expect((await post(`${url}/reopen`, { reason: '最东边那盏还是不亮，请再看一次。' }, cookie)).statusCode).toBe(303);
    expect((await post(`${url}/reopen`, { reason: '再请看一次，还是不亮的。' }, cookie)).statusCode).toBe(409);
    expect((await post(`${url}/add`, { text: '我的电话是 13900000999', inside: 'yes' }, cookie)).statusCode).toBe(303);
    expect((await app.inject({ url, headers: { cookie } })).body).toContain('13900000999');
    expect((await app.inject(`/cases/${made.number}`)).body).not.toContain('13900000999');
    const stranger = await sessionCookie(k, await makeAccount(k));
    expect((await post(`${url}/add`, { text: '冒充的话' }, stranger)).statusCode).toBe(404);
    expect((await post(`${url}/withdraw`, {}, stranger)).statusCode).toBe(404);
  });

  it('withdraws before an answer, and the letter leaves public view for good', async () => {
    const author = await makeAccount(k);
    const cookie = await sessionCookie(k, author);
    const { number } = await makeCase(k, { author, state: 'dispatched' });
    expect((await app.inject(`/cases/${number}`)).statusCode).toBe(200);
    expect((await app.inject({ url: `/me/cases/${number}/withdraw`, headers: { cookie } })).statusCode).toBe(200);
    expect((await post(`/me/cases/${number}/withdraw`, {}, cookie)).statusCode).toBe(303);
    await settle(k);
    expect((await app.inject(`/cases/${number}`)).statusCode).toBe(404);
  });
});

describe('photos', () => {
  const boundary = 'grenze';
  const form = (fields: Fields, photos: { name: string; bytes: Buffer }[]) =>
    Buffer.concat([
      ...Object.entries(fields).map(([name, value]) =>
        Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
      ),
      ...photos.flatMap(({ name, bytes }) => [
        Buffer.from(
          `--${boundary}\r\ncontent-disposition: form-data; name="photos"; filename="${name}"\r\ncontent-type: image/png\r\n\r\n`,
        ),
        bytes,
        Buffer.from('\r\n'),
      ]),
      Buffer.from(`--${boundary}--\r\n`),
    ]);
  const send = (payload: Buffer, cookie: string) =>
    app.inject({
      method: 'POST',
      url: '/cases/new',
      payload,
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, origin: 'http://tongxin.test', cookie },
    });

  it('stay when another is refused, and of a confidential letter are shown to its author alone', async () => {
    const author = await makeAccount(k);
    const cookie = await sessionCookie(k, author);
    const bytes = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#3a6' } })
      .png()
      .toBuffer();
    const fields = { ...letter, openness: 'confidential', form_token: newFormToken() };
    const refused = await send(
      form(fields, [
        { name: '灯.png', bytes },
        { name: '病毒.png', bytes: Buffer.from('MZ not a picture') },
      ]),
      cookie,
    );
    expect(refused.statusCode).toBe(422);
    expect(refused.body).toContain('这种文件收不了');
    const kept = /name="photos_kept" value="([^"]+)"/.exec(refused.body)?.[1] ?? '';
    expect(kept).not.toBe('');
    const sent = await send(form({ ...fields, photos_kept: kept }, []), cookie);
    expect(sent.headers.location).toBe('/cases/receipt');
    const statuses = async (as: string) =>
      (await app.inject({ url: `/files/${kept}`, headers: { cookie: as } })).statusCode;
    expect(await statuses(cookie)).toBe(200);
    expect(await statuses('')).toBe(404);
    expect(await statuses(await sessionCookie(k, await makeAccount(k)))).toBe(404);
  });
});

it('takes the consent to publish back at any time', async () => {
  const author = await makeAccount(k);
  const cookie = await sessionCookie(k, author);
  const { number } = await makeCase(k, { author, state: 'closed', title: '改主意不公开的一封信' });
  expect((await app.inject(`/cases/${number}`)).statusCode).toBe(200);
  const ask = await app.inject({ url: `/me/cases/${number}/unpublish`, headers: { cookie } });
  expect(ask.statusCode).toBe(200);
  expect(
    (await post(`/me/cases/${number}/unpublish`, {}, await sessionCookie(k, await makeAccount(k)))).statusCode,
  ).toBe(404);
  expect((await post(`/me/cases/${number}/unpublish`, {}, cookie)).headers.location).toBe(
    `/me/cases/${number}?done=unpublish`,
  );
  await settle(k);
  expect((await app.inject(`/cases/${number}`)).statusCode).toBe(404);
  expect((await app.inject('/cases')).body).not.toContain(number);
  expect((await app.inject({ url: `/me/cases/${number}?done=unpublish`, headers: { cookie } })).statusCode).toBe(200);
});
