import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { inTransaction, newId } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Limit } from '../../../kernel/http/index.ts';
import type { Locale } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { profileOf } from '../me/profile.queries.ts';
import {
  type Guardian,
  type GuardianLink,
  guardianOfAccount,
  guardiansAt,
  insertLink,
  linkByToken,
  proveLink,
} from './guardian.queries.ts';
import { link_days, nameForMessage } from './guardian.rules.ts';

const perAddress: Limit = { name: 'people.guardian_link', points: 5, seconds: 86_400 };
const day_ms = 86_400_000;
/** How long a code that was right counts in the browser it was typed in. */
export const proven_minutes = 30;

const digest = (text: string) => createHash('sha256').update(text).digest();

/**
 * Sends the guardian a link. Only its digest is kept; it opens nothing without a code to the same address.
 * @throws AppError kernel.too_many, notify.not_sent, notify.bad_address
 */
export async function sendGuardianLink(k: Kernel, guardian: Guardian, locale: Locale): Promise<void> {
  await k.limits.take(perAddress, digest(guardian.to).toString('base64url'));
  const token = randomBytes(24).toString('base64url');
  const sentAt = k.clock.now();
  const child = await profileOf(k.db, guardian.accountId);
  await inTransaction(k.db, (tx) =>
    insertLink(tx, {
      id: newId(),
      accountId: guardian.accountId,
      tokenHash: digest(token),
      sentAt,
      expiresAt: new Date(sentAt.getTime() + link_days * day_ms),
    }),
  );
  await k.notify.sendNow({
    channel: guardian.channel,
    to: guardian.to,
    kind: 'people.guardian_link',
    params: {
      child: nameForMessage(child?.displayName ?? ''),
      url: k.notify.url(`/guardian/${token}`),
      days: link_days,
    },
    locale,
    name: guardian.name,
  });
}

/** A new link for whoever is a guardian at this address. Says nothing of whether anybody is. */
export async function sendLinksTo(k: Kernel, address: string, locale: Locale): Promise<void> {
  for (const guardian of await guardiansAt(k.db, address)) await sendGuardianLink(k, guardian, locale);
}

export type OpenedLink = { link: GuardianLink; guardian: Guardian; childName: string };

/** @throws AppError people.guardian_link_gone where it has run out or never was */
export async function openLink(k: Kernel, token: string): Promise<OpenedLink> {
  const link = token.length < 100 ? await linkByToken(k.db, digest(token), k.clock.now()) : undefined;
  const guardian = link && (await guardianOfAccount(k.db, link.accountId));
  const child = link && (await profileOf(k.db, link.accountId));
  if (!link || !guardian || !child) return fail('people.guardian_link_gone');
  return { link, guardian, childName: child.displayName || child.name };
}

/** Whether this browser has proved, not long ago, that the guardian's address is theirs. */
export function isProven(k: Kernel, { browserHash, provenUntil }: GuardianLink, cookie: string | undefined): boolean {
  if (!cookie || !browserHash || !provenUntil || provenUntil <= k.clock.now()) return false;
  return timingSafeEqual(digest(cookie), browserHash);
}

/** @returns what the browser keeps in a cookie */
export async function markProven(k: Kernel, link: GuardianLink): Promise<string> {
  const browser = randomBytes(24).toString('base64url');
  const until = new Date(k.clock.now().getTime() + proven_minutes * 60_000);
  await inTransaction(k.db, (tx) => proveLink(tx, link.id, digest(browser), until));
  return browser;
}
