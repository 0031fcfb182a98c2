import type { z } from 'zod';
import { isId, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../actor.ts';
import { actOnTeam, allow, mineOf } from './act-on-team.ts';
import { answerInput } from './team-inputs.ts';
import { endPerson, freePlacesOf, peopleOf, personById, type TeamPerson, updatePerson } from './team-person.queries.ts';
import { mayLead, mayRun } from './teams.policy.ts';

/** @throws AppError kernel.changed_meanwhile where they do not belong to the team any more */
async function heldPerson(tx: Tx, teamId: string, id: string): Promise<TeamPerson> {
  const person = isId(id) ? await personById(tx, teamId, id) : undefined;
  if (person?.state !== 'held') return fail('kernel.changed_meanwhile');
  return person;
}

/** The leader makes somebody deputy, or a member again. */
export async function setDeputy(
  k: Kernel,
  actor: Actor,
  slug: string,
  personId: string,
  deputy: boolean,
): Promise<void> {
  await actOnTeam(k, actor, slug, async (tx, { team, mine }) => {
    allow(mayLead(team, mineOf(mine)));
    const person = await heldPerson(tx, team.id, personId);
    if (person.part === 'leader') fail('people.team_leader_stays');
    await updatePerson(tx, person.id, { part: deputy ? 'deputy' : 'member' });
    return { act: deputy ? 'deputy_named' : 'deputy_ended', ids: { accountId: person.accountId }, result: undefined };
  });
}

/** The leader asks one of the team's people to take over. Nothing changes before they agree. */
export async function offerLead(k: Kernel, actor: Actor, slug: string, personId: string): Promise<void> {
  await actOnTeam(k, actor, slug, async (tx, { team, mine, at }) => {
    allow(mayLead(team, mineOf(mine)));
    const person = await heldPerson(tx, team.id, personId);
    if (person.part === 'leader') fail('people.team_leader_stays');
    // One at a time: the second of two who agree would find the team handed over already.
    for (const other of await peopleOf(tx, team.id))
      if (other.leadOfferedAt && other.id !== person.id) await updatePerson(tx, other.id, { leadOfferedAt: null });
    await updatePerson(tx, person.id, { leadOfferedAt: at });
    return { act: 'lead_offered', ids: { accountId: person.accountId }, result: undefined };
  });
}

/** Whoever was asked takes the team over, or does not; the leader before them stays as deputy. */
export async function answerLead(
  k: Kernel,
  actor: Actor,
  slug: string,
  given: z.input<typeof answerInput>,
): Promise<void> {
  const { answer } = answerInput.parse(given);
  await actOnTeam(k, actor, slug, async (tx, { team, mine }) => {
    if (!mine?.leadOfferedAt || mine.state !== 'held') return fail('kernel.changed_meanwhile');
    const leader = (await peopleOf(tx, team.id)).find(({ part }) => part === 'leader');
    const ids = { accountId: mine.accountId, leaderId: leader?.accountId ?? null };
    await updatePerson(tx, mine.id, { leadOfferedAt: null });
    if (answer === 'no') return { act: 'lead_refused', ids, result: undefined };
    if (leader) await updatePerson(tx, leader.id, { part: 'deputy' });
    await updatePerson(tx, mine.id, { part: 'leader' });
    return { act: 'lead_taken', ids, result: undefined };
  });
}

/** Leader and deputies let somebody go; a deputy only the leader. */
export async function removePerson(k: Kernel, actor: Actor, slug: string, personId: string): Promise<void> {
  await actOnTeam(k, actor, slug, async (tx, { team, mine, at }) => {
    const person = await heldPerson(tx, team.id, personId);
    allow(person.part === 'member' ? mayRun(team, mineOf(mine)) : mayLead(team, mineOf(mine)));
    if (person.part === 'leader') fail('people.team_leader_stays');
    await endPerson(tx, person.id, at);
    await freePlacesOf(tx, team.id, person.accountId, at);
    return { act: 'removed', ids: { accountId: person.accountId }, result: undefined };
  });
}
