import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { settle, testApp, testKernel } from '../../../../test/harness.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import { xlsxStream } from '../../../kernel/export/index.ts';
import { looksAt } from '../me/export-data.ts';
import { makeAccount, sessionCookie } from '../people.factory.ts';
import { makeMember } from '../register/register.factory.ts';
import { activitiesOf, keepActivities } from './activity.queries.ts';
import { declareActivity } from './declare-activity.ts';
import { addToTraining, enterTraining, numbersIn, removeTraining, takeFromTraining } from './enter-training.ts';
import { listTrainings } from './training.queries.ts';

const k = await testKernel();
const app = await testApp(k);
declareActivity(k, {
  types: ['test.took_part', 'test.called_off'],
  read: async (_, { type, payload }) =>
    type === 'test.took_part'
      ? (payload.accounts as string[]).map((accountId) => ({
          accountId,
          kind: 'meeting' as const,
          title: String(payload.title),
          at: k.clock.now(),
          hours: 2,
          source: 'test',
          sourceId: '1',
        }))
      : [],
  gone: async (_, { type }) => (type === 'test.called_off' ? [{ source: 'test', sourceId: '1' }] : []),
});
const emit = async (type: string, payload: Record<string, unknown>) => {
  await inTransaction(k.db, (tx) => k.outbox.emit(tx, k.clock.now(), { type, subject: '1', payload }));
  await settle(k);
};
const titles = async (accountId: string) => (await activitiesOf(k.db, accountId, null, 50)).map(({ title }) => title);
const get = async (url: string, actor?: { accountId: string | null }) => {
  const cookie = actor ? { cookie: await sessionCookie(k, actor) } : {};
  return app.inject({ url, headers: { 'accept-language': 'zh-CN', ...cookie } });
};
const secretary = await makeAccount(k, { roles: [{ role: 'secretary' }] });
const given = { title: '短视频拍摄培训', heldOn: '2026-11-18', hours: '2.5', place: '文化馆' };

describe('the activity record', () => {
  it('is filled by events of other modules, once for each source, and mended by them', async () => {
    const member = await makeMember(k);
    const stranger = await makeAccount(k);
    await emit('test.took_part', { accounts: [member.accountId, stranger.accountId], title: '月度例会' });
    await emit('test.took_part', { accounts: [member.accountId], title: '十一月例会' });
    expect(await titles(member.accountId)).toEqual(['十一月例会']);
    expect(await titles(stranger.accountId)).toEqual([]);
    await emit('test.called_off', {});
    expect(await titles(member.accountId)).toEqual([]);
  });

  it('is seen by its owner and the secretariat alone, and each look is', async () => {
    const member = await makeMember(k);
    const other = await makeMember(k);
    await enterTraining(k, secretary, { ...given, title: 'SECRET-培训' }, member.number);
    expect((await get('/me/record', member)).body).toContain('SECRET-培训');
    expect((await get('/me/record', other)).body).not.toContain('SECRET');
    const record = `/secretariat/records?number=${member.number}`;
    expect((await get(record, secretary)).body).toContain('SECRET-培训');
    for (const role of ['committee', 'auditor', 'leader', 'liaison_officer', 'administrator'] as const)
      expect((await get(record, await makeAccount(k, { roles: [{ role }] }))).statusCode).toBe(403);
    expect((await get(record, other)).statusCode).toBe(403);
    expect((await get('/secretariat/records?number=M1999-0001', secretary)).statusCode).toBe(404);
    expect(await looksAt(k, member.accountId, 10)).toMatchObject([{ by: secretary.name }]);
    const auditor = await makeAccount(k, { roles: [{ role: 'auditor' }] });
    const [training] = await listTrainings(k.db, null, 1);
    const page = await get(`/secretariat/trainings/${training?.id}`, auditor);
    expect(page.statusCode).toBe(200);
    expect(page.body).not.toContain(member.number);
    expect(page.body).not.toContain(member.name);
    expect(await looksAt(k, member.accountId, 10)).toHaveLength(1);
    // Whoever sees who took part looked at each of them.
    expect((await get(`/secretariat/trainings/${training?.id}`, secretary)).body).toContain(member.number);
    expect(await looksAt(k, member.accountId, 10)).toMatchObject([{ by: secretary.name }, { by: secretary.name }]);
    expect(await looksAt(k, other.accountId, 10)).toEqual([]);
  });

  it('gives a certificate that says what stands in it', async () => {
    const member = await makeMember(k, { name: '陈镕' });
    await enterTraining(k, secretary, given, member.number);
    const pdf = await get('/me/record.pdf', member);
    const text = execFileSync('pdftotext', ['-', '-'], { input: pdf.rawPayload, encoding: 'utf8' }).replace(/\s/g, '');
    for (const part of ['陈镕', member.number, '短视频拍摄培训', '2026年11月18日', '2.5']) expect(text).toContain(part);
    expect((await get('/me/record.pdf')).statusCode).not.toBe(200);
  });

  it('goes on over pages', async () => {
    const member = await makeMember(k);
    const many = Array.from({ length: 120 }, (_, at) => ({
      accountId: member.accountId,
      kind: 'event' as const,
      title: `第${at}次`,
      // The same moment many times: the pages must neither skip nor repeat.
      at: new Date(Date.UTC(2026, 0, 1 + Math.floor(at / 30))),
      source: 'many',
      sourceId: String(at),
    }));
    await inTransaction(k.db, (tx) => keepActivities(tx, many));
    const seen: string[] = [];
    for (let url: string | undefined = '/me/record'; url; ) {
      const { body }: { body: string } = await get(url, member);
      seen.push(...[...body.matchAll(/第(\d+)次/g)].map(([title]) => title));
      url = /href="(\/me\/record\?after=[^"]+)"/.exec(body)?.[1]?.replaceAll('&amp;', '&');
    }
    expect(new Set(seen).size).toBe(120);
    expect(seen).toHaveLength(120);
  });
});

