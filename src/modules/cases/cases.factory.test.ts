import { expect, it } from 'vitest';
import { testKernel } from '../../../test/harness.ts';
import { findCaseById } from './case.queries.ts';
import { makeCase } from './cases.factory.ts';
import { states } from './cases.rules.ts';

it('brings a case into every state by the verbs alone', async () => {
  const k = await testKernel();
  for (const state of states) {
    const made = await makeCase(k, { state });
    expect((await findCaseById(k.db, made.caseId))?.state).toBe(state);
  }
  const anonymousCase = await makeCase(k, { state: 'rated', author: null });
  expect(anonymousCase.trackingCode).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}$/);
});
