import { type Db, newId, sql, type Tx } from '../../../kernel/db/index.ts';

export type SeriesRow = {
  id: string;
  kind: 'joint_conference' | 'site_meeting' | 'other';
  title: string;
  rhythm: 'none' | 'month' | 'quarter' | 'half_year' | 'year';
  departmentId: string | null;
  chairId: string | null;
  revision: number;
  closedAt: Date | null;
  accountIds: string[];
  departmentIds: string[];
  organisationIds: string[];
  /** who chairs the series, or one of its meetings */
  chairIds: string[];
};

const columns = sql`s.id, s.kind, s.title, s.rhythm, s.department_id as "departmentId", s.chair_id as "chairId", s.revision,
  s.closed_at as "closedAt",
  array(select m.account_id from liaison.series_member m where m.series_id = s.id and m.account_id is not null order by m.id) as "accountIds",
  array(select m.department_id from liaison.series_member m where m.series_id = s.id and m.department_id is not null order by m.id) as "departmentIds",
  array(select m.organisation_id from liaison.series_member m where m.series_id = s.id and m.organisation_id is not null order by m.id) as "organisationIds",
  array(select s.chair_id where s.chair_id is not null union
    select m.chair_id from liaison.meeting m where m.series_id = s.id) as "chairIds"`;

export async function findSeries(db: Db, id: string): Promise<SeriesRow | undefined> {
  return (await sql<SeriesRow>`select ${columns} from liaison.meeting_series s where s.id = ${id}`.execute(db)).rows[0];
}

export async function lockSeries(tx: Tx, id: string): Promise<SeriesRow | undefined> {
  return (
    await sql<SeriesRow>`select ${columns} from liaison.meeting_series s where s.id = ${id} for update of s`.execute(tx)
  ).rows[0];
}

export type SeriesScope = {
  all: boolean;
  accountId: string;
  /** the same account where it works for the city, so that it chairs what it was named for */
  chairId: string | null;
  departmentIds: readonly string[];
  organisationIds: readonly string[];
};

const visible = (scope: SeriesScope) => sql`(${scope.all} or s.department_id = any(${[...scope.departmentIds]}::uuid[])
  or s.chair_id = ${scope.chairId}::uuid
  or exists (select from liaison.meeting c where c.series_id = s.id and c.chair_id = ${scope.chairId}::uuid)
  or exists (select from liaison.series_member m where m.series_id = s.id and (m.account_id = ${scope.accountId}
    or m.department_id = any(${[...scope.departmentIds]}::uuid[]) or m.organisation_id = any(${[...scope.organisationIds]}::uuid[]))))`;

/** Series that somebody takes part in, those that go on first; there are few. */
export async function listSeries(db: Db, scope: SeriesScope): Promise<SeriesRow[]> {
  return (
    await sql<SeriesRow>`select ${columns} from liaison.meeting_series s where ${visible(scope)}
      order by s.closed_at is not null, s.title, s.id limit 200`.execute(db)
  ).rows;
}

export type MeetingLine = {
  id: string;
  seriesId: string;
  series: string;
  no: number;
  startsAt: Date;
  endsAt: Date;
  place: string;
  state: 'planned' | 'invited' | 'held' | 'cancelled';
  confirmed: boolean;
};

const line = sql`m.id, m.series_id as "seriesId", s.title as series, m.no, m.starts_at as "startsAt", m.ends_at as "endsAt", m.place,
  m.state, m.minutes_confirmed_at is not null as confirmed`;

/** Meetings from a moment on, the next one first; or those before it, the last one first. */
export async function listMeetings(
  db: Db,
  scope: SeriesScope,
  given: { seriesId?: string; from?: Date; before?: Date },
  limit: number,
): Promise<MeetingLine[]> {
  const later = given.from !== undefined;
  const { rows } = await sql<MeetingLine>`
    select ${line} from liaison.meeting m join liaison.meeting_series s on s.id = m.series_id
    where ${visible(scope)}
      and (${given.seriesId ?? null}::uuid is null or m.series_id = ${given.seriesId ?? null}::uuid)
      and (${given.from ?? null}::timestamptz is null or m.ends_at >= ${given.from ?? null})
      and (${given.before ?? null}::timestamptz is null or m.ends_at < ${given.before ?? null})
    order by ${later ? sql`m.starts_at, m.id` : sql`m.starts_at desc, m.id desc`} limit ${limit}`.execute(db);
  return rows;
}