describe('a training', () => {
  it('is entered for many at once or not at all', async () => {
    const [one, two] = [await makeMember(k), await makeMember(k)];
    const before = await listTrainings(k.db, null, 50);
    await expect(enterTraining(k, secretary, given, `${one.number}\nM2026-9999`)).rejects.toMatchObject({
      fields: { members: { params: { numbers: 'M2026-9999' } } },
    });
    await expect(enterTraining(k, secretary, given, '没有编号')).rejects.toThrow('kernel.invalid');
    expect(await listTrainings(k.db, null, 50)).toHaveLength(before.length);
    const id = await enterTraining(
      k,
      secretary,
      given,
      `${one.number} 张三，${two.number.toLowerCase()}；${one.number}`,
    );
    expect((await listTrainings(k.db, null, 50)).find((training) => training.id === id)?.participants).toBe(2);
    await addToTraining(k, secretary, id, one.number);
    await takeFromTraining(k, secretary, id, two.number);
    expect(await titles(two.accountId)).not.toContain(given.title);
    await removeTraining(k, secretary, id);
    expect(await titles(one.accountId)).toEqual([]);
  });

  it('is entered by the secretariat alone, with sense', async () => {
    const member = await makeMember(k);
    for (const role of ['committee', 'auditor', 'leader', 'administrator'] as const)
      await expect(enterTraining(k, await makeAccount(k, { roles: [{ role }] }), given, member.number)).rejects.toThrow(
        'kernel.not_allowed',
      );
    for (const wrong of [
      { hours: '0' },
      { hours: '-1' },
      { hours: '1e3' },
      { heldOn: '2026-11-20' },
      { heldOn: 'x' },
      { title: ' ' },
    ])
      await expect(enterTraining(k, secretary, { ...given, ...wrong }, member.number)).rejects.toThrow();
  });

  it('takes the numbers from a table, wherever they stand, and keeps what was typed when one is wrong', async () => {
    const [one, two] = [await makeMember(k), await makeMember(k)];
    const send = async (numbers: string[]) => {
      const columns = [
        { key: 'n', header: '序号', value: (row: string) => numbers.indexOf(row) + 1 },
        { key: 'name', header: '姓名', value: () => '=cmd|张三' },
        { key: 'number', header: '编号', value: (row: string) => row },
      ];
      const chunks: Buffer[] = [];
      for await (const chunk of xlsxStream(columns, numbers, { zone: 'Asia/Shanghai', sheet: '签到' }))
        chunks.push(chunk as Buffer);
      const form = new FormData();
      for (const [name, value] of Object.entries(given)) form.append(name, value);
      form.append('file', new Blob([new Uint8Array(Buffer.concat(chunks))]), '签到.xlsx');
      const request = new Request('http://tongxin.test', { method: 'POST', body: form });
      return app.inject({
        method: 'POST',
        url: '/secretariat/trainings',
        headers: {
          cookie: await sessionCookie(k, secretary),
          'content-type': request.headers.get('content-type') ?? '',
          origin: 'http://tongxin.test',
          'accept-language': 'zh-CN',
        },
        payload: Buffer.from(await request.arrayBuffer()),
      });
    };
    const wrong = await send([one.number, 'M2026-8888']);
    expect(wrong.statusCode).toBe(422);
    expect(wrong.body).toContain('M2026-8888');
    expect(wrong.body).toContain('短视频拍摄培训');
    expect((await send([one.number, two.number])).statusCode).toBe(303);
    expect(await titles(two.accountId)).toEqual([given.title]);
  });

  it('reads numbers out of any text', () => {
    expect(numbersIn('Ｍ２０２６-0007 李四\nm2026-0008，M2026-0007').numbers).toEqual(['M2026-0007', 'M2026-0008']);
    expect(numbersIn('M2026-07 2026-0001').unreadable).toEqual(['M2026-07', '2026-0001']);
    expect(numbersIn('x'.repeat(100_000)).numbers).toEqual([]);
  });
});
