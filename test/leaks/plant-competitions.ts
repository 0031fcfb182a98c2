import { inTransaction, sql } from '../../src/kernel/db/index.ts';
import type { Kernel } from '../../src/kernel/kernel.ts';
import { fixedClock } from '../../src/kernel/time/index.ts';
import { makeBallot } from '../../src/modules/competitions/ballots/ballots.factory.ts';
import { castBallot } from '../../src/modules/competitions/ballots/cast/cast-ballot.ts';
import { invitedHash } from '../../src/modules/competitions/ballots/cast/eligibility.ts';
import { replaceInvited } from '../../src/modules/competitions/ballots/cast/invited.queries.ts';
import { addBursts } from '../../src/modules/competitions/ballots/integrity/burst.queries.ts';
import type { Competition } from '../../src/modules/competitions/competition.queries.ts';
import {
  type MadeStage,
  makeCompetition,
  makeCompetitionEntry,
  makeDuty,
} from '../../src/modules/competitions/competitions.factory.ts';
import { nominate } from '../../src/modules/competitions/entries/nominate.ts';
import { saveEntry } from '../../src/modules/competitions/entries/save-entry.ts';
import { startEntry } from '../../src/modules/competitions/entries/start-entry.ts';
import { inviteMember } from '../../src/modules/competitions/entries/team.ts';
import { insertStandings } from '../../src/modules/competitions/field.queries.ts';
import { assignJurors } from '../../src/modules/competitions/jury/assign-jurors.ts';
import { confirmJury } from '../../src/modules/competitions/jury/recuse.ts';
import { scoreEntry } from '../../src/modules/competitions/jury/score-entry.ts';
import { discussEntry } from '../../src/modules/competitions/jury/talk.ts';
import { askDuty } from '../../src/modules/competitions/organise/ask-duty.ts';
import { slotsOf, totalsOf } from '../../src/modules/competitions/pitch/pitch.queries.ts';
import { sheetDigest } from '../../src/modules/competitions/pitch/pitch.rules.ts';
import { actOnSlot, drawPitchOrder } from '../../src/modules/competitions/pitch/run-pitch.ts';
import { signSheet } from '../../src/modules/competitions/pitch/sign-sheet.ts';
import { answerComplaint } from '../../src/modules/competitions/results/answer-complaint.ts';
import { complain } from '../../src/modules/competitions/results/complain.ts';
import { publishNotice } from '../../src/modules/competitions/results/publish-notice.ts';
import { decideEntry } from '../../src/modules/competitions/screening/decide-entry.ts';
import { objectToRejection } from '../../src/modules/competitions/screening/object-to-rejection.ts';
import type { Cast } from './cast.ts';
import { mark } from './marks.ts';

/** A competition of the department concerned, and where it is found. */
export type PlantedCompetition = { slug: string; stage: string; entries: { id: string; number: number }[] };

const stageOf = (competition: Competition, kind: MadeStage['kind']): string => {
  const stage = competition.stages.find((each) => each.kind === kind);
  if (!stage) throw new Error(`no ${kind} among the stages`);
  return stage.id;
};

/** A contest that nobody has heard of yet. */
async function plantDraft(k: Kernel, { department }: Cast): Promise<PlantedCompetition> {
  const { competition } = await makeCompetition(k, {
    slug: 'not-yet-open',
    title: mark('contest_draft_title'),
    state: 'draft',
    departmentId: department,
    categories: [mark('contest_draft_category')],
  });
  await sql`update competitions.competition set rules = ${mark('contest_draft_rules')}
    where id = ${competition.id}`.execute(k.db);
  return { slug: competition.slug, stage: stageOf(competition, 'entry'), entries: [] };
}

/** Entries are taken: a draft, a nominee and somebody of a team who have not answered. @returns besides, the drafts' ids */
async function plantEntering(k: Kernel, { department, people }: Cast) {
  const { competition } = await makeCompetition(k, {
    slug: 'entries-are-taken',
    title: mark('contest_title'),
    departmentId: department,
    stages: [
      { kind: 'entry', from: -3, to: 5, settings: { ways: ['self', 'nominated', 'team'] } },
      { kind: 'screening', from: -2, to: 6 },
      { kind: 'results' },
    ],
  });
  const { entrant } = people;
  const draft = await startEntry(k, entrant, competition.id, {});
  await saveEntry(k, entrant, draft, {
    title: mark('entry_draft_title'),
    summary: mark('entry_draft_summary'),
    body: mark('entry_draft_body'),
    byLine: mark('entry_draft_line'),
  });
  const team = await startEntry(k, entrant, competition.id, { way: 'team' });
  await inviteMember(k, entrant, team, { name: mark('invitee_name'), email: mark('invitee_email') });
  const nomination = await nominate(k, people.nominator, competition.id, {
    categoryId: competition.categories[0]?.id ?? '',
    name: mark('contest_nominee_name'),
    email: mark('contest_nominee_email'),
    title: mark('contest_nominee_title'),
    words: mark('contest_nominee_words'),
  });
  const asked = { duty: 'juror', shownAs: mark('asked_duty'), way: 'account' } as const;
  await askDuty(k, people.own_organiser, competition.id, { ...asked, who: people.asked_juror.accountId });
  return { slug: competition.slug, stage: stageOf(competition, 'entry'), entries: [], own: [draft, team], nomination };
}

