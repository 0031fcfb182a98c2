import type { FastifyRequest } from 'fastify';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { DeliveredEvent } from '../../../kernel/outbox/index.ts';
import { declareAccountJoin } from '../logins/join/account-join.ts';
import { offerOnMe } from '../me/me-places.ts';
import { declarePersonalData } from '../me/personal-data.ts';
import { offerInSecretariat } from '../register/secretariat/secretariat-frame.tsx';
import { actorOf } from '../session.ts';
import { forgetAsker, moveAsked, organisationOfFile } from './organisation-checks.queries.ts';
import { allPlacesOfAccount, endPlacesOfAccount } from './organisation-people.queries.ts';
import './organisations.errors.ts';
import { maySeeEvidence, maySeeOrganisations } from './organisations.policy.ts';
import { declareOrganisationTables } from './processing.ts';
import { evidencePurpose } from './register-organisation.ts';
import { standingOf } from './standing.ts';
import { tellOrganisations } from './tell-people.ts';

/** Organisations: who is told what, who opens their licences, and what they hold of people. */
export function wireOrganisations(k: Kernel): void {
  tellOrganisations(k);
  declareOrganisationTables(k);
  k.outbox.onDelivered((events) => forgetPages(k, events));
  k.files.guard(evidencePurpose, (request, file) => evidenceAccess(k, request, file.id));
  offerInSecretariat(k, {
    href: '/secretariat/organisations',
    label: 'people.organisations.title',
    order: 50,
    allow: maySeeOrganisations,
  });
  offerOnMe(k, {
    href: '/me/organisations',
    label: 'people.organisations.mine',
    note: 'people.organisations.mine_note',
    icon: 'place',
    order: 44,
  });
  declareAccountJoin(k, { module: 'people.organisations', tables: ['people.organisation_check'], move: moveAsked });
  declarePersonalData(k, {
    module: 'people.organisations',
    held: 'people.organisations.held',
    values: { part: 'people.organisations.part', state: 'people.organisations.state' },
    count: async (db, accountId) => (await allPlacesOfAccount(db, accountId)).length,
    export: allPlacesOfAccount,
    erase: async (tx, accountId, at) => {
      await endPlacesOfAccount(tx, accountId, at);
      await forgetAsker(tx, accountId);
    },
    kept: 'people.organisations.kept',
  });
}

async function forgetPages(k: Kernel, events: DeliveredEvent[]): Promise<void> {
  const mine = events.filter(({ type }) => /^people\.(organisation|place)_/.test(type));
  if (mine.length === 0) return;
  const tags = ['organisations', ...new Set(mine.map(({ subject }) => `organisation:${subject}`))].slice(0, 100);
  k.cache.invalidate(...tags);
  await k.live.publish('kernel.cache', tags);
}

async function evidenceAccess(k: Kernel, request: FastifyRequest, fileId: string): Promise<'reader' | 'nobody'> {
  const [actor, organisationId] = [await actorOf(k, request), await organisationOfFile(k.db, fileId)];
  if (!organisationId) return 'nobody';
  return maySeeEvidence(actor, await standingOf(k.db, actor, organisationId)) ? 'reader' : 'nobody';
}
