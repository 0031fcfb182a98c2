import type { Tx } from '../../../kernel/db/index.ts';
import { AppError, fail } from '../../../kernel/errors/index.ts';
import { groupCommit, QueueFull } from '../../../kernel/group-commit/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { ProofTicket } from '../../../kernel/proof-of-work/index.ts';
import { localDate } from '../../../kernel/time/index.ts';
import { checkAnswers } from '../logic/check-answer.ts';
import { momentOf } from '../moment.ts';
import { type Answers, questionsOf } from '../questionnaire.rules.ts';
import { formOf, type Survey } from '../survey.queries.ts';
import './answer.errors.ts';
import { mayHandIn, secondsTaken, timeKept } from './answer.rules.ts';
import { type Draft, type Holder, takeDrafts } from './draft.queries.ts';
import { deleteFiles, giveFilesToResponse } from './file.queries.ts';
import { responseIdOf } from './holder.ts';
import {
  existingResponses,
  holdSurveys,
  insertFresh,
  insertParticipants,
  insertResponses,
  type Participant,
} from './response.queries.ts';

export type HandIn = {
  survey: Survey;
  holder: Holder;
  draft: Draft;
  /** from the review page: the same form sent twice is one answer */
  nonce: string;
  /** an account that wants to be told of the results */
  tell?: boolean;
  /** a proof of work that holds; used up with the answer */
  proof?: ProofTicket | null;
};

/** An answer under way. */
type Handing = Omit<HandIn, 'nonce'> & {
  id: string;
  answers: Answers;
  fileIds: readonly string[];
  /** whether files may have been sent at all */
  withFiles: boolean;
  tell: boolean;
  /** was in a transaction before */
  tried: boolean;
};

/** `again`: it had come before, and counts once. */
export type HandedIn = { responseId: string; again: boolean };

const commits = new WeakMap<Kernel, (handing: Handing) => Promise<HandedIn>>();

/**
 * Hands in what a draft holds. The draft goes, the answer and, apart from it, who has answered are kept in one transaction;
 * answers that come in together share a commit.
 * @throws AppError surveys.answer.incomplete, .not_running, .already, .no_draft, .changed_meanwhile, proof.used; QueueFull
 */
export async function handIn(k: Kernel, given: HandIn): Promise<HandedIn> {
  const { survey, draft, nonce, ...rest } = given;
  const definition = await formOf(k.db, survey);
  const { answers, problems, questions } = checkAnswers(definition, draft.answers, momentOf(k));
  if (problems.size > 0) fail('surveys.answer.incomplete', { count: problems.size });
  const fileIds = questionsOf(definition).flatMap(({ type, name }) =>
    type === 'file' && questions.has(name) && Array.isArray(answers[name]) ? (answers[name] as string[]) : [],
  );
  const id = responseIdOf(k, survey.id, nonce);
  const withFiles = questionsOf(definition).some(({ type }) => type === 'file');
  const own = { id, answers, fileIds, withFiles, tell: given.tell ?? false, tried: false };
  const handing: Handing = { ...rest, survey, draft, ...own };
  return commitOf(k)(handing).catch((error) => {
    if (error instanceof AppError || error instanceof QueueFull || !handing.tried) throw error;
    // The connection broke, perhaps after the commit: whoever tries again finds out.
    return commitOf(k)(handing);
  });
}

function commitOf(k: Kernel): (handing: Handing) => Promise<HandedIn> {
  let commit = commits.get(k);
  if (!commit) {
    commit = groupCommit(k.db, (tx, handings: Handing[]) => handInTogether(k, tx, handings));
    commits.set(k, commit);
  }
  return commit;
}

type Outcomes = Map<Handing, HandedIn | Error>;

/** What became of each, in one transaction. */
async function handInTogether(k: Kernel, tx: Tx, all: Handing[]): Promise<(HandedIn | Error)[]> {
  const at = k.clock.now();
  const outcomes: Outcomes = new Map();
  const left = () => all.filter((handing) => !outcomes.has(handing));
  for (const handing of all) handing.tried = true;
  const held = await holdSurveys(tx, [...new Set(all.map(({ survey }) => survey.id))]);
  const twins = await settleTwins(tx, all, outcomes);
  for (const handing of left()) {
    const survey = held.get(handing.survey.id);
    if (!survey || !mayHandIn(survey, handing.draft.startedAt, at))
      outcomes.set(handing, new AppError('surveys.answer.not_running'));
  }
  for (const handing of left()) {
    const used = handing.proof ? await k.proof.spend(tx, handing.proof).catch((error: Error) => error) : undefined;
    if (used) outcomes.set(handing, used);
  }
  await takeAll(tx, left(), outcomes);
  await noteParticipants(k, tx, at, left(), outcomes);
  await write(k, tx, at, left());
  for (const handing of left()) outcomes.set(handing, { responseId: handing.id, again: false });
  for (const [twin, first] of twins) {
    const outcome = outcomes.get(first) as HandedIn | Error;
    outcomes.set(twin, outcome instanceof Error ? outcome : { ...outcome, again: true });
  }
  return all.map((handing) => outcomes.get(handing) as HandedIn | Error);
}

