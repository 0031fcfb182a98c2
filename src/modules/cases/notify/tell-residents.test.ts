import { expect, it } from 'vitest';
import { settle, type TestKernel, testKernel } from '../../../../test/harness.ts';
import { makeCase } from '../cases.factory.ts';
import { reviewReply } from '../desk/review-reply.ts';
import { mergeCases } from '../intake/merge-cases.ts';

async function toldBesides(k: TestKernel, number: string) {
  await settle(k);
  const rows = await k.db
    .selectFrom('kernel.notification')
    .select('kind')
    .where('account_id', 'is', null)
    .where('kind', 'like', 'cases.followed.%')
    .where('link', '=', `/cases/${number}`)
    .execute();
  return rows.map(({ kind }) => kind);
}

it('tells whoever wrote the same without an account what became of it', async () => {
  const k = await testKernel();
  const stays = await makeCase(k, { state: 'replied' });
  const same = await makeCase(k, { author: null, email: 'chen@example.com' });
  const silent = await makeCase(k, { author: null });
  await mergeCases(k, stays.staff.operator, { caseIds: [same.caseId, silent.caseId], intoId: stays.caseId });
  await reviewReply(k, stays.staff.reviewer, stays.caseId);
  expect(await toldBesides(k, stays.number)).toEqual(['cases.followed.replied']);
});

it('tells them nothing of a confidential one', async () => {
  const k = await testKernel();
  const stays = await makeCase(k, { state: 'replied', confidential: true });
  const same = await makeCase(k, { author: null, email: 'chen@example.com' });
  await mergeCases(k, stays.staff.operator, { caseIds: [same.caseId], intoId: stays.caseId });
  await reviewReply(k, stays.staff.reviewer, stays.caseId);
  expect(await toldBesides(k, stays.number)).toEqual([]);
});
