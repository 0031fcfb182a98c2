import { renderToString } from 'preact-render-to-string';
import { expect, it } from 'vitest';
import { testKernel } from '../../../../test/harness.ts';
import { UiContext } from '../../../ui/page-context.ts';
import { makeAccount } from '../../people/people.factory.ts';
import { makeCase } from '../cases.factory.ts';
import { AuthorBlock, CaseLight, loadMatter, MatterLetter, MatterTimeline, readAuthor } from './index.ts';
import { distanceBetween } from './similar-cases.ts';

const planted = { name: '沈知微', phone: '13900001234', email: 'zhiwei.shen@example.test' };

function show(k: Awaited<ReturnType<typeof testKernel>>, node: preact.JSX.Element): string {
  const ui = {
    locale: 'zh-CN' as const,
    t: k.i18n.t('zh-CN'),
    timeZone: 'Asia/Shanghai',
    now: k.clock.now(),
    view: 'desk' as const,
  };
  return renderToString(<UiContext.Provider value={ui}>{node}</UiContext.Provider>);
}

async function looksOf(k: Awaited<ReturnType<typeof testKernel>>, caseId: string) {
  return k.db
    .selectFrom('kernel.audit_entry')
    .select(['actor_id', 'action'])
    .where('object_id', '=', caseId)
    .where('action', '=', 'cases.author_read')
    .execute();
}

it('shows staff the whole letter and what happened, and gives who wrote only to whoever may know, once recorded', async () => {
  const k = await testKernel();
  const made = await makeCase(k, { state: 'reviewed', ...planted, author: null, promises: [] });
  const { handler, operator } = made.staff;
  const matter = await loadMatter(k, handler, made.number);
  const page = show(
    k,
    <>
      <MatterLetter matter={matter} />
      <MatterTimeline matter={matter} />
      <CaseLight row={matter.row} calendar={matter.calendar} />
      <AuthorBlock matter={matter} revealHref="?who=1" />
    </>,
  );
  expect(page).toContain('晚上七盏路灯不亮');
  expect(page).toContain('已经修好');
  expect(page).toContain('经办戊');
  for (const secret of Object.values(planted)) expect(page).not.toContain(secret);
  expect(await looksOf(k, made.caseId)).toEqual([]);

  expect(await readAuthor(k, handler, matter)).toEqual(planted);
  expect(await readAuthor(k, handler, matter)).toEqual(planted);
  await readAuthor(k, operator, matter);
  expect(await looksOf(k, made.caseId)).toHaveLength(2);
  k.clock.set(new Date(k.clock.now().getTime() + 11 * 60_000));
  await readAuthor(k, handler, matter);
  expect(await looksOf(k, made.caseId)).toHaveLength(3);
});

it('tells nobody but intake who wrote a confidential letter, whatever they ask for', async () => {
  const k = await testKernel();
  const author = await makeAccount(k, { name: '沈知微', email: planted.email, phone: '+8613900001234' });
  const made = await makeCase(k, { state: 'in_progress', ...planted, author, confidential: true });
  const { handler, reviewer, supervisor, operator, dispatcher } = made.staff;
  const auditor = await makeAccount(k, { roles: [{ role: 'auditor' }] });
  const secrets = [...Object.values(planted), '沈', '+8613900001234', author.accountId];
  for (const actor of [handler, reviewer, supervisor, auditor]) {
    const matter = await loadMatter(k, actor, made.number);
    const { authorAccountId: _needed, ...facts } = matter.facts;
    const { row, steps: _steps, ...rest } = matter;
    const everything = JSON.stringify({ ...rest, facts, names: [...rest.names], calendar: null, row });
    const page = show(
      k,
      <>
        <MatterLetter matter={matter} />
        <MatterTimeline matter={matter} />
        <AuthorBlock matter={matter} revealHref="?who=1" />
      </>,
    );
    for (const secret of secrets) {
      expect(page).not.toContain(secret);
      expect(everything).not.toContain(secret);
    }
    await expect(readAuthor(k, actor, matter)).rejects.toThrow('kernel.not_allowed');
  }
  expect(await looksOf(k, made.caseId)).toEqual([]);
  for (const actor of [operator, dispatcher]) {
    expect(await readAuthor(k, actor, await loadMatter(k, actor, made.number))).toEqual(planted);
  }
  expect(await looksOf(k, made.caseId)).toHaveLength(2);
});

it('is as if it were not there for whoever may not read it', async () => {
  const k = await testKernel();
  const made = await makeCase(k, { state: 'in_progress' });
  const stranger = (await makeCase(k, { state: 'dispatched' })).staff.handler;
  await expect(loadMatter(k, stranger, made.number)).rejects.toThrow('cases.not_found');
  await expect(loadMatter(k, made.author, made.number)).rejects.toThrow('cases.not_found');
  await expect(loadMatter(k, made.staff.operator, "2026' or 1=1")).rejects.toThrow('cases.not_found');
});

it('measures between two points of the earth', () => {
  expect(distanceBetween({ lon: 116.39, lat: 39.9 }, { lon: 116.39, lat: 39.9 })).toBe(0);
  // One minute of latitude is a nautical mile, 1852 m.
  expect(distanceBetween({ lon: 116, lat: 40 }, { lon: 116, lat: 40 + 1 / 60 })).toBeCloseTo(1853, -1);
  expect(distanceBetween({ lon: 116, lat: 40 }, { lon: null, lat: null })).toBeNull();
});
