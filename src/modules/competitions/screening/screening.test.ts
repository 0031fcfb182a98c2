import { beforeAll, describe, expect, it } from 'vitest';
import { settle, type TestKernel, testKernel } from '../../../../test/harness.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import { fixedClock } from '../../../kernel/time/index.ts';
import { type Actor, anonymous } from '../../people/index.ts';
import { makeAccount } from '../../people/people.factory.ts';
import type { Competition } from '../competition.queries.ts';
import { competitionById } from '../competition.queries.ts';
import { type MadeStage, makeCompetition, makeCompetitionEntry, makeDuty } from '../competitions.factory.ts';
import { endWithConsent } from '../entries/end-with-account.ts';
import { acceptEntries } from './accept-entries.ts';
import { closeScreening, turnScreening } from './close-screening.ts';
import { type DecideInput, decideEntry } from './decide-entry.ts';
import { objectToRejection } from './object-to-rejection.ts';
import { publicRulings } from './objection.queries.ts';
import { ruleOnObjection } from './rule-on-objection.ts';
import { decisionsOf, entryById, insertDecision } from './screening.queries.ts';
import * as testQueries from './screening-rows.fixture.ts';

let k: TestKernel;
beforeAll(async () => {
  k = await testKernel();
});

const stages: MadeStage[] = [
  { kind: 'entry', from: -10, to: -1 },
  { kind: 'screening', from: -1, to: 5, settings: { mendDays: 3 } },
  { kind: 'jury', from: 6, to: 9, settings: { weight: 100 } },
  { kind: 'results', from: 10, to: 11 },
];
const make = (given: Parameters<typeof makeCompetition>[1] = {}) => makeCompetition(k, { stages, ...given });
const enter = (competition: Competition, given: Parameters<typeof makeCompetitionEntry>[2] = {}) =>
  makeCompetitionEntry(k, competition, { state: 'submitted', ...given });
const laterBy = (days: number) => ({ ...k, clock: fixedClock(new Date(k.clock.now().getTime() + days * 86_400_000)) });
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  );
const stateOf = async ({ id }: { id: string }) => (await entryById(k.db, id))?.state;
const reject = { decision: 'rejected', ground: 'incomplete', words: '缺身份证明。' } as const;

