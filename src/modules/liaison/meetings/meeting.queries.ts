import { type Db, newId, sql, type Tx } from '../../../kernel/db/index.ts';
import type { Attendance, MeetingState } from './meetings.rules.ts';

export type MeetingRow = {
  id: string;
  seriesId: string;
  no: number;
  startsAt: Date;
  endsAt: Date;
  place: string;
  chairId: string;
  state: MeetingState;
  cancelReason: string;
  sequence: number;
  revision: number;
  minutes: string;
  minutesRevision: number;
  minutesBy: string | null;
  confirmedBy: string | null;
  confirmedAt: Date | null;
  confirmed: boolean;
};

const columns = sql`m.id, m.series_id as "seriesId", m.no, m.starts_at as "startsAt", m.ends_at as "endsAt", m.place, m.chair_id as "chairId",
  m.state, m.cancel_reason as "cancelReason", m.sequence, m.revision, m.minutes, m.minutes_revision as "minutesRevision",
  m.minutes_by as "minutesBy", m.minutes_confirmed_by as "confirmedBy", m.minutes_confirmed_at as "confirmedAt",
  m.minutes_confirmed_at is not null as confirmed`;

export async function findMeeting(db: Db, id: string): Promise<MeetingRow | undefined> {
  return (await sql<MeetingRow>`select ${columns} from liaison.meeting m where m.id = ${id}`.execute(db)).rows[0];
}

export async function lockMeeting(tx: Tx, id: string): Promise<MeetingRow | undefined> {
  return (
    await sql<MeetingRow>`select ${columns} from liaison.meeting m where m.id = ${id} for update of m`.execute(tx)
  ).rows[0];
}

/** The next one of its series; the series is locked by whoever calls. */
export async function insertMeeting(
  tx: Tx,
  given: Pick<MeetingRow, 'seriesId' | 'startsAt' | 'endsAt' | 'place' | 'chairId'> & { by: string | null; at: Date },
): Promise<string> {
  const id = newId();
  await sql`insert into liaison.meeting (id, series_id, no, starts_at, ends_at, place, chair_id, state, made_by, made_at)
    values (${id}, ${given.seriesId}, (select coalesce(max(no), 0) + 1 from liaison.meeting where series_id = ${given.seriesId}),
      ${given.startsAt}, ${given.endsAt}, ${given.place}, ${given.chairId}, 'planned', ${given.by}, ${given.at})`.execute(
    tx,
  );
  return id;
}

