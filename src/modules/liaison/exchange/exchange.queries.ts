import { type Db, newId, sql, type Tx } from '../../../kernel/db/index.ts';
import type { LocalDate } from '../../../kernel/time/index.ts';
import type { Direction, ItemKind, ItemState } from './exchange.rules.ts';

export type ItemRow = {
  id: string;
  organisationId: string;
  direction: Direction;
  kind: ItemKind;
  title: string;
  body: string;
  dueOn: LocalDate | null;
  departmentId: string | null;
  state: ItemState;
  memberId: string | null;
  consentBy: LocalDate | null;
  consented: boolean;
  ownerId: string | null;
  matterId: string | null;
  /** of the matter that follows it, shown back */
  matterNumber: string | null;
  matterState: string | null;
  saidBy: string | null;
  saidAt: Date;
  settledAt: Date | null;
};

const columns = sql`i.id, i.organisation_id as "organisationId", i.direction, i.kind, i.title, i.body, i.due_on as "dueOn",
  i.department_id as "departmentId", i.state, i.member_id as "memberId", i.consent_by as "consentBy",
  i.consented_at is not null as consented, i.owner_id as "ownerId", i.matter_id as "matterId", m.number as "matterNumber",
  m.state as "matterState", i.said_by as "saidBy", i.said_at as "saidAt", i.settled_at as "settledAt"`;
const from = sql`liaison.exchange_item i left join liaison.matter m on m.id = i.matter_id`;

export async function findItem(db: Db, id: string): Promise<ItemRow | undefined> {
  return (await sql<ItemRow>`select ${columns} from ${from} where i.id = ${id}`.execute(db)).rows[0];
}

export async function lockItem(tx: Tx, id: string): Promise<ItemRow | undefined> {
  return (await sql<ItemRow>`select ${columns} from ${from} where i.id = ${id} for update of i`.execute(tx)).rows[0];
}

/** What the city may be shown of an item; the same words as `isShownToCity`. */
const shownToCity = sql`i.state not in ('awaiting_consent', 'refused', 'lapsed') and (i.member_id is null or i.consented_at is not null)`;

export type ItemScope =
  | { side: 'organisation' }
  | { side: 'city'; all: boolean; departmentIds: readonly string[]; accountId: string };

const inScope = (scope: ItemScope) =>
  scope.side === 'organisation'
    ? sql`true`
    : sql`${shownToCity} and (${scope.all} or i.department_id = any(${[...scope.departmentIds]}::uuid[]) or i.owner_id = ${scope.accountId})`;

/** What was said between one organisation and the city, newest first; keyset by id. */
export async function itemsOfOrganisation(
  db: Db,
  organisationId: string,
  scope: ItemScope,
  after: string | null,
  limit: number,
): Promise<ItemRow[]> {
  const { rows } = await sql<ItemRow>`select ${columns} from ${from}
    where i.organisation_id = ${organisationId} and ${inScope(scope)} and (${after}::uuid is null or i.id < ${after}::uuid)
    order by i.id desc limit ${limit}`.execute(db);
  return rows;
}

/** Requests that were asked for a member, newest first. */
export async function itemsForMember(db: Db, memberId: string, limit: number): Promise<ItemRow[]> {
  const { rows } = await sql<ItemRow>`select ${columns} from ${from}
    where i.member_id = ${memberId} order by i.id desc limit ${limit}`.execute(db);
  return rows;
}

export async function isAskedFor(db: Db, accountId: string): Promise<boolean> {
  const { rows } = await sql`select 1 from liaison.exchange_item where member_id = ${accountId} limit 1`.execute(db);
  return rows.length > 0;
}

export type OpenWith = { organisationId: string; open: number; late: number; agreements: number; lastAt: Date | null };

