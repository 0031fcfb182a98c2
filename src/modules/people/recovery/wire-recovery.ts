import type { Kernel } from '../../../kernel/kernel.ts';
import { declarePersonalData } from '../me/personal-data.ts';
import { declareProcessing } from '../processing/declare-processing.ts';
import { recoveryTables } from './processing.ts';
import { countOwnRecoveries, eraseRecoveries, ownRecoveries } from './recovery.queries.ts';
import { runRecoveries } from './run-recoveries.ts';

/** The clock of recoveries, its notice, and what is held of whoever asked. */
export function wireRecovery(k: Kernel): void {
  k.notify.declareKinds([{ kind: 'people.recovery', group: 'people.account', mandatory: true }]);
  k.jobs.define('people.recovery', { cron: '*/5 * * * *', retryLimit: 0 }, async () => {
    await runRecoveries(k);
  });
  declareProcessing(k, recoveryTables);
  declarePersonalData(k, {
    module: 'people.recovery',
    held: 'people.recovery.held',
    count: countOwnRecoveries,
    export: ownRecoveries,
    erase: eraseRecoveries,
  });
}
