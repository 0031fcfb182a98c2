import { expect, it } from 'vitest';
import { testKernel } from '../../../../test/harness.ts';
import { findCaseById } from '../case.queries.ts';
import { makeCase } from '../cases.factory.ts';
import { withdrawCase } from './withdraw-case.ts';

it('takes a letter back, unless others’ letters live on in it', async () => {
  const k = await testKernel();
  const alone = await makeCase(k);
  await withdrawCase(k, alone.author, {}, alone.caseId, { reason: '' });
  expect((await findCaseById(k.db, alone.caseId))?.state).toBe('withdrawn');

  const joined = await makeCase(k);
  const other = await makeCase(k, { state: 'merged', intoId: joined.caseId });
  await expect(withdrawCase(k, joined.author, {}, joined.caseId, { reason: '' })).rejects.toMatchObject({
    code: 'cases.resident.others_joined',
  });
  expect((await findCaseById(k.db, joined.caseId))?.state).toBe('accepted');
  expect((await findCaseById(k.db, other.caseId))?.merged_into_id).toBe(joined.caseId);
});
