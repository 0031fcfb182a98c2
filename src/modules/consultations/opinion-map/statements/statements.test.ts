import { beforeAll, describe, expect, it } from 'vitest';
import { settle, type TestKernel, testApp, testKernel } from '../../../../../test/harness.ts';
import type { App } from '../../../../kernel/http/index.ts';
import { anonymous } from '../../../people/index.ts';
import { makeAccount, sessionCookie } from '../../../people/people.factory.ts';
import { withdrawContribution } from '../../comments/withdraw-contribution.ts';
import { mapFacts } from '../open-map.ts';
import { makeMap } from '../opinion-map.factory.ts';
import { addStatement } from './add-statement.ts';
import { likeStatements } from './likeness.ts';
import { translateStatement } from './translate-statement.ts';
import { writeSeeds } from './write-seeds.ts';

let k: TestKernel;
let app: App;
beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
});

const texts = ['步道夜里十点以后应该关灯。', '遛狗必须牵绳。', '骑自行车的和走路的要分开。'];
const add = (
  accountOf: Awaited<ReturnType<typeof makeAccount>>,
  id: string,
  given: Parameters<typeof addStatement>[3],
) => addStatement(k, accountOf, id, given, 'zh-CN');

describe('likeness', () => {
  it('finds what says about the same, the likest first, and nothing else', () => {
    const all = texts.map((text, at) => ({ number: at + 1, text }));
    expect(likeStatements('夜里十点以后步道应该关灯', all).map(({ number }) => number)).toEqual([1]);
    expect(likeStatements('河边要装救生圈', all)).toEqual([]);
    expect(likeStatements('？！', all)).toEqual([]);
  });
});

describe('adding a statement', () => {
  it('takes an account; what is alike is shown first and added all the same if they wish', async () => {
    const { map } = await makeMap(k, { statements: texts });
    const account = await makeAccount(k);
    await expect(addStatement(k, anonymous, map.id, { text: '河边要装救生圈' }, 'zh-CN')).rejects.toMatchObject({
      code: 'kernel.sign_in_first',
    });
    expect(await add(account, map.id, { text: '夜里十点以后，步道应该关灯' })).toMatchObject({ like: [{ number: 1 }] });
    const made = await add(account, map.id, { text: '夜里十点以后，步道应该关灯', anyway: 'yes', token: 't1' });
    expect(made).toMatchObject({ number: 4 });
    // The same form once more is the same statement.
    expect(
      await add(account, map.id, { text: '夜里十点以后，步道应该关灯', anyway: 'yes', token: 't1' }),
    ).toMatchObject({ number: 4 });
    await expect(add(account, map.id, { text: ' 遛狗必须牵绳！ ' })).rejects.toMatchObject({
      code: 'consultations.opinion_map.said_already',
      params: { number: 2 },
    });
    expect((await mapFacts(k, map.consultation)).statements).toHaveLength(4);
  });

  it('of the same words twice at once is one statement', async () => {
    const { map } = await makeMap(k, { statements: texts });
    const account = await makeAccount(k);
    const given = { text: '河边要装救生圈', anyway: 'yes' as const, token: 'same' };
    const made = await Promise.all(Array.from({ length: 8 }, () => add(account, map.id, given)));
    expect(new Set(made.map((each) => ('number' in each ? each.number : 0)))).toEqual(new Set([4]));
    expect((await mapFacts(k, map.consultation)).statements).toHaveLength(4);
  });

  it('is refused too short, too long, where nobody may add, before and after', async () => {
    const account = await makeAccount(k);
    const [{ map }, { map: fixed }, { map: ended }] = await Promise.all([
      makeMap(k, { statements: texts }),
      makeMap(k, { statements: texts, settings: { adding: false } }),
      makeMap(k, { statements: texts, from: -9, to: -1 }),
    ]);
    await expect(add(account, map.id, { text: '好' })).rejects.toThrow();
    await expect(add(account, map.id, { text: '长'.repeat(141) })).rejects.toThrow();
    await expect(add(account, map.id, { text: '\u200b\u200b\u200b\u200b\u200b' })).rejects.toThrow();
    await expect(add(account, fixed.id, { text: '河边要装救生圈' })).rejects.toMatchObject({
      code: 'consultations.opinion_map.no_adding',
    });
    await expect(add(account, ended.id, { text: '河边要装救生圈' })).rejects.toMatchObject({
      code: 'consultations.over',
    });
  });

  it('works as a form, and shows markup as words', async () => {
    const { map } = await makeMap(k, { statements: texts });
    const cookie = await sessionCookie(k, await makeAccount(k));
    const send = (fields: Record<string, string>) =>
      app.inject({
        method: 'POST',
        url: `/maps/${map.slug}/new`,
        headers: {
          'sec-fetch-site': 'same-origin',
          accept: 'text/html',
          'content-type': 'application/x-www-form-urlencoded',
          cookie,
        },
        payload: new URLSearchParams(fields).toString(),
      });
    const like = await send({ text: '遛狗一定必须牵绳' });
    expect(like.statusCode).toBe(200);
    expect(like.body).toContain('已经有人说过类似的');
    expect(like.body).toContain('遛狗一定必须牵绳');
    const wrong = await send({ text: '短' });
    expect([wrong.statusCode, wrong.body.includes('请写一句别人能同意或不同意的话')]).toEqual([422, true]);
    const made = await send({ text: '<script>alert(1)</script> 应该禁止' });
    expect(made.headers.location).toBe(`/maps/${map.slug}/statements?from=4#statement-4`);
    const list = await app.inject(`/maps/${map.slug}/statements`);
    expect(list.body).toContain('&lt;script>alert(1)&lt;/script>');
    expect(
      (await app.inject({ url: `/maps/${map.slug}/new`, headers: { accept: 'text/html' } })).headers.location,
    ).toContain('/sign-in');
  });
});

