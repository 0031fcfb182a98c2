import type { Kernel } from '../../../kernel/kernel.ts';
import { membersByAccount } from '../../people/index.ts';
import { contactHistory } from './named-contact.queries.ts';

/** Whether somebody has a page about their contact: members do, and whoever once had a contact. */
export async function hasLiaison(k: Kernel, accountId: string): Promise<boolean> {
  if ((await membersByAccount(k.db, [accountId])).length > 0) return true;
  return (await contactHistory(k.db, accountId)).length > 0;
}
