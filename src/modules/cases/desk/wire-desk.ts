import type { Kernel } from '../../../kernel/kernel.ts';
import { remindDepartments } from './remind.ts';
import { tellDesk } from './tell-desk.ts';

/** Notifications and reminders of the departments' desks. */
export function wireDesk(k: Kernel): void {
  tellDesk(k);
  k.jobs.define('cases.reminders', { cron: '*/10 * * * *', expireSeconds: 540, retryLimit: 0 }, async () => {
    await remindDepartments(k);
  });
}