/** What is open with each of these organisations, as far as somebody of the city may see. */
export async function openWith(
  db: Db,
  organisationIds: readonly string[],
  scope: ItemScope,
  today: LocalDate,
): Promise<ReadonlyMap<string, OpenWith>> {
  const mine = inScope(scope);
  const agreements =
    scope.side === 'city' && !scope.all ? sql`a.department_id = any(${[...scope.departmentIds]}::uuid[])` : sql`true`;
  const waits = sql`i.kind <> 'news' and i.state in ('open', 'taken', 'answered')`;
  const { rows } = await sql<OpenWith>`
    select o.id as "organisationId", coalesce(i.open, 0) as open, coalesce(i.late, 0) as late, i.last as "lastAt",
      (select count(*) from liaison.agreement_party p join liaison.agreement a on a.id = p.agreement_id
        where p.organisation_id = o.id and a.state = 'in_force' and ${agreements}) as agreements
    from unnest(${[...organisationIds]}::uuid[]) as o (id)
    left join lateral (select count(*) filter (where ${waits}) as open,
        count(*) filter (where ${waits} and i.due_on < ${today}::date) as late, max(i.said_at) as last
      from liaison.exchange_item i where i.organisation_id = o.id and ${mine}) i on true`.execute(db);
  return new Map(rows.map((row) => [row.organisationId, row]));
}

export async function insertItem(
  tx: Tx,
  given: {
    organisationId: string;
    direction: Direction;
    kind: ItemKind;
    title: string;
    body: string;
    dueOn: LocalDate | null;
    departmentId: string | null;
    memberId: string | null;
    consentBy: LocalDate | null;
    by: string | null;
    at: Date;
  },
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('liaison.exchange_item')
    .values({
      id,
      organisation_id: given.organisationId,
      direction: given.direction,
      kind: given.kind,
      title: given.title,
      body: given.body,
      due_on: given.dueOn,
      department_id: given.departmentId,
      state: given.kind === 'request' ? 'awaiting_consent' : 'open',
      member_id: given.memberId,
      consent_by: given.consentBy,
      said_by: given.by,
      said_at: given.at,
    })
    .execute();
  return id;
}

export async function changeItem(
  tx: Tx,
  id: string,
  set: Partial<{
    state: ItemState;
    title: string;
    body: string;
    consented_at: Date;
    consent_wording: string;
    owner_id: string | null;
    matter_id: string;
    department_id: string | null;
    settled_at: Date;
  }>,
): Promise<void> {
  await tx.updateTable('liaison.exchange_item').set(set).where('id', '=', id).execute();
}

export type AnswerRow = {
  id: string;
  side: 'city' | 'organisation';
  body: string;
  saidBy: string | null;
  saidAt: Date;
};
export async function answersOf(db: Db, itemId: string): Promise<AnswerRow[]> {
  const { rows } = await sql<AnswerRow>`select id, side, body, said_by as "saidBy", said_at as "saidAt"
    from liaison.exchange_answer where item_id = ${itemId} order by said_at, id`.execute(db);
  return rows;
}

export async function insertAnswer(
  tx: Tx,
  given: { itemId: string; side: 'city' | 'organisation'; body: string; by: string | null; at: Date },
): Promise<void> {
  await tx
    .insertInto('liaison.exchange_answer')
    .values({
      id: newId(),
      item_id: given.itemId,
      side: given.side,
      body: given.body,
      said_by: given.by,
      said_at: given.at,
    })
    .execute();
}

/** Takes the words of an item and of its answers away. */
export async function eraseWords(tx: Tx, id: string): Promise<void> {
  await sql`update liaison.exchange_item set title = '', body = '' where id = ${id}`.execute(tx);
  await sql`update liaison.exchange_answer set body = '' where item_id = ${id}`.execute(tx);
}

/** Requests whose member did not answer in time. */
export async function itemsToLapse(db: Db, today: LocalDate, limit: number): Promise<{ id: string }[]> {
  return (
    await sql<{ id: string }>`select id from liaison.exchange_item
      where state = 'awaiting_consent' and consent_by < ${today}::date order by due_on, id limit ${limit}`.execute(db)
  ).rows;
}

/** Open needs that are due by a day, for reminders; keyset by id. */
export async function itemsDue(db: Db, until: LocalDate, after: string | null, limit: number): Promise<ItemRow[]> {
  const { rows } = await sql<ItemRow>`select ${columns} from ${from}
    where i.state in ('open', 'taken', 'answered') and i.kind <> 'news' and i.due_on <= ${until}::date
      and (${after}::uuid is null or i.id > ${after}::uuid) order by i.id limit ${limit}`.execute(db);
  return rows;
}

