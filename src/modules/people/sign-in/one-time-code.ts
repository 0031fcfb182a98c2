import { createHash, createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { inTransaction, newId } from '../../../kernel/db/index.ts';
import { AppError, fail, failFields } from '../../../kernel/errors/index.ts';
import type { Limit } from '../../../kernel/http/index.ts';
import type { Locale } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Address } from './address.ts';
import { type CodeRow, codeByToken, insertCode, replaceCode, spendCode, takeAttempt } from './one-time-code.queries.ts';

export const code_minutes = 10;
/** A new code may be asked for after this. */
export const resend_seconds = 60;
const most_attempts = 5;

/** Together at most 150 guesses a day at one address, 1 in 6,700. */
const perHour: Limit = { name: 'people.code_address_hour', points: 10, seconds: 3600 };
const perDay: Limit = { name: 'people.code_address_day', points: 30, seconds: 86_400 };

export type CodeRequest = {
  purpose: CodeRow['purpose'];
  accountId?: string;
  /** null: what was typed is no address */
  address: Address | null;
  locale: Locale;
};

/**
 * Sends a code and returns the token that the asking browser keeps in a cookie: the code opens only together with it.
 * Says nothing of whether the address has an account, and takes the same time either way.
 * @throws AppError kernel.invalid (field `address`), kernel.too_many, notify.bad_address, notify.not_sent
 */
export async function sendCode(k: Kernel, { purpose, accountId, address, locale }: CodeRequest): Promise<string> {
  if (!address) return failFields({ address: { key: 'people.sign_in.address_unreadable' } });
  await takeLimits(k, address);
  const token = randomBytes(32).toString('base64url');
  const { code, codeHash, sentAt, expiresAt } = makeCode(k, token);
  await inTransaction(k.db, (tx) =>
    insertCode(tx, {
      id: newId(),
      tokenHash: tokenHash(token),
      purpose,
      accountId: accountId ?? null,
      ...address,
      codeHash,
      sentAt,
      expiresAt,
    }),
  );
  await deliver(k, address, code, locale);
  return token;
}

/**
 * A new code to the same address; the one before no longer opens.
 * @throws AppError people.code_gone, people.code_too_soon, kernel.too_many
 */
export async function resendCode(k: Kernel, token: string, locale: Locale): Promise<void> {
  const row = await pendingCode(k, token);
  if (!row) return fail('people.code_gone');
  const wait_seconds = secondsUntilResend(k, row);
  if (wait_seconds > 0) fail('people.code_too_soon', { seconds: wait_seconds });
  await takeLimits(k, row);
  const { code, codeHash, sentAt, expiresAt } = makeCode(k, token);
  await inTransaction(k.db, (tx) => replaceCode(tx, row.id, codeHash, sentAt, expiresAt));
  await deliver(k, row, code, locale);
}

/** What waits for a code in this browser; undefined once it is used or swept away. */
export async function pendingCode(k: Kernel, token: string | undefined): Promise<CodeRow | undefined> {
  return token && token.length < 100 ? codeByToken(k.db, tokenHash(token)) : undefined;
}

export function secondsUntilResend(k: Kernel, row: CodeRow): number {
  return Math.max(0, Math.ceil((row.sentAt.getTime() + resend_seconds * 1000 - k.clock.now().getTime()) / 1000));
}

/**
 * Uses a code up: it opens once.
 * @throws AppError people.code_wrong with the tries left, people.code_gone (used, expired or tried too often)
 */
export async function redeemCode(
  k: Kernel,
  token: string | undefined,
  typed: string,
  expected: Pick<CodeRow, 'purpose' | 'accountId'>,
): Promise<CodeRow> {
  const pending = await pendingCode(k, token);
  if (!token || pending?.purpose !== expected.purpose || pending.accountId !== expected.accountId)
    return fail('people.code_gone');
  // The spent try stays spent where the code is wrong, so it is a transaction of its own.
  const row = await inTransaction(k.db, (tx) => takeAttempt(tx, pending.id, most_attempts, k.clock.now()));
  if (!row) return fail('people.code_gone');
  const digits = typed.normalize('NFKC').replace(/\D/g, '');
  if (!timingSafeEqual(hashCode(k, token, digits), row.codeHash)) {
    const left = most_attempts - row.attempts;
    throw left > 0 ? new AppError('people.code_wrong', { left }) : new AppError('people.code_gone');
  }
  if (!(await inTransaction(k.db, (tx) => spendCode(tx, row.id)))) return fail('people.code_gone');
  return row;
}

async function takeLimits(k: Kernel, { to }: Address): Promise<void> {
  const key = createHash('sha256').update(to).digest('base64url');
  await k.limits.take(perHour, key);
  await k.limits.take(perDay, key);
}

function makeCode(k: Kernel, token: string) {
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const sentAt = k.clock.now();
  return {
    code,
    codeHash: hashCode(k, token, code),
    sentAt,
    expiresAt: new Date(sentAt.getTime() + code_minutes * 60_000),
  };
}

async function deliver(k: Kernel, { channel, to }: Address, code: string, locale: Locale): Promise<void> {
  await k.notify.sendNow({ channel, to, kind: 'people.code', params: { code, minutes: code_minutes }, locale });
}

function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

function hashCode(k: Kernel, token: string, code: string): Buffer {
  return createHmac('sha256', k.secret).update(`${token} ${code}`).digest();
}
