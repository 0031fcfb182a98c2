import { beforeAll, describe, expect, it } from 'vitest';
import { settle, type TestKernel, testKernel } from '../../../../test/harness.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import { fixedClock } from '../../../kernel/time/index.ts';
import { type Actor, anonymous } from '../../people/index.ts';
import { makeAccount } from '../../people/people.factory.ts';
import { type Competition, competitionById } from '../competition.queries.ts';
import { type MadeStage, makeCompetition, makeCompetitionEntry, makeDuty } from '../competitions.factory.ts';
import { insertStandings } from '../field.queries.ts';
import { answerComplaint, disqualifyEntry } from './answer-complaint.ts';
import { certificatesOf } from './certificate.queries.ts';
import { certificatePdf, certificateWords } from './certificate-pdf.ts';
import { chooseEntry, unchooseEntry } from './choose-entry.ts';
import { complain, hashOfCode } from './complain.ts';
import { complaintByNumber, complaintOfCode } from './complaint.queries.ts';
import { finaliseResults } from './finalise-results.ts';
import { currentNotice } from './notice.queries.ts';
import { countHeld, eraseHeld, moveHeld } from './personal-data.queries.ts';
import { publishNotice } from './publish-notice.ts';
import { readComplainant } from './read-complainant.ts';
import * as resultsTestQueries from './results-rows.fixture.ts';
import { revokeCertificate } from './revoke-certificate.ts';

let k: TestKernel;
beforeAll(async () => {
  k = await testKernel();
});

const announced: MadeStage[] = [
  { kind: 'entry', from: -20, to: -10 },
  { kind: 'jury', from: -9, to: -1, settings: { weight: 100 }, closed: true },
  { kind: 'announcement', from: -1, to: 1, settings: { workdays: 5 } },
  { kind: 'results', from: 20, to: 30, settings: { levels: [{ name: '一等奖', places: 1 }] } },
];

type Made = {
  competition: Competition;
  organiser: Actor & { accountId: string };
  entries: { id: string; number: number }[];
};

async function made(
  given: Parameters<typeof makeCompetition>[1] = {},
  scores: readonly number[] = [90, 80],
): Promise<Made> {
  const { competition, organiser } = await makeCompetition(k, { stages: announced, ...given });
  const entries: Made['entries'] = [];
  for (const [at] of scores.entries())
    entries.push(await makeCompetitionEntry(k, competition, { title: `作品${at + 1}` }));
  const jury = competition.stages.find(({ kind }) => kind === 'jury');
  if (jury)
    await inTransaction(k.db, (tx) =>
      insertStandings(
        tx,
        { competitionId: competition.id, stageId: jury.id },
        entries.map(({ id }, at) => ({
          entryId: id,
          score: scores[at] ?? 0,
          votes: null,
          rank: scores.indexOf(scores[at] ?? 0) + 1,
          advances: true,
        })),
      ),
    );
  return { competition, organiser, entries };
}

const laterBy = (days: number) => ({ ...k, clock: fixedClock(new Date(k.clock.now().getTime() + days * 86_400_000)) });
const later = () => laterBy(8);
const person = () => makeAccount(k);
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  );
const stateOf = async ({ competition }: Made) => (await competitionById(k.db, competition.id))?.state;