export async function changeMeeting(
  tx: Tx,
  id: string,
  set: Partial<{
    starts_at: Date;
    ends_at: Date;
    place: string;
    chair_id: string;
    state: MeetingState;
    cancel_reason: string;
    sequence: number;
    minutes: string;
    minutes_revision: number;
    minutes_by: string | null;
    minutes_confirmed_by: string | null;
    minutes_confirmed_at: Date;
  }>,
): Promise<void> {
  await tx
    .updateTable('liaison.meeting')
    .set((eb) => ({ ...set, revision: eb('revision', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

export type AgendaItem = {
  id: string;
  title: string;
  note: string;
  presenter: string;
  decisionId: string | null;
};

/** What was carried over first, by its day; then in the order in which it was put on. */
export async function agendaOf(db: Db, meetingId: string): Promise<AgendaItem[]> {
  const { rows } = await sql<AgendaItem>`select i.id, i.title, i.note, i.presenter, i.decision_id as "decisionId"
    from liaison.agenda_item i left join liaison.decision d on d.id = i.decision_id
    where i.meeting_id = ${meetingId} order by i.decision_id is null, d.due_on, d.meeting_id, d.no, i.sort, i.id`.execute(
    db,
  );
  return rows;
}

export async function insertAgendaItem(
  tx: Tx,
  meetingId: string,
  item: { title: string; note: string; presenter: string },
): Promise<string> {
  const id = newId();
  await sql`insert into liaison.agenda_item (id, meeting_id, title, note, presenter, sort)
    values (${id}, ${meetingId}, ${item.title}, ${item.note}, ${item.presenter},
      (select coalesce(max(sort), 0) + 1 from liaison.agenda_item where meeting_id = ${meetingId}))`.execute(tx);
  return id;
}

/** Takes an item out that has no papers; one that was carried over stays. @returns whether it was there */
export async function deleteAgendaItem(tx: Tx, meetingId: string, id: string): Promise<boolean> {
  const { rows } =
    await sql`delete from liaison.agenda_item i where i.meeting_id = ${meetingId} and i.id = ${id} and i.decision_id is null
    and not exists (select from liaison.meeting_file f where f.agenda_item_id = i.id) returning i.id`.execute(tx);
  return rows.length > 0;
}

/** Puts open decisions of confirmed meetings of the series before it on a meeting's agenda; each once. */
export async function carryDecisions(tx: Tx, meetingId: string): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into liaison.agenda_item (id, meeting_id, title, sort, decision_id)
    select gen_random_uuid(), m.id, left(d.text, 200), 0, d.id
    from liaison.meeting m
    join liaison.meeting before on before.series_id = m.series_id and before.no < m.no and before.state = 'held'
      and before.minutes_confirmed_at is not null
    join liaison.decision d on d.meeting_id = before.id and d.state = 'open'
    where m.id = ${meetingId} order by d.due_on, d.id
    on conflict do nothing`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

/** Meetings of a series after this one that were not held yet. */
export async function meetingsAhead(db: Db, seriesId: string, no: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from liaison.meeting
    where series_id = ${seriesId} and no > ${no} and state in ('planned', 'invited') order by no`.execute(db);
  return rows.map((row) => row.id);
}

export type MeetingFile = { fileId: string; agendaItemId: string | null; decisionId: string | null };

export async function insertMeetingFiles(
  tx: Tx,
  meetingId: string,
  fileIds: readonly string[],
  of: { agendaItemId?: string | null; decisionId?: string | null },
  by: string | null,
  at: Date,
): Promise<void> {
  if (fileIds.length === 0) return;
  await tx
    .insertInto('liaison.meeting_file')
    .values(
      fileIds.map((file_id) => ({
        meeting_id: meetingId,
        file_id,
        agenda_item_id: of.agendaItemId ?? null,
        decision_id: of.decisionId ?? null,
        by,
        at,
      })),
    )
    .execute();
}

export async function filesOfMeeting(db: Db, meetingIds: readonly string[]): Promise<MeetingFile[]> {
  const { rows } = await sql<MeetingFile>`
    select file_id as "fileId", agenda_item_id as "agendaItemId", decision_id as "decisionId"
    from liaison.meeting_file where meeting_id = any(${[...meetingIds]}::uuid[]) order by at, file_id`.execute(db);
  return rows;
}

export async function meetingOfFile(db: Db, fileId: string): Promise<{ id: string; seriesId: string } | undefined> {
  const { rows } = await sql<{ id: string; seriesId: string }>`
    select m.id, m.series_id as "seriesId" from liaison.meeting_file f join liaison.meeting m on m.id = f.meeting_id
    where f.file_id = ${fileId} limit 1`.execute(db);
  return rows[0];
}

export type AttendanceRow = { memberId: string; state: Attendance; note: string };

export async function attendanceOf(db: Db, meetingId: string): Promise<AttendanceRow[]> {
  return (await db
    .selectFrom('liaison.attendance')
    .select(['member_id as memberId', 'state', 'note'])
    .where('meeting_id', '=', meetingId)
    .execute()) as AttendanceRow[];
}

export async function saveAttendance(tx: Tx, meetingId: string, row: AttendanceRow): Promise<void> {
  await tx
    .insertInto('liaison.attendance')
    .values({ meeting_id: meetingId, member_id: row.memberId, state: row.state, note: row.note })
    .onConflict((conflict) =>
      conflict.columns(['meeting_id', 'member_id']).doUpdateSet({ state: row.state, note: row.note }),
    )
    .execute();
}

export type Addition = { id: string; text: string; by: string | null; at: Date };
export async function additionsOf(db: Db, meetingId: string): Promise<Addition[]> {
  return db
    .selectFrom('liaison.minutes_addition')
    .select(['id', 'text', 'by', 'at'])
    .where('meeting_id', '=', meetingId)
    .orderBy('at')
    .orderBy('id')
    .execute();
}

export async function insertAddition(
  tx: Tx,
  given: { meetingId: string; text: string; by: string | null; at: Date },
): Promise<void> {
  await tx
    .insertInto('liaison.minutes_addition')
    .values({ id: newId(), meeting_id: given.meetingId, text: given.text, by: given.by, at: given.at })
    .execute();
}

export type MeetingSoon = { id: string; seriesId: string; startsAt: Date };
/** Meetings that were invited to and begin before a moment, for the reminder of the day before. */
export async function meetingsBefore(db: Db, from: Date, until: Date): Promise<MeetingSoon[]> {
  const { rows } =
    await sql<MeetingSoon>`select id, series_id as "seriesId", starts_at as "startsAt" from liaison.meeting
    where state = 'invited' and starts_at > ${from} and starts_at <= ${until} order by starts_at, id limit 500`.execute(
      db,
    );
  return rows;
}
