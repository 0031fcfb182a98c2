import { beforeAll, expect, it } from 'vitest';
import { type TestKernel, testKernel } from '../../../../test/harness.ts';
import { makeAccount } from '../../people/people.factory.ts';
import { type MadeStage, makeCompetition } from '../competitions.factory.ts';
import { cancelCompetition } from '../organise/cancel-competition.ts';
import { handIn } from './hand-in.ts';
import { entryById } from './own-entry.queries.ts';
import { saveEntry } from './save-entry.ts';
import { startEntry } from './start-entry.ts';
import { withdrawEntry } from './withdraw-entry.ts';

let k: TestKernel;
beforeAll(async () => {
  k = await testKernel();
});

const entry: MadeStage = { kind: 'entry', from: -5, to: 5 };
const results: MadeStage = { kind: 'results', from: 60, to: 61 };
const words = { title: '油纸伞', byLine: '程伞庄', body: '三代人做伞。' };

async function entered(stages: MadeStage[]) {
  const made = await makeCompetition(k, { stages });
  const entrant = await makeAccount(k);
  const id = await startEntry(k, entrant, made.competition.id, {});
  await saveEntry(k, entrant, id, words);
  await handIn(k, entrant, id, { agree: 'yes' });
  return { ...made, entrant, id };
}

it('what is judged or voted on does not come back as something else under its number', async () => {
  for (const kind of ['jury', 'ballot'] as const) {
    const { entrant, id } = await entered([entry, { kind, from: -1, to: 3, settings: { weight: 100 } }, results]);
    await withdrawEntry(k, entrant, id);
    await expect(saveEntry(k, entrant, id, { ...words, title: '另一件' })).rejects.toMatchObject({
      code: 'competitions.entry_wrong_state',
    });
    await expect(handIn(k, entrant, id, { agree: 'yes' })).rejects.toMatchObject({
      code: 'competitions.entry_wrong_state',
    });
  }
  const { entrant, id } = await entered([entry, { kind: 'jury', from: 6, to: 9, settings: { weight: 100 } }, results]);
  await withdrawEntry(k, entrant, id);
  expect(await handIn(k, entrant, id, { agree: 'yes' })).toMatchObject({ number: 1, state: 'accepted' });
});

it('is taken back from a competition that was called off', async () => {
  const { competition, organiser, entrant, id } = await entered([entry, results]);
  await cancelCompetition(k, organiser, competition.id, { reason: '场地没有了，今年不办。' });
  await withdrawEntry(k, entrant, id);
  expect(await entryById(k.db, id)).toMatchObject({ state: 'withdrawn' });
});
