import { Readable } from 'node:stream';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { settle, type TestKernel, testKernel, testNow } from '../../../../test/harness.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import { madeMp3 } from '../../../kernel/files/media.fixture.ts';
import { makeOrganisation } from '../../people/organisations/organisations.factory.ts';
import { makeAccount } from '../../people/people.factory.ts';
import type { Competition } from '../competition.queries.ts';
import { type MadeStage, makeCompetition, makeDuty } from '../competitions.factory.ts';
import { arrangeFiles, attachFile, entryPurpose } from './attach-file.ts';
import { entriesAsTheyAre } from './entries.factory.queries.ts';
import { entryByNumber, filesOfEntry } from './entry.queries.ts';
import { ownFiles } from './file.queries.ts';
import { handIn } from './hand-in.ts';
import { entryById } from './own-entry.queries.ts';
import { saveEntry } from './save-entry.ts';
import { startEntry } from './start-entry.ts';
import { tendEntries } from './tend-entries.ts';
import { discardDraft, withdrawEntry } from './withdraw-entry.ts';

type Account = Awaited<ReturnType<typeof makeAccount>>;

let k: TestKernel;
let competition: Competition;
let entrant: Account;

const hour_ms = 3_600_000;
const taking: MadeStage = { kind: 'entry', from: -1, to: 10 };

beforeAll(async () => {
  k = await testKernel();
});

beforeEach(async () => {
  k.clock.set(testNow);
  entrant = await makeAccount(k, { name: '程伞匠' });
  competition = await made();
});

async function made(settings: Record<string, unknown> = {}, more: MadeStage[] = [], extra: object = {}) {
  const stages = [{ ...taking, settings }, ...more, { kind: 'results' as const, from: 60, to: 61 }];
  return (await makeCompetition(k, { stages, categories: ['手艺', '短片'], ...extra })).competition;
}

const words = { title: '油纸伞', byLine: '程伞庄，渡口街', body: '三代人做伞。' };
const start = (who = entrant, where = competition, given: object = {}) => startEntry(k, who, where.id, given);
async function written(who = entrant, where = competition): Promise<string> {
  const id = await start(who, where);
  await saveEntry(k, who, id, words);
  return id;
}
const agreed = { agree: 'yes' } as const;
const stateOf = async (id: string) => (await entryById(k.db, id))?.state;
const screening: MadeStage = { kind: 'screening', from: 11, to: 20 };

