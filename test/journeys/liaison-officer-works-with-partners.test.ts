import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../../src/kernel/db/index.ts';
import { makeTestAgreement } from '../../src/modules/liaison/agreements/agreements.factory.ts';
import { showDutyDone } from '../../src/modules/liaison/agreements/keep-agreement.ts';
import { loadAgreement } from '../../src/modules/liaison/agreements/load-agreement.ts';
import { type Cast, makeCast } from '../../src/modules/liaison/exchange/exchange.factory.ts';
import { say } from '../../src/modules/liaison/exchange/say.ts';
import { insertYear } from '../../src/modules/liaison/feedback/feedback.factory.queries.ts';
import { openRound, saveReport, sendReport, signReport } from '../../src/modules/liaison/feedback/write-report.ts';
import { loadMeeting } from '../../src/modules/liaison/meetings/load-meeting.ts';
import { makeTestMeeting, makeTestSeries } from '../../src/modules/liaison/meetings/meetings.factory.ts';
import { addToAgenda } from '../../src/modules/liaison/meetings/plan-meeting.ts';
import type { Actor } from '../../src/modules/people/index.ts';
import { makeAccount, sessionCookie } from '../../src/modules/people/people.factory.ts';
import { type City, expectSound, openCity, type VisitOptions } from './city.ts';

let city: City;
let cast: Cast;
const shots = process.env.JOURNEY_SHOTS;
const text =
  '一、新闻发布会通知至少提前一个工作日发至网站。\n二、收到反映民生问题的帖子，经发帖人同意，转到市民信箱并注明来处。\n三、双方各指定一名联络员，变更时三日内告知。\n四、本协议不影响网站独立采编，不涉及对评论的任何干预。';
const made = {
  agreement: '',
  toSign: '',
  draft: '',
  series: '',
  meeting: '',
  next: '',
  held: '',
  need: '',
  request: '',
  decision: '',
};

async function visit(actor: Actor, options: VisitOptions = {}): Promise<Page> {
  const page = await city.visit(null, options);
  const [pair = ''] = (await sessionCookie(city.k, actor)).split(';');
  const at = pair.indexOf('=');
  await page.context().addCookies([{ name: pair.slice(0, at), value: pair.slice(at + 1), url: city.url }]);
  return page;
}

async function shoot(page: Page, name: string): Promise<void> {
  if (!shots) return;
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
}

const need = {
  kind: 'need',
  title: '发布会请提前一天通知',
  body: '请把发布会时间、地点提前一个工作日发到网站，便于安排记者。',
  dueOn: '2026-11-20',
} as const;

async function seedAgreements(): Promise<void> {
  const { k } = city;
  const pair = {
    officer: cast.officer,
    leader: cast.leader,
    administrator: cast.mine.administrator,
    departmentId: cast.department,
    organisationId: cast.mine.id,
    text,
  };
  const duties = [
    { side: 'department', what: '每季度召开一次座谈会', who: '网络科', dueOn: '2026-11-20', every: 'quarter' as const },
    { side: cast.mine.id, what: '每月公布一次转办帖子的办理情况', dueOn: '2026-12-12', every: 'month' as const },
  ];
  made.agreement = await makeTestAgreement(k, { ...pair, title: '本地网站信息联络协议（2026—2027）', duties });
  const first = (await loadAgreement(k, cast.mine.officer, made.agreement)).duties[1];
  await showDutyDone(k, cast.mine.officer, made.agreement, first?.id ?? '', {
    dueOn: '2026-12-12',
    evidence: '十一月转办 12 帖，办结 9 帖，已在首页公布。',
  });
  made.toSign = await makeTestAgreement(k, { ...pair, state: 'sent', title: '无障碍信息共建协议' });
  made.draft = await makeTestAgreement(k, { ...pair, state: 'draft', title: '乡镇通讯员培训合作', duties });
}

