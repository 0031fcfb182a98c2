import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';
import type { CompetitionState, EntryState, EntryWay } from '../competitions.rules.ts';

/** An entry as far as its end with the account needs it. */
export type EntryOfAccount = {
  id: string;
  competitionId: string;
  slug: string;
  competitionState: CompetitionState;
  state: EntryState;
  way: EntryWay;
  organisationId: string | null;
  number: number | null;
  keepAfter: boolean;
  emptied: boolean;
};

/** Held, in the order of their competitions. */
export async function lockEntriesOfAccount(tx: Tx, accountId: string): Promise<EntryOfAccount[]> {
  await sql`select from competitions.competition where id in
    (select competition_id from competitions.entry where account_id = ${accountId}) order by id for no key update`.execute(
    tx,
  );
  const { rows } = await sql<EntryOfAccount>`
    select e.id, e.competition_id as "competitionId", c.slug, c.state as "competitionState", e.state, e.way,
      e.organisation_id as "organisationId", e.number, e.keep_after as "keepAfter", e.emptied_at is not null as emptied
    from competitions.entry e join competitions.competition c on c.id = e.competition_id
    where e.account_id = ${accountId} order by e.competition_id, e.id for update of e`.execute(tx);
  return rows;
}

export async function giveEntryTo(tx: Tx, id: string, accountId: string | null): Promise<void> {
  await sql`update competitions.entry set account_id = ${accountId}, version = version + 1 where id = ${id}`.execute(
    tx,
  );
}

/** Takes somebody off teams and off what they asked of others. */
export async function forgetTeamsAndAsking(tx: Tx, accountId: string, at: Date): Promise<void> {
  await sql`delete from competitions.entry_member where account_id = ${accountId}`.execute(tx);
  await sql`update competitions.entry set nominated_by = null where nominated_by = ${accountId}`.execute(tx);
  await sql`update competitions.entry_invitation set state = 'ended', ended_as = 'withdrawn', told_at = ${at}, name = null,
      email = null, phone = null, locale = null, title = null, words = null, role = null, token_hash = null, sent_at = null
    where asked_by = ${accountId} and state = 'open'`.execute(tx);
  await sql`update competitions.entry_invitation set asked_by = null where asked_by = ${accountId}`.execute(tx);
}

export async function moveEntries(tx: Tx, from: string, to: string): Promise<void> {
  await sql`update competitions.entry set account_id = ${to} where account_id = ${from}`.execute(tx);
  await sql`update competitions.entry set nominated_by = ${to} where nominated_by = ${from}`.execute(tx);
  await sql`update competitions.entry_invitation set asked_by = ${to} where asked_by = ${from}`.execute(tx);
  await sql`delete from competitions.entry_member m where account_id = ${from} and (
      exists (select from competitions.entry_member o where o.entry_id = m.entry_id and o.account_id = ${to})
      or exists (select from competitions.entry e where e.id = m.entry_id and e.account_id = ${to}))`.execute(tx);
  await sql`update competitions.entry_member set account_id = ${to} where account_id = ${from}`.execute(tx);
  // Whoever owns an entry is not in its team beside that.
  await sql`delete from competitions.entry_member m using competitions.entry e
    where m.entry_id = e.id and m.account_id = ${to} and e.account_id = ${to}`.execute(tx);
}

export async function countOfAccount(db: Db, accountId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select
    (select count(*) from competitions.entry where account_id = ${accountId})::int
    + (select count(*) from competitions.entry_member where account_id = ${accountId})::int
    + (select count(*) from competitions.entry_invitation where asked_by = ${accountId})::int as count`.execute(db);
  return rows[0]?.count ?? 0;
}

/** Everything an account has entered, is named in and asked of others; of the others only that somebody was asked. */
export async function exportOfAccount(db: Db, accountId: string): Promise<Record<string, unknown>> {
  const entries = await sql`
    select c.title as competition, g.name as category, e.number, e.way, e.title, e.by_line as "byLine", e.summary, e.body,
      e.state, e.late, e.created_at as "createdAt", e.submitted_at as "submittedAt", e.mend_note as "mendNote",
      e.mend_until as "mendUntil", e.agreed_at as "agreedAt", e.keep_after as "keepAfter",
      (select coalesce(jsonb_agg(jsonb_build_object('kind', f.kind, 'name', f.name, 'caption', f.caption, 'url', f.url,
          'file', f.file_id) order by f.position), '[]') from competitions.entry_file f where f.entry_id = e.id) as files
    from competitions.entry e
    join competitions.competition c on c.id = e.competition_id
    join competitions.category g on g.id = e.category_id
    where e.account_id = ${accountId} order by e.created_at`.execute(db);
  const teams = await sql`
    select c.title as competition, e.title, m.role, m.shown_as as "shownAs", m.joined_at as "joinedAt"
    from competitions.entry_member m
    join competitions.entry e on e.id = m.entry_id
    join competitions.competition c on c.id = m.competition_id
    where m.account_id = ${accountId} order by m.joined_at`.execute(db);
  const asked = await sql`
    select c.title as competition, i.kind, i.state, i.created_at as "createdAt"
    from competitions.entry_invitation i join competitions.competition c on c.id = i.competition_id
    where i.asked_by = ${accountId} order by i.created_at`.execute(db);
  return { entries: entries.rows, teams: teams.rows, asked: asked.rows };
}
