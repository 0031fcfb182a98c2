import { beforeAll, expect, it } from 'vitest';
import { settle, type TestKernel, testKernel } from '../../../../test/harness.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import { makeAccount } from '../people.factory.ts';
import { allFine, sampleApplication } from '../register/application/application.factory.ts';
import { applyForMembership } from '../register/application/apply-for-membership.ts';
import { checkApplication } from '../register/application/check-application.ts';
import { decideApplication } from '../register/application/decide-application.ts';
import { withdrawApplication } from '../register/application/withdraw-application.ts';
import { nominationDetails } from './accepted-nomination.ts';
import { moveNominations } from './account-nominations.queries.ts';
import { makeNomination } from './nominations.factory.ts';

let k: TestKernel;
beforeAll(async () => {
  k = await testKernel();
});

async function applied() {
  const nominee = await makeAccount(k);
  const recommender = await makeAccount(k, { roles: [{ role: 'secretary' }] });
  const { id } = await makeNomination(k, { words: 'SECRET 推荐的话', recommender, acceptedBy: nominee });
  const { number } = await applyForMembership(k, nominee, sampleApplication, id);
  await settle(k);
  return { id, nominee, recommender, number };
}

const rowOf = (id: string) =>
  k.db.selectFrom('people.nomination').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

it('goes with the application, whose checker reads it and is not who recommended', async () => {
  const { id, nominee, recommender, number } = await applied();
  expect((await rowOf(id)).state).toBe('taken');
  expect(await nominationDetails(k.db, id, nominee.accountId)).toMatchObject({ words: 'SECRET 推荐的话' });
  await expect(checkApplication(k, recommender, number, 1, allFine)).rejects.toMatchObject({
    code: 'people.conflict_nominated',
  });
  const other = await makeNomination(k, { acceptedBy: await makeAccount(k) });
  await expect(applyForMembership(k, await makeAccount(k), sampleApplication, other.id)).rejects.toMatchObject({
    code: 'people.nomination_unusable',
  });
});

it('keeps its recommender from checking, also when it was accepted after the application', async () => {
  const nominee = await makeAccount(k);
  const { number } = await applyForMembership(k, nominee, sampleApplication);
  const recommender = await makeAccount(k, { roles: [{ role: 'secretary' }, { role: 'committee' }] });
  await makeNomination(k, { recommender, acceptedBy: nominee });
  await expect(checkApplication(k, recommender, number, 1, allFine)).rejects.toMatchObject({
    code: 'people.conflict_nominated',
  });
  await checkApplication(k, await makeAccount(k, { roles: [{ role: 'secretary' }] }), number, 1, allFine);
  const reasons = '理由写在这里，够长。';
  await expect(decideApplication(k, recommender, number, { decision: 'approve', reasons })).rejects.toMatchObject({
    code: 'people.conflict_nominated',
  });
});

it('keeps its recommender from deciding, also when they recommended with an account that was joined to theirs', async () => {
  const { recommender, number } = await applied();
  const committee = await makeAccount(k, { roles: [{ role: 'secretary' }] });
  await inTransaction(k.db, (tx) => moveNominations(tx, recommender.accountId, committee.accountId));
  await expect(checkApplication(k, committee, number, 1, allFine)).rejects.toMatchObject({
    code: 'people.conflict_nominated',
  });
});

it.each(['approve', 'decline'] as const)('is forgotten once it was decided: %s', async (decision) => {
  const { id, number } = await applied();
  await checkApplication(k, await makeAccount(k, { roles: [{ role: 'secretary' }] }), number, 1, allFine);
  const committee = await makeAccount(k, { roles: [{ role: 'committee' }] });
  await decideApplication(k, committee, number, { decision, reasons: '理由写在这里，够长。' });
  await settle(k);
  expect(await rowOf(id)).toMatchObject({ state: 'ended', ended_as: 'done', words: null, account_id: null });
});

it('is forgotten when the application is withdrawn', async () => {
  const { id, nominee } = await applied();
  await withdrawApplication(k, nominee);
  await settle(k);
  expect(await rowOf(id)).toMatchObject({ state: 'ended', words: null });
});
