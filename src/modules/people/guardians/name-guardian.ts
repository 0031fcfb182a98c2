import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction, type Tx } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Limit } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { localDate } from '../../../kernel/time/index.ts';
import { profileOf } from '../me/profile.queries.ts';
import { putGuardian } from './guardian.queries.ts';
import { type GuardianInput, isUnderAge } from './guardian.rules.ts';

/** Whoever names guardians again and again sends messages to strangers. */
const nameLimit: Limit = { name: 'people.guardian_named', points: 5, seconds: 86_400 };

/**
 * Writes down who the guardian of a child is; nothing can be written in the child's name until that person has agreed.
 * @throws AppError kernel.invalid beside the fields, people.guardian_agreed_already, kernel.too_many
 */
export async function nameGuardian(k: Kernel, tx: Tx, accountId: string, input: GuardianInput): Promise<void> {
  const now = k.clock.now();
  const { birthMonth, guardianName: name, guardianAddress: address } = input;
  const today = localDate(now, k.config.TIME_ZONE);
  if (birthMonth > today.slice(0, 7)) failFields({ birthMonth: { key: 'people.guardians.month_ahead' } });
  if (!isUnderAge(birthMonth, today)) failFields({ birthMonth: { key: 'people.guardians.old_enough' } });
  const own = await profileOf(tx, accountId);
  if (own?.email === address.to || own?.phone === address.to)
    failFields({ guardianAddress: { key: 'people.guardians.own_address' } });
  await k.limits.take(nameLimit, accountId);
  if (!(await putGuardian(tx, { accountId, birthMonth, name, at: now, ...address })))
    fail('people.guardian_agreed_already');
  await audit(tx, now, {
    actorId: accountId,
    action: 'people.guardian_named',
    objectType: 'account',
    objectId: accountId,
    details: { channel: address.channel },
  });
}

/** Names another guardian, because the first address was wrong or that person does not answer. */
export async function renameGuardian(k: Kernel, accountId: string, input: GuardianInput): Promise<void> {
  await inTransaction(k.db, (tx) => nameGuardian(k, tx, accountId, input));
}
