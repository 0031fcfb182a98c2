import { type Db, sql } from '../../../kernel/db/index.ts';
import type { Scope } from '../scope.ts';
import type { EntryKind, EntrySide } from './entry.queries.ts';

/** That there was a contact, without a word of it: those stand on the member's page, where each look is recorded. */
export type EntryLine = {
  id: string;
  memberId: string;
  contactId: string;
  departmentId: string;
  kind: EntryKind;
  side: EntrySide;
  heldAt: Date;
  minutes: number | null;
  matter: string | null;
};

export type EntryFilter = {
  kind?: EntryKind | undefined;
  departmentId?: string | undefined;
  from?: Date | undefined;
  until?: Date | undefined;
};

/** A page of the register of contacts that somebody may read, the newest first. */
export async function listEntries(
  db: Db,
  { all, accountId, departmentIds }: Scope,
  filter: EntryFilter,
  after: { at: Date; id: string } | null,
  limit: number,
): Promise<EntryLine[]> {
  const departments = sql`${[...departmentIds]}::uuid[]`;
  const { rows } = await sql<EntryLine>`
    select e.id, e.member_id as "memberId", e.contact_id as "contactId", e.department_id as "departmentId", e.kind, e.side,
      e.held_at as "heldAt", e.minutes,
      (select m.number from liaison.matter m where m.entry_id = e.id order by m.number limit 1) as matter
    from liaison.entry e
    where (${all} or exists (select from liaison.named_contact c where c.member_id = e.member_id and c.until is null
        and (c.contact_id = ${accountId}::uuid or c.department_id = any(${departments}))))
      and (${filter.kind ?? null}::text is null or e.kind = ${filter.kind ?? null})
      and (${filter.departmentId ?? null}::uuid is null or e.department_id = ${filter.departmentId ?? null}::uuid)
      and (${filter.from ?? null}::timestamptz is null or e.held_at >= ${filter.from ?? null})
      and (${filter.until ?? null}::timestamptz is null or e.held_at < ${filter.until ?? null})
      and (${after?.at ?? null}::timestamptz is null
        or (e.held_at, e.id) < (${after?.at ?? null}::timestamptz, ${after?.id ?? null}::uuid))
    order by e.held_at desc, e.id desc limit ${limit}`.execute(db);
  return rows;
}
