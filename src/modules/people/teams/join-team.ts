import type { z } from 'zod';
import { isId } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../actor.ts';
import { parseAddress } from '../sign-in/address.ts';
import { actOnTeam, allow, type Deed, mineOf, requireState } from './act-on-team.ts';
import { answerInput, inviteInput, noteInput } from './team-inputs.ts';
import {
  accountBehind,
  countOpenOffers,
  endPerson,
  freePlacesOf,
  insertPerson,
  personById,
  personOf,
  updatePerson,
} from './team-person.queries.ts';
import { mayAsk, mayRun } from './teams.policy.ts';
import { mostOpenOffers } from './teams.rules.ts';

const requests = { name: 'people.team_ask', points: 20, seconds: 86_400 };

/** Somebody asks to join; they belong to the team once it says yes. */
export async function askToJoin(
  k: Kernel,
  actor: Actor,
  slug: string,
  given: z.input<typeof noteInput>,
): Promise<void> {
  const { note } = noteInput.parse(given);
  // Each request writes to those who run the team: asking and taking it back again and again would fill their mail.
  if (actor.accountId) await k.limits.take(requests, actor.accountId);
  await actOnTeam(k, actor, slug, async (tx, { team, mine, at }) => {
    requireState(team, 'active');
    if (mine) fail('people.team_already');
    allow(mayAsk(actor, team, mineOf(mine)) && actor.accountId !== null);
    if ((await countOpenOffers(tx, team.id)) >= mostOpenOffers) fail('people.team_full_of_offers');
    await insertPerson(tx, {
      teamId: team.id,
      accountId: actor.accountId ?? '',
      part: 'member',
      state: 'asked',
      note,
      at,
    });
    return { act: 'asked', ids: { accountId: actor.accountId }, result: undefined };
  });
}

/** The team answers somebody who asks. */
export async function answerRequest(
  k: Kernel,
  actor: Actor,
  slug: string,
  personId: string,
  given: z.input<typeof answerInput>,
): Promise<void> {
  const { answer } = answerInput.parse(given);
  await actOnTeam(k, actor, slug, async (tx, { team, mine, at }) => {
    allow(mayRun(team, mineOf(mine)));
    const person = isId(personId) ? await personById(tx, team.id, personId) : undefined;
    if (person?.state !== 'asked') fail('kernel.changed_meanwhile');
    const ids = { accountId: person.accountId };
    if (answer === 'yes') await updatePerson(tx, person.id, { state: 'held', since: at, note: '' });
    else await endPerson(tx, person.id, at);
    return { act: answer === 'yes' ? 'joined' : 'request_declined', ids, result: undefined };
  });
}

const invitations = { name: 'people.team_invite', points: 30, seconds: 3600 };

/**
 * The team asks somebody in, by their member's number, e-mail address or telephone number. Whether there is such a
 * person, and whether they belong to it already, is not told: an address is no way to find out who is here.
 */
export async function inviteToTeam(
  k: Kernel,
  actor: Actor,
  slug: string,
  given: z.input<typeof inviteInput>,
): Promise<void> {
  const { who } = inviteInput.parse(given);
  if (actor.accountId) await k.limits.take(invitations, actor.accountId);
  const accountId = await accountGiven(k, who);
  await actOnTeam(k, actor, slug, async (tx, { team, mine, at }) => {
    allow(mayRun(team, mineOf(mine)));
    requireState(team, 'active');
    if ((await countOpenOffers(tx, team.id)) >= mostOpenOffers) fail('people.team_full_of_offers');
    const standing = accountId ? await personOf(tx, team.id, accountId) : undefined;
    if (!accountId || standing) return { act: 'invitation_sent', result: undefined };
    await insertPerson(tx, { teamId: team.id, accountId, part: 'member', state: 'offered', at });
    return { act: 'invited', ids: { accountId }, result: undefined };
  });
}

/** @throws AppError kernel.invalid where it is neither a number nor an address */
async function accountGiven(k: Kernel, who: string): Promise<string | undefined> {
  const number = who.toUpperCase().replace(/\s+/g, '');
  if (/^M\d{4}-\d{4,9}$/.test(number)) return accountBehind(k.db, { number });
  const address = parseAddress(who);
  if (!address) return undefined;
  return accountBehind(k.db, address.channel === 'email' ? { email: address.to } : { phone: address.to });
}

/** Somebody who was asked in answers. */
export async function answerInvitation(
  k: Kernel,
  actor: Actor,
  slug: string,
  given: z.input<typeof answerInput>,
): Promise<void> {
  const { answer } = answerInput.parse(given);
  await actOnTeam(k, actor, slug, async (tx, { team, mine, at }): Promise<Deed> => {
    if (mine?.state !== 'offered') fail('kernel.changed_meanwhile');
    if (answer === 'yes') {
      requireState(team, 'active');
      await updatePerson(tx, mine.id, { state: 'held', since: at });
    } else await endPerson(tx, mine.id, at);
    return {
      act: answer === 'yes' ? 'joined' : 'invitation_declined',
      ids: { accountId: mine.accountId },
      result: undefined,
    };
  });
}

/**
 * Leaves a team, or takes back that one asked to join; at any time, without a reason.
 * @throws AppError people.team_leader_stays for its leader
 */
export async function leaveTeam(k: Kernel, actor: Actor, slug: string): Promise<void> {
  await actOnTeam(k, actor, slug, async (tx, { team, mine, at }) => {
    if (!mine) fail('kernel.changed_meanwhile');
    if (mine.part === 'leader') fail('people.team_leader_stays');
    await endPerson(tx, mine.id, at);
    await freePlacesOf(tx, team.id, mine.accountId, at);
    return {
      act: mine.state === 'held' ? 'left' : 'request_withdrawn',
      ids: { accountId: mine.accountId },
      result: undefined,
    };
  });
}

/** Somebody's agreement that the team's public page says their name, given or taken back. */
export async function showName(k: Kernel, actor: Actor, slug: string, shown: boolean): Promise<void> {
  await actOnTeam(k, actor, slug, async (tx, { mine }) => {
    if (mine?.state !== 'held') return fail('kernel.not_allowed');
    await updatePerson(tx, mine.id, { shown });
    return { act: 'name_shown', ids: { accountId: mine.accountId, shown: Number(shown) }, result: undefined };
  });
}
