import { beforeAll, expect, it } from 'vitest';
import { type TestKernel, testApp, testKernel } from '../../../../test/harness.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import { fixedClock } from '../../../kernel/time/index.ts';
import { makeOrganisation } from '../../people/organisations/organisations.factory.ts';
import { makeAccount, sessionCookie } from '../../people/people.factory.ts';
import { makeCompetition } from '../competitions.factory.ts';
import { endWithAccount } from '../entries/end-with-account.ts';
import { handIn } from '../entries/hand-in.ts';
import { saveEntry } from '../entries/save-entry.ts';
import { startEntry } from '../entries/start-entry.ts';
import { certificatesOf } from './certificate.queries.ts';
import { finaliseResults } from './finalise-results.ts';
import { eraseHeld } from './personal-data.queries.ts';

let k: TestKernel;
beforeAll(async () => {
  k = await testKernel();
});

it('a certificate of an organisation goes to whoever speaks for it now, and is found from one’s entries', async () => {
  const { competition, organiser } = await makeCompetition(k, {
    mode: 'showcase',
    stages: [
      { kind: 'entry', from: -5, to: 5, settings: { ways: ['organisation'] } },
      { kind: 'results', from: 6, to: 7 },
    ],
  });
  const [one, two] = [await makeAccount(k), await makeAccount(k)];
  const people = [one, two].map(({ accountId }) => ({ accountId, part: 'administrator' as const }));
  const { id: organisationId } = await makeOrganisation(k, { people });
  const id = await startEntry(k, one, competition.id, { way: 'organisation', organisationId });
  await saveEntry(k, one, id, { title: '展台', body: '正文' });
  await handIn(k, one, id, { agree: 'yes' });
  const later = { ...k, clock: fixedClock(new Date(k.clock.now().getTime() + 6.5 * 86_400_000)) };
  await finaliseResults(later, organiser, competition.id);
  const app = await testApp(k);
  const mine = async (who: typeof one) =>
    (await app.inject({ url: '/me/entries', headers: { cookie: await sessionCookie(k, who) } })).body;
  expect(await mine(one)).toContain('href="/me/certificates"');
  const holder = (await certificatesOf(k.db, competition.id, 0, 5))[0]?.holder;
  await inTransaction(k.db, async (tx) => {
    await endWithAccount(k, tx, one.accountId, k.clock.now());
    await eraseHeld(tx, one.accountId, k.clock.now());
  });
  expect(await certificatesOf(k.db, competition.id, 0, 5)).toMatchObject([
    { accountId: two.accountId, holder, revokedAt: null },
  ]);
  expect(await mine(two)).toContain('href="/me/certificates"');
});
