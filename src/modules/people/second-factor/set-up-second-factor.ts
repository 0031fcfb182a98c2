import type { FastifyReply, FastifyRequest } from 'fastify';
import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction, type Tx } from '../../../kernel/db/index.ts';
import { AppError, fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Actor, hasRole, isStaff } from '../actor.ts';
import { tellOfChange } from '../security-notice.ts';
import { deleteSessionsOf } from '../sign-in/open-session.queries.ts';
import { openSession } from '../sign-in/open-session.ts';
import {
  confirmDraft,
  dropSecondFactor,
  keepDraft,
  lockSecondFactor,
  replaceRecoveryCodes,
  secondFactorOf,
} from './second-factor.queries.ts';
import { matchStep, newRecoveryCodes, newSecret, openSecret, recoveryHash, sealSecret } from './totp.ts';

/** Whether an account has a second factor in force. */
export async function hasSecondFactor(k: Kernel, accountId: string): Promise<boolean> {
  return Boolean((await secondFactorOf(k.db, accountId))?.confirmedAt);
}

/**
 * The secret that somebody is setting up; the same one until it is confirmed. A second factor that is in force is
 * replaced only in a session that has passed it.
 * @throws AppError kernel.not_allowed for whoever has no role, kernel.second_factor_first
 */
export async function draftSecret(k: Kernel, actor: Actor): Promise<Buffer> {
  const accountId = await mayEnrol(k, actor);
  const sealed = await inTransaction(k.db, (tx) => keepDraft(tx, accountId, sealSecret(k, accountId, newSecret())));
  return openSecret(k, accountId, sealed);
}

/**
 * Puts the secret in force by its first code and goes on in a new session that has passed it.
 * @returns recovery codes, which are never shown again
 * @throws AppError people.factor_wrong, people.factor_set_up_already, kernel.second_factor_first
 */
export async function setUpSecondFactor(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  actor: Actor,
  typed: string,
): Promise<string[]> {
  const accountId = await mayEnrol(k, actor);
  const codes = await inTransaction(k.db, async (tx) => {
    const factor = await lockSecondFactor(tx, accountId);
    if (!factor?.draft) return fail('people.factor_set_up_already');
    const now = k.clock.now();
    const step = matchStep(openSecret(k, accountId, factor.draft), typed, now);
    if (step === null) return new AppError('people.factor_wrong_at_set_up');
    await confirmDraft(tx, accountId, factor.draft, step, now);
    await audit(tx, now, {
      actorId: accountId,
      actorName: actor.name,
      action: 'people.second_factor_set_up',
      objectType: 'account',
      objectId: accountId,
    });
    return makeRecoveryCodes(k, tx, accountId);
  });
  if (codes instanceof AppError) throw codes;
  await openSession(k, request, reply, { accountId, proof: 'second_factor' });
  return codes;
}

/** New recovery codes; the old ones no longer open. For a session that has passed the second factor. */
export async function renewRecoveryCodes(k: Kernel, actor: Actor): Promise<string[]> {
  const accountId = actor.accountId ?? fail('kernel.sign_in_first');
  if (!actor.secondFactor || !(await hasSecondFactor(k, accountId))) fail('kernel.second_factor_first');
  return inTransaction(k.db, async (tx) => {
    await audit(tx, k.clock.now(), {
      actorId: accountId,
      actorName: actor.name,
      action: 'people.recovery_codes_renewed',
      objectType: 'account',
      objectId: accountId,
    });
    return makeRecoveryCodes(k, tx, accountId);
  });
}

/**
 * Takes away somebody's second factor who has lost it, and ends their sessions; they set up a new one when they next
 * sign in.
 * @throws AppError kernel.not_allowed unless by a city-wide administrator, and never for oneself
 */
export async function resetSecondFactor(k: Kernel, actor: Actor, accountId: string): Promise<void> {
  const byOperator = actor.kind === 'system';
  if (!byOperator && (!hasRole(actor, 'administrator', null) || actor.accountId === accountId))
    fail('kernel.not_allowed');
  await inTransaction(k.db, async (tx) => {
    await dropSecondFactor(tx, accountId);
    await deleteSessionsOf(tx, accountId);
    await tellOfChange(k, tx, accountId, 'second_factor');
    await audit(tx, k.clock.now(), {
      actorId: actor.accountId,
      actorName: actor.name,
      action: 'people.second_factor_reset',
      objectType: 'account',
      objectId: accountId,
    });
  });
}

async function makeRecoveryCodes(k: Kernel, tx: Tx, accountId: string): Promise<string[]> {
  const codes = newRecoveryCodes();
  await replaceRecoveryCodes(
    tx,
    accountId,
    codes.flatMap((code) => recoveryHash(k, accountId, code) ?? []),
  );
  return codes;
}

async function mayEnrol(k: Kernel, actor: Actor): Promise<string> {
  const accountId = actor.accountId ?? fail('kernel.sign_in_first');
  if (!isStaff(actor)) fail('kernel.not_allowed');
  if (!actor.secondFactor && (await hasSecondFactor(k, accountId))) fail('kernel.second_factor_first');
  return accountId;
}