describe('the notice of results', () => {
  it('stands five working days after Thursday, 19 November 2026, to the end of Thursday, the 26th', async () => {
    const { competition, organiser } = await made();
    const { version, endsAt } = await publishNotice(k, organiser, competition.id, { words: '' });
    expect([version, endsAt.toISOString()]).toEqual([1, '2026-11-26T15:59:59.999Z']);
  });

  it('stands to the end that was told where that is later, and keeps it whatever becomes of the calendar', async () => {
    const stages = announced.map((stage) => (stage.kind === 'announcement' ? { ...stage, to: 12 } : stage));
    const { competition, organiser } = await made({ stages });
    const { endsAt } = await publishNotice(k, organiser, competition.id, {});
    expect(endsAt).toEqual(competition.stages[2]?.endsAt);
  });

  it('is refused while a score is missing, too early, without announcement, and again where nothing changed', async () => {
    const open = await made({ stages: announced.map((stage) => ({ ...stage, closed: false })) });
    expect(await code(publishNotice(k, open.organiser, open.competition.id, {}))).toBe(
      'competitions.results.not_complete',
    );
    const early = await made({
      stages: announced.map((stage) => (stage.kind === 'announcement' ? { ...stage, from: 2, to: 3 } : stage)),
    });
    expect(await code(publishNotice(k, early.organiser, early.competition.id, {}))).toBe('competitions.too_early');
    const none = await made({ stages: announced.filter(({ kind }) => kind !== 'announcement') });
    expect(await code(publishNotice(k, none.organiser, none.competition.id, {}))).toBe(
      'competitions.results.no_announcement',
    );
    const { competition, organiser } = await made();
    await publishNotice(k, organiser, competition.id, {});
    expect(await code(publishNotice(k, organiser, competition.id, {}))).toBe('competitions.results.nothing_new');
  });

  it('is for organisers of the department and whoever accepted to organise, for nobody else', async () => {
    const one = await made();
    const others: Actor[] = [
      anonymous,
      await person(),
      await makeAccount(k, { roles: [{ role: 'auditor' }] }),
      await makeAccount(k, { roles: [{ role: 'administrator' }] }),
      (await makeCompetition(k)).organiser,
      { ...one.organiser, secondFactor: false },
    ];
    for (const duty of ['juror', 'chair', 'observer', 'screener'] as const)
      others.push(await makeDuty(k, one.competition, duty));
    const [entry] = one.entries;
    for (const actor of others)
      for (const work of [
        () => publishNotice(k, actor, one.competition.id, {}),
        () => finaliseResults(k, actor, one.competition.id),
        () => answerComplaint(k, actor, one.competition.id, { number: 1, upheld: 'no', answer: '已核实' }),
        () => disqualifyEntry(k, actor, one.competition.id, { entryId: entry?.id ?? '', reason: '重复' }),
        () => chooseEntry(k, actor, one.competition.id, { entryId: entry?.id ?? '', reason: '好看' }),
      ])
        expect(await code(work())).toBe('kernel.not_allowed');
    const asked = await makeDuty(k, one.competition, 'organiser');
    await publishNotice(k, asked, one.competition.id, {});
    await publishNotice(k, one.organiser, one.competition.id, {}).catch(() => {});
    expect((await currentNotice(k.db, one.competition.id))?.version).toBe(1);
  });
});

