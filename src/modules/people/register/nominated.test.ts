import { expect, it } from 'vitest';
import { testApp, testKernel } from '../../../../test/harness.ts';
import { postForm } from '../form-post.fixture.ts';
import { makeNomination } from '../nominations/nominations.factory.ts';
import { makeAccount, sessionCookie } from '../people.factory.ts';
import { applicationsOf } from './application/application.queries.ts';

it('carries a nomination from the form to the check, and keeps the nominator from checking', async () => {
  const k = await testKernel();
  const app = await testApp(k);
  const nominee = await makeAccount(k);
  const recommender = await makeAccount(k, { name: '推荐人老温', roles: [{ role: 'secretary' }] });
  const { id } = await makeNomination(k, { recommender, acceptedBy: nominee, words: '讲老手艺，讲了三年。' });
  const cookie = await sessionCookie(k, nominee);
  const get = async (url: string, who: string) => (await app.inject({ url, headers: { cookie: who } })).body;

  const join = await get(`/join?nomination=${id}`, cookie);
  expect(join).toContain('讲老手艺，讲了三年。');
  expect(join).toMatch(/name="categories" value="streamer" checked/);
  // Somebody else's nomination is nobody's to read.
  const stranger = await sessionCookie(k, await makeAccount(k));
  expect(await get(`/join?nomination=${id}`, stranger)).not.toContain('讲老手艺');

  const fields = { nomination: id, categories: 'streamer', contactEmail: 'lin@example.test', agreed: 'yes' };
  const taken = await postForm(app, '/join', fields, { cookie: stranger });
  expect(taken.statusCode).toBe(409);
  expect((await postForm(app, '/join', fields, { cookie })).statusCode).toBe(303);
  const [application] = await applicationsOf(k.db, nominee.accountId);
  expect(application).toMatchObject({ nominationId: id, nominatedBy: [recommender.accountId] });

  const page = `/secretariat/applications/${application?.number}`;
  const secretary = await sessionCookie(k, await makeAccount(k, { roles: [{ role: 'secretary' }] }));
  expect(await get(page, secretary)).toContain('讲老手艺，讲了三年。');
  expect(await get(page, secretary)).toContain('check-form');
  const own = await get(page, await sessionCookie(k, recommender));
  expect(own).toContain('这个人是您推荐的');
  expect(own).not.toContain('check-form');
});
