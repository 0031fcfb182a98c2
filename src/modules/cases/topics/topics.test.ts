import { beforeAll, expect, it } from 'vitest';
import { settle, type TestKernel, testApp, testKernel } from '../../../../test/harness.ts';
import { inTransaction, newId } from '../../../kernel/db/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import { makeAccount, makeDepartment } from '../../people/people.factory.ts';
import { makeCase } from '../cases.factory.ts';
import { followCase } from '../resident/follow-case.ts';
import { withdrawCase } from '../resident/withdraw-case.ts';
import { keepTopics, sameTopics } from './keep-topics.ts';
import { placeInTopic } from './place-in-topic.ts';
import { otherMessages, smokeMessages } from './topics.factory.ts';
import { findTopic, hottestTopics, topicLetters } from './topics.queries.ts';

let k: TestKernel;
let app: App;
let departmentId: string;
beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
  departmentId = await makeDepartment(k);
});

const letter = (i: number, more: object = {}) => {
  const { title, body } = smokeMessages()[i]!;
  return makeCase(k, { departmentId, title, body: `${body}请有关部门尽快派人来看一看。`, ...more });
};

it('finds the topic of public letters, counts a letter in as it is accepted, and takes out what is hidden', async () => {
  const made = [await letter(0), await letter(1), await letter(2)];
  await letter(3, { confidential: true, title: '保密来信云栖里小区餐馆油烟' });
  await letter(4, { state: 'submitted', title: '未受理来信云栖里餐馆油烟' });
  for (const { title, body } of otherMessages().slice(3, 12))
    await makeCase(k, { departmentId, title, body: `${body}请有关部门尽快处理一下好吗。` });
  await settle(k);
  expect(await keepTopics(k, 'recent')).toBe(1);

  const [topic] = await hottestTopics(k.db, 'recent', 10);
  expect(topic).toMatchObject({ people: 3, letters: 3, follows: 0, support: 0 });
  expect(topic?.place).toContain('云栖里');

  // A fourth letter joins when it is accepted; those who follow add to the heat.
  const joined = await letter(3);
  const reader = await makeAccount(k);
  await followCase(k, reader, joined.caseId, 'same');
  await settle(k);
  const later = await findTopic(k.db, topic!.id);
  expect(later).toMatchObject({ people: 4, letters: 4, support: 1 });
  expect(later!.heat).toBeGreaterThan(topic!.heat);

  // Found again, it is the same topic under the same id.
  await keepTopics(k, 'recent');
  expect((await hottestTopics(k.db, 'recent', 10)).map(({ id }) => id)).toEqual([topic!.id]);

  const page = await app.inject({ url: '/topics', headers: { accept: 'text/html' } });
  expect(page.statusCode).toBe(200);
  expect(page.body.replaceAll('<wbr/>', '')).toContain(later!.title);
  expect(page.body).toContain(`/topics/${topic!.id}`);
  const own = await app.inject({ url: `/topics/${topic!.id}` });
  expect(own.statusCode).toBe(200);
  for (const { number } of [...made, joined]) expect(own.body).toContain(`/cases/${number}`);
  for (const text of [page.body, own.body]) expect(text).not.toMatch(/保密来信|未受理来信/);
  const plot = await app.inject({ url: `/topics/${topic!.id}/plot.svg` });
  expect([plot.statusCode, plot.headers['content-type']]).toEqual([200, 'image/svg+xml']);

  // What is hidden is gone at once, before any job ran.
  await k.pool.query('update cases.case set hidden = true where id = $1', [joined.caseId]);
  expect((await topicLetters(k.db, topic!.id, null, 50)).map((row) => row.number)).not.toContain(joined.number);
  await placeInTopic(k, joined.caseId);
  expect(await findTopic(k.db, topic!.id)).toMatchObject({ people: 3, letters: 3, support: 0 });
});

