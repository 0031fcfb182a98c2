import { execFile } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { settle, type TestKernel, testApp, testKernel } from '../../../../test/harness.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Actor } from '../../people/index.ts';
import { makeAccount, sessionCookie } from '../../people/people.factory.ts';
import type { Competition } from '../competition.queries.ts';
import { makeCompetition, makeCompetitionEntry, makeDuty } from '../competitions.factory.ts';
import { insertStandings } from '../field.queries.ts';
import { certificatesOf } from './certificate.queries.ts';
import { finaliseResults } from './finalise-results.ts';
import { revokeCertificate } from './revoke-certificate.ts';

const run = promisify(execFile);
const secret = '这段话只给办理人看';

let k: TestKernel;
let app: App;
let competition: Competition;
let cast: Record<'organiser' | 'screener' | 'juror' | 'chair' | 'observer' | 'auditor' | 'entrant' | 'stranger', Actor>;
const cookies = new Map<string, string>();

beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
  const made = await makeCompetition(k, {
    slug: 'crafts',
    categories: ['手艺', '美食'],
    stages: [
      { kind: 'entry', from: -30, to: -20 },
      { kind: 'screening', from: -20, to: 2 },
      { kind: 'jury', from: -9, to: -2, settings: { weight: 70 }, closed: true },
      { kind: 'ballot', from: -9, to: -1, settings: { weight: 30 }, closed: true },
      { kind: 'announcement', from: -1, to: 1, settings: { workdays: 5 } },
      {
        kind: 'results',
        from: 20,
        to: 30,
        settings: { levels: [{ name: '一等奖', places: 1 }], signedBy: '云川市文化广电旅游局' },
      },
    ],
  });
  competition = made.competition;
  const person = () => makeAccount(k);
  cast = {
    organiser: made.organiser,
    screener: await makeDuty(k, competition, 'screener'),
    juror: await makeDuty(k, competition, 'juror'),
    chair: await makeDuty(k, competition, 'chair'),
    observer: await makeDuty(k, competition, 'observer'),
    auditor: await makeAccount(k, { roles: [{ role: 'auditor' }] }),
    entrant: await person(),
    stranger: await person(),
  };
  for (const [name, actor] of Object.entries(cast)) cookies.set(name, await sessionCookie(k, actor));
  cookies.set('nobody', '');
});

const get = (url: string, who = 'nobody') => app.inject({ url, headers: { cookie: cookies.get(who) ?? '' } });
const post = (url: string, fields: Record<string, string>, who = 'nobody') =>
  app.inject({
    method: 'POST',
    url,
    payload: new URLSearchParams(fields).toString(),
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      origin: 'http://tongxin.test',
      cookie: cookies.get(who) ?? '',
    },
  });
/** Who gets the page, of all that ask. */
const readers = async (url: string) => {
  const found: string[] = [];
  for (const who of cookies.keys()) if ((await get(url, who)).statusCode === 200) found.push(who);
  return found.sort();
};

