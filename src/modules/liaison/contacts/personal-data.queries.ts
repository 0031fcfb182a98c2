import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';

/** Entries and matters about somebody. */
export async function countHeld(db: Db, accountId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select (select count(*) from liaison.entry where member_id = ${accountId})
      + (select count(*) from liaison.matter where member_id = ${accountId})
      + (select count(*) from liaison.named_contact where member_id = ${accountId})
      + (select count(*) from liaison.contact_wish where member_id = ${accountId}) as n`.execute(db);
  return Number(rows[0]?.n ?? 0);
}

export type HeldContact = {
  contactId: string;
  departmentId: string;
  post: string;
  since: Date;
  until: Date | null;
  endReason: string | null;
  note: string;
};
export type Held = { contacts: HeldContact[]; entries: unknown[]; matters: unknown[]; wishes: unknown[] };

/** Everything that stands here of a member, in their own words and in their contacts'. */
export async function heldOf(db: Db, accountId: string): Promise<Held> {
  const { rows: contacts } = await sql<HeldContact>`
    select contact_id as "contactId", department_id as "departmentId", post, since, until, end_reason as "endReason", note
    from liaison.named_contact where member_id = ${accountId} order by since`.execute(db);
  const { rows: entries } = await sql`
    select e.kind, e.side, e.held_at as "heldAt", e.minutes, e.place, e.talked, e.asked, e.at,
      (select coalesce(jsonb_agg(jsonb_build_object('kind', x.kind, 'side', x.side, 'text', x.text, 'at', x.at) order by x.at, x.id), '[]')
        from liaison.entry_addition x where x.entry_id = e.id) as additions
    from liaison.entry e where e.member_id = ${accountId} order by e.held_at, e.id`.execute(db);
  const { rows: matters } = await sql`
    select m.number, m.title, m.text, m.state, m.opened_at as "openedAt", m.due_at as "dueAt", m.closed_at as "closedAt",
      m.case_number as "caseNumber",
      (select coalesce(jsonb_agg(jsonb_build_object('act', s.act, 'side', s.side, 'text', s.text, 'at', s.at) order by s.at, s.id), '[]')
        from liaison.matter_step s where s.matter_id = m.id) as steps,
      (select coalesce(jsonb_agg(jsonb_build_object('round', r.round, 'solved', r.solved, 'outcome', r.outcome, 'attitude',
        r.attitude, 'speed', r.speed, 'text', r.text, 'at', r.at) order by r.round), '[]')
        from liaison.matter_rating r where r.matter_id = m.id) as ratings
    from liaison.matter m where m.member_id = ${accountId} order by m.opened_at, m.id`.execute(db);
  const { rows: wishes } = await sql`
    select text, at, state, answer, decided_at as "decidedAt" from liaison.contact_wish
    where member_id = ${accountId} order by at`.execute(db);
  return { contacts, entries, matters, wishes };
}

/**
 * Takes every word away. What stays is the offices' record without the person: that on a day there was a call of a
 * department, and a matter with its number, department, dates, state and stars.
 */
export async function eraseWords(tx: Tx, accountId: string, at: Date): Promise<void> {
  // Whoever writes in one of the matters at this moment is waited for: those words go too.
  await sql`select id from liaison.matter where member_id = ${accountId} order by id for update`.execute(tx);
  await sql`
    delete from liaison.entry_addition x using liaison.entry e
    where e.id = x.entry_id and e.member_id = ${accountId}`.execute(tx);
  await sql`
    update liaison.entry set talked = '', asked = '', place = '', minutes = null, erased = true
    where member_id = ${accountId}`.execute(tx);
  await sql`
    update liaison.matter_step s set text = '' from liaison.matter m
    where m.id = s.matter_id and m.member_id = ${accountId} and s.act not in ('case_news', 'case_answered', 'case_again', 'to_case')`.execute(
    tx,
  );
  await sql`
    update liaison.matter_rating r set text = '' from liaison.matter m
    where m.id = r.matter_id and m.member_id = ${accountId}`.execute(tx);
  await sql`
    update liaison.matter_handing h set note = '', answer = '',
      state = case when h.state = 'offered' then 'withdrawn' else h.state end, decided_at = coalesce(h.decided_at, ${at})
    from liaison.matter m where m.id = h.matter_id and m.member_id = ${accountId}`.execute(tx);
  await sql`
    update liaison.matter set title = '', text = '', erased = true,
      closed_at = case when state in ('closed', 'dropped') then closed_at else ${at} end,
      state = case when state = 'closed' then 'closed' else 'dropped' end
    where member_id = ${accountId}`.execute(tx);
  await sql`delete from liaison.contact_wish where member_id = ${accountId}`.execute(tx);
  await sql`update liaison.named_contact set note = '' where member_id = ${accountId}`.execute(tx);
}

/** Who of the staff opened a member's pages. */
export async function looksAt(db: Db, accountId: string, limit: number): Promise<{ at: Date; by: string }[]> {
  return db
    .selectFrom('kernel.audit_entry')
    .select(['at', 'actor_name as by'])
    .where('object_type', '=', 'account')
    .where('object_id', '=', accountId)
    .where('action', '=', 'liaison.member_read')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

/** Of these members, those at whom this person's look is in the log since then. */
export async function lookedSince(
  db: Db,
  actorId: string,
  memberIds: readonly string[],
  since: Date,
): Promise<Set<string>> {
  if (memberIds.length === 0) return new Set();
  const rows = await db
    .selectFrom('kernel.audit_entry')
    .select('object_id as id')
    .distinct()
    .where('object_type', '=', 'account')
    .where('object_id', 'in', [...memberIds])
    .where('action', '=', 'liaison.member_read')
    .where('actor_id', '=', actorId)
    .where('at', '>=', since)
    .execute();
  return new Set(rows.map(({ id }) => id));
}