/** One entry was rejected, and the entrant objects; one waits. */
async function plantScreened(k: Kernel, { department, people }: Cast): Promise<PlantedCompetition> {
  const { competition } = await makeCompetition(k, {
    slug: 'entries-are-screened',
    departmentId: department,
    stages: [{ kind: 'entry', from: -20, to: -10 }, { kind: 'screening', from: -9, to: 5 }, { kind: 'results' }],
  });
  await makeDuty(k, competition, 'screener', people.screener);
  await makeDuty(k, competition, 'observer', people.observer);
  const rejected = await makeCompetitionEntry(k, competition, {
    accountId: people.entrant.accountId,
    title: mark('rejected_title'),
    byLine: mark('rejected_line'),
    body: mark('rejected_body'),
    state: 'submitted',
  });
  const why = { decision: 'rejected', ground: 'wrong_category', words: mark('reject_reasons') } as const;
  await decideEntry(k, people.screener, competition.id, { entryId: rejected.id, ...why });
  await objectToRejection(k, people.entrant, competition.id, { entryId: rejected.id, text: mark('objection') });
  return { slug: competition.slug, stage: stageOf(competition, 'screening'), entries: [rejected] };
}

/** A blind jury that has not ended: points, what is said of them, and by whom the work is. */
async function plantJury(k: Kernel, { department, people }: Cast): Promise<PlantedCompetition> {
  const { competition } = await makeCompetition(k, {
    slug: 'judged-without-names',
    departmentId: department,
    stages: [
      { kind: 'entry', from: -20, to: -10 },
      { kind: 'jury', from: -5, to: 5, settings: { weight: 100, blind: true } },
      { kind: 'results', from: 6, to: 20 },
    ],
  });
  const { chair, juror, second_juror: second, observer, entrant } = people;
  await makeDuty(k, competition, 'chair', chair);
  await makeDuty(k, competition, 'observer', observer);
  for (const each of [juror, second]) await makeDuty(k, competition, 'juror', each);
  const entry = await makeCompetitionEntry(k, competition, {
    accountId: entrant.accountId,
    title: '无名之作',
    byLine: mark('blind_line'),
  });
  await sql`insert into competitions.entry_member (competition_id, entry_id, account_id, role, shown_as, joined_at)
    values (${competition.id}, ${entry.id}, ${people.nominee.accountId}, '', ${mark('blind_team')}, ${k.clock.now()})`.execute(
    k.db,
  );
  const stageId = stageOf(competition, 'jury');
  for (const each of [chair, juror, second]) await confirmJury(k, each, { stageId });
  await assignJurors(k, people.own_organiser, { stageId });
  const sheet = { stageId, entryId: entry.id, points: { craft: 73.5, meaning: 81 } };
  await scoreEntry(k, juror, { ...sheet, comment: mark('sheet_comment') });
  const changed = { ...sheet, points: { craft: 74, meaning: 81 }, reason: mark('sheet_reason') };
  await scoreEntry(k, juror, changed);
  await discussEntry(k, juror, { stageId, entryId: entry.id, text: mark('jury_talk') });
  await scoreEntry(k, second, { ...sheet, comment: mark('sheet_draft'), handIn: false });
  return { slug: competition.slug, stage: stageId, entries: [entry] };
}

