import { inTransaction } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { forgetLetters } from './intake.queries.ts';

/** After the outcome is published whoever wrote is told of it; then letters and who wrote them go. */
const keptDays = 180;

/** Deletes senders, the words of their letters and attachments whose time is over; what was published of them stays. */
export async function forgetOldLetters(k: Kernel): Promise<number> {
  const before = new Date(k.clock.now().getTime() - keptDays * 86_400_000);
  let all = 0;
  for (;;) {
    const { letters } = await inTransaction(k.db, async (tx) => {
      const gone = await forgetLetters(tx, before);
      await k.files.release(tx, gone.files);
      return gone;
    });
    all += letters;
    if (letters === 0) return all;
  }
}
