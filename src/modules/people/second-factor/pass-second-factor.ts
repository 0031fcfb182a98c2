import type { FastifyReply, FastifyRequest } from 'fastify';
import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction, type Tx } from '../../../kernel/db/index.ts';
import { AppError, fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../actor.ts';
import { tellOfChange } from '../security-notice.ts';
import { openSession } from '../sign-in/open-session.ts';
import {
  lockSecondFactor,
  recordFailure,
  recordPass,
  type SecondFactor,
  spendRecoveryCode,
} from './second-factor.queries.ts';
import { matchStep, openSecret, recoveryHash } from './totp.ts';

export const most_failures = 5;
const lock_minutes = 15;

type Outcome = 'passed' | 'recovered' | AppError;

/**
 * Passes the second factor by the app's code or by a recovery code, and goes on in a new session. A code opens once;
 * five wrong ones lock it for a quarter of an hour.
 * @throws AppError people.factor_wrong, people.factor_used, people.factor_locked, people.factor_not_set_up
 */
export async function passSecondFactor(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  actor: Actor,
  typed: string,
): Promise<void> {
  const accountId = actor.accountId ?? fail('kernel.sign_in_first');
  // A failure is counted, so the transaction that finds one must not be rolled back by throwing in it.
  const outcome = await inTransaction(k.db, (tx) => tryCode(k, tx, actor, accountId, typed));
  if (outcome instanceof AppError) throw outcome;
  await openSession(k, request, reply, { accountId, proof: 'second_factor' });
}

async function tryCode(k: Kernel, tx: Tx, actor: Actor, accountId: string, typed: string): Promise<Outcome> {
  const now = k.clock.now();
  const factor = await lockSecondFactor(tx, accountId);
  if (!factor?.secret) return new AppError('people.factor_not_set_up');
  if (factor.lockedUntil && factor.lockedUntil > now) return locked(factor.lockedUntil, now);
  const hash = recoveryHash(k, accountId, typed);
  if (hash && (await spendRecoveryCode(tx, accountId, hash, now))) {
    await recordPass(tx, accountId, factor.lastStep);
    await audit(tx, now, {
      actorId: accountId,
      actorName: actor.name,
      action: 'people.recovery_code_used',
      objectType: 'account',
      objectId: accountId,
    });
    await tellOfChange(k, tx, accountId, 'recovery');
    return 'recovered';
  }
  const step = matchStep(openSecret(k, accountId, factor.secret), typed, now);
  if (step === null) return failed(tx, actor, accountId, factor, now);
  if (step <= factor.lastStep) return new AppError('people.factor_used');
  await recordPass(tx, accountId, step);
  return 'passed';
}

async function failed(tx: Tx, actor: Actor, accountId: string, factor: SecondFactor, now: Date): Promise<AppError> {
  const failures = factor.failures + 1;
  const lockedUntil = failures >= most_failures ? new Date(now.getTime() + lock_minutes * 60_000) : null;
  await recordFailure(tx, accountId, lockedUntil ? 0 : failures, lockedUntil);
  await audit(tx, now, {
    actorId: accountId,
    actorName: actor.name,
    action: 'people.second_factor_failed',
    objectType: 'account',
    objectId: accountId,
    details: { failures, locked: lockedUntil !== null },
  });
  return lockedUntil
    ? locked(lockedUntil, now)
    : new AppError('people.factor_wrong', { left: most_failures - failures });
}

function locked(until: Date, now: Date): AppError {
  const seconds = Math.ceil((until.getTime() - now.getTime()) / 1000);
  return new AppError('people.factor_locked', { seconds, minutes: Math.ceil(seconds / 60) });
}
