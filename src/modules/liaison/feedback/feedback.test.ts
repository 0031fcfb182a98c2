import fc from 'fast-check';
import readExcelFile from 'read-excel-file/node';
import { beforeAll, describe, expect, it } from 'vitest';
import { settle, type TestKernel, testApp, testKernel } from '../../../../test/harness.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Actor } from '../../people/index.ts';
import { makeAccount } from '../../people/people.factory.ts';
import { browse, type Cast, makeCast } from '../exchange/exchange.factory.ts';
import { countFigures } from './count-figures.queries.ts';
import { insertYear } from './feedback.factory.queries.ts';
import { figuresOf, hideSmall, type Measure, measures, noFigures, rowOf, totalOf } from './feedback.rules.ts';
import { loadOverview, loadReport } from './load-feedback.ts';
import { remindOfFeedback } from './wire-feedback.ts';
import {
  changeRound,
  openRound,
  periodOf,
  saveReport,
  sendReport,
  signReport,
  takeSignatureBack,
} from './write-report.ts';

let k: TestKernel;
let app: App;
let cast: Cast;
const texts = { summary: '这一年联系顺利。', progress: '', problems: '', plans: '', examples: '' };
const spring = new Date('2026-03-05T02:00:00Z');

beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
  cast = await makeCast(k);
  const outcomes = [true, true, true, true, true, false, undefined] as const;
  for (const [n, solved] of outcomes.entries()) {
    const member = await makeAccount(k, { name: `秘名${n}甲` });
    await inTransaction(k.db, (tx) =>
      insertYear(tx, {
        memberId: member.accountId,
        contactId: cast.officer.accountId,
        departmentId: cast.department,
        at: spring,
        entries: 3,
        matter: { state: 'closed', title: `事情 ${n}`, ...(solved === undefined ? {} : { solved }) },
      }),
    );
  }
  const one = await makeAccount(k, { name: '独一人' });
  await inTransaction(k.db, (tx) =>
    insertYear(tx, {
      memberId: one.accountId,
      contactId: cast.otherOfficer.accountId,
      departmentId: cast.other,
      at: spring,
      entries: 2,
      matter: { state: 'open', title: '独一件' },
    }),
  );
  await openRound(k, cast.office, { year: 2026, dueOn: '2026-12-20' });
});

const sendAll = async () => {
  for (const [department, officer, leader] of [
    [cast.department, cast.officer, cast.leader],
    [cast.other, cast.otherOfficer, cast.otherLeader],
  ] as const) {
    const { report } = await loadReport(k, officer, 2026, department);
    if (report.state === 'sent') continue;
    if (report.state === 'draft') {
      await saveReport(k, officer, 2026, department, { ...texts, revision: report.revision });
      await signReport(k, leader, 2026, department, report.revision + 1);
    }
    await sendReport(k, officer, 2026, department);
  }
};

describe('figures', () => {
  it('are counted out of the registers, each rate with what it is of', async () => {
    const figures = await countFigures(k.db, cast.department, periodOf(k, 2026));
    expect(figures).toMatchObject({
      members: 7,
      contacted: 7,
      visit_q1: 14,
      call_q1: 7,
      received: 7,
      closed: 7,
      rated: 6,
      unrated: 1,
      solved: 5,
      satisfied: 5,
      due: 7,
      in_time: 7,
    });
    expect(rowOf(figures)).toMatchObject({ contacts: 21, visit: 14, q1: 21, q2: 0 });
    expect(await countFigures(k.db, cast.department, periodOf(k, 2025))).toEqual(noFigures);
    expect(await countFigures(k.db, cast.other, periodOf(k, 2026))).toMatchObject({
      members: 1,
      open: 1,
      due: 1,
      in_time: 0,
    });
  });
});

