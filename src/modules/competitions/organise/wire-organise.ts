import { inTransaction } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import {
  declareAccountJoin,
  declareDepartmentMerge,
  declareDepartmentUse,
  declarePersonalData,
  offerOnMe,
} from '../../people/index.ts';
import { expireInvitations, hasAnyDuty } from './duty.queries.ts';
import { competitionsOf, countRunning, moveCompetitions } from './organise.queries.ts';
import './organise.errors.ts';
import { countDutyData, dutyDataOf, eraseDutyData, joinDuties } from './personal-data.queries.ts';
import { tellOfDuties } from './tell-of-duties.ts';

const mostTags = 100;

/** Cached pages, departments, personal data and notifications of competitions and the people who work in them. */
export function wireOrganise(k: Kernel): void {
  dropCachedPages(k);
  tellOfDuties(k);
  declareDepartmentUse(k, countRunning);
  declareDepartmentMerge(k, {
    module: 'competitions',
    count: async (db, from) => [{ key: 'competitions.organise.moving', count: await countRunning(db, from) }],
    move: (tx, from, to) => moveCompetitions(tx, from, to),
  });
  declareAccountJoin(k, {
    module: 'competitions.duties',
    tables: ['competitions.duty', 'competitions.public_note'],
    count: async (db, from) => [{ key: 'competitions.organise.personal.held', count: await countDutyData(db, from) }],
    move: joinDuties,
  });
  declarePersonalData(k, {
    module: 'competitions.duties',
    held: 'competitions.organise.personal.held',
    kept: 'competitions.organise.personal.kept',
    values: {
      duty: 'competitions.duty',
      as: ['competitions.duty', 'competitions.organise.as'],
      act: 'competitions.organise.act',
    },
    count: countDutyData,
    export: dutyDataOf,
    erase: eraseDutyData,
  });
  offerOnMe(k, {
    href: '/me/duties',
    label: 'competitions.organise.duties.title',
    note: 'competitions.organise.duties.place_note',
    icon: 'vote',
    order: 50,
    who: (_, accountId) => hasAnyDuty(k.db, accountId),
  });
  k.jobs.define('competitions.invitations', { cron: '17 4 * * *', tz: k.config.TIME_ZONE }, async () => {
    await inTransaction(k.db, (tx) => expireInvitations(tx, k.clock.now(), null));
  });
}

/** Happens by the hundred while juries work, and shows on no public page. */
const unseen = new Set(['competitions.hand_in_sheets', 'competitions.discuss_entry', 'competitions.recuse']);

/** Drops cached pages of a competition when something is done in it, here and in every other process. */
function dropCachedPages(k: Kernel): void {
  k.outbox.onDelivered(async (events) => {
    const touched = new Set(
      events.filter(({ type }) => type.startsWith('competitions.') && !unseen.has(type)).map(({ subject }) => subject),
    );
    // Pages name their department.
    for (const { type, payload } of events)
      if (type === 'people.department_merged')
        for (const id of await competitionsOf(k.db, String(payload.to))) touched.add(id);
    if (touched.size === 0) return;
    const tags = ['competitions', ...[...touched].map((id) => `competition:${id}`)];
    for (let start = 0; start < tags.length; start += mostTags) {
      const some = tags.slice(start, start + mostTags);
      k.cache.invalidate(...some);
      await k.live.publish('kernel.cache', some);
    }
  });
}