it('takes the title from another letter when its own is withdrawn, and ends with fewer than two people', async () => {
  const [topic] = await hottestTopics(k.db, 'recent', 1);
  const rows = await topicLetters(k.db, topic!.id, null, 50);
  const { rows: titled } = await k.pool.query('select title_case_id as id from cases.topic where id = $1', [topic!.id]);
  await k.pool.query(`update cases.case set state = 'withdrawn' where id = $1`, [titled[0].id]);
  expect(await findTopic(k.db, topic!.id)).toBeUndefined();
  await placeInTopic(k, titled[0].id);
  const after = await findTopic(k.db, topic!.id);
  expect(after?.letters).toBe(2);
  expect(rows.filter((row) => row.id !== titled[0].id).map((row) => row.title)).toContain(after!.title);
  const other = rows.find((row) => row.id !== titled[0].id)!;
  await k.pool.query('update cases.case set confidential = true where id = $1', [other.id]);
  await placeInTopic(k, other.id);
  expect(await findTopic(k.db, topic!.id)).toBeUndefined();
  const gone = await app.inject({ url: `/topics/${topic!.id}` });
  expect(gone.statusCode).toBe(404);
});

it('answers strange addresses plainly', async () => {
  for (const url of ['/topics/x', `/topics/${newId()}`, '/topics/x/plot.svg', "/topics/1'--"])
    expect((await app.inject({ url })).statusCode, url).toBe(404);
  expect((await app.inject({ url: '/topics?span=%00' })).statusCode).toBe(200);
});

it('counts one person once, however they wrote, and stores nobody', async () => {
  const author = await makeAccount(k);
  await k.pool.query(`update cases.case set hidden = true where title || body like '%云栖里%'`);
  for (const i of [0, 1, 2]) await letter(i, { author });
  for (const i of [3, 4]) await letter(i, { author: null, phone: '13900000000' });
  await keepTopics(k, 'recent');
  const [topic] = await hottestTopics(k.db, 'recent', 10);
  expect(topic).toMatchObject({ letters: 5, people: 2 });
  const { rows } = await k.pool.query('select row_to_json(t)::text as text from cases.topic t');
  for (const { text } of rows) {
    expect(text).not.toContain(author.accountId);
    expect(text).not.toContain('13900000000');
  }
});

it('goes on from the earlier topic with most letters in common, each once', () => {
  const earlier = new Map([
    ['old-a', ['1', '2', '3', '4']],
    ['old-b', ['5', '6']],
    ['old-c', ['9']],
  ]);
  const found = [{ members: ['1', '2', '3'] }, { members: ['4', '5', '6', '7'] }, { members: ['8'] }];
  expect(sameTopics(found, earlier)).toEqual(['old-a', 'old-b', null]);
  expect(sameTopics([{ members: ['1', '7', '8', '10'] }], earlier)).toEqual([null]);
  expect(sameTopics([{ members: ['1', '2'] }, { members: ['3', '4'] }], earlier)).toEqual(['old-a', null]);
});

it('keeps topics by jobs: hourly of the last 90 days, after an import of all', async () => {
  await k.jobs.runNow('cases.topics', {});
  await k.jobs.runNow('cases.topics_nightly', {});
  expect(await hottestTopics(k.db, 'all', 10)).not.toEqual([]);
  await k.pool.query('delete from cases.topic');
  await inTransaction(k.db, (tx) =>
    k.outbox.emit(tx, k.clock.now(), { type: 'cases.imported', subject: 'old-mailbox', payload: {} }),
  );
  await settle(k);
  expect(await hottestTopics(k.db, 'recent', 10)).not.toEqual([]);
  expect(await hottestTopics(k.db, 'all', 10)).not.toEqual([]);
});

it('lets go of a letter that its author withdraws', async () => {
  const made = await letter(0, { title: '云栖里小区餐馆油烟请管管', author: await makeAccount(k) });
  await settle(k);
  await withdrawCase(k, made.author, {}, made.caseId, { reason: '已经好了' });
  await settle(k);
  const { rows } = await k.pool.query('select from cases.topic_member where case_id = $1', [made.caseId]);
  expect(rows).toEqual([]);
});