describe('a draft', () => {
  it('is begun once, kept as it is written, and handed in under a number', async () => {
    const id = await start();
    expect(await start()).toBe(id);
    const { version } = await saveEntry(k, entrant, id, { title: '油纸伞', version: 1 });
    expect(version).toBe(2);
    await expect(handIn(k, entrant, id, agreed)).rejects.toMatchObject({
      fields: { byLine: { key: 'competitions.entries.field.by_line' }, body: expect.anything() },
    });
    await saveEntry(k, entrant, id, { ...words, version });
    await expect(handIn(k, entrant, id, {} as never)).rejects.toMatchObject({ issues: expect.anything() });
    const handed = await handIn(k, entrant, id, agreed);
    expect(handed).toEqual({ number: 1, state: 'accepted', late: false });
    expect(await handIn(k, entrant, id, agreed)).toEqual(handed);
    expect(await entryByNumber(k.db, competition.id, 1)).toMatchObject({ title: '油纸伞', byLine: '程伞庄，渡口街' });
    await settle(k);
    const [mail] = await k.notify.loopback.list({ to: entrant.email });
    expect(mail?.subject).toContain('第 1 号');
  });

  it('is nobody else’s: not to read, change, hand in, withdraw or delete', async () => {
    const id = await written();
    const other = await makeAccount(k);
    for (const work of [
      () => saveEntry(k, other, id, words),
      () => handIn(k, other, id, agreed),
      () => withdrawEntry(k, other, id),
      () => discardDraft(k, other, id),
      () => attachFile(k, other, id, { url: 'https://example.org/' }),
      () => saveEntry(k, entrant, "' or 1=1", words),
    ])
      await expect(work()).rejects.toMatchObject({ code: 'competitions.entry_not_found' });
    expect(await entryByNumber(k.db, competition.id, 1)).toBeUndefined();
  });

  it('that was changed in another window is not overwritten without a word; the same form twice is no conflict', async () => {
    const id = await start();
    await saveEntry(k, entrant, id, { title: '第一个窗口', version: 1 });
    await expect(saveEntry(k, entrant, id, { title: '第二个窗口', version: 1 })).rejects.toMatchObject({
      code: 'competitions.entries.changed_elsewhere',
      status: 409,
    });
    await saveEntry(k, entrant, id, { title: '第一个窗口', version: 1 });
    expect(await entryById(k.db, id)).toMatchObject({ title: '第一个窗口', version: 2 });
    const both = await Promise.allSettled(
      ['甲', '乙'].map((title) => saveEntry(k, entrant, id, { title, version: 2 })),
    );
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('refuses huge texts, a category of another competition, and what is no text', async () => {
    const id = await start();
    const elsewhere = await made();
    const field = (name: string) => ({ fields: { [name]: expect.anything() } });
    await expect(
      saveEntry(k, entrant, id, { ...words, categoryId: elsewhere.categories[0]?.id ?? '' }),
    ).rejects.toMatchObject(field('categoryId'));
    await expect(saveEntry(k, entrant, id, { ...words, body: '字'.repeat(20_001) })).rejects.toBeDefined();
    await expect(saveEntry(k, entrant, id, { ...words, title: '𠮷'.repeat(61) })).rejects.toBeDefined();
    await saveEntry(k, entrant, id, { ...words, title: '伞\u0000\u202E<script>', body: 'a\u0000b\r\nc' });
    expect(await entryById(k.db, id)).toMatchObject({ title: '伞 <script>', body: 'a b\nc' });
  });

  it('goes without a trace when it is deleted', async () => {
    const id = await written();
    const file = await k.files.accept(madeMp3(), {
      name: 'a.mp3',
      purpose: entryPurpose,
      ownerId: entrant.accountId,
      limits: { audio_bytes: 9999 },
    });
    const other = await made({ media: ['audio'] });
    const there = await start(entrant, other);
    await attachFile(k, entrant, there, { fileId: file.id });
    await discardDraft(k, entrant, there);
    await discardDraft(k, entrant, id);
    expect([await stateOf(id), await stateOf(there)]).toEqual([undefined, undefined]);
    await k.files.sweep();
    expect(await k.files.find(file.id)).toBeUndefined();
  });
});

describe('the deadline', () => {
  it('counts to the second: just before, at it, within the late hours, after them', async () => {
    competition = await made({ lateHours: 2 });
    const [stage] = competition.stages;
    const end = stage?.endsAt.getTime() ?? 0;
    const ids = [];
    for (let n = 0; n < 4; n++) ids.push(await written(await makeAccount(k)));
    const owners = await entriesAsTheyAre(k.db, competition.id);
    const at = async (time: number, id: string) => {
      k.clock.set(new Date(time));
      const accountId = owners.find((each) => each.id === id)?.accountId ?? '';
      return handIn(k, { ...entrant, accountId }, id, agreed);
    };
    expect(await at(end - 1, ids[0]!)).toMatchObject({ late: false });
    expect(await at(end, ids[1]!)).toMatchObject({ late: true });
    expect(await at(end + 2 * hour_ms - 1, ids[2]!)).toMatchObject({ late: true });
    await expect(at(end + 2 * hour_ms, ids[3]!)).rejects.toMatchObject({ code: 'competitions.too_late' });
    await expect(start(await makeAccount(k))).rejects.toMatchObject({ code: 'competitions.too_late' });
  });

  it('without a late rule is the end, and nothing is taken before the beginning', async () => {
    const id = await written();
    k.clock.set(competition.stages[0]!.endsAt);
    await expect(handIn(k, entrant, id, agreed)).rejects.toMatchObject({ code: 'competitions.too_late' });
    await expect(saveEntry(k, entrant, id, { ...words, title: '改' })).rejects.toMatchObject({
      code: 'competitions.too_late',
    });
    k.clock.set(new Date(competition.stages[0]!.startsAt.getTime() - 1));
    await expect(start()).rejects.toMatchObject({ code: 'competitions.too_early' });
  });

  it('is reminded of two days before, once, and only drafts', async () => {
    const draft = await makeAccount(k);
    await written(draft);
    await handIn(k, entrant, await written(), agreed);
    k.clock.set(new Date(competition.stages[0]!.endsAt.getTime() - 47 * hour_ms));
    for (let run = 0; run < 2; run++) await tendEntries(k);
    await settle(k);
    const of = async (email: string) =>
      (await k.notify.loopback.list({ to: email })).filter(({ subject }) => subject.includes('还没有交'));
    expect([(await of(draft.email)).length, (await of(entrant.email)).length]).toEqual([1, 0]);
  });
});

describe('what was handed in', () => {
  it('can be changed until the deadline and may not become incomplete; each change is an act', async () => {
    const id = await written();
    await handIn(k, entrant, id, agreed);
    await saveEntry(k, entrant, id, { ...words, title: '油纸伞（改）' });
    expect(await entryByNumber(k.db, competition.id, 1)).toMatchObject({ title: '油纸伞（改）' });
    await expect(saveEntry(k, entrant, id, { ...words, byLine: '' })).rejects.toMatchObject({
      fields: { byLine: expect.anything() },
    });
    k.clock.set(competition.stages[0]!.endsAt);
    await expect(saveEntry(k, entrant, id, { ...words, title: '晚了' })).rejects.toMatchObject({
      code: 'competitions.too_late',
    });
  });

  it('waits for screening where there is one, and stays as it is once somebody judges', async () => {
    competition = await made({}, [screening]);
    const id = await written();
    expect(await handIn(k, entrant, id, agreed)).toMatchObject({ state: 'submitted' });
    expect(await entryByNumber(k.db, competition.id, 1)).toBeUndefined();
    const judged = await made({}, [{ kind: 'jury', from: -0.5, to: 20, settings: { weight: 100 } }]);
    const other = await written(entrant, judged);
    await handIn(k, entrant, other, agreed);
    await expect(saveEntry(k, entrant, other, { ...words, title: '改' })).rejects.toMatchObject({
      code: 'competitions.entry_wrong_state',
    });
  });

  it('can be withdrawn until results are final, and handed in again under its number before the deadline', async () => {
    const id = await written();
    await handIn(k, entrant, id, agreed);
    await withdrawEntry(k, entrant, id);
    await withdrawEntry(k, entrant, id);
    expect(await entryByNumber(k.db, competition.id, 1)).toBeUndefined();
    expect(await handIn(k, entrant, id, agreed)).toMatchObject({ number: 1, state: 'accepted' });
    k.clock.set(new Date(competition.stages[0]!.endsAt.getTime() + hour_ms));
    await withdrawEntry(k, entrant, id);
    await expect(handIn(k, entrant, id, agreed)).rejects.toMatchObject({ code: 'competitions.too_late' });
    const final = await makeCompetition(k, { state: 'final', stages: [taking, { kind: 'results' }] });
    await expect(startEntry(k, entrant, final.competition.id, {})).rejects.toMatchObject({
      code: 'competitions.wrong_state',
    });
  });

  it('and was withdrawn long ago is emptied', async () => {
    const id = await written();
    await handIn(k, entrant, id, agreed);
    await withdrawEntry(k, entrant, id);
    k.clock.set(new Date(competition.stages[0]!.endsAt.getTime() + 29 * 24 * hour_ms));
    await tendEntries(k);
    expect(await entryById(k.db, id)).toMatchObject({ emptied: false, body: '三代人做伞。' });
    k.clock.set(new Date(competition.stages[0]!.endsAt.getTime() + 31 * 24 * hour_ms));
    await tendEntries(k);
    expect(await entryById(k.db, id)).toMatchObject({ emptied: true, body: '', title: '', byLine: '', number: 1 });
  });
});

describe('at the same moment', () => {
  it('forty people hand in: every number once, none left out', async () => {
    const people = await Promise.all(Array.from({ length: 40 }, () => makeAccount(k)));
    const ids = await Promise.all(people.map((each) => written(each)));
    const handed = await Promise.all(ids.map((id, at) => handIn(k, people[at]!, id, agreed)));
    expect(handed.map(({ number }) => number).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 40 }, (_, at) => at + 1),
    );
  });

  it('somebody begins many drafts: no more than one person may have', async () => {
    competition = await made({ perPerson: 2 });
    const begin = async () => {
      const id = await start();
      await saveEntry(k, entrant, id, { title: '一' });
    };
    await Promise.allSettled(Array.from({ length: 12 }, begin));
    expect((await entriesAsTheyAre(k.db, competition.id)).length).toBeLessThanOrEqual(2);
    // All of the twelve may have found the same draft, while nothing was written in it.
    for (let n = 0; n < 2; n += 1) await begin().catch(() => undefined);
    await expect(start()).rejects.toMatchObject({ code: 'competitions.entries.too_many_entries', params: { most: 2 } });
  });

  it('one entry is handed in twice: one number', async () => {
    const id = await written();
    const handed = await Promise.all([1, 2, 3].map(() => handIn(k, entrant, id, agreed)));
    expect(new Set(handed.map(({ number }) => number))).toEqual(new Set([1]));
  });
});

