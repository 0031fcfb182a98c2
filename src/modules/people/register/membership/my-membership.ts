import type { Kernel } from '../../../../kernel/kernel.ts';
import {
  type Application,
  applicationsOf,
  type Check,
  checksOf,
  type Decision,
  decisionOn,
} from '../application/application.queries.ts';
import { type MembershipRow, membershipsOf, type Term, termsOf } from '../membership.queries.ts';
import { type Suspension, suspensionsOf } from '../suspension/suspension.queries.ts';
import { type Renewal, renewalsOf } from './renewal.queries.ts';

export type ApplicationStory = { application: Application; checks: Check[]; decision: Decision | undefined };
export type MembershipStory = {
  membership: MembershipRow;
  terms: Term[];
  renewals: Renewal[];
  suspensions: Suspension[];
};

/** Everything that happened to one application. */
export async function applicationStory(k: Kernel, application: Application): Promise<ApplicationStory> {
  const [checks, decision] = await Promise.all([checksOf(k.db, application.id), decisionOn(k.db, application.id)]);
  return { application, checks, decision };
}

/** Everything that happened to one membership. */
export async function membershipStory(k: Kernel, membership: MembershipRow): Promise<MembershipStory> {
  const [terms, renewals, suspensions] = await Promise.all([
    termsOf(k.db, membership.id),
    renewalsOf(k.db, membership.id),
    suspensionsOf(k.db, membership.id),
  ]);
  return { membership, terms, renewals, suspensions };
}

export type Standing = { application: ApplicationStory | undefined; membership: MembershipStory | undefined };

/** The last application and the last membership of somebody. */
export async function standingOf(k: Kernel, accountId: string): Promise<Standing> {
  const [[application], [membership]] = await Promise.all([
    applicationsOf(k.db, accountId),
    membershipsOf(k.db, accountId),
  ]);
  return {
    application: application && (await applicationStory(k, application)),
    membership: membership && (await membershipStory(k, membership)),
  };
}