describe('complaints', () => {
  it('are taken from anybody until the end of the period; the code shows the state, and nothing names who complained', async () => {
    const { competition, organiser, entries } = await made();
    const complainant = await person();
    expect(await code(complain(k, complainant, competition.id, { text: '还没公示' }))).toBe(
      'competitions.results.no_notice',
    );
    await publishNotice(k, organiser, competition.id, {});
    expect(await complain(k, complainant, competition.id, { text: '一号作品是抄的', entry: '1' })).toEqual({
      number: 1,
      code: null,
    });
    expect(await code(complain(k, anonymous, competition.id, { text: '没有证明' }))).toBe('proof.missing');
    const secret = await complain(k, anonymous, competition.id, { text: '票不对', contact: '198' }, { id: 'plain x' });
    expect(secret).toEqual({ number: 2, code: expect.stringMatching(/^[0-9A-Z]{16}$/) });
    expect(await complaintOfCode(k.db, competition.id, hashOfCode(secret.code ?? ''))).toMatchObject({ number: 2 });
    expect(await code(complain(k, anonymous, competition.id, { text: '再来' }, { id: 'plain x' }))).toBe('proof.used');
    expect(await code(complain(k, complainant, competition.id, { text: '没有这号', entry: '77' }))).toBe(
      'kernel.invalid',
    );
    expect(await code(complain(later(), complainant, competition.id, { text: '晚了' }))).toBe(
      'competitions.results.complaint_late',
    );
    expect((await complaintByNumber(k.db, competition.id, 1))?.entryId).toBe(entries[0]?.id);
    const traces = await resultsTestQueries.tracesOf(k.db, competition.id, complainant.accountId);
    expect(traces).toEqual({ steps: 0, events: 0, audits: 0 });
  });

  it('keep what is announced from becoming final until each is answered, by somebody else, once', async () => {
    const { competition, organiser } = await made();
    await publishNotice(k, organiser, competition.id, {});
    await complain(k, organiser, competition.id, { text: '我自己投诉' });
    const late = later();
    expect(await code(finaliseResults(late, organiser, competition.id))).toBe('competitions.results.complaints_open');
    const answer = { number: 1, upheld: 'no', answer: '核对了原始评分表，无误。' } as const;
    expect(await code(answerComplaint(late, organiser, competition.id, answer))).toBe(
      'competitions.results.own_complaint',
    );
    const other = await makeDuty(k, competition, 'organiser');
    await answerComplaint(late, other, competition.id, answer);
    expect(await code(answerComplaint(late, other, competition.id, answer))).toBe(
      'competitions.results.answered_already',
    );
    await finaliseResults(late, organiser, competition.id);
  });

  it('show who complained to organisers alone, and each look is in the log of that person', async () => {
    const { competition, organiser } = await made();
    const complainant = await person();
    await publishNotice(k, organiser, competition.id, {});
    await complain(k, complainant, competition.id, { text: '请查' });
    const facts = { departmentId: competition.departmentId, state: 'open', duties: [] };
    expect(await readComplainant(k, organiser, facts, competition, 1)).toMatchObject({ name: complainant.name });
    expect(await resultsTestQueries.looksAt(k.db, complainant.accountId)).toBe(1);
    const auditor = await makeAccount(k, { roles: [{ role: 'auditor' }] });
    expect(await code(readComplainant(k, auditor, facts, competition, 1))).toBe('kernel.not_allowed');
  });

  it('upheld take an entry out: the notice is published anew, its period begins again, and a note says so', async () => {
    const one = await made();
    const { competition, organiser } = one;
    await publishNotice(k, organiser, competition.id, {});
    await complain(k, await person(), competition.id, { text: '抄袭', entry: '1' });
    const day = laterBy(1);
    const answer = { number: 1, upheld: 'yes', answer: '属实' } as const;
    expect(await code(answerComplaint(day, organiser, competition.id, { ...answer, disqualify: 'yes' }))).toBe(
      'kernel.invalid',
    );
    await answerComplaint(day, organiser, competition.id, { ...answer, disqualify: 'yes', reason: '作品不是本人的' });
    expect(await code(finaliseResults(later(), organiser, competition.id))).toBe(
      'competitions.results.notice_outdated',
    );
    const again = await publishNotice(laterBy(5), organiser, competition.id, { words: '一号作品取消资格。' });
    expect([again.version, again.endsAt.toISOString()]).toEqual([2, '2026-12-01T15:59:59.999Z']);
    expect(await resultsTestQueries.notesOf(k.db, competition.id)).toHaveLength(1);
    expect(await code(finaliseResults(later(), organiser, competition.id))).toBe('competitions.results.period_runs');
    expect(await finaliseResults(laterBy(13), organiser, competition.id)).toEqual({ awards: 1 });
    expect((await certificatesOf(k.db, competition.id, 0, 10)).map(({ entryNumber }) => entryNumber)).toEqual([2]);
  });
});

