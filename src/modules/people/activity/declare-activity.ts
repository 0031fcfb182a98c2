import type { Db, Tx } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { DeliveredEvent } from '../../../kernel/outbox/index.ts';
import { forgetActivities, keepActivities } from './activity.queries.ts';

/** Kinds of what members take part in. Words: `people.activity.kind.<code>`. */
export const activityKinds = [
  'training',
  'team',
  'inspection',
  'advice',
  'meeting',
  'exchange',
  'event',
  'other',
] as const;
export type ActivityKind = (typeof activityKinds)[number];

/** That somebody took part in something. */
export type Activity = {
  accountId: string;
  kind: ActivityKind;
  /** what it was, in the words of whoever held it; the member sees it, and so does the secretariat */
  title: string;
  /** when it took place */
  at: Date;
  /** how long, where that is known: above 0 */
  hours?: number | null;
  /** the table or part it comes from (`people.team_hours`), and the row there: recorded once for a person */
  source: string;
  sourceId: string;
};

/** What some events mean for the record. */
export type ActivityReader = {
  /** types of outbox events */
  types: readonly string[];
  /**
   * What an event says that members did, read from the module's own tables; once more with the same source, it replaces
   * what was recorded.
   */
  read(db: Db, event: DeliveredEvent): Promise<readonly Activity[]>;
  /** Rows that an event takes back: everything recorded for them goes. */
  gone?(db: Db, event: DeliveredEvent): Promise<readonly Pick<Activity, 'source' | 'sourceId'>[]>;
};

const declared = new WeakMap<Kernel, number>();

/**
 * Lets a module's events fill the members' activity record; in its `wire`. People without a membership are left out.
 * Never anything from which people could be compared: no marks, no results.
 */
export function declareActivity(k: Kernel, reader: ActivityReader): void {
  const n = (declared.get(k) ?? 0) + 1;
  declared.set(k, n);
  k.outbox.subscribe({
    name: `people.activity.${reader.types[0] ?? n}`,
    types: [...reader.types],
    handle: (tx, event) => take(tx, event, reader),
  });
}

async function take(tx: Tx, event: DeliveredEvent, reader: ActivityReader): Promise<void> {
  for (const { source, sourceId } of (await reader.gone?.(tx, event)) ?? [])
    await forgetActivities(tx, source, sourceId);
  await keepActivities(tx, await reader.read(tx, event));
}
