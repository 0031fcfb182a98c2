import { inTransaction, isDuplicate, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../actor.ts';
import {
  accountOfNumber,
  countAdministrators,
  insertPlace,
  mayActFor,
  movePlace,
  type Part,
  type Place,
  placeById,
  placesOf,
} from './organisation-people.queries.ts';
import { mayManageOrganisation, mayRescueOrganisation } from './organisations.policy.ts';
import { lockOrganisation, type Organisation } from './organisations.queries.ts';
import { recordOrganisation } from './register-organisation.ts';
import { standingOf } from './standing.ts';

const askLimit = { name: 'people.place_asked', points: 20, seconds: 86_400 };
const offerLimit = { name: 'people.place_offered', points: 100, seconds: 86_400 };

/** @throws AppError kernel.not_found, people.organisation_closed */
async function lockOpen(tx: Tx, id: string): Promise<Organisation> {
  const organisation = (await lockOrganisation(tx, id)) ?? fail('kernel.not_found');
  return organisation.closedAt ? fail('people.organisation_closed') : organisation;
}

async function addPlace(tx: Tx, place: Parameters<typeof insertPlace>[1]): Promise<string> {
  const held = (await placesOf(tx, place.organisationId)).some(
    ({ accountId, part }) => accountId === place.accountId && part === place.part,
  );
  if (held) fail('people.place_taken');
  return insertPlace(tx, place);
}

async function note(
  k: Kernel,
  tx: Tx,
  actor: Actor,
  action: string,
  place: Omit<Place, 'name' | 'number' | 'since' | 'state'>,
  at: Date,
) {
  const { id, organisationId, accountId, part } = place;
  await recordOrganisation(k, tx, actor, { action, organisationId, at, details: { placeId: id, accountId, part } });
}

/**
 * Somebody asks to be a member of an organisation.
 * @throws AppError people.place_taken where they are or asked already, people.organisation_closed
 */
export async function askToJoin(k: Kernel, actor: Actor, organisationId: string): Promise<void> {
  const accountId = actor.accountId ?? fail('kernel.sign_in_first');
  await k.limits.take(askLimit, accountId);
  const at = k.clock.now();
  try {
    await inTransaction(k.db, async (tx) => {
      const organisation = await lockOpen(tx, organisationId);
      if (!organisation.verifiedAt) fail('kernel.not_found');
      const id = await addPlace(tx, { organisationId, accountId, part: 'member', state: 'asked', by: accountId, at });
      await note(k, tx, actor, 'people.place_asked', { id, organisationId, accountId, part: 'member' }, at);
    });
  } catch (error) {
    if (isDuplicate(error, 'organisation_person_idx')) fail('people.place_taken');
    throw error;
  }
}

export type OfferInput = {
  part: Part;
  /** a member's number, `M2026-0007` */
  number?: string | undefined;
  /** or somebody who has a place here already */
  accountId?: string | undefined;
};

/**
 * An administrator offers somebody a part; it is theirs once they say yes. Where an organisation has no administrator,
 * the secretariat offers that part.
 * @throws AppError kernel.not_allowed, people.place_person_unknown, people.place_taken, people.place_not_needed
 */
export async function offerPlace(k: Kernel, actor: Actor, organisationId: string, input: OfferInput): Promise<void> {
  const by = actor.accountId ?? fail('kernel.sign_in_first');
  await k.limits.take(offerLimit, by);
  const at = k.clock.now();
  await inTransaction(k.db, async (tx) => {
    const organisation = await lockOpen(tx, organisationId);
    const standing = await standingOf(tx, actor, organisationId);
    if (!mayManageOrganisation(standing, organisation)) {
      if (!mayRescueOrganisation(actor) || input.part !== 'administrator') fail('kernel.not_allowed');
      if ((await countAdministrators(tx, organisationId)) > 0) fail('people.place_not_needed');
    }
    const accountId = await personOf(tx, organisationId, input);
    const id = await addPlace(tx, { organisationId, accountId, part: input.part, state: 'offered', by, at });
    await note(k, tx, actor, 'people.place_offered', { id, organisationId, accountId, part: input.part }, at);
  });
}

async function personOf(tx: Tx, organisationId: string, { number, accountId }: OfferInput): Promise<string> {
  if (accountId) {
    const here = (await placesOf(tx, organisationId)).some(
      (place) => place.accountId === accountId && place.state === 'held',
    );
    return here ? accountId : fail('people.place_person_unknown');
  }
  const typed = (number ?? '').normalize('NFKC').trim().toUpperCase();
  return (typed && (await accountOfNumber(tx, typed))) || fail('people.place_person_unknown');
}

/** Who says yes or no to a place: the organisation where it was asked for, the person where it was offered. */
async function mayAnswer(tx: Tx, actor: Actor, place: Place): Promise<boolean> {
  if (place.state === 'offered') return place.accountId === actor.accountId;
  return mayActFor(tx, actor.accountId, place.organisationId, 'administrator');
}

/**
 * Says yes or no to a place that was asked for or offered.
 * @throws AppError kernel.not_found, kernel.not_allowed, people.place_gone
 */
export async function answerPlace(k: Kernel, actor: Actor, id: string, yes: boolean): Promise<Place> {
  const at = k.clock.now();
  return inTransaction(k.db, async (tx) => {
    const place = await lockedPlace(tx, id);
    if (!(await mayAnswer(tx, actor, place))) fail('kernel.not_allowed');
    if (place.state === 'held') fail('people.place_gone');
    if (!(await movePlace(tx, id, place.state, yes ? 'held' : 'ended', at))) fail('people.place_gone');
    await note(k, tx, actor, yes ? 'people.place_taken_up' : 'people.place_turned_down', place, at);
    return place;
  });
}

async function lockedPlace(tx: Tx, id: string): Promise<Place> {
  const before = (await placeById(tx, id)) ?? fail('people.place_gone');
  await lockOpen(tx, before.organisationId);
  return (await placeById(tx, id)) ?? fail('people.place_gone');
}

/**
 * Ends a place: somebody leaves, takes back what they asked for, or an administrator takes it away. The last
 * administrator stays until there is another.
 * @throws AppError kernel.not_allowed, people.place_gone, people.last_organisation_administrator
 */
export async function endPlace(k: Kernel, actor: Actor, id: string): Promise<Place> {
  const at = k.clock.now();
  return inTransaction(k.db, async (tx) => {
    const place = await lockedPlace(tx, id);
    const own = place.accountId === actor.accountId;
    if (!own && !(await mayActFor(tx, actor.accountId, place.organisationId, 'administrator')))
      fail('kernel.not_allowed');
    if (
      place.part === 'administrator' &&
      place.state === 'held' &&
      (await countAdministrators(tx, place.organisationId)) < 2
    )
      fail('people.last_organisation_administrator');
    if (!(await movePlace(tx, id, place.state, 'ended', at))) fail('people.place_gone');
    await note(k, tx, actor, 'people.place_ended', place, at);
    return place;
  });
}