describe('who may enter', () => {
  it('not whoever organises, screens or judges; an observer may', async () => {
    const { organiser, competition: theirs } = await makeCompetition(k, { stages: [taking, { kind: 'results' }] });
    await expect(startEntry(k, organiser, theirs.id, {})).rejects.toMatchObject({
      code: 'competitions.entries.has_duty',
    });
    await expect(startEntry(k, { ...organiser, secondFactor: false }, theirs.id, {})).rejects.toMatchObject({
      code: 'competitions.entries.has_duty',
    });
    for (const duty of ['juror', 'chair', 'screener', 'organiser'] as const) {
      const holder = await makeDuty(k, theirs, duty);
      await expect(startEntry(k, holder, theirs.id, {})).rejects.toMatchObject({
        code: 'competitions.entries.has_duty',
      });
    }
    expect(await startEntry(k, await makeDuty(k, theirs, 'observer'), theirs.id, {})).toBeTruthy();
  });

  it('who became a juror since cannot hand in any more', async () => {
    const id = await written();
    await makeDuty(k, competition, 'juror', entrant);
    await expect(handIn(k, entrant, id, agreed)).rejects.toMatchObject({ code: 'competitions.entries.has_duty' });
  });

  it('an organisation by those who speak for it, under its own name', async () => {
    competition = await made({ ways: ['organisation'] });
    await expect(start()).rejects.toMatchObject({ code: 'competitions.entries.way_not_taken' });
    const { id: organisationId } = await makeOrganisation(k, {
      name: '渡口合作社',
      people: [{ accountId: entrant.accountId, part: 'administrator' }],
    });
    const given = { way: 'organisation', organisationId };
    const id = await start(entrant, competition, given);
    await saveEntry(k, entrant, id, { ...words, byLine: '别的名字' });
    expect(await entryById(k.db, id)).toMatchObject({ byLine: '渡口合作社', organisationId });
    await expect(start(await makeAccount(k), competition, given)).rejects.toMatchObject({
      code: 'competitions.entries.not_for_organisation',
    });
  });
});