describe('screening', () => {
  it('lets screeners and organisers decide, as staff with the second factor, and nobody else', async () => {
    const { competition, organiser } = await make();
    const entry = await enter(competition);
    const decide = (actor: Actor) => code(decideEntry(k, actor, competition.id, { entryId: entry.id, ...reject }));
    const screener = await makeDuty(k, competition, 'screener');
    const plain = await makeDuty(k, competition, 'screener', await makeAccount(k));
    for (const actor of [
      anonymous,
      await makeAccount(k),
      plain,
      { ...screener, secondFactor: false },
      await makeDuty(k, competition, 'juror'),
      await makeDuty(k, competition, 'chair'),
      await makeDuty(k, competition, 'observer'),
      await makeAccount(k, { roles: [{ role: 'auditor' }] }),
      (await makeCompetition(k)).organiser,
    ])
      expect(await decide(actor)).toBe('kernel.not_allowed');
    expect(await decide(screener)).toBe('done');
    const other = await enter(competition);
    await decideEntry(k, organiser, competition.id, { entryId: other.id, decision: 'accepted' });
    expect([await stateOf(entry), await stateOf(other)]).toEqual(['rejected', 'accepted']);
  });

  it('tells the second of two what the first decided, whoever comes first', async () => {
    const { competition, organiser } = await make();
    const screeners = [
      organiser,
      await makeDuty(k, competition, 'screener'),
      await makeDuty(k, competition, 'screener'),
    ];
    for (let round = 0; round < 5; round++) {
      const entry = await enter(competition);
      const decisions: DecideInput[] = [
        { entryId: entry.id, decision: 'accepted' },
        { entryId: entry.id, ...reject },
        { entryId: entry.id, decision: 'mend', words: '补照片' },
      ];
      const said = await Promise.all(
        screeners.map((actor, at) => code(decideEntry(k, actor, competition.id, decisions[at] as DecideInput))),
      );
      expect(said.sort()).toEqual([
        'competitions.screening.decided_already',
        'competitions.screening.decided_already',
        'done',
      ]);
      expect(await decisionsOf(k.db, entry.id)).toHaveLength(1);
    }
    const entry = await enter(competition);
    const row = { round: 1, decision: 'accepted', ground: null, words: '', byId: null, at: k.clock.now() } as const;
    const insert = () =>
      testQueries.inOne(k.db, (tx) => insertDecision(tx, competition.id, { entryId: entry.id, ...row }));
    await insert();
    await expect(insert()).rejects.toThrow(/screening_decision_once/);
  });

  it('lets nobody decide on their own entry, their team’s or their organisation’s', async () => {
    const { competition, organiser } = await make();
    const own = await enter(competition, { accountId: organiser.accountId });
    const team = await enter(competition, { way: 'team' });
    const firm = await enter(competition, { way: 'organisation' });
    await testQueries.joinTeam(k.db, competition.id, team.id, organiser.accountId, k.clock.now());
    await testQueries.belongToOrganisation(k.db, firm.id, organiser.accountId, k.clock.now());
    for (const { id } of [own, team, firm])
      expect(await code(decideEntry(k, organiser, competition.id, { entryId: id, decision: 'accepted' }))).toBe(
        'competitions.screening.own_entry',
      );
    const chosen = [own, team, firm, await enter(competition)].map(({ id }) => `${id}:1`);
    expect(await acceptEntries(k, organiser, competition.id, { entries: chosen })).toEqual({ accepted: 1, left: 3 });
  });

  it('decides on what was read: an entry that changed since, a draft or one of another competition is refused', async () => {
    const { competition, organiser } = await make();
    const entry = await enter(competition);
    const draft = await enter(competition, { state: 'draft' });
    const elsewhere = await enter((await make()).competition);
    const accept = (entryId: string, version = 1) =>
      code(decideEntry(k, organiser, competition.id, { entryId, decision: 'accepted', version }));
    expect(await accept(entry.id, 7)).toBe('kernel.changed_meanwhile');
    expect(await accept(draft.id)).toBe('competitions.entry_not_found');
    expect(await accept(elsewhere.id)).toBe('competitions.entry_not_found');
    for (const state of ['withdrawn', 'disqualified'] as const)
      expect(await accept((await enter(competition, { state })).id)).toBe('competitions.entry_wrong_state');
  });

  it('asks for a ground and words, and takes no text that is too long or no ground of the list', async () => {
    const { competition, organiser } = await make();
    const { id: entryId } = await enter(competition);
    const wrong: Record<string, unknown>[] = [
      { decision: 'rejected', words: '不行' },
      { decision: 'rejected', ground: 'incomplete', words: ' \u0000 ' },
      { decision: 'rejected', ground: 'not_mended', words: '没补' },
      { decision: 'rejected', ground: 'dislike', words: '不喜欢' },
      { decision: 'mend' },
      { decision: 'mend', words: 'x'.repeat(1001) },
      { decision: 'win', words: 'x' },
    ];
    for (const each of wrong)
      await expect(decideEntry(k, organiser, competition.id, { entryId, ...each } as never)).rejects.toThrow();
    expect(await decisionsOf(k.db, entryId)).toEqual([]);
  });

  it('happens in its stage alone', async () => {
    const at = (screening: Partial<MadeStage>, state: 'open' | 'final' = 'open') =>
      make({ stages: stages.map((stage) => (stage.kind === 'screening' ? { ...stage, ...screening } : stage)), state });
    const accept = async ({ competition, organiser }: Awaited<ReturnType<typeof make>>) => {
      const { id: entryId } = await enter(competition);
      return code(decideEntry(k, organiser, competition.id, { entryId, decision: 'accepted' }));
    };
    expect(await accept(await at({ from: 1 }))).toBe('competitions.too_early');
    expect(await accept(await at({ closed: true }))).toBe('competitions.too_late');
    expect(await accept(await at({}, 'final'))).toBe('competitions.wrong_state');
    expect(await accept(await make({ stages: stages.filter(({ kind }) => kind !== 'screening') }))).toBe(
      'competitions.screening.no_stage',
    );
  });
});