describe('final results', () => {
  it('need a notice whose period is over, to the millisecond', async () => {
    const one = await made();
    const { competition, organiser } = one;
    expect(await code(finaliseResults(k, organiser, competition.id))).toBe('competitions.results.no_notice');
    const { endsAt } = await publishNotice(k, organiser, competition.id, {});
    const at = (ms: number) => ({ ...k, clock: fixedClock(new Date(endsAt.getTime() + ms)) });
    expect(await code(finaliseResults(at(0), organiser, competition.id))).toBe('competitions.results.period_runs');
    expect(await finaliseResults(at(1), organiser, competition.id)).toEqual({ awards: 1 });
    expect(await stateOf(one)).toBe('final');
  });

  it('cannot be changed or written twice', async () => {
    const one = await made();
    const { competition, organiser, entries } = one;
    await publishNotice(k, organiser, competition.id, {});
    const late = later();
    const twice = await Promise.all([1, 2, 3].map(() => code(finaliseResults(late, organiser, competition.id))));
    expect(twice.sort()).toEqual(['competitions.wrong_state', 'competitions.wrong_state', 'done']);
    const entryId = entries[0]?.id ?? '';
    for (const work of [
      () => publishNotice(late, organiser, competition.id, {}),
      () => disqualifyEntry(late, organiser, competition.id, { entryId, reason: '晚了' }),
      () => complain(late, organiser, competition.id, { text: '晚了' }),
    ])
      expect(await code(work())).toBe('competitions.wrong_state');
    await expect(resultsTestQueries.awardAgain(k.db, entryId)).rejects.toThrow(/award_pkey/);
  });

  it('and a complaint of the same moment never both go through', async () => {
    for (let round = 0; round < 8; round++) {
      const one = await made();
      const { competition, organiser } = one;
      const { endsAt } = await publishNotice(k, organiser, competition.id, {});
      const complainant = await person();
      const last = { ...k, clock: fixedClock(endsAt) };
      const next = { ...k, clock: fixedClock(new Date(endsAt.getTime() + 1)) };
      const [said, final] = await Promise.all([
        code(complain(last, complainant, competition.id, { text: '最后一刻' })),
        code(finaliseResults(next, organiser, competition.id)),
      ]);
      expect([said === 'done', final === 'done'].filter(Boolean)).toHaveLength(1);
      expect(said === 'done' ? final : said).toBe(
        said === 'done' ? 'competitions.results.complaints_open' : 'competitions.wrong_state',
      );
    }
  });

  it('wait while an invalidation of ballots is undecided', async () => {
    const { competition, organiser } = await made();
    await publishNotice(k, organiser, competition.id, {});
    await resultsTestQueries.proposeInvalidation(k.db, competition, organiser.accountId, k.clock.now());
    expect(await code(finaliseResults(later(), organiser, competition.id))).toBe(
      'competitions.results.invalidation_open',
    );
  });

  it('of a showcase thank everybody alike: no award, a certificate for each in the order of numbers', async () => {
    const { competition, organiser } = await made(
      {
        mode: 'showcase',
        stages: [
          { kind: 'entry', from: -9, to: -1 },
          { kind: 'results', from: 1, to: 2 },
        ],
      },
      [1, 2, 3],
    );
    expect(await finaliseResults(k, organiser, competition.id)).toEqual({ awards: 0 });
    const certificates = await certificatesOf(k.db, competition.id, 0, 10);
    expect(certificates.map(({ kind, number, entryNumber }) => [kind, number, entryNumber])).toEqual([
      ['participation', 1, 1],
      ['participation', 2, 2],
      ['participation', 3, 3],
    ]);
  });

  it('rest on choices with reasons where nothing is scored', async () => {
    const one = await made({ stages: announced.filter(({ kind }) => kind !== 'jury') }, [1, 2]);
    const { competition, organiser, entries } = one;
    expect(await code(publishNotice(k, organiser, competition.id, {}))).toBe('competitions.results.none_chosen');
    const entryId = entries[1]?.id ?? '';
    expect(await code(chooseEntry(k, organiser, competition.id, { entryId, reason: '好' }))).toBe('kernel.invalid');
    expect(await code(chooseEntry(k, organiser, competition.id, { entryId, level: '3', reason: '最完整' }))).toBe(
      'kernel.invalid',
    );
    await chooseEntry(k, organiser, competition.id, { entryId: entries[0]?.id ?? '', level: '0', reason: '选错了' });
    await unchooseEntry(k, organiser, competition.id, entries[0]?.id ?? '');
    await chooseEntry(k, organiser, competition.id, { entryId, level: '0', reason: '手艺最完整' });
    await publishNotice(k, organiser, competition.id, {});
    expect(await finaliseResults(later(), organiser, competition.id)).toEqual({ awards: 1 });
    const [certificate] = await certificatesOf(k.db, competition.id, 0, 10);
    expect(certificate).toMatchObject({ entryNumber: 2, levelName: '一等奖', kind: 'award' });
    const scored = await made();
    expect(
      await code(
        chooseEntry(k, scored.organiser, scored.competition.id, {
          entryId: scored.entries[0]?.id ?? '',
          reason: '好看',
        }),
      ),
    ).toBe('competitions.results.scored');
  });

  it('keep their certificates, each with a code that cannot be guessed, until one is revoked', async () => {
    const { competition, organiser } = await made({}, [90, 90]);
    await publishNotice(k, organiser, competition.id, {});
    expect(await finaliseResults(later(), organiser, competition.id)).toEqual({ awards: 2 });
    const certificates = await certificatesOf(k.db, competition.id, 0, 10);
    expect(new Set(certificates.map((each) => each.code)).size).toBe(2);
    const id = certificates[0]?.id ?? '';
    expect(await code(revokeCertificate(k, await person(), competition.id, { id, reason: '误发' }))).toBe(
      'kernel.not_allowed',
    );
    await revokeCertificate(k, organiser, competition.id, { id, reason: '误发' });
    expect(await code(revokeCertificate(k, organiser, competition.id, { id, reason: '误发' }))).toBe(
      'competitions.results.revoked_already',
    );
    await settle(k);
  });

  it('let go of whoever closes their account: words and name are gone, the certificate counts no more', async () => {
    const { competition, organiser } = await made({
      mode: 'showcase',
      stages: [
        { kind: 'entry', from: -9, to: -5 },
        { kind: 'announcement', from: -4, to: -3 },
        { kind: 'results', from: 1, to: 2 },
      ],
    });
    const [leaves, stays] = [await person(), await person()];
    for (const { accountId } of [leaves, stays]) await makeCompetitionEntry(k, competition, { accountId });
    await publishNotice(k, organiser, competition.id, {});
    await complain(k, leaves, competition.id, { text: '名单里少了一件' });
    await answerComplaint(k, organiser, competition.id, { number: 1, upheld: 'no', answer: '名单是全的。' });
    await finaliseResults(later(), organiser, competition.id);
    expect(await countHeld(k.db, leaves.accountId)).toBe(2);
    await inTransaction(k.db, (tx) => eraseHeld(tx, leaves.accountId, k.clock.now()));
    expect(await countHeld(k.db, leaves.accountId)).toBe(0);
    expect(await complaintByNumber(k.db, competition.id, 1)).toMatchObject({ text: '', answer: '名单是全的。' });
    const certificates = await certificatesOf(k.db, competition.id, 2, 10);
    expect(certificates.map(({ holder, revokedAt }) => [holder !== '', revokedAt !== null])).toEqual([
      [false, true],
      [true, false],
    ]);
    const other = await person();
    await inTransaction(k.db, (tx) => moveHeld(tx, stays.accountId, other.accountId));
    expect([await countHeld(k.db, stays.accountId), await countHeld(k.db, other.accountId)]).toEqual([0, 1]);
  });

  it('fit on one sheet, however much is said', async () => {
    const { competition, organiser } = await made(
      {
        title: '街'.repeat(60),
        categories: ['类'.repeat(40)],
        mode: 'showcase',
        stages: [
          { kind: 'entry', from: -9, to: -5 },
          { kind: 'results', from: 1, to: 2, settings: { citation: '话'.repeat(200), signedBy: '局'.repeat(80) } },
        ],
      },
      [],
    );
    await makeCompetitionEntry(k, competition, { title: '作'.repeat(60), byLine: '名'.repeat(80) });
    await finaliseResults(k, organiser, competition.id);
    const [certificate] = await certificatesOf(k.db, competition.id, 0, 1);
    if (!certificate) throw new Error('no certificate was issued');
    for (const locale of ['zh-CN', 'en'] as const) {
      const words = await certificateWords(k, competition.id, locale);
      const pdf = await certificatePdf(k, certificate, words, locale);
      expect(pdf.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(1);
    }
  });
});
