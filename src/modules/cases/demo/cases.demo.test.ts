import { expect, it } from 'vitest';
import { testKernel } from '../../../../test/harness.ts';
import { seedPeople } from '../../people/people.demo.ts';
import { states } from '../cases.rules.ts';
import { seedCases } from './cases.demo.ts';
import { statesOf } from './demo.queries.ts';

it('fills the demo city through the use cases that people use', { timeout: 120_000 }, async () => {
  const k = await testKernel();
  await seedPeople(k);
  expect(await seedCases(k)).toEqual([]);
  const found = await statesOf(k.db);
  // No story rests where a department has just signed, and nobody took a letter back.
  expect(states.filter((state) => !found[state])).toEqual(['signed', 'withdrawn']);
  expect(await seedCases(k)).toEqual([]);
  expect(await statesOf(k.db)).toEqual(found);
});
