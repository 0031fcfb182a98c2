import { expect, it } from 'vitest';
import { testApp, testKernel } from '../../../../../test/harness.ts';
import { postForm } from '../../form-post.fixture.ts';
import { makeAccount, sessionCookie } from '../../people.factory.ts';
import { registerSettings } from '../register.settings.ts';

const typed = {
  term_years: '2',
  renewal_days: '90',
  hearing_workingDays: '７',
  declinedKept_days: '30',
  returnedKept_days: '60',
};

it('is changed by the administrator of the city alone, within its limits', async () => {
  const k = await testKernel();
  const app = await testApp(k);
  const url = '/admin/settings/register';
  const cookie = await sessionCookie(k, await makeAccount(k, { roles: [{ role: 'administrator' }] }));
  const page = (await app.inject({ url, headers: { cookie } })).body;
  expect(page).toContain('name="hearing_workingDays"');
  for (const role of ['secretary', 'committee', 'auditor', 'leader'] as const) {
    const other = await sessionCookie(k, await makeAccount(k, { roles: [{ role }] }));
    expect((await app.inject({ url, headers: { cookie: other } })).statusCode).toBe(403);
    expect((await postForm(app, url, typed, { cookie: other })).statusCode).toBe(403);
  }
  for (const wrong of [
    { ...typed, term_years: '0' },
    { ...typed, hearing_workingDays: '2' },
    { ...typed, renewal_days: 'x' },
    {},
  ])
    expect((await postForm(app, url, wrong as never, { cookie })).statusCode).toBe(422);
  expect(k.settings.get(registerSettings).term_years).toBe(3);
  expect((await postForm(app, url, typed, { cookie })).statusCode).toBe(303);
  expect(k.settings.get(registerSettings)).toMatchObject({ term_years: 2, hearing_workingDays: 7 });
  const version = /name="version" value="([^"]+)"/.exec(page)?.[1] ?? '';
  expect((await postForm(app, url, { ...typed, version }, { cookie })).statusCode).toBe(409);
});
