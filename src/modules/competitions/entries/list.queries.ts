import { type Db, sql } from '../../../kernel/db/index.ts';
import type { EntryState, EntryWay } from '../competitions.rules.ts';

/** An entry that was handed in, as organisers list it. */
export type DeskEntry = {
  id: string;
  number: number;
  categoryId: string;
  way: EntryWay;
  title: string;
  byLine: string;
  state: EntryState;
  late: boolean;
  submittedAt: Date;
  accountId: string | null;
  files: number;
};

export type DeskFilter = {
  state?: Exclude<EntryState, 'draft'> | undefined;
  categoryId?: string | undefined;
  late?: boolean | undefined;
};

/** Handed-in entries by number, behind a number; drafts are nobody's but their owners'. */
export async function deskEntries(
  db: Db,
  competitionId: string,
  filter: DeskFilter,
  after: number,
  limit: number,
): Promise<DeskEntry[]> {
  const { rows } = await sql<DeskEntry>`
    select e.id, e.number, e.category_id as "categoryId", e.way, e.title, e.by_line as "byLine", e.state, e.late,
      e.submitted_at as "submittedAt", e.account_id as "accountId",
      (select count(*)::int from competitions.entry_file f where f.entry_id = e.id) as files
    from competitions.entry e
    where e.competition_id = ${competitionId} and e.number > ${after} and e.state <> 'draft'
      and (${filter.state ?? null}::text is null or e.state = ${filter.state ?? null})
      and (${filter.categoryId ?? null}::uuid is null or e.category_id = ${filter.categoryId ?? null}::uuid)
      and (${filter.late ?? null}::boolean is null or e.late = ${filter.late ?? null})
    order by e.number limit ${limit}`.execute(db);
  return rows;
}
