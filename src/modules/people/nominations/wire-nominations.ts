import type { FastifyRequest } from 'fastify';
import type { Kernel } from '../../../kernel/kernel.ts';
import { declareAccountJoin } from '../logins/join/account-join.ts';
import { onConsentWithdrawn } from '../me/consent-effects.ts';
import { offerOnMe } from '../me/me-places.ts';
import { declarePersonalData } from '../me/personal-data.ts';
import { declareNominations } from '../register/application/nomination-source.ts';
import { offerInSecretariat } from '../register/secretariat/secretariat-frame.tsx';
import { actorOf } from '../session.ts';
import { acceptedNominationsOf, followApplications } from './accepted-nomination.ts';
import {
  forgetRecommender,
  lockNominationsOfAccount,
  moveNominations,
  nominationsOfAccount,
} from './account-nominations.queries.ts';
import { nominationConsent } from './answer-invitation.ts';
import { isLetter } from './batches.queries.ts';
import { endNominations } from './end-nominations.ts';
import { letterPurpose } from './hand-in-batch.ts';
import './nominations.errors.ts';
import { mayManageRounds, maySeeRounds } from './nominations.policy.ts';
import { declareNominationTables } from './processing.ts';
import { defineInvitationJobs } from './send-invitation.ts';

/** Invitations, their jobs, and what nominations hold of people. */
export function wireNominations(k: Kernel): void {
  // keys: people.notify.invitation.*, people.notify.invitation_reminder.*
  k.notify.declareKinds([
    { kind: 'people.invitation', group: 'people.account', mandatory: true },
    { kind: 'people.invitation_reminder', group: 'people.account', mandatory: true },
  ]);
  defineInvitationJobs(k);
  declareNominations(k, acceptedNominationsOf);
  followApplications(k);
  declareNominationTables(k);
  k.files.guard(letterPurpose, (request, file) => letterAccess(k, request, file.id));
  offerInSecretariat(k, {
    href: '/secretariat/rounds',
    label: 'people.nominations.rounds',
    order: 40,
    allow: maySeeRounds,
  });
  offerInSecretariat(k, {
    href: '/secretariat/batches',
    label: 'people.nominations.batches',
    order: 45,
    allow: maySeeRounds,
  });
  offerOnMe(k, {
    href: '/nominate/mine',
    label: 'people.nominations.mine',
    note: 'people.nominations.mine_note',
    icon: 'join',
    order: 46,
  });
  wirePersonalData(k);
}

async function letterAccess(k: Kernel, request: FastifyRequest, fileId: string): Promise<'reader' | 'nobody'> {
  const actor = await actorOf(k, request);
  return mayManageRounds(actor) && (await isLetter(k.db, fileId)) ? 'reader' : 'nobody';
}

function wirePersonalData(k: Kernel): void {
  const forgetAccepted = async (tx: Parameters<typeof endNominations>[1], accountId: string) => {
    const { accepted } = await lockNominationsOfAccount(tx, accountId);
    await endNominations(k, tx, accepted, 'done');
  };
  onConsentWithdrawn(k, {
    purpose: nominationConsent,
    means: 'people.nominations.consent_means',
    apply: forgetAccepted,
  });
  declareAccountJoin(k, {
    module: 'people.nominations',
    tables: ['people.nomination', 'people.nomination_batch'],
    move: moveNominations,
  });
  declarePersonalData(k, {
    module: 'people.nominations',
    held: 'people.nominations.held',
    count: async (db, accountId) => {
      const { accepted, made } = await nominationsOfAccount(db, accountId);
      return accepted.length + made;
    },
    export: async (db, accountId) => {
      const { accepted, made } = await nominationsOfAccount(db, accountId);
      return {
        made,
        accepted: accepted.map(({ id, name, categories, words, organisation, recommender, createdAt }) => ({
          id,
          name,
          categories,
          words,
          recommender: organisation ?? recommender,
          createdAt,
        })),
      };
    },
    erase: async (tx, accountId) => {
      const { open } = await lockNominationsOfAccount(tx, accountId);
      await forgetAccepted(tx, accountId);
      await endNominations(k, tx, open, 'withdrawn');
      await forgetRecommender(tx, accountId);
    },
  });
}