export async function countOpenItems(db: Db, departmentId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from liaison.exchange_item
    where department_id = ${departmentId} and kind <> 'news' and state in ('open', 'taken', 'answered')`.execute(db);
  return rows[0]?.n ?? 0;
}

/** What somebody of the staff saw to is open to all of the office again. */
export async function disownItems(tx: Tx, ownerId: string): Promise<void> {
  await sql`update liaison.exchange_item set owner_id = null
    where owner_id = ${ownerId} and direction = 'to_city' and state in ('open', 'taken', 'answered')`.execute(tx);
}

export async function moveItems(tx: Tx, fromId: string, to: string): Promise<void> {
  await sql`update liaison.exchange_item set department_id = ${to}
    where department_id = ${fromId} and state in ('awaiting_consent', 'open', 'taken', 'answered')`.execute(tx);
}

/** What is held of a person: what was asked for them, and what they said for an organisation. */
export async function countPersonal(db: Db, accountId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select
    (select count(*) from liaison.exchange_item where member_id = ${accountId} or said_by = ${accountId})
    + (select count(*) from liaison.exchange_answer where said_by = ${accountId})
    + (select count(*) from liaison.series_member where account_id = ${accountId})
    + (select count(*) from liaison.agreement_signature where by = ${accountId})
    + (select count(*) from liaison.minutes_addition where by = ${accountId})
    + (select count(*) from liaison.decision_progress where by = ${accountId}) as n`.execute(db);
  return rows[0]?.n ?? 0;
}

/** Ids of organisations stand in it; whoever shows it says their names. */
export async function personalOf(db: Db, accountId: string): Promise<Record<string, Record<string, unknown>[]>> {
  const { rows: asked } = await sql<
    Record<string, unknown>
  >`select i.organisation_id as "organisationId", i.title, i.body, i.state, i.due_on as "dueOn", i.said_at as "saidAt",
      i.consented_at as "consentedAt", i.consent_wording as "consentWording"
    from liaison.exchange_item i
    where i.member_id = ${accountId} order by i.said_at`.execute(db);
  const { rows: said } = await sql<
    Record<string, unknown>
  >`select i.organisation_id as "organisationId", i.kind, i.title, i.body, i.state, i.said_at as "saidAt"
    from liaison.exchange_item i
    where i.said_by = ${accountId} and i.member_id is null order by i.said_at`.execute(db);
  const { rows: answers } = await sql<
    Record<string, unknown>
  >`select a.body, a.said_at as "saidAt" from liaison.exchange_answer a
    where a.said_by = ${accountId} order by a.said_at`.execute(db);
  const { rows: meetings } = await sql<
    Record<string, unknown>
  >`select s.title from liaison.series_member m join liaison.meeting_series s on s.id = m.series_id
    where m.account_id = ${accountId} order by s.title`.execute(db);
  const { rows: signatures } = await sql<Record<string, unknown>>`select a.number, a.title, g.party_kind as "for", g.at
    from liaison.agreement_signature g join liaison.agreement a on a.id = g.agreement_id where g.by = ${accountId} order by g.at`.execute(
    db,
  );
  const { rows: progress } = await sql<
    Record<string, unknown>
  >`select text, at from liaison.decision_progress where by = ${accountId}
    union all select text, at from liaison.minutes_addition where by = ${accountId} order by at`.execute(db);
  return { asked, said, answers, meetings, signatures, progress };
}

/**
 * What was asked for somebody loses its words; who took part in a meeting by name no longer stands there. Signatures stay
 * with the name they were given: an agreement of two parties cannot lose one of them.
 */
export async function erasePersonal(tx: Tx, accountId: string, at: Date): Promise<void> {
  // Whoever answers one of them at this moment is waited for: those words go too.
  await sql`select id from liaison.exchange_item where member_id = ${accountId} order by id for update`.execute(tx);
  await sql`update liaison.exchange_answer a set body = '' from liaison.exchange_item i
    where i.id = a.item_id and i.member_id = ${accountId}`.execute(tx);
  await sql`update liaison.exchange_item set title = '', body = '', consent_wording = null,
      state = case when state = 'awaiting_consent' then 'lapsed' when state in ('open', 'taken', 'answered') then 'withdrawn' else state end,
      settled_at = coalesce(settled_at, ${at})
    where member_id = ${accountId}`.execute(tx);
  await sql`delete from liaison.series_member m where m.account_id = ${accountId}
    and not exists (select from liaison.attendance a where a.member_id = m.id)`.execute(tx);
}
