import { type Actor, hasRole } from '../../people/index.ts';
import { type Direction, hiddenFromCity, type ItemState } from './exchange.rules.ts';
import type { Speaks } from './organisations.ts';

/** What a policy must know of something said between an organisation and the city. */
export type ItemFacts = {
  organisationId: string;
  /** the department it concerns; null: the liaison office */
  departmentId: string | null;
  direction: Direction;
  state: ItemState;
  memberId: string | null;
  ownerId: string | null;
  /** whether the city ever could see it: withdrawn before the member agreed it stays hidden */
  consented: boolean;
};

const isOffice = (actor: Actor) => hasRole(actor, 'liaison_officer', null);
const worksFor = (actor: Actor, departmentId: string | null) =>
  departmentId !== null && (hasRole(actor, 'liaison_officer', departmentId) || hasRole(actor, 'leader', departmentId));

/**
 * The page between an organisation and the city: its administrators and liaison officers; liaison officers, leaders and
 * auditors of the city once the organisation is verified, as before that it is known to the secretariat alone.
 */
export function mayOpenExchange(
  actor: Actor,
  organisation: { id: string; verified: boolean },
  speaks: Speaks,
): boolean {
  return speaks.speaksFor.has(organisation.id) || (organisation.verified && maySeeOrganisations(actor));
}

export function maySeeOrganisations(actor: Actor): boolean {
  return hasRole(actor, 'liaison_officer') || hasRole(actor, 'leader') || hasRole(actor, 'auditor');
}

/** An organisation's administrators and liaison officers speak for it. */
export function maySpeakFor(organisationId: string, speaks: Speaks): boolean {
  return speaks.speaksFor.has(organisationId);
}

/** For the city the liaison office speaks, and a department's liaison officer for the department. */
export function maySpeakForCity(actor: Actor, departmentId: string | null): boolean {
  return isOffice(actor) || (departmentId !== null && hasRole(actor, 'liaison_officer', departmentId));
}

/** Whether it is shown to the city at all: a request only once its member agreed. */
export function isShownToCity(item: Pick<ItemFacts, 'state' | 'memberId' | 'consented'>): boolean {
  if (hiddenFromCity.includes(item.state)) return false;
  return item.memberId === null || item.consented;
}

/**
 * Both sides read what was said: those who speak for the organisation; of the city the liaison office, auditors, and the
 * department it concerns; and the member for whom it was asked.
 */
export function mayReadItem(actor: Actor, item: ItemFacts, speaks: Speaks): boolean {
  if (speaks.speaksFor.has(item.organisationId)) return true;
  if (item.memberId !== null && actor.accountId === item.memberId) return true;
  if (!isShownToCity(item)) return false;
  if (isOwner(actor, item)) return true;
  return isOffice(actor) || hasRole(actor, 'auditor') || worksFor(actor, item.departmentId);
}

/** Whoever of the staff sees to it, as long as they work for the city. */
function isOwner(actor: Actor, item: ItemFacts): boolean {
  const isStaff = actor.secondFactor && actor.roles.length > 0;
  return isStaff && item.direction === 'to_city' && item.ownerId !== null && item.ownerId === actor.accountId;
}

/** Whom it was said to takes it on, answers and settles it. */
export function mayReceive(actor: Actor, item: ItemFacts, speaks: Speaks): boolean {
  if (item.direction === 'to_organisation') return speaks.speaksFor.has(item.organisationId);
  if (!isShownToCity(item)) return false;
  if (isOwner(actor, item)) return true;
  return maySpeakForCity(actor, item.departmentId);
}

/** Whoever's side said it takes it back; the member for whom it was asked may as well. */
export function mayWithdraw(actor: Actor, item: ItemFacts, speaks: Speaks): boolean {
  if (item.memberId !== null && actor.accountId === item.memberId) return true;
  if (item.direction === 'to_city') return speaks.speaksFor.has(item.organisationId);
  return maySpeakForCity(actor, item.departmentId);
}

/** The member alone says whether it may be asked for them. */
export function mayConsent(actor: Actor, item: ItemFacts): boolean {
  return item.memberId !== null && actor.accountId === item.memberId;
}
