import type { Db, Tx } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { systemActor } from '../actor.ts';
import { onConsentWithdrawn } from '../me/consent-effects.ts';
import { declarePersonalData } from '../me/personal-data.ts';
import {
  applicationsOf,
  checksOf,
  decisionOn,
  eraseApplicationTexts,
  lockOpenApplication,
} from './application/application.queries.ts';
import { withdrawIn } from './application/withdraw-application.ts';
import { entryOf, eraseEntry, lockMember, saveEntry } from './entry.queries.ts';
import { endMembership } from './membership/end-membership.ts';
import { renewalsOf } from './membership/renewal.queries.ts';
import { showChange } from './membership/show-change.ts';
import { membershipsOf, termsOf } from './membership.queries.ts';
import { holdAccount } from './register.queries.ts';
import { countOfRegister, eraseMembershipTexts } from './register-personal-data.queries.ts';
import { suspensionsOf } from './suspension/suspension.queries.ts';

// keys: people.register.renewal_state.*, people.register.outcome.*
/** Where the codes of the export have their words. */
const words = {
  categories: 'people.register.category',
  stratum: 'people.register.stratum',
  publicFields: 'people.register.field',
  kind: 'people.register.work',
  state: [
    'people.register.state',
    'people.register.member_state',
    'people.register.renewal_state',
    'people.register.suspension_state',
  ],
  outcome: 'people.register.outcome',
  recommendation: 'people.register.recommendation',
  endReason: 'people.register.end_reason',
  rule: 'people.register.rule',
} as const;

/** What the register holds of a person, shown, taken away and erased with the account; what withdrawing a consent does. */
export function declareRegisterData(k: Kernel): void {
  declarePersonalData(k, {
    module: 'people.register',
    held: 'people.register.personal_data.held',
    kept: 'people.register.personal_data.kept',
    count: countOfRegister,
    values: words,
    export: exportRegister,
    erase: (tx, accountId, at) => eraseFromRegister(k, tx, accountId, at),
  });
  onConsentWithdrawn(k, {
    purpose: 'people.register',
    means: 'people.register.consent_means.register',
    apply: (tx, accountId, at) => goOut(k, tx, accountId, 'left', at),
  });
  onConsentWithdrawn(k, {
    purpose: 'people.directory',
    means: 'people.register.consent_means.directory',
    apply: async (tx, accountId, at) => {
      await lockMember(tx, accountId);
      const entry = await entryOf(tx, accountId);
      if (entry) await saveEntry(tx, accountId, { ...entry, publicFields: [] }, at);
      await showChange(k, tx, { ...systemActor, accountId }, accountId, at);
    },
  });
}

/** Whoever is in the register leaves it; whoever applied takes the application back. */
async function goOut(k: Kernel, tx: Tx, accountId: string, reason: 'left' | 'erased', at: Date): Promise<void> {
  const actor = { ...systemActor, accountId };
  const open = await lockOpenApplication(tx, accountId);
  if (open) await withdrawIn(k, tx, actor, open, at);
  const member = await lockMember(tx, accountId);
  if (member) await endMembership(k, tx, actor, member, reason, at);
}

async function eraseFromRegister(k: Kernel, tx: Tx, accountId: string, at: Date): Promise<void> {
  // First the account: an application that is being handed in comes before us, or finds it closed.
  await holdAccount(tx, accountId);
  await goOut(k, tx, accountId, 'erased', at);
  await eraseApplicationTexts(tx, { accountId }, { reasons: true });
  await eraseMembershipTexts(tx, accountId);
  await eraseEntry(tx, accountId);
}

async function exportRegister(db: Db, accountId: string): Promise<unknown> {
  const applications = await applicationsOf(db, accountId);
  const memberships = await membershipsOf(db, accountId);
  return {
    entry: await entryOf(db, accountId),
    applications: await Promise.all(
      applications.map(async ({ nominatedBy: _, ...application }) => ({
        ...application,
        checks: (await checksOf(db, application.id)).map(({ by: __, ...check }) => check),
        decision: withoutNames(await decisionOn(db, application.id)),
      })),
    ),
    memberships: await Promise.all(
      memberships.map(async (membership) => ({
        ...membership,
        terms: (await termsOf(db, membership.id)).map(({ startsOn, endsOn, grantedAt }) => ({
          startsOn,
          endsOn,
          grantedAt,
        })),
        renewals: (await renewalsOf(db, membership.id)).map(({ decidedBy: _, ...renewal }) => renewal),
        suspensions: (await suspensionsOf(db, membership.id)).map(
          ({ proposedBy: _, decidedBy: __, liftedBy: ___, ...suspension }) => suspension,
        ),
      })),
    ),
  };
}

function withoutNames(decision: { approved: boolean; reasons: string; at: Date } | undefined) {
  return decision && { approved: decision.approved, reasons: decision.reasons, at: decision.at };
}
