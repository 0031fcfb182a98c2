import { beforeAll, describe, expect, it } from 'vitest';
import { type TestKernel, testApp, testKernel } from '../../../../test/harness.ts';
import type { App } from '../../../kernel/http/index.ts';
import { makeAccount, sessionCookie } from '../../people/people.factory.ts';
import { makeDuty } from '../competitions.factory.ts';
import { closeJury } from './close-jury.ts';
import { makeJury } from './jury.factory.ts';
import { scoreEntries, scoreEntry } from './score-entry.ts';
import { sheetsOf } from './sheet.queries.ts';

let k: TestKernel;
let app: App;
beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
});

type Made = Awaited<ReturnType<typeof makeJury>>;
type Who = { accountId: string } | null;

const cookieOf = async (who: Who) => (who ? { cookie: await sessionCookie(k, who) } : {});
const get = async (who: Who, url: string) => app.inject({ url, headers: await cookieOf(who) });
const send = async (who: Who, url: string, body: Record<string, string>, accept = 'text/html') =>
  app.inject({
    url,
    method: 'POST',
    headers: {
      ...(await cookieOf(who)),
      accept,
      origin: 'http://tongxin.test',
      'content-type': 'application/x-www-form-urlencoded',
    },
    payload: new URLSearchParams(body).toString(),
  });
const baseOf = ({ competition, stage }: Made) => `/jury/${competition.slug}/${stage.id}`;
const organiseOf = ({ competition, stage }: Made) => `/organise/${competition.slug}/jury/${stage.id}`;
const first = <T>(list: readonly T[]): T => list[0] as T;

async function handInEverything(made: Made): Promise<void> {
  for (const [n, juror] of [made.chair, ...made.jurors].entries())
    await scoreEntries(k, juror, {
      stageId: made.stage.id,
      sheets: made.entries.map(({ id }) => ({ entryId: id, points: { craft: 61.5 + n, meaning: 61.5 + n } })),
    });
}

describe('pages of a jury', () => {
  it('open for whom they are, and for nobody else', async () => {
    const made = await makeJury(k, { jurors: 2, entries: 2 });
    await handInEverything(made);
    const base = baseOf(made);
    const [juror, organiser] = [first(made.jurors), made.organiser];
    const observer = await makeDuty(k, made.competition, 'observer');
    const auditor = await makeAccount(k, { roles: [{ role: 'auditor' }] });
    const stranger = await makeAccount(k);
    const elsewhere = await makeJury(k, { jurors: 0, entries: 1 });
    const everybody: Record<string, Who> = {
      juror,
      chair: made.chair,
      organiser,
      observer,
      auditor,
      stranger,
      nobody: null,
    };
    everybody.elsewhere = elsewhere.chair;
    const open = {
      [base]: ['juror', 'chair'],
      [`${base}/1`]: ['juror', 'chair'],
      [`${base}/table`]: ['juror', 'chair'],
      [`${base}/sheet.pdf`]: ['juror', 'chair'],
      [`${base}/1/talk`]: ['juror', 'chair'],
      [`${base}/record`]: ['juror', 'chair'],
      [`${base}/chair`]: ['chair'],
      [`${base}/summary`]: ['chair'],
      [`${base}/summary.pdf`]: ['chair'],
      [`${base}/summary.xlsx`]: ['chair'],
      [`${base}/sheets/${juror.accountId}`]: ['juror', 'chair'],
      [organiseOf(made)]: ['organiser', 'chair', 'observer', 'auditor'],
    };
    const afterwards = ['juror', 'chair', 'organiser', 'observer', 'auditor'];
    const closed = {
      ...open,
      [`${base}/record`]: afterwards,
      [`${base}/summary`]: afterwards,
      [`${base}/summary.pdf`]: afterwards,
      [`${base}/summary.xlsx`]: afterwards,
      [`${base}/sheets/${juror.accountId}`]: afterwards,
    };
    for (const [moment, table] of [open, closed].entries()) {
      if (moment === 1) await closeJury(k, made.chair, { stageId: made.stage.id });
      for (const [url, who] of Object.entries(table))
        for (const [name, person] of Object.entries(everybody)) {
          const { statusCode } = await get(person, url);
          const may = who.includes(name);
          expect(
            may ? statusCode === 200 : [302, 303, 401, 403, 404, 409].includes(statusCode),
            `${name} ${url}: ${statusCode}`,
          ).toBe(true);
        }
    }
  }, 60_000);

  it('tell nobody else’s points before the close', async () => {
    const made = await makeJury(k, { jurors: 2, entries: 1 });
    await scoreEntry(k, made.chair, {
      stageId: made.stage.id,
      entryId: first(made.entries).id,
      points: { craft: 93.5, meaning: 93.5 },
      comment: '主任的话',
    });
    const base = baseOf(made);
    const juror = first(made.jurors);
    await scoreEntry(k, juror, {
      stageId: made.stage.id,
      entryId: first(made.entries).id,
      points: { craft: 40, meaning: 40 },
    });
    for (const path of ['', '/1', '/table', '/1/talk', '/record'])
      expect((await get(juror, `${base}${path}`)).body, path).not.toMatch(/93\.5|主任的话/);
    const desk = await get(made.organiser, organiseOf(made));
    expect(desk.body).not.toMatch(/93\.50?|40\.00/);
  });

  it('keep from a chair who scores an entry what others gave it until their own sheet is in', async () => {
    const made = await makeJury(k, { jurors: 2, entries: 1 });
    for (const juror of made.jurors)
      await scoreEntry(k, juror, {
        stageId: made.stage.id,
        entryId: first(made.entries).id,
        points: { craft: 71.5, meaning: 71.5 },
      });
    const base = baseOf(made);
    for (const path of ['/chair', '/summary', '/record']) {
      const page = await get(made.chair, `${base}${path}`);
      expect(page.statusCode, path).toBe(200);
      expect(page.body, path).not.toContain('71.5');
    }
    await scoreEntry(k, made.chair, {
      stageId: made.stage.id,
      entryId: first(made.entries).id,
      points: { craft: 1, meaning: 1 },
    });
    for (const path of ['/chair', '/summary', '/record'])
      expect((await get(made.chair, `${base}${path}`)).body, path).toContain('71.5');
  });

  it('name nobody who made an entry in a blind stage', async () => {
    const blind = await makeJury(k, { jurors: 1, entries: 2, settings: { blind: true }, confirm: false });
    const open = await makeJury(k, { jurors: 1, entries: 2, confirm: false });
    for (const [made, named] of [
      [blind, false],
      [open, true],
    ] as const) {
      const base = baseOf(made);
      expect((await get(made.chair, base)).body.includes('某某1工坊')).toBe(named);
      await send(made.chair, `${base}/confirm`, { agreed: 'yes' });
      expect((await get(made.chair, `${base}/1`)).body.includes('某某1工坊')).toBe(named);
      for (const path of ['', '/table', '/chair', '/summary']) {
        const { body, statusCode } = await get(made.chair, `${base}${path}`);
        expect(statusCode).toBe(200);
        expect(body).not.toContain('某某1工坊');
      }
    }
  });
});

