import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { Actor } from '../../src/modules/people/index.ts';
import { takeMemberFigures } from '../../src/modules/people/member-statistics/take-figures.ts';
import { makeAccount, makeDepartment } from '../../src/modules/people/people.factory.ts';
import { makeMember } from '../../src/modules/people/register/register.factory.ts';
import { type City, expectSound, openCity } from './city.ts';

/** What another program reads in the file that a link gives. */
async function textOfPdf(page: Page, link: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: link }).first().click(),
  ]);
  const text = execFileSync('pdftotext', ['-', '-'], { input: readFileSync(await download.path()), encoding: 'utf8' });
  return text.replace(/\s/g, '');
}

async function inviteMember(city: City, officer: Page, number: string): Promise<void> {
  await officer.goto(`${city.url}/secretariat/appointments`);
  await expectSound(officer);
  await officer.getByRole('link', { name: '请成员担任' }).click();
  await officer.getByRole('button', { name: '请他担任' }).click();
  await expectSound(officer);
  await officer.getByLabel('成员编号').fill(number);
  await officer.getByLabel('范围').fill('公交站点和候车环境');
  await officer.getByLabel('开始日期').fill('2026-11-19');
  await officer.getByRole('button', { name: '请他担任' }).click();
  await officer.getByText('已请本人答复').waitFor();
  await expectSound(officer);
}

/** Accepts, and writes an opinion to the department. */
async function acceptAndWrite(city: City, lu: Page): Promise<void> {
  await lu.goto(`${city.url}/me/appointments`);
  await expectSound(lu);
  await lu.getByLabel('笔名：清源').check();
  await lu.getByLabel('我愿意担任').check();
  await lu.getByRole('button', { name: '接受', exact: true }).click();
  await lu.getByText('下载聘书').first().waitFor();
  await expectSound(lu);
  expect(await textOfPdf(lu, '下载聘书')).toContain('兹聘请您为栖川市公共交通局特约监督员');
  await lu.getByRole('link', { name: '写意见' }).click();
  await expectSound(lu);
  await lu.getByRole('textbox', { name: '标题' }).fill('文昌路站候车亭漏雨');
  await lu.getByLabel('日期').fill('2026-11-18');
  await lu.getByRole('textbox', { name: '地点' }).fill('文昌路站');
  await lu.getByLabel('看到的情况').fill('下雨时顶棚漏水，座椅湿了一半。');
  await lu.getByRole('textbox', { name: '建议' }).fill('请修顶棚，座椅往里移一点。');
  await lu.getByLabel('用了几小时').fill('1.5');
  await lu.getByRole('button', { name: '寄给部门' }).click();
  await lu.getByText('等部门答复').waitFor();
  await expectSound(lu);
}

async function answer(city: City, officer: Page): Promise<void> {
  await officer.goto(`${city.url}/secretariat/appointments?list=waiting`);
  await expectSound(officer);
  await officer.getByRole('link', { name: '文昌路站候车亭漏雨' }).click();
  await expectSound(officer);
  await officer.getByLabel('答复的内容').fill('顶棚下周三前修好，座椅同时调整。');
  await officer.getByRole('button', { name: '寄出答复' }).click();
  await officer.getByText('办好了', { exact: true }).waitFor();
}

async function publish(lu: Page): Promise<void> {
  await lu.reload();
  await expectSound(lu);
  await lu.getByLabel('我核对过').check();
  await lu.getByRole('button', { name: '公开', exact: true }).click();
  await lu.getByRole('link', { name: '看公开的页面' }).click();
  await lu.getByText('顶棚下周三前修好').waitFor();
  await expectSound(lu);
}

async function checkLetter(city: City, reader: Page): Promise<void> {
  await reader.goto(`${city.url}/appointments`);
  await expectSound(reader);
  await reader.getByRole('link', { name: '清源', exact: true }).click();
  await reader.getByRole('link', { name: 'Check the letter' }).click();
  await reader.getByText('This letter is in force').waitFor();
  await expectSound(reader);
}

/** A training that the member was at, with a number among them that nobody has. */
async function noteTraining(city: City, number: string): Promise<void> {
  const secretary = await city.visit('secretary');
  await secretary.goto(`${city.url}/secretariat/trainings/new`);
  await expectSound(secretary);
  await secretary.getByLabel('名称').fill('短视频拍摄培训');
  await secretary.getByLabel('日期').fill('2026-11-10');
  await secretary.getByLabel('小时').fill('2');
  await secretary.getByLabel('参加的成员').fill(`${number} 陆清源\nM1999-0001`);
  await secretary.getByRole('button', { name: '存下' }).click();
  await secretary.getByText('没有这些成员编号：M1999-0001').first().waitFor();
  await secretary.getByLabel('参加的成员').fill(number);
  await secretary.getByRole('button', { name: '存下' }).click();
  await secretary.getByText('陆清源').first().waitFor();
  await expectSound(secretary);
}

it('takes an appointment from the question to a published answer, and a letter that anybody can check', async () => {
  const city = await openCity({ letters: false });
  const { k } = city;
  const actors = city.actors as Map<string, Actor>;
  const departmentId = await makeDepartment(k, { name: '栖川市公共交通局' });
  const member = await makeMember(k, { name: '陆清源', entry: { penName: '清源', publicFields: ['pen_name'] } });
  for (let n = 0; n < 9; n += 1) await makeMember(k, { entry: { categories: n < 7 ? ['streamer'] : ['video_maker'] } });
  actors.set('lu', member);
  actors.set('officer', await makeAccount(k, { name: '周启', roles: [{ role: 'liaison_officer', departmentId }] }));
  actors.set('secretary', await makeAccount(k, { roles: [{ role: 'secretary' }] }));

  const officer = await city.visit('officer');
  await inviteMember(city, officer, member.number);
  const lu = await city.visit('lu', { size: 'phone' });
  await acceptAndWrite(city, lu);
  await city.settle();
  await answer(city, officer);
  await publish(lu);
  await city.settle();
  const reader = await city.visit(null, { locale: 'en' });
  await checkLetter(city, reader);
  await noteTraining(city, member.number);

  await lu.goto(`${city.url}/me/record`);
  await lu.getByText('短视频拍摄培训').waitFor();
  await lu.getByText('文昌路站候车亭漏雨').waitFor();
  await expectSound(lu);
  expect(await textOfPdf(lu, '下载证明')).toContain('短视频拍摄培训');

  await takeMemberFigures(k);
  await reader.goto(`${city.url}/members/statistics`);
  await reader.getByText('10 members').waitFor();
  await expectSound(reader);
}, 120_000);
