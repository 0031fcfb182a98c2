import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { toTsQueryText } from '../../../kernel/text/index.ts';
import type { Actor } from '../../people/index.ts';
import { mayTakeIn } from '../cases.policy.ts';
import { readAuthorSince } from '../matter/index.ts';
import { type EarlierLetter, type FoundLetter, lettersHolding, lettersOfPhone } from './earlier-letters.queries.ts';

const shown = 10;
const found = 40;
const oneLook_ms = 10 * 60_000;

/** Whether what was typed can be a telephone number; then its digits and its two ways of being written, else null. */
export function phoneForms(text: string): string[] | null {
  const plain = text.replace(/[\s()\-\u2010-\u2015\uff08\uff09]/g, '');
  if (!/^\+?\d{7,15}$/.test(plain)) return null;
  const local = plain.replace(/^\+86/, '');
  return [...new Set([text.trim(), plain, local, `+86${local}`])];
}

/**
 * What was written with this telephone number before. Whose it is shows with it, so each letter is recorded as a look at
 * its author.
 * @throws AppError kernel.not_allowed
 */
export async function earlierLetters(k: Kernel, actor: Actor, phone: string): Promise<EarlierLetter[]> {
  const { accountId } = actor;
  if (!accountId || !mayTakeIn(actor)) fail('kernel.not_allowed');
  const forms = phoneForms(phone);
  if (!forms) return [];
  const letters = await lettersOfPhone(k.db, forms, shown);
  if (letters.length === 0) return [];
  await inTransaction(k.db, async (tx) => {
    const at = k.clock.now();
    for (const { id, number } of letters) {
      if (await readAuthorSince(tx, accountId, id, new Date(at.getTime() - oneLook_ms))) continue;
      await audit(tx, at, {
        actorId: accountId,
        actorName: actor.name,
        action: 'cases.author_read',
        objectType: 'case',
        objectId: id,
        details: { number, by: 'phone' },
      });
    }
  });
  return letters;
}

/** Letters by words, for staff who may read every one. @throws AppError kernel.not_allowed */
export async function findLetters(k: Kernel, actor: Actor, words: string): Promise<FoundLetter[]> {
  if (!mayTakeIn(actor)) fail('kernel.not_allowed');
  const tsquery = toTsQueryText(words);
  return tsquery ? lettersHolding(k.db, tsquery, found) : [];
}