async function seedMeetings(): Promise<void> {
  const { k } = city;
  made.series = await makeTestSeries(k, cast.office, {
    title: '本地网站月会',
    departmentIds: [cast.department, cast.other],
    organisationIds: [cast.mine.id, cast.theirs.id],
  });
  const meeting = {
    keeper: cast.office,
    chair: cast.leader,
    seriesId: made.series,
    minutes: '四家网站到会。\n附表格式由数据局先从统计公报做起，年底前看效果。\n供暖信息由热线每周一、四更新。',
  };
  const decisions = [
    {
      text: '供暖信息统一由热线每周一、四更新',
      owner: `department:${cast.department}`,
      personId: cast.officer.accountId,
    },
    { text: '统计公报的附表改为可复制的格式，并附 CSV', owner: `organisation:${cast.mine.id}` },
  ];
  made.meeting = await makeTestMeeting(k, { ...meeting, state: 'confirmed', decisions, daysFromNow: -30 });
  made.held = await makeTestMeeting(k, { ...meeting, state: 'held', decisions });
  made.next = await makeTestMeeting(k, { ...meeting, state: 'invited' });
  await addToAgenda(k, cast.office, made.next, {
    title: '冬季供暖信息怎么发',
    presenter: '王科长',
    note: '请各网站带上去年的数据。',
  });
  made.decision = (await loadMeeting(k, cast.office, made.meeting)).decisions[0]?.id ?? '';
}

async function seedExchange(): Promise<void> {
  const { k } = city;
  made.need = await say(k, cast.mine.officer, cast.mine.id, 'to_city', { ...need, departmentId: cast.department });
  made.request = await say(k, cast.mine.officer, cast.mine.id, 'to_city', {
    ...need,
    kind: 'request',
    title: '乡镇网站服务器太慢',
    body: '县里的网站打开要半分钟，想请市里帮着问问迁移的办法。',
    memberId: cast.mine.member.accountId,
    departmentId: cast.department,
  });
  await say(k, cast.office, cast.mine.id, 'to_organisation', {
    kind: 'news',
    title: '下周起供暖信息每周两次更新',
    body: '请在首页留出位置。',
  });
}

async function seedReports(): Promise<void> {
  const { k } = city;
  const spring = new Date('2026-03-05T02:00:00Z');
  for (let n = 0; n < 14; n++) {
    const member = await makeAccount(k, { name: `某成员${n}` });
    const [departmentId, contactId] =
      n < 11 ? [cast.department, cast.officer.accountId] : [cast.other, cast.otherOfficer.accountId];
    await inTransaction(k.db, (tx) =>
      insertYear(tx, {
        memberId: member.accountId,
        contactId,
        departmentId,
        at: new Date(spring.getTime() + n * 16 * 86_400_000),
        entries: 4,
        matter: {
          state: n % 4 === 3 ? 'open' : 'closed',
          title: `骑手驿站再加一处之 ${n}`,
          ...(n % 2 ? {} : { solved: n % 6 !== 0 }),
        },
      }),
    );
  }
  await openRound(k, cast.office, { year: 2026, dueOn: '2026-12-20' });
  const words = {
    summary: '这一年联系成员十一人，走访、通话四十四次，提出的事大多办结。',
    progress: '骑手驿站新增三处。\n航拍报备一个窗口受理。',
    problems: '还有两件跨部门的事没有办完。',
    plans: '明年每季度至少见一次面。',
    examples: '一位写乡村故事的作者提出文件附表不能复制，数据局已改成表格。',
  };
  await saveReport(k, cast.officer, 2026, cast.department, { ...words, revision: 0 });
  await saveReport(k, cast.otherOfficer, 2026, cast.other, { ...words, summary: '联系成员三人。', revision: 0 });
  await signReport(k, cast.otherLeader, 2026, cast.other, 1);
  await sendReport(k, cast.otherOfficer, 2026, cast.other);
}

