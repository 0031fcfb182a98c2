import { expect, it } from 'vitest';
import { settle, testApp, testKernel } from '../../../../test/harness.ts';
import { makeAccount, sessionCookie } from '../people.factory.ts';
import { makeApplication, sampleApplication } from './application/application.factory.ts';

it('tells strangers nothing of who applies', async () => {
  const k = await testKernel();
  const app = await testApp(k);
  const input = { ...sampleApplication, penName: 'SECRET-pen', intro: 'SECRET-intro', referees: 'SECRET-referee' };
  for (const state of ['submitted', 'returned', 'checked', 'declined'] as const)
    await makeApplication(k, { name: 'SECRET-name', input, state });
  await settle(k);
  const resident = await sessionCookie(k, await makeAccount(k));
  const pages = ['/', '/members', '/members?q=SECRET', '/members.csv', '/join', '/me/membership', '/me'];
  for (const url of pages) {
    const { body } = await app.inject({ url, headers: { cookie: resident } });
    expect([url, body.includes('SECRET-')]).toEqual([url, false]);
  }
  const told = await k.db.selectFrom('kernel.notification').select(['params', 'link']).execute();
  expect(told.length).toBeGreaterThan(0);
  const events = await k.db.selectFrom('kernel.event').select('payload').execute();
  const audited = await k.db.selectFrom('kernel.audit_entry').select('details').where('actor_name', '<>', '').execute();
  for (const kept of [told, events, audited]) expect(JSON.stringify(kept)).not.toContain('SECRET');
});
