import type { Db } from '../../../kernel/db/index.ts';
import type { Actor } from '../actor.ts';
import { mayActFor, parts, wasInvolved } from './organisation-people.queries.ts';
import type { Standing } from './organisations.policy.ts';

/** What somebody is in an organisation. */
export async function standingOf(db: Db, actor: Pick<Actor, 'accountId'>, organisationId: string): Promise<Standing> {
  const [administers, belongs, involved] = await Promise.all([
    mayActFor(db, actor.accountId, organisationId, 'administrator'),
    mayActFor(db, actor.accountId, organisationId, parts),
    wasInvolved(db, actor.accountId, organisationId),
  ]);
  return { administers, belongs, involved };
}
