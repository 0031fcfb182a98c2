import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { inTransaction } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { ProofTicket } from '../../../kernel/proof-of-work/index.ts';
import { typedLine } from '../../../kernel/text/index.ts';
import { type Actor, anonymous } from '../../people/index.ts';
import { actInTransaction } from '../act-on-competition.ts';
import { wordsOf } from '../screening/typed.ts';
import { insertComplaint } from './complaint.queries.ts';
import { currentNotice, namesOfEntries } from './notice.queries.ts';
import './results.errors.ts';

export const complainInput = z.object({
  /** number of the entry that it is about; '' for the whole */
  entry: z
    .string()
    .trim()
    .regex(/^\d{0,7}$/, 'competitions.results.field.entry')
    .default('')
    .transform((typed) => (typed === '' ? null : Number(typed))),
  text: wordsOf(4000, 'competitions.results.field.complaint'),
  /** where an answer may be sent, from somebody without an account */
  contact: z
    .string()
    .default('')
    .transform(typedLine)
    .pipe(z.string().max(120, 'competitions.screening.field.too_long')),
});
export type ComplainInput = z.input<typeof complainInput>;

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** So many characters of Crockford's base 32, five random bits each. */
export function randomCode(length: number): string {
  return [...randomBytes(length)].map((byte) => alphabet[byte & 31]).join('');
}

/** A code as people type it: small letters, spaces and hyphens count as nothing, O and I as 0 and 1. */
export function readCode(typed: string): string {
  return typed
    .toUpperCase()
    .replace(/[\s-]+/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
}

export function hashOfCode(code: string): Buffer {
  return createHash('sha256').update(`complaint ${code}`).digest();
}

/**
 * A complaint about the announced results, by anybody, until the period is over. Whoever it is stands in the complaint
 * alone: record, event and audit log say that somebody of the public complained.
 * @param proof of whoever is not signed in
 * @returns the number and, without an account, the code that shows its state
 */
export async function complain(
  k: Kernel,
  actor: Actor,
  competitionId: string,
  given: ComplainInput,
  proof: ProofTicket | null = null,
): Promise<{ number: number; code: string | null }> {
  const { entry, text, contact } = complainInput.parse(given);
  if (actor.accountId === null && !proof) fail('proof.missing');
  const code = actor.accountId === null ? randomCode(16) : null;
  return inTransaction(k.db, async (tx) => {
    if (proof) await k.proof.spend(tx, proof);
    return actInTransaction(
      k,
      tx,
      anonymous,
      competitionId,
      { act: 'complain', as: 'public', may: () => true },
      async ({ at }) => {
        const notice = await currentNotice(tx, competitionId);
        if (!notice?.endsAt) return fail('competitions.results.no_notice');
        if (at > notice.endsAt) fail('competitions.results.complaint_late');
        const about = [...(await namesOfEntries(tx, competitionId)).values()].find(({ number }) => number === entry);
        if (entry !== null && !about) failFields({ entry: { key: 'competitions.results.field.entry' } });
        const { number } = await insertComplaint(tx, {
          ...{ competitionId, noticeId: notice.id, entryId: about?.id ?? null, text, at },
          ...{ contact, accountId: actor.accountId, codeHash: code === null ? null : hashOfCode(code) },
        });
        return { details: { complaint: number }, result: { number, code } };
      },
    );
  });
}