beforeAll(async () => {
  city = await openCity({ letters: false });
  cast = await makeCast(city.k);
  await seedAgreements();
  await seedMeetings();
  await seedExchange();
  await seedReports();
  await city.settle();
});

describe('a liaison officer and partners', () => {
  it('the partner signs what was sent, and it is in force once the leader has too', async () => {
    const partner = await visit(cast.mine.administrator, { size: 'phone' });
    await partner.goto(`${city.url}/liaison/agreements/${made.toSign}`);
    await partner.getByRole('button', { name: /代表.*签署/ }).click();
    await partner.getByText('签好了').waitFor();
    const leader = await visit(cast.leader);
    await leader.goto(`${city.url}/liaison/agreements/${made.toSign}`);
    await leader.getByRole('button', { name: /代表.*签署/ }).click();
    await leader.getByText('生效中').first().waitFor();
  });

  it('the member agrees first; then the city sees the request and takes it on', async () => {
    const officer = await visit(cast.officer);
    const url = `${city.url}/liaison/exchange/${made.request}`;
    expect((await officer.goto(url))?.status()).toBe(404);
    const member = await visit(cast.mine.member, { size: 'phone' });
    await member.goto(`${city.url}/me/on-behalf`);
    await member.getByRole('link', { name: '乡镇网站服务器太慢' }).click();
    await expectSound(member);
    await shoot(member, 'consent-phone');
    await member.getByRole('button', { name: '同意', exact: true }).click();
    await member.getByText('内容现在会给市里看').waitFor();
    await officer.goto(url);
    await officer.getByRole('button', { name: '接下' }).click();
    await officer.getByText('接下了').waitFor();
  });

  it('the chair confirms the minutes, and what was decided stands on the next agenda', async () => {
    const chair = await visit(cast.leader);
    await chair.goto(`${city.url}/liaison/meetings/${made.held}`);
    await chair.getByRole('button', { name: '定稿', exact: true }).click();
    await chair.getByText('纪要定稿了').waitFor();
    await chair.goto(`${city.url}/liaison/meetings/${made.next}`);
    expect(await chair.getByText('供暖信息统一由热线每周一、四更新').count()).toBeGreaterThanOrEqual(1);
  });

  it('the department adds to its report, its leader signs it, and it is sent', async () => {
    const officer = await visit(cast.officer);
    await officer.goto(`${city.url}/liaison/feedback/2026/${cast.department}`);
    await officer.getByLabel('难处和不足').fill('跨部门的两件事还在办。');
    await officer.getByRole('button', { name: '存草稿' }).click();
    await officer.getByText('存好了').waitFor();
    await shoot(officer, 'report-draft-desktop');
    const leader = await visit(cast.leader);
    await leader.goto(`${city.url}/liaison/feedback/2026/${cast.department}`);
    await leader.getByRole('button', { name: '签字' }).click();
    await leader.getByRole('button', { name: '报送联络办公室' }).click();
    await leader.getByText('已报送').first().waitFor();
  });
});

/** A document as somebody gets it, its text read by another program. */
async function documentOf(actor: Actor, path: string, name: string, locale: 'zh-CN' | 'en' = 'zh-CN'): Promise<string> {
  const page = await visit(actor, { locale });
  const answer = await page.context().request.get(`${city.url}${path}`);
  expect([path, answer.status()]).toEqual([path, 200]);
  const folder = shots ?? mkdtempSync(join(tmpdir(), 'documents-'));
  const file = join(folder, name);
  writeFileSync(file, await answer.body());
  const text = name.endsWith('.pdf') ? execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }) : '';
  if (!shots) rmSync(folder, { recursive: true });
  return text.replace(/\s+/g, '');
}

