import type { Kernel } from '../../../kernel/kernel.ts';
import {
  declareAccountJoin,
  declarePersonalData,
  declareProcessing,
  offerOnMe,
  onConsentWithdrawn,
} from '../../people/index.ts';
import { offerToOrganisers } from '../organise/organiser-places.ts';
import { countOfAccount, exportOfAccount, moveEntries } from './account.queries.ts';
import { entryPurpose } from './attach-file.ts';
import { endWithAccount, endWithConsent } from './end-with-account.ts';
import { mayReadEntries } from './entries.policy.ts';
import { entryFileAccess } from './file-access.ts';
import { entryConsent } from './hand-in.ts';
import { entryTables } from './processing.ts';
import { sendEntryInvitation } from './send-invitation.ts';
import { tellEntrants } from './tell-entrants.ts';
import { tendEntries } from './tend-entries.ts';

/** Entries: their files, jobs, notifications, and what they hold of people. */
export function wireEntries(k: Kernel): void {
  declareProcessing(k, entryTables);
  k.files.guard(entryPurpose, (request, file) => entryFileAccess(k, request, file));
  k.jobs.define<{ id: string }>('competitions.invite_entrant', { retryLimit: 10, concurrency: 2 }, (data) =>
    sendEntryInvitation(k, data),
  );
  k.jobs.define('competitions.entries', { cron: '17 * * * *', tz: k.config.TIME_ZONE }, () => tendEntries(k));
  tellEntrants(k);
  offerOnMe(k, {
    href: '/me/entries',
    label: 'competitions.entries.mine',
    note: 'competitions.entries.mine_note',
    icon: 'pen',
    order: 42,
  });
  offerToOrganisers(k, {
    order: 10,
    places: async (_k, { actor, competition, facts, ctx }) =>
      mayReadEntries(actor, facts)
        ? [{ href: `/organise/${competition.slug}/entries`, label: ctx.t('competitions.entries.list') }]
        : [],
  });
  wirePersonalData(k);
}

function wirePersonalData(k: Kernel): void {
  onConsentWithdrawn(k, {
    purpose: entryConsent,
    means: 'competitions.entries.consent_means',
    apply: (tx, accountId, at) => endWithConsent(k, tx, accountId, at),
  });
  declareAccountJoin(k, {
    module: 'competitions.entries',
    tables: ['competitions.entry', 'competitions.entry_member', 'competitions.entry_invitation'],
    move: moveEntries,
  });
  declarePersonalData(k, {
    module: 'competitions.entries',
    held: 'competitions.entries.held',
    kept: 'competitions.entries.kept',
    count: countOfAccount,
    values: { state: 'competitions.entry_state', way: 'competitions.way' },
    export: exportOfAccount,
    erase: (tx, accountId, at) => endWithAccount(k, tx, accountId, at),
  });
}
