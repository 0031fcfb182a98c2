import type { Tx } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { DeliveredEvent } from '../../../kernel/outbox/index.ts';
import { accountsWithRole } from '../staff-lookup.ts';
import { type TeamAudience, takersOfTask, teamAudience } from './tell-of-teams.queries.ts';

// keys: people.notify.teams.*

type Telling = {
  /** kind of the notification, `people.teams.<kind>` */
  kind: string;
  /** who hears of it: whoever the event is about, those who run the team, everybody in it, takers of a task, the secretariat */
  to: 'person' | 'runs' | 'people' | 'takers' | 'secretaries' | 'moderators';
  /** where the link leads; default the person's own page of the team */
  at?: 'manage' | 'public' | 'secretariat' | 'mine_list' | 'moderation';
};

/** What people hear of, by event. */
const tellings: Record<string, Telling[]> = {
  proposed: [{ kind: 'proposed', to: 'secretaries', at: 'secretariat' }],
  vacant: [
    { kind: 'vacant', to: 'secretaries', at: 'secretariat' },
    { kind: 'vacant', to: 'people' },
  ],
  approved: [{ kind: 'approved', to: 'person', at: 'manage' }],
  declined: [{ kind: 'declined', to: 'person', at: 'mine_list' }],
  asked: [{ kind: 'asked', to: 'runs', at: 'manage' }],
  joined: [{ kind: 'joined', to: 'person' }],
  request_declined: [{ kind: 'request_declined', to: 'person', at: 'public' }],
  invited: [{ kind: 'invited', to: 'person' }],
  removed: [{ kind: 'removed', to: 'person', at: 'public' }],
  deputy_named: [{ kind: 'deputy_named', to: 'person', at: 'manage' }],
  lead_offered: [{ kind: 'lead_offered', to: 'person' }],
  lead_taken: [{ kind: 'lead_taken', to: 'people' }],
  lead_refused: [{ kind: 'lead_refused', to: 'runs', at: 'manage' }],
  task_set: [{ kind: 'task_set', to: 'people' }],
  task_changed: [{ kind: 'task_changed', to: 'takers' }],
  task_cancelled: [{ kind: 'task_cancelled', to: 'takers' }],
  hours_claimed: [{ kind: 'hours_claimed', to: 'runs', at: 'manage' }],
  hours_confirmed: [{ kind: 'hours_confirmed', to: 'person' }],
  hours_declined: [{ kind: 'hours_declined', to: 'person' }],
  hours_corrected: [{ kind: 'hours_corrected', to: 'person' }],
  post_hidden: [{ kind: 'post_hidden', to: 'runs', at: 'manage' }],
  post_appealed: [{ kind: 'post_appealed', to: 'moderators', at: 'moderation' }],
  post_restored: [{ kind: 'post_restored', to: 'runs', at: 'manage' }],
  post_upheld: [{ kind: 'post_upheld', to: 'runs', at: 'manage' }],
  closed: [{ kind: 'closed', to: 'people', at: 'public' }],
};

/** Notices about teams: group `people.teams`, which a person turns off; what is decided on them they always hear. */
export function tellOfTeams(k: Kernel): void {
  const kinds = new Set(Object.values(tellings).flatMap((each) => each.map(({ kind }) => kind)));
  k.notify.declareKinds([...kinds].map((kind) => ({ kind: `people.teams.${kind}`, group: 'people.teams' })));
  k.outbox.subscribe({
    name: 'people.teams.tell',
    types: Object.keys(tellings).map((act) => `people.team_${act}`),
    handle: (tx, event) => tell(k, tx, event),
  });
}

async function tell(k: Kernel, tx: Tx, event: DeliveredEvent): Promise<void> {
  const team = await teamAudience(tx, event.subject);
  if (!team) return;
  for (const telling of tellings[event.type.slice('people.team_'.length)] ?? []) {
    const ids = new Set(await audienceOf(tx, telling, team, event));
    // Whoever did it knows.
    if (event.actorId) ids.delete(event.actorId);
    for (const accountId of ids)
      await k.notify.send(tx, event.at, {
        to: { accountId },
        kind: `people.teams.${telling.kind}`,
        params: { team: team.name },
        link: linkOf(telling, team),
        dedupe: `${event.id} ${telling.kind} ${accountId}`,
      });
  }
}

async function audienceOf(tx: Tx, { to }: Telling, team: TeamAudience, { payload }: DeliveredEvent): Promise<string[]> {
  const { accountId, taskId } = payload;
  if (to === 'person') return typeof accountId === 'string' ? [accountId] : [];
  if (to === 'takers') return typeof taskId === 'string' ? takersOfTask(tx, taskId) : [];
  if (to === 'runs') return team.runs;
  if (to === 'people') return team.people;
  return accountsWithRole({ db: tx }, to === 'secretaries' ? 'secretary' : 'moderator', 'any');
}

function linkOf({ at }: Telling, { slug }: TeamAudience): string {
  if (at === 'secretariat') return '/secretariat/teams';
  if (at === 'moderation') return '/teams/moderation';
  if (at === 'mine_list') return '/me/teams';
  if (at === 'public') return `/teams/${slug}`;
  return at === 'manage' ? `/teams/${slug}/manage` : `/teams/${slug}/mine`;
}