it('agreement, minutes and reports are documents that other programs read', async () => {
  const agreement = await documentOf(
    cast.mine.officer,
    `/liaison/agreements/${made.agreement}/agreement.pdf`,
    'agreement.pdf',
  );
  for (const words of ['本地网站信息联络协议', '每月公布一次转办帖子的办理情况', '网络工作局'])
    expect(agreement).toContain(words);
  const unsigned = await documentOf(
    cast.officer,
    `/liaison/agreements/${made.draft}/agreement.pdf`,
    'agreement-en.pdf',
    'en',
  );
  expect(unsigned).toContain('Draft');
  const minutes = await documentOf(cast.office, `/liaison/meetings/${made.meeting}/minutes.pdf`, 'minutes.pdf');
  for (const words of ['附表格式由数据局先从统计公报做起', '供暖信息统一由热线每周一、四更新', '定稿'])
    expect(minutes).toContain(words);
  const report = `/liaison/feedback/2026/${cast.department}`;
  expect(await documentOf(cast.officer, `${report}/report.pdf`, 'report.pdf')).toContain('骑手驿站新增三处');
  expect(await documentOf(cast.office, '/liaison/feedback/2026/overview.pdf', 'overview.pdf')).toContain('文化旅游局');
  const city = await documentOf(
    cast.cityLeader,
    '/liaison/feedback/2026/overview.pdf?version=full',
    'overview-city.pdf',
  );
  expect(city).toContain('隐去');
  expect(city).toContain('小于5的不显示');
  await documentOf(cast.office, '/liaison/feedback/2026/overview.xlsx', 'overview.xlsx');
  await documentOf(cast.officer, '/liaison/agreements/list.xlsx', 'agreements.xlsx');
  await documentOf(cast.office, '/liaison/decisions.xlsx', 'decisions.xlsx');
});

describe('every page is sound', () => {
  const pages = (): [string, Actor, string][] => [
    ['organisations', cast.office, '/liaison/organisations'],
    ['exchange-partner', cast.mine.officer, `/organisations/${cast.mine.slug}/liaison`],
    ['exchange-city', cast.office, `/organisations/${cast.mine.slug}/liaison`],
    ['item', cast.officer, `/liaison/exchange/${made.need}`],
    ['on-behalf', cast.mine.member, '/me/on-behalf'],
    ['agreements', cast.officer, '/liaison/agreements'],
    ['agreement', cast.officer, `/liaison/agreements/${made.agreement}`],
    ['agreement-partner', cast.mine.officer, `/liaison/agreements/${made.agreement}`],
    ['agreement-draft', cast.officer, `/liaison/agreements/${made.draft}`],
    ['agreement-new', cast.office, '/liaison/agreements/new'],
    ['meetings', cast.office, '/liaison/meetings'],
    ['series', cast.office, `/liaison/meetings/series/${made.series}`],
    ['series-new', cast.office, '/liaison/meetings/new'],
    ['meeting', cast.office, `/liaison/meetings/${made.meeting}`],
    ['meeting-next', cast.office, `/liaison/meetings/${made.next}`],
    ['decisions', cast.office, '/liaison/decisions'],
    ['decision', cast.officer, `/liaison/decisions/${made.decision}`],
    ['feedback', cast.office, '/liaison/feedback'],
    ['overview', cast.office, '/liaison/feedback/2026'],
    ['overview-city', cast.cityLeader, '/liaison/feedback/2026'],
    ['report', cast.officer, `/liaison/feedback/2026/${cast.department}`],
  ];

  it.each([
    { size: 'desktop', locale: 'zh-CN' },
    { size: 'phone', locale: 'en' },
  ] as const)('%j', async (options) => {
    const problems: string[] = [];
    for (const [name, actor, path] of pages()) {
      const page = await visit(actor, options);
      expect([path, (await page.goto(`${city.url}${path}`))?.status()]).toEqual([path, 200]);
      await shoot(page, `${name}-${options.size}-${options.locale}`);
      await expectSound(page).catch((error: Error) => problems.push(`${name}: ${error.message}`));
      await page.context().close();
    }
    expect(problems).toEqual([]);
  });
});