describe('forms of a jury', () => {
  it('lead from the rules to the first sheet without scripts', async () => {
    const made = await makeJury(k, { jurors: 1, entries: 3, confirm: false });
    const base = baseOf(made);
    const juror = first(made.jurors);
    expect((await get(juror, `${base}/1`)).headers.location).toBe(base);
    const refused = await send(juror, `${base}/confirm`, { 'entry-2': 'relative' });
    expect(refused.statusCode).toBe(422);
    // What was chosen is chosen still.
    expect(refused.body).toMatch(/<option value="relative" selected/);
    const agreed = await send(juror, `${base}/confirm`, { agreed: 'yes', 'entry-2': 'relative', words: '表妹的作品' });
    expect(agreed.headers.location).toBe(`${base}?done=confirmed`);
    const page = await get(juror, base);
    expect(page.body).toContain('作品1');
    expect(page.body).not.toContain('作品2');
    const handed = await send(juror, `${base}/1`, {
      'points-craft': '８０',
      'points-meaning': '70.5',
      version: '0',
      do: 'hand_in',
    });
    expect(handed.headers.location).toBe(`${base}/3?done=handed_in`);
    expect(await sheetsOf(k.db, made.stage.id)).toMatchObject([{ state: 'handed_in', total: 76.2 }]);
    const changed = await send(juror, `${base}/1`, {
      'points-craft': '81',
      'points-meaning': '70.5',
      version: '1',
      do: 'hand_in',
    });
    expect(changed.statusCode).toBe(422);
    expect(changed.body).toContain('请写明理由');
    expect(changed.body).toContain('value="81"');
  });

  it('say what is wrong beside the field and keep what was typed', async () => {
    const made = await makeJury(k, { jurors: 0, entries: 1 });
    const base = `${baseOf(made)}/1`;
    for (const [typed, words] of [
      ['101', '请填 0 到 100 的分数'],
      ['abc', '请填 0 到 100 的分数'],
      ['33.3', '最小半分'],
      ['', '请给“手艺”打分'],
    ] as const) {
      const answer = await send(made.chair, base, { 'points-craft': typed, 'points-meaning': '50', do: 'hand_in' });
      expect(answer.statusCode, typed).toBe(422);
      expect(answer.body).toContain(words);
      expect(answer.body).toContain('value="50"');
    }
    expect(await sheetsOf(k.db, made.stage.id)).toEqual([]);
  });

  it('keep drafts for the script, and refuse the older of two windows', async () => {
    const made = await makeJury(k, { jurors: 0, entries: 1 });
    const base = `${baseOf(made)}/1`;
    const draft = (version: string, points: string) =>
      send(made.chair, base, { 'points-craft': points, version, do: 'draft' }, 'application/json');
    const saved = await draft('0', '55');
    expect(saved.json()).toMatchObject({ version: 1, state: 'draft', total: null });
    const old = await draft('0', '66');
    expect(old.statusCode).toBe(409);
    expect(await sheetsOf(k.db, made.stage.id)).toMatchObject([{ points: { craft: 55 } }]);
  });

  it('take twenty rows at once and hand in those that are full', async () => {
    const made = await makeJury(k, { jurors: 0, entries: 25 });
    const table = `${baseOf(made)}/table?page=2`;
    const page = await get(made.chair, table);
    expect(page.body.match(/name="p-\d+-craft"/g)).toHaveLength(5);
    const rows = {
      'p-21-craft': '90',
      'p-21-meaning': '80',
      'v-21': '0',
      'p-22-craft': '70',
      'v-22': '0',
      'p-23-craft': '',
    };
    const wrong = await send(made.chair, table, { ...rows, 'p-23-craft': '170', do: 'hand_in' });
    expect(wrong.statusCode).toBe(422);
    expect(await sheetsOf(k.db, made.stage.id)).toEqual([]);
    const sent = await send(made.chair, table, { ...rows, do: 'hand_in' });
    expect(sent.statusCode).toBe(303);
    const sheets = await sheetsOf(k.db, made.stage.id);
    expect(sheets.map(({ state, total }) => [state, total])).toEqual([
      ['handed_in', 86],
      ['draft', null],
    ]);
    // Rows of another page do not come in through this one.
    await send(made.chair, table, { 'p-1-craft': '10', 'p-1-meaning': '10', do: 'hand_in' });
    expect(await sheetsOf(k.db, made.stage.id)).toHaveLength(2);
  });

  it('lead the chair from asking again to the close', async () => {
    const made = await makeJury(k, { jurors: 3, entries: 2, settings: { advances: 1 } });
    const base = baseOf(made);
    await handInEverything(made);
    const juror = first(made.jurors);
    const ask = { juror: juror.accountId, number: '1' };
    expect((await send(made.chair, `${base}/chair/reopen`, ask)).statusCode).toBe(422);
    const asked = await send(made.chair, `${base}/chair/reopen`, { ...ask, reason: '请看第二张图' });
    expect(asked.headers.location).toBe(`${base}/chair?done=reopened`);
    expect((await get(juror, `${base}/1`)).body).toContain('请看第二张图');
    const early = await send(made.chair, `${base}/chair/close`, {});
    expect(early.statusCode).toBe(409);
    expect(early.body).toContain('还差 1 张评分表');
    await scoreEntry(k, juror, {
      stageId: made.stage.id,
      entryId: first(made.entries).id,
      points: { craft: 62.5, meaning: 62.5 },
    });
    const desk = await get(made.chair, `${base}/chair`);
    expect(desk.body).toContain('并列在晋级线上');
    const tie = {
      category: made.competition.categories[0]?.id ?? '',
      'place-1': '2',
      'place-2': '1',
      reason: '看完成度',
    };
    expect((await send(made.chair, `${base}/chair/tie`, { ...tie, 'place-2': '2' })).statusCode).toBe(422);
    expect((await send(made.chair, `${base}/chair/tie`, tie)).headers.location).toBe(`${base}/chair?done=decided`);
    const closed = await send(made.chair, `${base}/chair/close`, { remark: '全体通过' });
    expect(closed.headers.location).toBe(`${base}/chair?done=closed`);
    expect((await get(made.chair, `${base}/summary`)).body).toContain('看完成度');
    expect((await send(made.chair, `${base}/chair/close`, {})).statusCode).toBe(409);
    expect((await send(made.chair, `${base}/chair/__proto__`, {})).statusCode).toBe(404);
  });

  it('let the chair ask any juror again and take one out, from the discussion of an entry', async () => {
    const made = await makeJury(k, { jurors: 3, entries: 2, settings: { jurorsPerEntry: 4 } });
    const base = `${baseOf(made)}/1`;
    await handInEverything(made);
    const [one, two] = made.jurors as [Made['chair'], Made['chair']];
    const ask = { juror: one.accountId, reason: '再看看结尾' };
    expect((await send(two, `${base}/reopen`, ask)).statusCode).toBe(403);
    const empty = await send(made.chair, `${base}/reopen`, { ...ask, reason: '' });
    expect(empty.statusCode).toBe(422);
    expect(empty.body).toContain('请写明理由');
    expect((await send(made.chair, `${base}/reopen`, ask)).headers.location).toBe(`${base}/talk?done=reopened`);
    const gone = { juror: two.accountId, kind: 'colleague', words: '同一个教研组' };
    expect((await send(one, `${base}/take-out`, gone)).statusCode).toBe(403);
    expect((await send(made.chair, `${base}/take-out`, gone)).headers.location).toBe(`${base}/talk?done=recused`);
    expect((await get(two, `${base}/talk`)).statusCode).toBe(409);
    const sheets = await sheetsOf(k.db, made.stage.id, { entryId: first(made.entries).id });
    expect(sheets.map(({ state }) => state).sort()).toEqual(['handed_in', 'handed_in', 'reopened', 'void']);
  });

  it('let an organiser give out, choose categories, take somebody out and remind', async () => {
    const made = await makeJury(k, {
      jurors: 2,
      entries: 4,
      categories: ['手艺', '小吃'],
      assign: false,
      settings: { jurorsPerEntry: 2 },
    });
    const base = organiseOf(made);
    const juror = first(made.jurors);
    expect((await get(made.organiser, base)).body).toContain('还有 8 处没有分出去');
    const [craft] = made.competition.categories;
    await send(made.organiser, `${base}/categories`, { [`juror-${juror.accountId}`]: craft?.id ?? '' });
    expect((await send(made.organiser, `${base}/assign`, {})).headers.location).toBe(`${base}?done=assigned`);
    const gone = { juror: made.chair.accountId, number: '2', kind: 'employer', words: '同一家单位' };
    expect((await send(made.organiser, `${base}/recuse`, { ...gone, number: '999' })).statusCode).toBe(422);
    expect((await send(made.organiser, `${base}/recuse`, gone)).headers.location).toBe(`${base}?done=recused`);
    expect((await get(made.organiser, base)).body).toContain('同一家单位');
    expect((await send(made.organiser, `${base}/remind`, {})).headers.location).toBe(`${base}?done=reminded`);
    expect((await send(made.organiser, `${base}/remind`, {})).statusCode).toBe(409);
  });

  it('bear what is hostile', async () => {
    const made = await makeJury(k, { jurors: 1, entries: 1 });
    const base = baseOf(made);
    await scoreEntry(k, made.chair, {
      stageId: made.stage.id,
      entryId: first(made.entries).id,
      points: { craft: 1, meaning: 1 },
    });
    const talk = '<script>alert(1)</script>';
    expect((await send(made.chair, `${base}/1/talk`, { text: talk })).statusCode).toBe(303);
    expect((await get(made.chair, `${base}/1/talk`)).body).not.toContain(talk);
    expect((await send(made.chair, `${base}/1/talk`, { text: 'x'.repeat(100_000) })).statusCode).toBe(422);
    expect((await send(made.chair, `${base}/1/talk`, { text: 'a\u0000b' })).statusCode).toBeLessThan(500);
    for (const path of [
      '/jury/x/y',
      `/jury/${made.competition.slug}/nonsense`,
      `${base}/0`,
      `${base}/-1`,
      `${base}/99999999999`,
      `${base}/sheets/zzz`,
      `${base}/record?after=zzz`,
      `${base}/table?page=-5`,
      `${base}/table?page=x`,
    ])
      expect((await get(made.chair, path)).statusCode, path).toBeLessThan(500);
    const results = made.competition.stages[2]?.id ?? '';
    expect((await get(made.chair, `/jury/${made.competition.slug}/${results}`)).statusCode).toBe(404);
    for (const body of [
      { 'points-craft': '1', version: '-1' },
      { 'points-craft': '1', comment: 'x'.repeat(3000) },
      { comment: '\u0000', 'points-craft': '1' },
    ])
      expect((await send(made.chair, `${base}/1`, body as never)).statusCode).toBeLessThan(500);
  });
});

describe('the organiser’s page of a competition', () => {
  it('leads to the jury', async () => {
    const made = await makeJury(k, { jurors: 1, entries: 2 });
    const page = await get(made.organiser, `/organise/${made.competition.slug}`);
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain(organiseOf(made));
  });
});