describe('pages of screening and results', () => {
  let entries: { id: string; number: number }[] = [];
  let wrong: { id: string; number: number };
  let waiting: { id: string; number: number };

  it('of screening go to screeners, organisers and auditors, and show contact data on request alone', async () => {
    entries = [];
    for (const [title, category] of [
      ['油纸伞', '手艺'],
      ['糖画', '手艺'],
      ['蒸笼', '美食'],
    ])
      entries.push(
        await makeCompetitionEntry(k, competition, {
          ...{ title, category, state: 'accepted' },
          accountId: title === '油纸伞' ? (cast.entrant.accountId ?? null) : null,
        }),
      );
    wrong = await makeCompetitionEntry(k, competition, {
      ...{ title: '<b>不行</b>', state: 'submitted', accountId: cast.entrant.accountId },
    });
    waiting = await makeCompetitionEntry(k, competition, { title: '等待中', state: 'submitted', late: true });
    expect(await readers('/organise/crafts/screening')).toEqual(['auditor', 'organiser', 'screener']);
    const desk = (await get('/organise/crafts/screening?state=submitted&late=yes', 'screener')).body;
    expect(desk).toContain('等待中');
    expect(desk).not.toContain('不行');
    expect((await get('/organise/crafts/screening?after=x&state=%00&category=1', 'screener')).statusCode).toBe(200);
    expect(await readers(`/organise/crafts/screening/${wrong.number}`)).toEqual(['auditor', 'organiser', 'screener']);
    const one = (await get(`/organise/crafts/screening/${wrong.number}`, 'screener')).body;
    expect(one).toContain('&lt;b>不行');
    expect(one).not.toContain(cast.entrant.name);
    const looked = await post(`/organise/crafts/screening/${wrong.number}/entrant`, {}, 'screener');
    expect(looked.body).toContain(cast.entrant.name);
    expect((await post(`/organise/crafts/screening/${wrong.number}/entrant`, {}, 'auditor')).statusCode).toBe(403);
    const typed = { decision: 'rejected', ground: '', words: '缺证明', version: '1' };
    const again = await post(`/organise/crafts/screening/${wrong.number}`, typed, 'screener');
    expect([again.statusCode, again.body.includes('缺证明')]).toEqual([422, true]);
    const decided = await post(
      `/organise/crafts/screening/${wrong.number}`,
      { ...typed, ground: 'incomplete' },
      'screener',
    );
    expect(decided.statusCode).toBe(303);
    const late = await post('/organise/crafts/screening/accept', { entries: `${waiting.id}:1` }, 'organiser');
    expect(late.headers.location).toContain('done=batch');
    const csv = (await get('/organise/crafts/screening/list.csv', 'organiser')).body;
    expect(csv).toContain('材料不全');
    expect((await get('/organise/crafts/screening/list.xlsx', 'auditor')).statusCode).toBe(200);
    expect((await get('/organise/crafts/screening/list.csv', 'chair')).statusCode).toBe(403);
  });

  it('of a rejection go to the entrant, and the ruling to everybody without what was written', async () => {
    const outcome = `/competitions/crafts/notice/decision/${wrong.number}`;
    expect(await readers(outcome)).toEqual(['entrant']);
    expect((await post(outcome, { text: '' }, 'entrant')).statusCode).toBe(422);
    expect((await post(outcome, { text: '证明在文件里' }, 'entrant')).statusCode).toBe(303);
    expect((await post(outcome, { text: '证明在文件里' }, 'stranger')).statusCode).toBe(404);
    expect(await readers('/organise/crafts/screening/objections')).toEqual(['organiser']);
    const ruling = { entryId: wrong.id, upheld: 'no', answer: '文件里确实没有。' };
    expect((await post('/organise/crafts/screening/objections', ruling, 'organiser')).statusCode).toBe(303);
    const log = (await get('/competitions/crafts/notice/screening')).body;
    expect(log).toContain('文件里确实没有。');
    expect(log).not.toContain('证明在文件里');
    expect((await post('/organise/crafts/screening/close', {}, 'organiser')).statusCode).toBe(303);
  });

  it('of results go to organisers and whoever reads the record, and to everybody once announced', async () => {
    const [, , jury, ballot] = competition.stages;
    await inTransaction(k.db, async (tx) => {
      const ids = { competitionId: competition.id };
      const rows = [
        [91.5, 812],
        [88, 1024],
        [70, 10],
        [1, 0],
      ] as const;
      const all = [...entries, waiting];
      await insertStandings(
        tx,
        { ...ids, stageId: jury?.id ?? '' },
        all.map(({ id }, at) => ({
          entryId: id,
          score: rows[at]?.[0] ?? 0,
          votes: null,
          rank: at + 1,
          advances: true,
        })),
      );
      await insertStandings(
        tx,
        { ...ids, stageId: ballot?.id ?? '' },
        all.map(({ id }, at) => ({
          entryId: id,
          score: [79.3, 100, 100, 0][at] ?? 0,
          votes: rows[at]?.[1] ?? 0,
          rank: 1,
          advances: true,
        })),
      );
    });
    expect(await readers('/organise/crafts/results')).toEqual(['auditor', 'chair', 'observer', 'organiser']);
    expect((await get('/organise/crafts/results', 'chair')).body).not.toContain('/results/publish');
    expect((await get('/competitions/crafts/notice')).body).not.toContain('91.50');
    expect((await get('/competitions/crafts/notice.json')).statusCode).toBe(409);
    expect((await post('/organise/crafts/results/publish', { words: '现予公示。' }, 'chair')).statusCode).toBe(403);
    expect((await post('/organise/crafts/results/publish', { words: '现予公示。' }, 'organiser')).statusCode).toBe(303);
    await settle(k);
    const notice = (await get('/competitions/crafts/notice')).body;
    for (const words of ['91.50', '79.30', '812 票 ÷ 1,024', '91.60', '现予公示。', '× 70%'])
      expect(notice).toContain(words);
    const data = (await get('/competitions/crafts/notice.json')).json() as { categories: { entries: unknown[] }[] };
    expect(data.categories[0]?.entries[0]).toMatchObject({ number: 2, rank: 1, score: 91.6, level: '一等奖' });
    expect((await get('/competitions/crafts/notice.csv')).body.split('\n')[1]).toContain('糖画');
    expect((await get('/competitions/crafts/results')).body).toContain('结果还没有生效');
    expect((await get('/competitions/crafts/results.json')).statusCode).toBe(409);
  });

  it('of complaints go to who handles them and who complained', async () => {
    expect((await get('/competitions/crafts/notice/complain')).body).toContain('proof_answer');
    expect((await post('/competitions/crafts/notice/complain', { text: secret })).statusCode).toBe(422);
    const said = await post('/competitions/crafts/notice/complain', { text: secret, entry: '1' }, 'stranger');
    expect(said.headers.location).toBe('/competitions/crafts/notice/mine');
    expect((await get('/competitions/crafts/notice/mine', 'stranger')).body).toContain(secret);
    for (const who of cookies.keys())
      if (who !== 'stranger') expect((await get('/competitions/crafts/notice/mine', who)).body).not.toContain(secret);
    expect((await post('/competitions/crafts/notice/mine', { code: 'AAAA-AAAA-AAAA-AAAA' })).statusCode).toBe(404);
    expect(await readers('/organise/crafts/results/complaints')).toEqual(['organiser']);
    expect(await readers('/organise/crafts/results/complaints/1')).toEqual(['organiser']);
    const handled = (await get('/organise/crafts/results/complaints/1', 'organiser')).body;
    expect([handled.includes(secret), handled.includes(cast.stranger.name)]).toEqual([true, false]);
    const author = await post('/organise/crafts/results/complaints/1/author', {}, 'organiser');
    expect(author.body).toContain(cast.stranger.name);
    const answer = { upheld: 'no', answer: '已经核实，没有问题。' };
    expect((await post('/organise/crafts/results/complaints/1', answer, 'organiser')).statusCode).toBe(303);
    await settle(k);
    const after = (await get('/competitions/crafts/notice')).body;
    expect([after.includes(answer.answer), after.includes(secret)]).toEqual([true, false]);
  });

  it('of final results are the same for everybody', async () => {
    expect((await post('/organise/crafts/results/finalise', {}, 'organiser')).statusCode).toBe(409);
    k.clock.set(new Date(k.clock.now().getTime() + 8 * 86_400_000));
    expect((await post('/organise/crafts/results/finalise', {}, 'organiser')).statusCode).toBe(303);
    await settle(k);
    const final = await get('/competitions/crafts/results');
    for (const words of ['一等奖', '糖画', '91.60']) expect(final.body).toContain(words);
    expect(final.headers['cache-control']).toContain('public');
    expect((await get('/competitions/crafts/results.csv')).body).toContain('一等奖');
  });

  it('show a certificate to whoever has its code, and the file to whom it belongs', async () => {
    const [first] = await certificatesOf(k.db, competition.id, 0, 10);
    if (!first) throw new Error('no certificate was issued');
    const found = await get(`/certificates/${first.code.toLowerCase()}`);
    expect([found.statusCode, found.body.includes('这张证书有效')]).toEqual([200, true]);
    for (const code of ['AAAAAAAAAAAAAAAA', 'x', '%00', first.id])
      expect((await get(`/certificates/${code}`)).statusCode).toBeGreaterThanOrEqual(400);
    const made = await makeCompetition(k, {
      mode: 'showcase',
      stages: [
        { kind: 'entry', from: -3, to: -1 },
        { kind: 'results', from: -1, to: 2 },
      ],
    });
    await makeCompetitionEntry(k, made.competition, {
      title: '👋 伞<b>',
      byLine: '程伞庄',
      accountId: cast.entrant.accountId,
    });
    await finaliseResults(k, made.organiser, made.competition.id);
    await settle(k);
    const thanks = (await get(`/competitions/${made.competition.slug}/results`)).body;
    expect(thanks).toContain('感谢每一位参展的人');
    expect(thanks).not.toMatch(/名次|冠军|获奖|第一名/);
    const list = (await get('/me/certificates', 'entrant')).body;
    const href = /href="(\/me\/certificates\/[^"]+\.pdf)"/.exec(list)?.[1] ?? '';
    for (const who of cookies.keys())
      expect((await get(href, who)).statusCode).toBe({ entrant: 200, nobody: 303 }[who] ?? 404);
    const pdf = (await get(href, 'entrant')).rawPayload;
    const file = path.join(await mkdtemp(path.join(tmpdir(), 'tongxin-pdf-')), 'certificate.pdf');
    await writeFile(file, pdf);
    const { stdout: text } = await run('pdftotext', ['-layout', file, '-']);
    for (const words of ['程伞庄', '十佳街巷手艺', '扫码核对']) expect(text.replaceAll(' ', '')).toContain(words);
    const { stdout: info } = await run('pdfinfo', [file]);
    expect(info).toMatch(/Pages: +1\n/);
    expect(info).toMatch(/Page size: +841\.89 x 595\.28/);
    const zip = `/organise/${made.competition.slug}/results/certificates.zip`;
    expect((await get(zip, 'entrant')).statusCode).toBe(403);
    const [certificate] = await certificatesOf(k.db, made.competition.id, 0, 1);
    await revokeCertificate(k, made.organiser, made.competition.id, {
      id: certificate?.id ?? '',
      reason: '误发给了别人',
    });
    const revoked = (await get(`/certificates/${certificate?.code}`)).body;
    expect([revoked.includes('已作废'), revoked.includes('误发给了别人')]).toEqual([true, false]);
    expect((await get(href, 'entrant')).statusCode).toBe(404);
  });
});