it('that its author takes back leaves no translation behind', async () => {
  const { map, convener } = await makeMap(k, { statements: 0 });
  const author = await makeAccount(k);
  const said = await add(author, map.id, { text: '遛狗必须牵绳' });
  const number = 'number' in said ? said.number : 0;
  const english = { number, language: 'en', text: 'Dogs must be on a leash.' } as const;
  await translateStatement(k, convener, map.id, english);
  await withdrawContribution(k, author, 'id' in said ? said.id : '');
  await settle(k);
  const { rows } = await k.pool.query('select from consultations.statement_translation where consultation_id = $1', [
    map.id,
  ]);
  expect(rows).toEqual([]);
  await expect(translateStatement(k, convener, map.id, english)).rejects.toMatchObject({
    code: 'consultations.contribution_not_found',
  });
});

describe('conveners', () => {
  it('write many at once, none twice, and say it in other languages', async () => {
    const { map, convener } = await makeMap(k, { statements: 0, state: 'draft' });
    expect(await writeSeeds(k, convener, map.id, { lines: `${texts.join('\r\n')}\n\n遛狗必须牵绳` })).toEqual({
      added: 3,
      known: 1,
    });
    expect(await writeSeeds(k, convener, map.id, { lines: texts.join('\n') })).toEqual({ added: 0, known: 3 });
    await expect(writeSeeds(k, convener, map.id, { lines: `好的\n${'长'.repeat(141)}` })).rejects.toMatchObject({
      code: 'consultations.opinion_map.seed_long',
      params: { line: 2, most: 140 },
    });
    await expect(writeSeeds(k, convener, map.id, { lines: ' \n ' })).rejects.toMatchObject({
      code: 'consultations.opinion_map.no_seeds',
    });
    await expect(writeSeeds(k, await makeAccount(k), map.id, { lines: '遛狗要登记' })).rejects.toMatchObject({
      code: 'kernel.not_allowed',
    });
    await translateStatement(k, convener, map.id, { number: 2, language: 'en', text: 'Dogs must be on a leash.' });
    const { statements } = await mapFacts(k, map.consultation);
    expect(statements[1]).toMatchObject({
      text: '遛狗必须牵绳。',
      translations: { en: 'Dogs must be on a leash.' },
      seed: true,
    });
    await translateStatement(k, convener, map.id, { number: 2, language: 'en', text: '' });
    expect((await mapFacts(k, map.consultation)).statements[1]?.translations).toEqual({});
  });

  it('have a desk that nobody else opens', async () => {
    const { map, convener } = await makeMap(k, { statements: texts });
    const open = async (account: Awaited<ReturnType<typeof makeAccount>> | null, page = '') =>
      (
        await app.inject({
          url: `/convene/${map.slug}/statements${page}`,
          headers: { accept: 'text/html', cookie: account ? await sessionCookie(k, account) : '' },
        })
      ).statusCode;
    const department = convener.roles[0]?.departmentId ?? null;
    const auditor = await makeAccount(k, { roles: [{ role: 'auditor', departmentId: null }] });
    const elsewhere = (await makeMap(k)).convener;
    expect(department).not.toBeNull();
    for (const page of ['', '/1', '/answer']) {
      expect(await open(convener, page)).toBe(200);
      expect(await open(auditor, page)).toBe(200);
      expect(await open(elsewhere, page)).toBe(403);
      expect([302, 303, 401]).toContain(await open(null, page));
      expect([302, 303, 403]).toContain(await open(await makeAccount(k), page));
    }
    expect(await open(convener, '/99')).toBe(404);
  });
});
