import type { IncomingHttpHeaders } from 'node:http';
import { AppError } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { type OpenMap, statusOf } from '../open-map.ts';
import { statementNumber, voteValue } from '../opinion-map.rules.ts';
import { castVote } from './cast-vote.ts';
import { crowdOf } from './crowd.ts';
import { type Participant, participantOf } from './participant-token.ts';

export type Voting = { participant: Participant; seen: ReadonlySet<number>; statement: number };

/**
 * One vote over HTTP. Everything but the commit happens in memory.
 * @throws AppError of opinion-map.errors.ts, consultations.over, consultations.not_started
 */
export async function takeVote(
  k: Kernel,
  request: { headers: IncomingHttpHeaders; ip: string },
  map: OpenMap,
  sent: Readonly<Record<string, unknown>>,
): Promise<Voting> {
  assertRunning(k, map);
  const participant = participantOf(k, map.id, request.headers.cookie);
  if (!participant) throw new AppError('consultations.opinion_map.who');
  const statement = statementNumber(sent.statement);
  const vote = voteValue(sent.vote);
  if (vote === undefined) throw new AppError('consultations.opinion_map.vote_unknown');
  if (statement === undefined || !map.byNumber.has(statement)) {
    const gone = statement !== undefined && map.gone.has(statement);
    throw new AppError(`consultations.opinion_map.statement_${gone ? 'gone' : 'unknown'}`);
  }
  crowdOf(k).vote(participant.value, request.ip);
  return { participant, statement, seen: await castVote(k, { map, participant, statement, vote }) };
}

/** @throws AppError consultations.not_started, consultations.over */
export function assertRunning(k: Kernel, map: OpenMap): void {
  const status = statusOf(k, map);
  if (status !== 'running')
    throw new AppError(status === 'not_started' ? 'consultations.not_started' : 'consultations.over');
}