describe('mending', () => {
  it('is asked for once, to the end of the last of its days; then the clock rejects', async () => {
    const { competition, organiser } = await make();
    const [kept, lapsed] = [await enter(competition), await enter(competition)];
    for (const { id } of [kept, lapsed])
      await decideEntry(k, organiser, competition.id, { entryId: id, decision: 'mend', words: '补一张成品照片' });
    expect((await entryById(k.db, kept.id))?.mendUntil?.toISOString()).toBe('2026-11-22T15:59:59.999Z');
    await testQueries.mended(k.db, kept.id, k.clock.now());
    const again = { entryId: kept.id, decision: 'mend', words: '再补' } as const;
    expect(await code(decideEntry(k, organiser, competition.id, again))).toBe('competitions.screening.mended_already');
    expect(await turnScreening(laterBy(3))).toMatchObject({ lapsed: 0 });
    expect((await turnScreening(laterBy(4))).lapsed).toBeGreaterThan(0);
    expect(await turnScreening(laterBy(4))).toMatchObject({ lapsed: 0 });
    expect([await stateOf(kept), await stateOf(lapsed)]).toEqual(['submitted', 'rejected']);
    expect((await decisionsOf(k.db, lapsed.id)).at(-1)).toMatchObject({ round: 2, ground: 'not_mended', byId: null });
    await decideEntry(k, organiser, competition.id, { entryId: kept.id, ...reject });
    expect(await decisionsOf(k.db, kept.id)).toHaveLength(2);
  });
});

