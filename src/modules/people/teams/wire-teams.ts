import type { Kernel } from '../../../kernel/kernel.ts';
import type { DeliveredEvent } from '../../../kernel/outbox/index.ts';
import { declareActivity } from '../activity/declare-activity.ts';
import { declareDepartmentMerge } from '../admin/departments/department-merge.ts';
import { declareAccountJoin } from '../logins/join/account-join.ts';
import { offerOnMe } from '../me/me-places.ts';
import { declareProcessing } from '../processing/declare-processing.ts';
import { offerInSecretariat } from '../register/secretariat/secretariat-frame.tsx';
import { readHours } from './hours.queries.ts';
import { countDepartmentTeams, joinInTeams, moveDepartmentTeams } from './join-accounts.queries.ts';
import { countTeamData } from './personal-data.queries.ts';
import { declareTeamData } from './personal-data.ts';
import { teamTables } from './processing.ts';
import { mayReadProposals } from './teams.policy.ts';
import { tellOfTeams } from './tell-of-teams.ts';

/** Acts that nobody sees on public pages. */
const quiet = new Set([
  'proposed',
  'declined',
  'asked',
  'request_declined',
  'request_withdrawn',
  'invited',
  'invitation_sent',
  'invitation_declined',
  'lead_offered',
  'lead_refused',
  'deputy_named',
  'deputy_ended',
  'hours_claimed',
  'hours_declined',
  'hours_withdrawn',
  'post_appealed',
]);

function tagsOf({ type, subject }: DeliveredEvent): string[] {
  const act = type.slice('people.team_'.length);
  if (!type.startsWith('people.team_') || quiet.has(act)) return [];
  return ['teams', `team:${subject}`];
}

/** What teams hold, tell and show. */
export function wireTeams(k: Kernel): void {
  declareProcessing(k, teamTables);
  declareTeamData(k);
  tellOfTeams(k);
  declareAccountJoin(k, {
    module: 'people.teams',
    tables: ['people.team', 'people.team_person', 'people.team_task_place', 'people.team_hours', 'people.team_post'],
    count: async (db, from) => [{ key: 'people.teams.personal_data.held', count: await countTeamData(db, from) }],
    move: joinInTeams,
  });
  declareDepartmentMerge(k, {
    module: 'people.teams',
    count: async (db, from) => [{ key: 'people.teams.merge', count: await countDepartmentTeams(db, from) }],
    move: moveDepartmentTeams,
  });
  declareActivity(k, {
    types: ['people.team_hours_confirmed', 'people.team_hours_corrected'],
    read: (db, { payload }) => readHours(db, String(payload.hoursId)),
  });
  offerOnMe(k, {
    href: '/me/teams',
    label: 'people.teams.mine_title',
    note: 'people.teams.mine_note',
    icon: 'join',
    order: 45,
  });
  offerInSecretariat(k, {
    href: '/secretariat/teams',
    label: 'people.teams.desk_title',
    order: 70,
    allow: mayReadProposals,
  });
  k.outbox.onDelivered(async (events) => {
    const tags = [...new Set(events.flatMap(tagsOf))].slice(0, 100);
    if (tags.length === 0) return;
    k.cache.invalidate(...tags);
    await k.live.publish('kernel.cache', tags);
  });
}
