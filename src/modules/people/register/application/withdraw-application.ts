import { inTransaction, type Tx } from '../../../../kernel/db/index.ts';
import { fail } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { addDays, localDate, startOfDay } from '../../../../kernel/time/index.ts';
import { type Actor, systemActor } from '../../actor.ts';
import { eraseEntry } from '../entry.queries.ts';
import { ownerOf, recordFact } from '../record-fact.ts';
import '../register.errors.ts';
import { endConsents } from '../register.queries.ts';
import { registerConsents } from '../register.rules.ts';
import { registerSettings } from '../register.settings.ts';
import {
  type Application,
  applicationsLeftLying,
  eraseApplicationTexts,
  lockApplication,
  lockOpenApplication,
  setApplicationState,
} from './application.queries.ts';

/**
 * Takes one's open application back; what was said in it is erased at once.
 * @throws AppError people.application_moved_on where none is open
 */
export async function withdrawApplication(k: Kernel, actor: Actor): Promise<void> {
  const owner = ownerOf(actor);
  await inTransaction(k.db, async (tx) => {
    const open = (await lockOpenApplication(tx, owner.accountId)) ?? fail('people.application_moved_on');
    await withdrawIn(k, tx, actor, open, k.clock.now());
  });
}

/** Withdraws an open application that the transaction holds. */
export async function withdrawIn(k: Kernel, tx: Tx, actor: Actor, open: Application, at: Date): Promise<void> {
  await setApplicationState(tx, open.id, { state: 'withdrawn', at });
  await eraseApplicationTexts(tx, { applicationId: open.id }, { reasons: true });
  await eraseEntry(tx, open.accountId);
  await endConsents(tx, open.accountId, registerConsents, at);
  await recordFact(k, tx, at, actor, {
    type: 'people.application_withdrawn',
    of: 'application',
    id: open.id,
    payload: { applicationId: open.id, accountId: open.accountId, number: open.number },
  });
}

/** Ends applications that were sent back long ago and never completed. @returns how many */
export async function endLeftLying(k: Kernel): Promise<number> {
  const { returnedKept_days } = k.settings.get(registerSettings);
  const zone = k.config.TIME_ZONE;
  const before = startOfDay(addDays(localDate(k.clock.now(), zone), -returnedKept_days), zone);
  let ended = 0;
  for (const number of await applicationsLeftLying(k.db, before, 200)) {
    await inTransaction(k.db, async (tx) => {
      const open = await lockApplication(tx, number);
      if (open?.state !== 'returned' || open.stateSince >= before) return;
      await withdrawIn(k, tx, systemActor, open, k.clock.now());
      ended++;
    });
  }
  return ended;
}