/** Everything that a reader can put together: one hidden cell in a sum is known. */
const small = fc.record({
  members: fc.nat(12),
  received: fc.nat(12),
  a: fc.nat(12),
  b: fc.nat(9),
  c: fc.nat(9),
  r: fc.nat(9),
  s: fc.nat(9),
});
it('hides small numbers of people, and nothing hidden is what is left of a sum', () => {
  fc.assert(
    fc.property(fc.array(small, { minLength: 1, maxLength: 6 }), (list) => {
      const rows = list.map((each) =>
        rowOf(
          figuresOf({
            members: each.members + each.a,
            contacted: each.members,
            closed: each.a,
            open: each.b,
            dropped: each.c,
            received: each.a + each.b + each.c,
            rated: Math.min(each.a, each.r),
            unrated: each.a - Math.min(each.a, each.r),
            solved: Math.min(each.a, each.r, each.s),
            visit_q1: each.s,
            call_q1: each.b,
            visit_q3: each.c,
            message_q4: each.r,
          }),
        ),
      );
      const { rows: shown, total } = hideSmall(rows);
      const all = [...shown, total];
      const sums: Measure[][] = [
        ['contacts', 'visit', 'call', 'meeting', 'message'],
        ['contacts', 'q1', 'q2', 'q3', 'q4'],
        ['received', 'closed', 'open', 'dropped'],
        ['closed', 'rated', 'unrated'],
      ];
      const people = measures.slice(0, measures.indexOf('agreements'));
      for (const row of all) {
        for (const key of people) expect(row[key] === null || row[key] === 0 || row[key] >= 5).toBe(true);
        for (const keys of sums) expect(keys.filter((key) => row[key] === null).length).not.toBe(1);
      }
      for (const key of people) expect(all.filter((row) => row[key] === null).length).not.toBe(1);
      for (const [part, whole] of [
        ['contacted', 'members'],
        ['solved', 'rated'],
      ] as const)
        for (const row of all)
          if (row[part] !== null && row[whole] !== null)
            expect([0, row[whole]].includes(row[part]) || row[whole] - row[part] >= 5).toBe(true);
      // What is shown is true.
      for (const key of measures)
        for (const [at, row] of shown.entries()) if (row[key] !== null) expect(row[key]).toBe(rows[at]?.[key]);
    }),
    { numRuns: 300 },
  );
});