describe('files', () => {
  const upload = (name: string, owner = entrant, bytes: Buffer | Readable = Buffer.from('%PDF-1.7\n')) =>
    k.files.accept(bytes, { name, purpose: entryPurpose, ownerId: owner.accountId, limits: { audio_bytes: 1e6 } });

  it('are called by a number outside; their own name is the owner’s', async () => {
    const id = await written();
    const file = await upload('程师傅 身份证.pdf');
    await attachFile(k, entrant, id, { fileId: file.id, caption: '图纸' });
    expect((await k.files.find(file.id))?.name).toBe('entry-1.pdf');
    expect(await filesOfEntry(k.db, id)).toEqual([
      expect.objectContaining({ kind: 'document', caption: '图纸', fileId: file.id }),
    ]);
    expect(JSON.stringify(await filesOfEntry(k.db, id))).not.toContain('身份证');
    expect((await ownFiles(k.db, id))[0]?.name).toBe('程师傅 身份证.pdf');
  });

  it('of other people, taken already, or of a kind that is not taken are refused', async () => {
    const id = await written();
    const theirs = await upload('b.pdf', await makeAccount(k));
    await expect(attachFile(k, entrant, id, { fileId: theirs.id })).rejects.toMatchObject({ code: 'files.gone' });
    const mine = await upload('c.pdf');
    await attachFile(k, entrant, id, { fileId: mine.id });
    await expect(attachFile(k, entrant, id, { fileId: mine.id })).rejects.toMatchObject({ code: 'files.gone' });
    const sound = await upload('d.mp3', entrant, madeMp3());
    await expect(attachFile(k, entrant, id, { fileId: sound.id })).rejects.toMatchObject({
      code: 'competitions.entries.kind_not_taken',
    });
  });

  it('are as many as the stage takes, also when a thousand come at once', async () => {
    competition = await made({ mostFiles: 4 });
    const id = await written();
    const results = await Promise.allSettled(
      Array.from({ length: 1000 }, (_, n) => attachFile(k, entrant, id, { url: `https://example.org/${n}` })),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(4);
    const files = await ownFiles(k.db, id);
    expect(files.map(({ position }) => position)).toEqual([1, 2, 3, 4]);
    const [first, , third] = files;
    await arrangeFiles(k, entrant, id, { up: third!.id, captions: { [first!.id]: '第一个' } });
    await arrangeFiles(k, entrant, id, { remove: first!.id });
    const after = await ownFiles(k.db, id);
    expect(after.map(({ url }) => url)).toEqual([third!.url, files[1]!.url, files[3]!.url]);
  });

  it.each([
    'javascript:alert(1)',
    ' JavaScript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'file:///etc/passwd',
    'https://user:pass@example.org/',
    'https://localhost/',
    `https://example.org/${'a'.repeat(600)}`,
    '',
  ])('the link %s is none', async (url) => {
    const id = await written();
    await expect(attachFile(k, entrant, id, { url })).rejects.toBeDefined();
    expect(await ownFiles(k.db, id)).toEqual([]);
  });

  it('an entry without a text but with a file is whole', async () => {
    const id = await start();
    await saveEntry(k, entrant, id, { title: '短片', byLine: '程' });
    await attachFile(k, entrant, id, { url: 'example.org/film' });
    expect((await ownFiles(k.db, id))[0]?.url).toBe('https://example.org/film');
    expect(await handIn(k, entrant, id, agreed)).toMatchObject({ state: 'accepted' });
  });

  it('together have no more than an entry may', async () => {
    const id = await written();
    await inTransaction(k.db, async (tx) => {
      await k.settings.set(
        tx,
        (await import('./entries.settings.ts')).entrySettings,
        { entry_mb: 10 },
        k.clock.now(),
        null,
      );
    });
    const big = () =>
      upload(
        'big.pdf',
        entrant,
        Readable.from([Buffer.from('%PDF-1.7\n'), Buffer.alloc(6_000_000, Math.random() * 255)]),
      );
    await attachFile(k, entrant, id, { fileId: (await big()).id });
    await expect(attachFile(k, entrant, id, { fileId: (await big()).id })).rejects.toMatchObject({
      code: 'competitions.entries.too_much',
    });
  });
});
