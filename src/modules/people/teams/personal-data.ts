import type { Tx } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { declarePersonalData } from '../me/personal-data.ts';
import { countTeamData, dropProposal, eraseFromTeams, ledTeams, teamData } from './personal-data.queries.ts';
import { setTeamState } from './team.queries.ts';
import { peopleOf, updatePerson } from './team-person.queries.ts';

/** What teams hold of people, for the page on which everybody sees, takes away and erases theirs. */
export function declareTeamData(k: Kernel): void {
  declarePersonalData(k, {
    module: 'people.teams',
    held: 'people.teams.personal_data.held',
    values: { part: 'people.teams.part', state: 'people.teams.hours_state' },
    kept: 'people.teams.personal_data.kept',
    count: countTeamData,
    export: teamData,
    erase: (tx, accountId, at) => eraseMember(k, tx, accountId, at),
  });
}

/** A team whose leader is erased goes on with its first deputy; without one it waits for the secretariat. */
async function eraseMember(k: Kernel, tx: Tx, accountId: string, at: Date): Promise<void> {
  for (const { id: teamId, state } of await ledTeams(tx, accountId)) {
    if (state === 'proposed') {
      await dropProposal(tx, teamId);
      continue;
    }
    const people = await peopleOf(tx, teamId);
    const next = people.find(({ part, state: held }) => part === 'deputy' && held === 'held');
    const leader = people.find(({ part }) => part === 'leader');
    if (leader) await updatePerson(tx, leader.id, { part: 'member' });
    if (next) await updatePerson(tx, next.id, { part: 'leader', leadOfferedAt: null });
    else await setTeamState(tx, teamId, 'vacant');
    await k.outbox.emit(tx, at, {
      type: next ? 'people.team_lead_taken' : 'people.team_vacant',
      subject: teamId,
      payload: next ? { teamId, accountId: next.accountId, leaderId: null } : { teamId },
    });
  }
  await eraseFromTeams(tx, accountId);
}
