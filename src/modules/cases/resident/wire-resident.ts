import type { Kernel } from '../../../kernel/kernel.ts';
import { wireResidentNotices } from '../notify/tell-residents.ts';
import { accessToCaseFile } from './case-files.ts';
import { forgetForms } from './submit.queries.ts';

/** A form that lies open longer than this was forgotten. */
const keptForms_ms = 7 * 86_400_000;

/** Who may open the files of cases, who is told what happened, and what is forgotten. */
export function wireResident(k: Kernel): void {
  k.files.guard('case', (request, file) => accessToCaseFile(k, request, file));
  wireResidentNotices(k);
  k.jobs.define('cases.forget_forms', { cron: '40 3 * * *' }, () =>
    forgetForms(k.db, new Date(k.clock.now().getTime() - keptForms_ms)),
  );
}