/** A pitch day: scored, and signed with what the contestant has to say. */
async function plantPitch(k: Kernel, { department, people }: Cast): Promise<PlantedCompetition> {
  const { competition } = await makeCompetition(k, {
    slug: 'said-in-the-hall',
    departmentId: department,
    stages: [
      { kind: 'entry', from: -20, to: -10 },
      { kind: 'pitch', from: -0.5, to: 1, settings: { weight: 100 } },
      { kind: 'results', from: 6, to: 20 },
    ],
  });
  const { juror, entrant, own_organiser: organiser } = people;
  await makeDuty(k, competition, 'juror', juror);
  await makeDuty(k, competition, 'observer', people.observer);
  await makeDuty(k, competition, 'chair', people.chair);
  const entry = await makeCompetitionEntry(k, competition, { accountId: entrant.accountId, title: '智慧菜场' });
  const stageId = stageOf(competition, 'pitch');
  await drawPitchOrder(k, organiser, competition.id, stageId);
  for (const act of ['start', 'ask', 'score', 'finish'] as const)
    await actOnSlot(k, organiser, competition.id, { stageId, entryId: entry.id, act });
  for (const each of [juror, people.chair]) {
    await confirmJury(k, each, { stageId });
    const comment = each === juror ? mark('pitch_comment') : '';
    await scoreEntry(k, each, { stageId, entryId: entry.id, points: { craft: 90, meaning: 80 }, comment });
  }
  const [slot] = await slotsOf(k.db, stageId);
  const totals = (await totalsOf(k.db, stageId)).get(entry.id)?.totals ?? [];
  await signSheet(k, entrant, competition.id, {
    ...{ stageId, entryId: entry.id, name: mark('signed_name'), remark: mark('signed_remark') },
    digest: sheetDigest(slot?.number ?? 0, totals),
  });
  return { slug: competition.slug, stage: stageId, entries: [entry] };
}

/** A ballot of those who are invited, in which somebody voted, and a burst from one range of addresses. */
async function plantBallot(k: Kernel, { department, people }: Cast): Promise<PlantedCompetition> {
  const { competition, ballot } = await makeBallot(k, { slug: 'voted-on', settings: { who: 'invited' } });
  await sql`update competitions.competition set department_id = ${department} where id = ${competition.id}`.execute(
    k.db,
  );
  await makeDuty(k, competition, 'observer', people.observer);
  await makeDuty(k, competition, 'juror', people.juror);
  const { competitionId, stageId } = ballot;
  const invited = [people.voter.email, mark('invited_email')];
  await inTransaction(k.db, (tx) =>
    replaceInvited(
      tx,
      ballot,
      invited.map((address) => invitedHash(k, stageId, address)),
    ),
  );
  await castBallot(k, { ballot, by: people.voter, choices: [1, 2] });
  const counts = { asked: 75, proved: 50, refused: 0 };
  const range = mark('burst_range');
  await addBursts(k.db, [{ competitionId, stageId, mark: 4711, range, since: k.clock.now(), ...counts }]);
  return { slug: competition.slug, stage: stageId, entries: [] };
}

/** Results were announced, and somebody complains. */
async function plantAnnounced(k: Kernel, { department, people }: Cast): Promise<PlantedCompetition> {
  const { competition } = await makeCompetition(k, {
    slug: 'results-are-announced',
    departmentId: department,
    stages: [
      { kind: 'entry', from: -20, to: -10 },
      { kind: 'jury', from: -9, to: -1, settings: { weight: 100 }, closed: true },
      { kind: 'announcement', from: -1, to: 1, settings: { workdays: 5 } },
      { kind: 'results', from: 20, to: 30, settings: { levels: [{ name: '一等奖', places: 1 }] } },
    ],
  });
  await makeDuty(k, competition, 'observer', people.observer);
  await makeDuty(k, competition, 'chair', people.chair);
  const entry = await makeCompetitionEntry(k, competition, { title: '作品' });
  const stageId = stageOf(competition, 'jury');
  const standing = { entryId: entry.id, score: 88, votes: null, rank: 1, advances: true };
  await inTransaction(k.db, (tx) => insertStandings(tx, { competitionId: competition.id, stageId }, [standing]));
  const { complainant, own_organiser: organiser } = people;
  await publishNotice(k, organiser, competition.id, { words: '' });
  const text = { entry: String(entry.number), text: mark('complaint') };
  await complain(k, complainant, competition.id, { ...text, contact: mark('complaint_contact') });
  const answered = await complain(k, complainant, competition.id, { text: mark('complaint_answered') });
  const later = { ...k, clock: fixedClock(new Date(k.clock.now().getTime() + 1000)) };
  await answerComplaint(later, organiser, competition.id, {
    ...{ number: answered.number, upheld: 'no', answer: '核对过记录，统计无误。' },
  });
  return { slug: competition.slug, stage: stageId, entries: [entry] };
}

/** Competitions of the department concerned, one at each stage, each with words of its own. */
export async function plantCompetitions(k: Kernel, cast: Cast) {
  return {
    draft: await plantDraft(k, cast),
    entering: await plantEntering(k, cast),
    screened: await plantScreened(k, cast),
    jury: await plantJury(k, cast),
    pitch: await plantPitch(k, cast),
    ballot: await plantBallot(k, cast),
    announced: await plantAnnounced(k, cast),
  };
}