describe('a report', () => {
  it('of two editors the second is told, and every wording is kept', async () => {
    const { report } = await loadReport(k, cast.officer, 2026, cast.department);
    const both = await Promise.allSettled(
      [cast.officer, cast.leader].map((actor, n) =>
        saveReport(k, actor, 2026, cast.department, { ...texts, plans: `打算 ${n}`, revision: report.revision }),
      ),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const after = await loadReport(k, cast.officer, 2026, cast.department);
    await saveReport(k, cast.officer, 2026, cast.department, { ...texts, revision: after.report.revision });
    expect((await loadReport(k, cast.officer, 2026, cast.department)).revisions).toHaveLength(2);
  });

  it('holds no name of a member', async () => {
    const { report } = await loadReport(k, cast.officer, 2026, cast.department);
    await expect(
      saveReport(k, cast.officer, 2026, cast.department, {
        ...texts,
        examples: '秘名3甲反映的事办好了',
        revision: report.revision,
      }),
    ).rejects.toMatchObject({ fields: { examples: { key: 'liaison.feedback.field.name_in_it' } } });
  });

  it('is signed once, by the leader, who did not write it alone; its figures then stand', async () => {
    const { report } = await loadReport(k, cast.otherLeader, 2026, cast.other);
    await expect(signReport(k, cast.otherLeader, 2026, cast.other, 0)).rejects.toMatchObject({
      code: 'liaison.feedback.empty',
    });
    await saveReport(k, cast.otherLeader, 2026, cast.other, { ...texts, revision: report.revision });
    await expect(signReport(k, cast.otherLeader, 2026, cast.other, 1)).rejects.toMatchObject({
      code: 'liaison.feedback.wrote_alone',
    });
    await saveReport(k, cast.otherOfficer, 2026, cast.other, { ...texts, problems: '还有一件没办完。', revision: 1 });
    await expect(signReport(k, cast.otherLeader, 2026, cast.other, 1)).rejects.toMatchObject({
      code: 'kernel.changed_meanwhile',
    });
    await expect(sendReport(k, cast.otherOfficer, 2026, cast.other)).rejects.toMatchObject({
      code: 'liaison.feedback.not_signed',
    });
    const tries = await Promise.allSettled([1, 2, 3].map(() => signReport(k, cast.otherLeader, 2026, cast.other, 2)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(saveReport(k, cast.otherOfficer, 2026, cast.other, { ...texts, revision: 2 })).rejects.toMatchObject({
      code: 'liaison.feedback.signed_already',
    });
    const newcomer = await makeAccount(k);
    await inTransaction(k.db, (tx) =>
      insertYear(tx, {
        memberId: newcomer.accountId,
        contactId: cast.otherOfficer.accountId,
        departmentId: cast.other,
        at: spring,
        entries: 1,
      }),
    );
    expect((await loadReport(k, cast.otherOfficer, 2026, cast.other)).shown.members).toBe(1);
    await takeSignatureBack(k, cast.otherLeader, 2026, cast.other);
    expect((await loadReport(k, cast.otherOfficer, 2026, cast.other)).shown.members).toBe(2);
  });
});

describe('who may', () => {
  const allowed = async (work: (actor: Actor) => Promise<unknown>) => {
    const names: string[] = [];
    const { mine, theirs, department: _d, other: _o, ...staff } = cast;
    for (const [name, actor] of Object.entries({ ...staff, partner: mine.administrator, otherPartner: theirs.officer }))
      await work(actor).then(
        () => names.push(name),
        (error: { status?: number }) => expect([403, 404, 409, 422]).toContain(error.status),
      );
    return names.sort();
  };

  it('read, write and sign a report, and see the overview', async () => {
    expect(await allowed((actor) => loadReport(k, actor, 2026, cast.department))).toEqual([
      'auditor',
      'leader',
      'office',
      'officer',
    ]);
    expect(await allowed((actor) => loadOverview(k, actor, 2026))).toEqual(['auditor', 'cityLeader', 'office']);
    const stale = { ...texts, revision: 99 };
    const mayWrite = async (actor: Actor) => {
      await saveReport(k, actor, 2026, cast.department, stale).catch((error) => {
        if (error.code !== 'kernel.changed_meanwhile') throw error;
      });
    };
    expect(await allowed(mayWrite)).toEqual(['leader', 'officer']);
    const maySign = async (actor: Actor) => {
      await signReport(k, actor, 2026, cast.department, 99).catch((error) => {
        if (error.code !== 'kernel.changed_meanwhile') throw error;
      });
    };
    expect(await allowed(maySign)).toEqual(['leader']);
    expect(await allowed((actor) => openRound(k, actor, { year: 2024, dueOn: '2026-12-01' }))).toEqual(['office']);
    expect(await allowed((actor) => changeRound(k, actor, 2024, { departmentId: cast.other }))).toEqual(['office']);
  });
});

describe('the overview', () => {
  it('is the departments added up, from what was sent alone', async () => {
    await sendAll();
    const view = await loadOverview(k, cast.office, 2026);
    expect(view.mode).toBe('full');
    const rows = await Promise.all(view.entries.map(async ({ report }) => rowOf(figuresOf(report.figures))));
    expect(view.total).toEqual(totalOf(rows));
    for (const key of measures)
      expect(view.total[key]).toBe(view.entries.reduce((n, entry) => n + (entry.shown[key] ?? 0), 0));
    const names = new Set(view.entries.map(({ report }) => report.departmentId));
    expect(names).toEqual(new Set([cast.department, cast.other]));
  });

  it('for the city shows no single member, on the page, as PDF and as XLSX', async () => {
    await sendAll();
    const view = await loadOverview(k, cast.cityLeader, 2026);
    expect(view.mode).toBe('city');
    const other = view.entries.find(({ report }) => report.departmentId === cast.other);
    expect([other?.shown.members, other?.shown.open, view.total.open]).toEqual([null, null, null]);
    expect((await loadOverview(k, cast.office, 2026, true)).entries).toEqual(view.entries);
    const browser = await browse(k, app, cast.cityLeader);
    for (const url of ['/liaison/feedback', '/liaison/feedback/2026', `/liaison/feedback/2026/${cast.other}`])
      expect([url, (await browser.get(url)).status]).toEqual([url, 200]);
    // Neither one report nor the sum tells what the other hides.
    for (const { report, shown } of view.entries) {
      const one = await loadReport(k, cast.cityLeader, 2026, report.departmentId);
      for (const key of measures) if (shown[key] === null) expect([key, one.shown[key]]).toEqual([key, null]);
    }
    // However the address asks for it.
    const sheet = await browser.get('/liaison/feedback/2026/overview.xlsx?version=full');
    const [{ data } = { data: [] }] = await readExcelFile(sheet.bytes);
    const line = data.find((row) => row[0] === '文化旅游局');
    expect(line?.[1]).toBe('隐去');
    expect((await browser.get(`/liaison/feedback/2026/${cast.other}/report.xlsx?version=full`)).status).toBe(200);
    const pdf = await browser.get('/liaison/feedback/2026/overview.pdf');
    expect(pdf.bytes.subarray(0, 5).toString()).toBe('%PDF-');
    const full = await (await browse(k, app, cast.office)).get('/liaison/feedback/2026/overview.xlsx');
    const [{ data: inner } = { data: [] }] = await readExcelFile(full.bytes);
    expect(inner.find((row) => row[0] === '网络工作局')?.[1]).toBe(7);
    expect(inner.at(-1)?.[1]).toBe(
      view.entries.length > 0 ? (await loadOverview(k, cast.office, 2026)).total.members : 0,
    );
  });

  it('others find nothing: no page, no file, no word of the drafts', async () => {
    const secret = 'SECRET-feedback-9002';
    await changeRound(k, cast.office, 2024, { departmentId: cast.department });
    await saveReport(k, cast.officer, 2024, cast.department, { ...texts, summary: secret, revision: 0 });
    await settle(k);
    for (const actor of [
      cast.otherOfficer,
      cast.otherLeader,
      cast.cityLeader,
      cast.mine.administrator,
      cast.resident,
      cast.handler,
    ]) {
      const browser = await browse(k, app, actor);
      const base = `/liaison/feedback/2024/${cast.department}`;
      for (const url of [
        base,
        `${base}/report.pdf`,
        `${base}/report.xlsx`,
        '/liaison/feedback?year=2024',
        '/liaison/feedback/2024',
      ]) {
        const page = await browser.get(url);
        expect([url, page.text.includes(secret)]).toEqual([url, false]);
        if (url.startsWith(base)) expect([url, page.status]).toEqual([url, 404]);
      }
    }
    expect(JSON.stringify(await k.db.selectFrom('kernel.event').selectAll().execute())).not.toContain(secret);
    expect(
      (await (await browse(k, app, cast.officer)).get(`/liaison/feedback/2024/${cast.department}`)).text,
    ).toContain(secret);
  });
});

it('departments are reminded before the day and after it, each once', async () => {
  await openRound(k, cast.office, { year: 2025, dueOn: '2026-12-01' });
  await changeRound(k, cast.office, 2025, { departmentId: cast.department });
  const at = (days: number) => ({ ...k, clock: { now: () => new Date(k.clock.now().getTime() + days * 86_400_000) } });
  for (const days of [0, 0, 11, 11, 20, 20]) await remindOfFeedback(at(days));
  const link = `/liaison/feedback/2025/${cast.department}`;
  const told = (actor: Actor) =>
    k.notify.inbox(k.db, actor.accountId ?? '', 'zh-CN').then((all) =>
      all
        .filter((item) => item.link === link)
        .map((item) => item.kind)
        .sort(),
    );
  expect(await told(cast.officer)).toEqual(['liaison.feedback_due', 'liaison.feedback_due', 'liaison.feedback_late']);
  expect(await told(cast.leader)).toEqual(['liaison.feedback_late']);
  expect(await told(cast.otherLeader)).toEqual([]);
});

it('what is refused keeps what was typed; hostile and huge words stay words', async () => {
  const browser = await browse(k, app, cast.officer);
  await openRound(k, cast.office, { year: 2023, dueOn: '2026-12-01' });
  await changeRound(k, cast.office, 2023, { departmentId: cast.department });
  const url = `/liaison/feedback/2023/${cast.department}`;
  const refused = await browser.post(url, { ...texts, summary: '很长'.repeat(4000), revision: '0' });
  expect([refused.status, refused.text.includes('很长很长')]).toEqual([422, true]);
  const evil = await browser.post(url, { ...texts, summary: '<script>alert(1)</script>', revision: '0' });
  expect(evil.status).toBe(303);
  expect((await browser.get(url)).text).not.toContain('<script>alert');
  for (const bad of ['/liaison/feedback/99999', '/liaison/feedback/nix/nix', `/liaison/feedback/2026/nix`])
    expect([403, 404]).toContain((await browser.get(bad)).status);
});
