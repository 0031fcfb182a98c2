import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { inTransaction } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Address, parseAddress } from '../sign-in/address.ts';
import { personName } from '../sign-in/welcome.ts';
import { insertRecovery } from './recovery.queries.ts';

/** Somebody who asks has so long to come to the counter. */
export const days_open = 14;

const address = (missing: string) =>
  z.string().transform((typed, ctx): Address => {
    const found = parseAddress(typed);
    if (found) return found;
    ctx.addIssue({ code: 'custom', message: missing });
    return z.NEVER;
  });

export const askShape = z
  .object({
    name: personName,
    lost: address('people.recovery.lost_unreadable'),
    fresh: address('people.recovery.fresh_unreadable'),
  })
  .superRefine(({ lost, fresh }, ctx) => {
    if (lost.to === fresh.to) ctx.addIssue({ code: 'custom', path: ['fresh'], message: 'people.recovery.fresh_same' });
  });

// Without letters and figures that are mistaken for one another at a counter.
const letters = '23456789ACDEFGHJKMNPQRTUVWXY';

/**
 * Records that somebody lost an address and has proved a new one. The same is done and answered whether an account has the
 * lost address or not; nobody is written to before the person was at the counter.
 * @returns the number that they bring there
 */
export async function askRecovery(k: Kernel, given: z.output<typeof askShape>): Promise<string> {
  const number = Array.from({ length: 8 }, () => letters[randomInt(letters.length)]).join('');
  const at = k.clock.now();
  const expiresAt = new Date(at.getTime() + days_open * 86_400_000);
  await inTransaction(k.db, (tx) => insertRecovery(tx, { ...given, number, at, expiresAt }));
  return number;
}
