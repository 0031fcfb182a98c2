import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { Actor } from '../../src/modules/people/index.ts';
import { makeAccount } from '../../src/modules/people/people.factory.ts';
import { makeMember } from '../../src/modules/people/register/register.factory.ts';
import { type City, expectSound, openCity } from './city.ts';

async function findLeader(reader: Page): Promise<void> {
  await reader.getByRole('link', { name: '成员', exact: true }).last().click();
  await expectSound(reader);
  await reader.getByLabel('找成员').fill('lqy');
  await reader.getByLabel('找成员').press('Enter');
  await reader.getByRole('link', { name: '陆清源' }).click();
  await expectSound(reader);
  expect(await reader.getByRole('link', { name: '清源说城' }).getAttribute('rel')).toContain('nofollow');
}

/** From the proposal to the answer of the secretariat. */
async function propose(city: City, lu: Page): Promise<void> {
  await lu.goto(`${city.url}/me/directory`);
  await lu.getByText('您在名录里').waitFor();
  await expectSound(lu);
  await lu.goto(`${city.url}/teams/new`);
  await lu.getByRole('button', { name: '提议成立团队' }).click();
  await lu.getByText('请看过“团队不能做什么”再勾选').first().waitFor();
  await expectSound(lu);
  const proposing = lu.locator('#propose-form');
  await proposing.getByLabel('队名').fill('老街口述史队');
  await proposing.getByLabel('做什么').selectOption({ label: '老照片整理' });
  await proposing.getByLabel('团队简介').fill('每周六下午，请老街坊讲过去的事，记下来，照片一起整理。');
  await proposing.getByLabel('看过了').check();
  await lu.getByRole('button', { name: '提议成立团队' }).click();
  await lu.getByText('等秘书处答复').waitFor();

  const desk = await city.visit('secretary-of-teams');
  await desk.goto(`${city.url}/secretariat/teams`);
  const proposal = desk.locator('section.part', { hasText: '老街口述史队' });
  await proposal.getByLabel('同意', { exact: true }).check();
  await proposal.getByRole('button', { name: '答复' }).click();
  await desk.getByText('保存好了').waitFor();
  await city.settle();
}

/** Asks to join, and gives the address where they see their tasks. */
async function askToJoin(city: City, volunteer: Page): Promise<string> {
  await volunteer.goto(`${city.url}/teams`);
  await volunteer.getByRole('link', { name: '老街口述史队' }).click();
  await volunteer.getByRole('link', { name: '加入，或看我的任务' }).click();
  await volunteer.getByRole('button', { name: '申请加入' }).click();
  await volunteer.getByText('申请已发给队长').waitFor();
  return volunteer.url();
}

async function publishTask(lu: Page, manage: string): Promise<void> {
  await lu.goto(manage);
  await lu.getByRole('button', { name: '同意：志愿者小安' }).click();
  await lu.getByText('加一个任务').click();
  const task = lu.locator('#task-form');
  await task.getByLabel('做什么').fill('记录三位街坊');
  await task.getByLabel('日期').fill('2026-11-28');
  await task.getByLabel('需要几人').fill('2');
  await task.getByLabel('从几点').fill('14:00');
  await task.getByLabel('到几点').fill('17:00');
  await lu.getByRole('button', { name: '发布任务' }).click();
  await lu.getByText('保存好了').waitFor();
}

async function serve(volunteer: Page, mine: string): Promise<void> {
  await volunteer.goto(mine);
  await volunteer.getByRole('button', { name: '报名：记录三位街坊' }).click();
  await volunteer.getByText('报上名了').waitFor();
  await volunteer.getByLabel('几小时').fill('2.5');
  await volunteer.getByRole('button', { name: '登记' }).click();
  await volunteer.getByText('等确认', { exact: true }).waitFor();
  await expectSound(volunteer);
}

it('takes a team from its proposal to confirmed hours, and shows who leads it in the directory', async () => {
  const city = await openCity({ letters: false });
  const { k } = city;
  const actors = city.actors as Map<string, Actor>;
  const leader = await makeMember(k, {
    name: '陆清源',
    entry: {
      intro: '写老街，也拍老街。',
      skills: ['口述史'],
      accounts: [{ platform: '微博', name: '清源说城', url: 'https://example.test/lu' }],
      publicFields: ['name', 'intro', 'skills', 'accounts'],
    },
  });
  actors.set('lu', leader);
  actors.set('volunteer', await makeAccount(k, { name: '志愿者小安' }));
  actors.set('secretary-of-teams', await makeAccount(k, { roles: [{ role: 'secretary' }] }));

  await findLeader(await city.visit(null, { size: 'phone' }));
  const lu = await city.visit('lu');
  await propose(city, lu);
  const volunteer = await city.visit('volunteer', { size: 'phone' });
  const mine = await askToJoin(city, volunteer);
  const manage = mine.replace(/mine.*/, 'manage');
  await publishTask(lu, manage);
  await serve(volunteer, mine);

  await lu.goto(manage);
  await lu.getByRole('button', { name: /确认志愿者小安/ }).click();
  await expectSound(lu);
  await volunteer.goto(`${city.url}/me/teams`);
  await volunteer.getByText('已确认 2.5 小时').waitFor();
  await expectSound(volunteer);
});
