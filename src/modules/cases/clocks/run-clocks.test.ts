import { expect, it } from 'vitest';
import { testKernel } from '../../../../test/harness.ts';
import { findCaseById } from '../case.queries.ts';
import { makeCase } from '../cases.factory.ts';
import { runClocks } from './run-clocks.ts';

it('closes what nobody rated when the last of five working days is over', async () => {
  const k = await testKernel();
  const { caseId } = await makeCase(k, { state: 'reviewed' });
  const stateAt = async (moment: string) => {
    k.clock.set(new Date(moment));
    await runClocks(k);
    return (await findCaseById(k.db, caseId))?.state;
  };
  // Answered on Thursday 2026-11-19.
  expect(await stateAt('2026-11-26T23:59:00+08:00')).toBe('reviewed');
  expect(await stateAt('2026-11-27T00:01:00+08:00')).toBe('closed');
});
