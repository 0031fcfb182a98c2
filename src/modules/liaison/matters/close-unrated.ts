import { AppError } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { liaisonSettings } from '../liaison.settings.ts';
import { answeredBefore } from './due.queries.ts';
import { lapseMatter } from './settle-matter.ts';

const batch = 200;

/**
 * Closes answered matters that the member did not rate within the days that the city sets.
 * @returns how many
 */
export async function closeUnrated(k: Kernel): Promise<number> {
  const calendar = await k.calendar.current();
  const days = k.settings.get(liaisonSettings).closeUnrated_days;
  const before = calendar.subtractWorkingDays(k.clock.now(), days);
  let closed = 0;
  for (;;) {
    const ids = await answeredBefore(k.db, before, batch);
    // Rated at this moment: then it is closed already.
    for (const id of ids)
      await lapseMatter(k, id).catch((error) => {
        if (!(error instanceof AppError) || error.code !== 'liaison.wrong_state') throw error;
      });
    closed += ids.length;
    if (ids.length < batch) return closed;
  }
}
