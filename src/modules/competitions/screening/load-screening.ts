import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Actor, accountNames, accountsByIds, staffNames } from '../../people/index.ts';
import type { Competition } from '../competition.queries.ts';
import type { EntryState } from '../competitions.rules.ts';
import { filesOfEntry, teamOfEntry } from '../entries/entry.queries.ts';
import { objectionOf } from './objection.queries.ts';
import { isOwnEntry } from './own-entry.ts';
import {
  countScreened,
  decisionsOf,
  entryRecord,
  lastDecisions,
  type ScreeningFilter,
  screenedEntries,
} from './screening.queries.ts';

export const pageSize = 50;

/** A page of the desk: entries that were handed in, by number, and how many stand where. */
export async function loadList(k: Kernel, competition: Competition, filter: ScreeningFilter, after: number) {
  const [rows, counts] = await Promise.all([
    screenedEntries(k.db, competition.id, filter, after, pageSize + 1),
    countScreened(k.db, competition.id),
  ]);
  const entries = rows.slice(0, pageSize);
  const states = new Map<EntryState, number>();
  for (const { state, count } of counts) states.set(state, (states.get(state) ?? 0) + count);
  const decisions = await lastDecisions(
    k.db,
    entries.map(({ id }) => id),
  );
  return { competition, filter, entries, more: rows.length > pageSize, after, counts, states, decisions };
}
export type ListView = Awaited<ReturnType<typeof loadList>>;

/**
 * One entry with everything that was handed in and decided; how to reach the entrant is asked for apart.
 * @throws AppError competitions.entry_not_found
 */
export async function loadEntry(k: Kernel, actor: Actor, competition: Competition, number: number) {
  const entry = await entryRecord(k.db, competition.id, number);
  if (!entry) return fail('competitions.entry_not_found');
  const [files, team, decisions, objection, isOwn] = await Promise.all([
    filesOfEntry(k.db, entry.id),
    teamOfEntry(k.db, entry.id),
    decisionsOf(k.db, entry.id),
    objectionOf(k.db, entry.id),
    isOwnEntry(k.db, actor, entry),
  ]);
  const staff = await staffNames(
    k,
    decisions.flatMap(({ byId }) => byId ?? []),
  );
  return { competition, entry, files, team, decisions, objection, isOwn, staff };
}
export type EntryView = Awaited<ReturnType<typeof loadEntry>>;

export type Entrant = { name: string; phone: string | null; email: string | null };

/** How to reach whoever handed an entry in; each look is in the audit log, and the person sees it on /me/data. */
export async function readEntrant(k: Kernel, actor: Actor, competition: Competition, number: number): Promise<Entrant> {
  const entry = await entryRecord(k.db, competition.id, number);
  const accountId = entry?.accountId;
  if (!accountId) return fail('competitions.entry_not_found');
  return inTransaction(k.db, async (tx) => {
    await audit(tx, k.clock.now(), {
      actorId: actor.accountId,
      actorName: actor.name,
      action: 'people.personal_data_read',
      objectType: 'account',
      objectId: accountId,
      departmentId: competition.departmentId,
      details: { competition: competition.slug, entry: number },
    });
    const names = await accountNames(tx, [accountId]);
    const [reach] = await accountsByIds(tx, [accountId]);
    return { name: names.get(accountId) ?? '', phone: reach?.phone ?? null, email: reach?.email ?? null };
  });
}
