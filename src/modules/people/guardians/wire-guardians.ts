import type { Kernel } from '../../../kernel/kernel.ts';
import { declarePersonalData } from '../me/personal-data.ts';
import { declareProcessing } from '../processing/declare-processing.ts';
import { deleteGuardian, guardianOfAccount, looksOfGuardian } from './guardian.queries.ts';
import { guardianTables } from './processing.ts';
import { runGuardianClock } from './run-guardian-clock.ts';

/** Guardians of children: what is held of them, what they are told, when it ends. */
export function wireGuardians(k: Kernel): void {
  declareProcessing(k, guardianTables);
  declarePersonalData(k, {
    module: 'people.guardians',
    held: 'people.guardians.held',
    values: { state: 'people.guardians.state' },
    count: async (db, accountId) => Number((await guardianOfAccount(db, accountId)) !== undefined),
    export: async (db, accountId) => {
      const guardian = await guardianOfAccount(db, accountId);
      if (!guardian) return null;
      const { accountId: _id, to: address, ...rest } = guardian;
      return { ...rest, address };
    },
    erase: deleteGuardian,
    looks: async (db, accountId, limit) =>
      (await looksOfGuardian(db, accountId, limit)).map((look) => ({ ...look, what: 'people.guardians.look' })),
  });
  // keys: people.notify.*
  k.notify.declareKinds(
    ['link', 'consented', 'refused', 'silent', 'over'].map((what) => ({
      kind: `people.guardian_${what}`,
      group: 'people.account',
      mandatory: true,
    })),
  );
  k.jobs.define('people.guardians', { cron: '5 4 * * *', tz: k.config.TIME_ZONE, retryLimit: 2 }, async () => {
    await runGuardianClock(k);
  });
}
