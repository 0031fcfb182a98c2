import type { Locale } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { expectedError } from '../form-errors.ts';
import { guardianOfAccount } from './guardian.queries.ts';
import { sendGuardianLink } from './guardian-link.ts';

/** Writes to the guardian of a child who waits. @returns false where the message could not be sent just now */
export async function askGuardian(k: Kernel, accountId: string, locale: Locale): Promise<boolean> {
  const guardian = await guardianOfAccount(k.db, accountId);
  if (guardian?.state !== 'asked') return false;
  try {
    await sendGuardianLink(k, guardian, locale);
    return true;
  } catch (error) {
    expectedError(error);
    return false;
  }
}
