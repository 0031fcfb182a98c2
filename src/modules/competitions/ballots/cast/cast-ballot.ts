import type { Tx } from '../../../../kernel/db/index.ts';
import { AppError } from '../../../../kernel/errors/index.ts';
import { groupCommit, QueueFull } from '../../../../kernel/group-commit/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { ProofTicket } from '../../../../kernel/proof-of-work/index.ts';
import { type Voter, voters } from '../../../people/index.ts';
import { stageTime } from '../../competitions.rules.ts';
import '../ballots.errors.ts';
import { ballotId, ballotLine, newSecret, receiptCode } from '../log/leaf.ts';
import { sealSoon } from '../log/seal.ts';
import type { OpenBallot } from '../open-ballot.ts';
import { holdOpen, putIntoUrn } from './cast.queries.ts';
import { asksOf, rightsOf, whyNot } from './eligibility.ts';
import { fillRoll } from './fill-roll.ts';
import { invitedOf } from './invited-of.ts';
import { keptAlready, keptMeanwhile } from './kept-already.ts';
import { readChoices } from './read-choices.ts';
import { replaceEarlier } from './replace-earlier.ts';

export type CastBallot = {
  ballot: OpenBallot;
  /** a session, or an account whose holder the caller has made sure of; not needed where a receipt is shown */
  by: { token: string } | { accountId: string } | null;
  /** numbers of entries, as they were sent */
  choices: unknown;
  /** position of the category, with scope `category` */
  category?: unknown;
  /** secret of the receipt whose ballot this one replaces */
  replaces?: Buffer | null;
  /** beside the leaf in the urn, see ballots/integrity; 0: none */
  mark?: number;
  /** a proof of work that holds; used up with the ballot */
  proof?: ProofTicket | null;
};

export type Receipt = {
  /** as it is shown; whoever has it can look the ballot up and replace it */
  code: string;
  /** the leaf that the log will hold */
  leaf: string;
};

/** A ballot under way. */
export type Casting = {
  ballot: OpenBallot;
  by: CastBallot['by'];
  category: number | null;
  replaces: Buffer | null;
  mark: number;
  proof: ProofTicket | null;
  secret: Buffer;
  line: string;
  /** known once the session was read */
  accountId: string | null;
  /** addresses that give the right to vote, and give it once whichever account has them; none where the account does */
  addresses: readonly string[];
  /** was in a transaction before */
  tried: boolean;
};

const casters = new WeakMap<Kernel, (casting: Casting) => Promise<Receipt>>();

/**
 * Casts one ballot. When it returns, voter and ballot are kept, each in its place, and nothing joins them; ballots that
 * come in together share a commit.
 * @throws AppError of ballots.errors.ts, kernel.sign_in_first, people.guardian_first, people.welcome_first,
 *   competitions.too_early, competitions.too_late, competitions.wrong_state, proof.used; QueueFull
 */
export function castBallot(k: Kernel, given: CastBallot): Promise<Receipt> {
  const { ballot, by, replaces = null, mark = 0, proof = null } = given;
  const { choices, category } = readChoices(ballot, given.choices, given.category);
  const secret = newSecret();
  const id = ballotId(ballot.hash, secret).toString('base64url');
  const line = ballotLine(id, category, choices, replaces);
  const known = { accountId: null, addresses: [], tried: false };
  const casting: Casting = { ballot, by, category, replaces, mark, proof, secret, line, ...known };
  return casterOf(k)(casting).catch((error) => {
    if (error instanceof AppError || error instanceof QueueFull || !casting.tried) throw error;
    // The connection broke, perhaps after the commit: whoever tries again finds out.
    return casterOf(k)(casting);
  });
}

function casterOf(k: Kernel): (casting: Casting) => Promise<Receipt> {
  let caster = casters.get(k);
  if (!caster) {
    caster = groupCommit(k.db, (tx, castings: Casting[]) => castTogether(k, tx, castings));
    casters.set(k, caster);
  }
  return caster;
}

/** What became of each, in one transaction: refused with an error of its own, or in the urn. */
async function castTogether(k: Kernel, tx: Tx, castings: Casting[]): Promise<(Receipt | Error)[]> {
  const stages = new Map<string, Casting[]>();
  for (const casting of castings) {
    const group = stages.get(casting.ballot.stageId);
    if (group) group.push(casting);
    else stages.set(casting.ballot.stageId, [casting]);
  }
  const refused = new Map<Casting, Error>();
  // Always in the same order, so that two processes do not wait for each other.
  for (const stageId of [...stages.keys()].sort()) {
    const group = stages.get(stageId) as Casting[];
    await castInStage(k, tx, group, (casting, error) => refused.set(casting, error));
    sealSoon(k, tx, (group.at(-1) as Casting).ballot);
  }
  return castings.map((casting) => refused.get(casting) ?? { code: receiptCode(casting.secret), leaf: casting.line });
}