describe('objections', () => {
  const rejected = async () => {
    const made = await make();
    const entrant = await makeAccount(k);
    const screener = await makeDuty(k, made.competition, 'screener');
    const entry = await enter(made.competition, { accountId: entrant.accountId });
    await decideEntry(k, screener, made.competition.id, { entryId: entry.id, ...reject });
    return { ...made, entrant, screener, entry, entryId: entry.id };
  };

  it('are made by the entrant, once, within three working days, and ruled on by somebody else', async () => {
    const { competition, organiser, entrant, screener, entry, entryId } = await rejected();
    const text = '材料都交了，在第三个文件里。';
    for (const actor of [anonymous, screener, organiser, await makeAccount(k)])
      expect(await code(objectToRejection(k, actor, competition.id, { entryId, text }))).toMatch(
        /entry_not_found|not_allowed/,
      );
    expect(await code(objectToRejection(laterBy(6), entrant, competition.id, { entryId, text }))).toBe(
      'competitions.screening.objection_late',
    );
    await objectToRejection(k, entrant, competition.id, { entryId, text });
    expect(await code(objectToRejection(k, entrant, competition.id, { entryId, text }))).toBe(
      'competitions.screening.objected_already',
    );
    const ruling = { entryId, upheld: 'yes', answer: '第三个文件里确有证明。' } as const;
    expect(await code(ruleOnObjection(k, screener, competition.id, ruling))).toBe('kernel.not_allowed');
    expect(await code(ruleOnObjection(k, entrant, competition.id, ruling))).toBe('kernel.not_allowed');
    await ruleOnObjection(k, organiser, competition.id, ruling);
    expect(await stateOf(entry)).toBe('accepted');
    expect(await code(ruleOnObjection(k, organiser, competition.id, ruling))).toBe(
      'competitions.screening.ruled_already',
    );
    const [published] = await publicRulings(k.db, competition.id, null, 10);
    expect(published).toMatchObject({ ground: 'incomplete', upheld: true, answer: ruling.answer });
    expect(Object.keys(published ?? {})).toEqual(['ruledAt', 'ground', 'upheld', 'answer', 'id']);
  });

  it('cannot bring back what the entrant has taken out of their entry', async () => {
    const { competition, organiser, entrant, entryId } = await rejected();
    await objectToRejection(k, entrant, competition.id, { entryId, text: '材料都交了。' });
    await inTransaction(k.db, (tx) => endWithConsent(k, tx, entrant.accountId, k.clock.now()));
    const ruling = { entryId, answer: '作者已经收回。' };
    expect(await code(ruleOnObjection(k, organiser, competition.id, { ...ruling, upheld: 'yes' }))).toBe(
      'competitions.entry_wrong_state',
    );
    await ruleOnObjection(k, organiser, competition.id, { ...ruling, upheld: 'no' });
  });

  it('are not ruled on by whoever rejected', async () => {
    const { competition, organiser } = await make();
    const entrant = await makeAccount(k);
    const { id: entryId } = await enter(competition, { accountId: entrant.accountId });
    await decideEntry(k, organiser, competition.id, { entryId, ...reject });
    await objectToRejection(k, entrant, competition.id, { entryId, text: '不对' });
    const ruling = { entryId, upheld: 'no', answer: '维持。' } as const;
    expect(await code(ruleOnObjection(k, organiser, competition.id, ruling))).toBe(
      'competitions.screening.rejected_it_yourself',
    );
    const other = await makeDuty(k, competition, 'organiser');
    await ruleOnObjection(k, other, competition.id, ruling);
  });

  it('tell the entrant of every decision, and organisers of the objection', async () => {
    const { competition, organiser, entrant, entryId } = await rejected();
    await objectToRejection(k, entrant, competition.id, { entryId, text: '不对' });
    await ruleOnObjection(k, organiser, competition.id, { entryId, upheld: 'no', answer: '维持。' });
    await settle(k);
    const kinds = async (accountId: string) =>
      (await k.notify.inbox(k.db, accountId, 'zh-CN')).map(({ kind }) => kind).sort();
    expect(await kinds(entrant.accountId)).toEqual(['competitions.entry_rejected', 'competitions.objection_ruled']);
    expect(await kinds(organiser.accountId)).toContain('competitions.objection_made');
  });
});

describe('the end of screening', () => {
  it('comes when nothing waits: by an organiser before, by the clock at the end of the stage', async () => {
    const { competition, organiser } = await make();
    const { id: entryId } = await enter(competition);
    expect(await code(closeScreening(k, await makeDuty(k, competition, 'screener'), competition.id))).toBe(
      'kernel.not_allowed',
    );
    expect(await code(closeScreening(k, organiser, competition.id))).toBe('competitions.screening.still_waiting');
    const closedAt = async () => (await competitionById(k.db, competition.id))?.stages[1]?.closedAt;
    await turnScreening(laterBy(6));
    expect(await closedAt()).toBeNull();
    await decideEntry(k, organiser, competition.id, { entryId, decision: 'accepted' });
    await closeScreening(k, organiser, competition.id);
    expect(await closedAt()).toEqual(k.clock.now());
    const other = await make();
    expect((await turnScreening(laterBy(6))).closed).toBeGreaterThan(0);
    expect((await competitionById(k.db, other.competition.id))?.stages[1]?.closedAt).not.toBeNull();
  });

  it('does not come while late entries are taken', async () => {
    const { competition, organiser } = await make({
      stages: stages.map((stage) => (stage.kind === 'entry' ? { ...stage, settings: { lateHours: 48 } } : stage)),
    });
    expect(await code(closeScreening(k, organiser, competition.id))).toBe('competitions.too_early');
  });
});
