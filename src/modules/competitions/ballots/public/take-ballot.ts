import type { FastifyRequest } from 'fastify';
import { AppError } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { ProofTicket } from '../../../../kernel/proof-of-work/index.ts';
import { signedToken } from '../../../people/index.ts';
import '../../competitions.errors.ts';
import { castBallot, type Receipt, whyClosed } from '../cast/cast-ballot.ts';
import { readChoices } from '../cast/read-choices.ts';
import { pressureOf } from '../integrity/pressure.ts';
import { readReceipt } from '../log/leaf.ts';
import { type OpenBallot, openBallot } from '../open-ballot.ts';

/** What was sent, from a form or as JSON: nothing is known of it but that it is an object. */
export type SentBallot = Readonly<Record<string, unknown>>;

/** Looking up and changing by receipts, for each address. */
export const receiptLimit = { name: 'competitions.receipts', points: 60, seconds: 600 };

/** @throws AppError competitions.not_found where there is no such competition, or it has no ballot */
export async function ballotBySlug(k: Kernel, slug: string): Promise<OpenBallot> {
  const ballot = /^[a-z0-9-]{3,60}$/.test(slug) ? await openBallot(k, slug) : undefined;
  if (!ballot) throw new AppError('competitions.not_found');
  return ballot;
}

/**
 * One ballot over HTTP. Everything but the commit happens in memory, in the order of what it costs.
 * @throws AppError, see castBallot; competitions.ballot_range_busy, proof.missing and the like, kernel.too_many
 */
export async function takeBallot(
  k: Kernel,
  request: Pick<FastifyRequest, 'headers' | 'ip'>,
  ballot: OpenBallot,
  sent: SentBallot,
): Promise<Receipt> {
  const at = k.clock.now();
  const closed = whyClosed(ballot, at);
  if (closed) throw closed;
  const replaces = sent.receipt === undefined || sent.receipt === '' ? null : readReceipt(sent.receipt);
  if (replaces === null && sent.receipt) throw new AppError('competitions.receipt_unreadable');
  const token = replaces === null ? signedToken(k, request.headers.cookie) : null;
  if (token === null && replaces === null) throw new AppError('kernel.sign_in_first');
  const { choices } = readChoices(ballot, sent.choices, sent.category);
  if (replaces !== null) await k.limits.takeForAddress(receiptLimit, request);
  const { stageId, competitionId, stage } = ballot;
  const { ask, mark } = pressureOf(k).note({ id: stageId, competitionId, settings: stage.settings }, request.ip, at);
  if (ask === 'refuse') throw new AppError('competitions.ballot_range_busy', { seconds: 600 });
  const proof: ProofTicket | null = ask === 'proof' ? await k.proof.verify(sent) : null;
  const by = token === null ? null : { token };
  return castBallot(k, { ballot, by, choices, category: sent.category, replaces, mark, proof });
}
