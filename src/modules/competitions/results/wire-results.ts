import type { Kernel } from '../../../kernel/kernel.ts';
import { declareAccountJoin, declarePersonalData, declareProcessing, offerOnMe } from '../../people/index.ts';
import { hasCertificate } from './certificate.queries.ts';
import { countHeld, eraseHeld, exportHeld, moveHeld } from './personal-data.queries.ts';
import { resultTables } from './processing.ts';
import { tellOfResults } from './tell-people.ts';

export function wireResults(k: Kernel): void {
  declareProcessing(k, resultTables);
  tellOfResults(k);
  declarePersonalData(k, {
    module: 'competitions.results',
    held: 'competitions.results.personal_data.held',
    kept: 'competitions.results.personal_data.kept',
    count: countHeld,
    export: exportHeld,
    erase: eraseHeld,
    values: {
      decision: 'competitions.entry_state',
      ground: 'competitions.screening.ground',
      kind: 'competitions.results.certificate',
    },
  });
  declareAccountJoin(k, {
    module: 'competitions.results',
    tables: ['competitions.objection', 'competitions.complaint', 'competitions.certificate'],
    count: async (db, from) => [{ key: 'competitions.results.personal_data.held', count: await countHeld(db, from) }],
    move: (tx, from, to) => moveHeld(tx, from, to),
  });
  offerOnMe(k, {
    href: '/me/certificates',
    label: 'competitions.results.me',
    note: 'competitions.results.me_note',
    icon: 'star',
    order: 46,
    who: (kernel, accountId) => hasCertificate(kernel.db, accountId),
  });
}