/** The same form a second time: what was handed in before stays as it is. @returns second ones with their first */
async function settleTwins(tx: Tx, all: Handing[], outcomes: Outcomes): Promise<Map<Handing, Handing>> {
  const there = await existingResponses(
    tx,
    all.map(({ survey, id }) => ({ surveyId: survey.id, id })),
  );
  const first = new Map<string, Handing>();
  const twins = new Map<Handing, Handing>();
  for (const handing of all) {
    const before = first.get(handing.id);
    if (there.has(handing.id)) outcomes.set(handing, { responseId: handing.id, again: true });
    else if (!before) first.set(handing.id, handing);
    else {
      twins.set(handing, before);
      // Settled below, with its first.
      outcomes.set(handing, new AppError('surveys.answer.no_draft'));
    }
  }
  return twins;
}

/** Takes the drafts away; who finds none, or another than was reviewed, hands nothing in. */
async function takeAll(tx: Tx, handings: Handing[], outcomes: Outcomes): Promise<void> {
  if (handings.length === 0) return;
  // One draft, two forms: only the first one has it.
  const first = new Map<string, Handing>();
  for (const handing of handings) if (!first.has(handing.draft.id)) first.set(handing.draft.id, handing);
  const taken = await takeDrafts(
    tx,
    [...first.values()].map(({ draft }) => draft),
  );
  for (const handing of handings)
    if (!taken.has(handing.draft.id) || first.get(handing.draft.id) !== handing)
      outcomes.set(handing, new AppError('surveys.answer.changed_meanwhile'));
}

async function noteParticipants(k: Kernel, tx: Tx, at: Date, handings: Handing[], outcomes: Outcomes): Promise<void> {
  const day = localDate(at, k.config.TIME_ZONE);
  const rows = new Map<Handing, Participant>();
  const known = new Set<string>();
  for (const handing of handings) {
    const { holder, survey, tell } = handing;
    if (holder.kind === 'token') continue;
    const key = `${survey.id} ${holder.id}`;
    if (known.has(key)) outcomes.set(handing, new AppError('surveys.answer.already'));
    else
      rows.set(handing, {
        surveyId: survey.id,
        kind: holder.kind,
        whoId: holder.id,
        day,
        tell: tell && holder.kind === 'account',
      });
    known.add(key);
  }
  if (rows.size === 0) return;
  const taken = await insertParticipants(tx, [...rows.values()]);
  for (const [handing, row] of rows)
    if (!taken.has(`${row.surveyId} ${row.whoId}`)) outcomes.set(handing, new AppError('surveys.answer.already'));
}

async function write(k: Kernel, tx: Tx, at: Date, handings: Handing[]): Promise<void> {
  if (handings.length === 0) return;
  await insertResponses(
    tx,
    handings.map(({ survey, holder, draft, id, answers }) => ({
      surveyId: survey.id,
      id,
      formVersion: survey.formVersion,
      way: 'web',
      locale: draft.locale,
      answers,
      handedInAt: timeKept(survey.named, at),
      seconds: secondsTaken(draft.startedAt, at),
      accountId: survey.named && holder.kind === 'account' ? holder.id : null,
      invitationId: survey.named && holder.kind === 'invitation' ? holder.id : null,
    })),
  );
  for (const { survey, draft, id, fileIds, withFiles } of handings) {
    if (!withFiles) continue;
    await giveFilesToResponse(tx, survey.id, { draftId: draft.id, responseId: id, fileIds, named: survey.named });
    // Sent for questions that are not asked any more.
    await k.files.release(tx, await deleteFiles(tx, survey.id, draft.id, 'all'));
  }
  for (const surveyId of [...new Set(handings.map(({ survey }) => survey.id))].sort()) {
    const group = handings.filter(({ survey }) => survey.id === surveyId);
    await insertFresh(
      tx,
      surveyId,
      group.map(({ id }) => id),
    );
    await k.outbox.emit(tx, at, {
      type: 'surveys.handed_in',
      subject: surveyId,
      actorId: null,
      payload: { slug: group[0]?.survey.slug ?? '', count: group.length },
    });
  }
}
