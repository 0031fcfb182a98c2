import { z } from 'zod';
import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { citySettings } from '../../../kernel/settings/index.ts';
import { defaultYears, seedYears } from '../../../kernel/time/index.ts';
import { placeholderDomain } from '../auth.ts';
import { insertGrant } from '../people.queries.ts';
import { personName } from '../sign-in/welcome.ts';
import { accountByEmail, anyAccountLocked, insertNamedAccount, knownYears } from './set-up.queries.ts';

export const administratorSchema = z.object({
  name: personName,
  email: z
    .string()
    .trim()
    .toLowerCase()
    .pipe(z.email('people.set_up.email_unreadable').max(254, 'people.set_up.email_unreadable'))
    .refine((email) => !email.endsWith(`@${placeholderDomain}`), 'people.set_up.email_unreadable'),
});

export type AdministratorInput = z.output<typeof administratorSchema>;

/**
 * Makes somebody an administrator of the whole city; an account that has the address already is taken. They sign in with
 * a code sent there, then set up their second factor.
 * @param options.first refuses when there is an account already: of two wizards at the same moment one wins
 * @returns whether the account is new
 * @throws AppError people.set_up_done
 */
export async function makeAdministrator(
  k: Kernel,
  input: AdministratorInput,
  { first }: { first: boolean },
): Promise<{ accountId: string; made: boolean }> {
  const now = k.clock.now();
  const outcome = await inTransaction(k.db, async (tx) => {
    if ((await anyAccountLocked(tx)) && first) fail('people.set_up_done');
    const existing = await accountByEmail(tx, input.email);
    const accountId = existing ?? (await insertNamedAccount(tx, input));
    await insertGrant(tx, { accountId, role: 'administrator', departmentId: null, by: null, at: now });
    await seedMissingYears(tx, now);
    const city = k.settings.get(citySettings);
    if (!city.ready) await k.settings.set(tx, citySettings, { ...city, ready: true }, now, null);
    await audit(tx, now, {
      actorId: null,
      actorName: first ? 'set-up' : 'tongxin create-admin',
      action: 'people.administrator_made',
      objectType: 'account',
      objectId: accountId,
    });
    return { accountId, made: existing === undefined };
  });
  k.calendar.forget();
  return outcome;
}

/** Deadlines need the calendar's years from the first letter on; what somebody edited stays. */
async function seedMissingYears(tx: Tx, now: Date): Promise<void> {
  if ((await knownYears(tx)) === 0) await seedYears(tx, defaultYears, now);
}
