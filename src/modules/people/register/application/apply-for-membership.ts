import { inTransaction, isDuplicate, type Tx } from '../../../../kernel/db/index.ts';
import { fail } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { localDate } from '../../../../kernel/time/index.ts';
import type { Actor } from '../../actor.ts';
import { agreeToRegister, chooseConsents } from '../consents.ts';
import { lockMember, saveEntry } from '../entry.queries.ts';
import { type ApplicationInput, applicationInput, entryFrom } from '../entry-input.ts';
import { type Owner, ownerOf, recordFact } from '../record-fact.ts';
import '../register.errors.ts';
import { holdAccount } from '../register.queries.ts';
import { handInAgain, insertApplication, lockOpenApplication, nextApplicationNumber } from './application.queries.ts';
import { acceptedNominations } from './nomination-source.ts';

/**
 * Asks to be in the register, or hands in again what was sent back. One open application per account: the database
 * decides between two at once.
 * @param nominationId an accepted nomination that this answers; without it the oldest one of the account counts
 * @throws AppError people.application_open, people.member_already, people.nomination_unusable, kernel.invalid
 */
export async function applyForMembership(
  k: Kernel,
  actor: Actor,
  input: ApplicationInput,
  nominationId: string | null = null,
): Promise<{ applicationId: string; number: string }> {
  const owner = ownerOf(actor);
  const given = applicationInput.parse(input);
  const at = k.clock.now();
  try {
    return await inTransaction(k.db, async (tx) => {
      const account = await holdAccount(tx, owner.accountId);
      if (!account) fail('people.account_disabled');
      if (account.name === '') fail('people.welcome_first');
      if (await lockMember(tx, owner.accountId)) fail('people.member_already');
      const open = await lockOpenApplication(tx, owner.accountId);
      if (open && open.state !== 'returned') fail('people.application_open');
      const nominations = await acceptedNominations(k, tx, owner.accountId);
      const answered = nominationId === null ? nominations[0] : nominations.find(({ id }) => id === nominationId);
      if (nominationId !== null && !answered && open?.nominationId !== nominationId) fail('people.nomination_unusable');
      await saveEntry(tx, owner.accountId, await entryFrom(k, tx, owner.accountId, given, { checked: true }), at);
      await agreeToRegister(tx, owner.accountId, at);
      await chooseConsents(k, tx, owner.accountId, given.consents, at);
      const nominatedBy = [
        ...new Set([...(open?.nominatedBy ?? []), ...nominations.flatMap((one) => one.nominatedBy)]),
      ];
      const { referees } = given;
      if (open) {
        await handInAgain(tx, open.id, { referees, nominatedBy, at });
        return handedIn(k, tx, at, owner, { id: open.id, number: open.number, round: open.round + 1 });
      }
      const number = await nextApplicationNumber(tx, Number(localDate(at, k.config.TIME_ZONE).slice(0, 4)));
      const { accountId } = owner;
      const id = await insertApplication(tx, {
        number,
        accountId,
        nominationId: answered?.id ?? null,
        nominatedBy,
        referees,
        at,
      });
      return handedIn(k, tx, at, owner, { id, number, round: 1 });
    });
  } catch (error) {
    if (isDuplicate(error, 'application_open_idx')) fail('people.application_open');
    if (isDuplicate(error, 'application_nomination_id_key')) fail('people.nomination_unusable');
    throw error;
  }
}

async function handedIn(
  k: Kernel,
  tx: Tx,
  at: Date,
  owner: Owner,
  { id, number, round }: { id: string; number: string; round: number },
): Promise<{ applicationId: string; number: string }> {
  await recordFact(k, tx, at, owner, {
    type: 'people.application_submitted',
    of: 'application',
    id,
    payload: { applicationId: id, accountId: owner.accountId, number, round },
  });
  return { applicationId: id, number };
}