export type Refuse = (casting: Casting, error: Error) => void;

async function castInStage(k: Kernel, tx: Tx, all: Casting[], refuse: Refuse): Promise<void> {
  const { ballot } = all.at(-1) as Casting;
  const again = all.filter(({ tried }) => tried);
  for (const casting of all) casting.tried = true;
  const kept = await keptAlready(tx, ballot, again);
  const group = kept.size === 0 ? all : all.filter((casting) => !kept.has(casting));
  const at = k.clock.now();
  const closed = whyClosed(ballot, at) ?? ((await holdOpen(tx, ballot)) ? null : new AppError('competitions.too_late'));
  if (closed) {
    for (const casting of group) refuse(casting, closed);
    return;
  }
  const refused = new Set<Casting>();
  const tell: Refuse = (casting, error) => {
    refused.add(casting);
    refuse(casting, error);
  };
  const left = (some: Casting[]) => (refused.size === 0 ? some : some.filter((casting) => !refused.has(casting)));
  const first = group.filter(({ replaces }) => replaces === null);
  if (first.length > 0) await admit(k, tx, at, ballot, first, tell);
  await spendProofs(k, tx, left(group), tell);
  await fillRoll(k, tx, at, ballot, left(first), tell);
  const changes = first.length === group.length ? [] : left(group.filter(({ replaces }) => replaces !== null));
  if (changes.length > 0) await replaceEarlier(tx, ballot, changes, tell);
  // Constraints wait for a commit that is still under way, so that by now it is seen.
  if ((await keptAlready(tx, ballot, again)).size > kept.size) throw keptMeanwhile();
  const cast = left(group);
  if (cast.length === 0) return;
  // By their ids, which are hashes of something random: an order without meaning.
  if (cast.length > 1) cast.sort((a, b) => (a.line < b.line ? -1 : 1));
  await putIntoUrn(
    tx,
    ballot,
    cast.map(({ line }) => line),
    cast.map(({ mark }) => mark),
  );
}

/** Why nobody can vote at this moment; null: they can. */
export function whyClosed({ competition, stage }: OpenBallot, at: Date): AppError | null {
  if (competition.state !== 'open') return new AppError('competitions.wrong_state', { state: competition.state });
  const time = stageTime(stage, at);
  if (time === 'running') return null;
  return new AppError(time === 'waiting' ? 'competitions.too_early' : 'competitions.too_late');
}

/** Finds out who they are, and refuses who may not vote. */
async function admit(
  k: Kernel,
  tx: Tx,
  at: Date,
  ballot: OpenBallot,
  castings: Casting[],
  refuse: Refuse,
): Promise<void> {
  const { who } = ballot.stage.settings;
  const found = await identify(tx, at, castings, asksOf(who));
  const invited = who === 'invited' ? await invitedOf(k, tx, ballot, found) : null;
  for (const [n, casting] of castings.entries()) {
    const voter = found[n];
    const listed = (voter && invited?.get(voter)) ?? [];
    const problem = whyNot(who, voter, listed.length > 0);
    if (problem) {
      refuse(casting, problem);
      continue;
    }
    casting.accountId = (voter as Voter).accountId;
    casting.addresses = rightsOf(who, voter as Voter, listed);
  }
}

async function identify(
  tx: Tx,
  at: Date,
  castings: Casting[],
  ask: { addresses: boolean; member: boolean },
): Promise<(Voter | undefined)[]> {
  const tokens: string[] = [];
  const accountIds: string[] = [];
  for (const { by } of castings) {
    if (by && 'token' in by) tokens.push(by.token);
    else if (by) accountIds.push(by.accountId);
  }
  const byToken = tokens.length > 0 ? await voters(tx, { tokens }, at, ask) : [];
  if (tokens.length === castings.length) return byToken;
  const byAccount = accountIds.length > 0 ? await voters(tx, { accountIds }, at, ask) : [];
  let [token, account] = [0, 0];
  return castings.map(({ by }) => (by === null ? undefined : 'token' in by ? byToken[token++] : byAccount[account++]));
}

async function spendProofs(k: Kernel, tx: Tx, castings: Casting[], refuse: Refuse): Promise<void> {
  for (const casting of castings) {
    if (!casting.proof) continue;
    const problem = await k.proof.spend(tx, casting.proof).catch((error: Error) => error);
    if (problem) refuse(casting, problem);
  }
}