export type SeriesValues = Pick<SeriesRow, 'kind' | 'title' | 'rhythm' | 'departmentId' | 'chairId'>;

export async function insertSeries(tx: Tx, given: SeriesValues & { by: string | null; at: Date }): Promise<string> {
  const id = newId();
  await tx
    .insertInto('liaison.meeting_series')
    .values({
      id,
      kind: given.kind,
      title: given.title,
      rhythm: given.rhythm,
      department_id: given.departmentId,
      chair_id: given.chairId,
      made_by: given.by,
      made_at: given.at,
    })
    .execute();
  return id;
}

export async function changeSeries(
  tx: Tx,
  id: string,
  set: Partial<{
    kind: string;
    title: string;
    rhythm: string;
    department_id: string | null;
    chair_id: string | null;
    closed_at: Date;
  }>,
): Promise<void> {
  await tx
    .updateTable('liaison.meeting_series')
    .set((eb) => ({ ...set, revision: eb('revision', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

export type MemberRef = { accountId?: string; departmentId?: string; organisationId?: string };

/** Makes these the members; those who stay keep their rows, which attendance points at. */
export async function setMembers(tx: Tx, seriesId: string, members: readonly MemberRef[]): Promise<void> {
  const ids = members.map((each) => each.accountId ?? each.departmentId ?? each.organisationId ?? '');
  await sql`delete from liaison.series_member m where m.series_id = ${seriesId}
    and coalesce(m.account_id, m.department_id, m.organisation_id) <> all(${ids}::uuid[])
    and not exists (select from liaison.attendance a where a.member_id = m.id)`.execute(tx);
  for (const each of members)
    await tx
      .insertInto('liaison.series_member')
      .values({
        id: newId(),
        series_id: seriesId,
        account_id: each.accountId ?? null,
        department_id: each.departmentId ?? null,
        organisation_id: each.organisationId ?? null,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
}

export type SeriesMember = {
  id: string;
  accountId: string | null;
  departmentId: string | null;
  organisationId: string | null;
};

export async function membersOfSeries(db: Db, seriesId: string): Promise<SeriesMember[]> {
  const { rows } = await sql<SeriesMember>`
    select m.id, m.account_id as "accountId", m.department_id as "departmentId", m.organisation_id as "organisationId"
    from liaison.series_member m
    where m.series_id = ${seriesId} order by m.account_id is null, m.department_id is null, m.id`.execute(db);
  return rows;
}

export type Chosen = { id: string; name: string };

export async function countHosted(db: Db, departmentId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select
    (select count(*) from liaison.meeting_series where department_id = ${departmentId} and closed_at is null)
    + (select count(*) from liaison.decision where department_id = ${departmentId} and state = 'open') as n`.execute(
    db,
  );
  return rows[0]?.n ?? 0;
}

/** What goes on moves; what was decided and done stays in the name of whom it was. */
export async function moveMeetings(tx: Tx, from: string, to: string): Promise<void> {
  await sql`update liaison.meeting_series set department_id = ${to} where department_id = ${from} and closed_at is null`.execute(
    tx,
  );
  await sql`update liaison.decision set department_id = ${to} where department_id = ${from} and state = 'open'`.execute(
    tx,
  );
  await sql`update liaison.series_member m set department_id = ${to}
    where m.department_id = ${from} and not exists (
      select from liaison.series_member o where o.series_id = m.series_id and o.department_id = ${to})`.execute(tx);
  await sql`delete from liaison.series_member m where m.department_id = ${from}
    and not exists (select from liaison.attendance a where a.member_id = m.id)`.execute(tx);
}
