import type { Kernel } from '../../../kernel/kernel.ts';
import { reminderKinds, remindLiaison } from './remind.ts';

// keys: liaison.notify.*

/** Reminders of each morning. */
export function wireReminders(k: Kernel): void {
  k.notify.declareKinds(reminderKinds.map((kind) => ({ kind, group: 'liaison.reminders' })));
  k.jobs.define('liaison.reminders', { cron: '30 8 * * *', expireSeconds: 540, retryLimit: 0 }, async () => {
    await remindLiaison(k);
  });
}
