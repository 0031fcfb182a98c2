import { inTransaction } from '../../../../kernel/db/index.ts';
import { fail } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { Actor } from '../../actor.ts';
import { chooseConsents } from '../consents.ts';
import { lockMember, saveEntry } from '../entry.queries.ts';
import { type EntryInput, entryFrom, entryInput } from '../entry-input.ts';
import { ownerOf } from '../record-fact.ts';
import '../register.errors.ts';
import { showChange } from './show-change.ts';

/**
 * Changes what one says about oneself and what of it everybody sees; the directory shows it at once.
 * @throws AppError people.not_a_member, kernel.invalid
 */
export async function changeEntry(k: Kernel, actor: Actor, input: EntryInput): Promise<void> {
  const { accountId } = ownerOf(actor);
  const given = entryInput.parse(input);
  const at = k.clock.now();
  await inTransaction(k.db, async (tx) => {
    if (!(await lockMember(tx, accountId))) fail('people.not_a_member');
    const entry = await entryFrom(k, tx, accountId, given, { checked: false });
    await chooseConsents(k, tx, accountId, given.consents, at);
    await saveEntry(tx, accountId, entry, at);
    await showChange(k, tx, actor, accountId, at);
  });
}
