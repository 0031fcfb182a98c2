import { beforeAll, beforeEach, expect, it } from 'vitest';
import { settle, type TestKernel, testApp, testKernel, testNow } from '../../../../test/harness.ts';
import type { App } from '../../../kernel/http/index.ts';
import { makeAccount, sessionCookie } from '../../people/people.factory.ts';
import type { Competition } from '../competition.queries.ts';
import { makeCompetition } from '../competitions.factory.ts';
import { decideEntry } from '../screening/decide-entry.ts';
import { handIn } from './hand-in.ts';
import { entryById } from './own-entry.queries.ts';
import { saveEntry } from './save-entry.ts';
import { startEntry } from './start-entry.ts';
import { withdrawEntry } from './withdraw-entry.ts';

type Account = Awaited<ReturnType<typeof makeAccount>>;

const day_ms = 86_400_000;

let k: TestKernel;
let app: App;
let competition: Competition;
let organiser: Account;
let entrant: Account;
let id: string;

const words = { title: '油纸伞', byLine: '程伞庄', body: '三代人做伞。' };
const agreed = { agree: 'yes' } as const;

beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
});

beforeEach(async () => {
  k.clock.set(testNow);
  ({ competition, organiser } = await makeCompetition(k, {
    stages: [
      { kind: 'entry', from: -1, to: 10 },
      { kind: 'screening', from: 11, to: 20, settings: { mendDays: 3 } },
      { kind: 'results', from: 60 },
    ],
  }));
  entrant = await makeAccount(k);
  id = await startEntry(k, entrant, competition.id, {});
  await saveEntry(k, entrant, id, words);
  await handIn(k, entrant, id, agreed);
  k.clock.set(new Date(testNow.getTime() + 12 * day_ms));
});

const sendBack = () =>
  decideEntry(k, organiser, competition.id, { entryId: id, decision: 'mend', words: '请补上照片的出处。' });

it('what was sent back is written anew after the deadline, handed in once, and decided on', async () => {
  await expect(saveEntry(k, entrant, id, { ...words, body: '晚了' })).rejects.toMatchObject({
    code: 'competitions.too_late',
  });
  await sendBack();
  const cookie = await sessionCookie(k, entrant);
  const page = await app.inject({ url: `/me/entries/${id}`, headers: { cookie } });
  for (const said of ['请补上照片的出处。', '补正好了，交上去']) expect(page.body).toContain(said);
  await saveEntry(k, entrant, id, { ...words, body: '照片是自己拍的。' });
  expect(await handIn(k, entrant, id, agreed)).toEqual({ number: 1, state: 'submitted', late: false });
  expect(await entryById(k.db, id)).toMatchObject({ mendedAt: k.clock.now(), body: '照片是自己拍的。' });
  await expect(saveEntry(k, entrant, id, { ...words, body: '再改' })).rejects.toMatchObject({
    code: 'competitions.entry_wrong_state',
  });
  await decideEntry(k, organiser, competition.id, { entryId: id, decision: 'accepted' });
  await expect(saveEntry(k, entrant, id, { ...words, body: '再改' })).rejects.toBeDefined();
  await settle(k);
});

it('after its days nothing is taken, and withdrawing does not get around a decision', async () => {
  await sendBack();
  const until = (await entryById(k.db, id))?.mendUntil as Date;
  k.clock.set(new Date(until.getTime() + 1));
  await expect(handIn(k, entrant, id, agreed)).rejects.toMatchObject({ code: 'competitions.too_late' });
  k.clock.set(until);
  expect(await handIn(k, entrant, id, agreed)).toMatchObject({ state: 'submitted' });
  await withdrawEntry(k, entrant, id);
  k.clock.set(testNow);
  await expect(handIn(k, entrant, id, agreed)).rejects.toMatchObject({ code: 'competitions.entry_wrong_state' });
});
