import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';
import type { Locale } from '../../../kernel/i18n/index.ts';

/** What is held of somebody who was nominated, until they answer. */
export type NomineeData = {
  name: string;
  email: string | null;
  phone: string | null;
  locale: Locale;
  categories: string[];
  words: string;
};

export type NewNomination = {
  id: string;
  roundId: string | null;
  batchId: string | null;
  line: number | null;
  recommenderId: string;
  organisationId: string | null;
  createdAt: Date;
  expiresAt: Date;
  /** null: nobody is written to, and nothing is kept of whom it was for */
  nominee: (NomineeData & { tokenHash: Buffer }) | null;
};

export async function insertNominations(tx: Tx, nominations: readonly NewNomination[]): Promise<void> {
  for (let from = 0; from < nominations.length; from += 500)
    await tx
      .insertInto('people.nomination')
      .values(
        nominations.slice(from, from + 500).map(({ nominee, ...given }) => ({
          id: given.id,
          round_id: given.roundId,
          batch_id: given.batchId,
          line: given.line,
          recommender_id: given.recommenderId,
          organisation_id: given.organisationId,
          created_at: given.createdAt,
          expires_at: given.expiresAt,
          state: nominee ? 'open' : 'ended',
          ended_as: nominee ? null : 'not_accepted',
          name: nominee?.name ?? null,
          email: nominee?.email ?? null,
          phone: nominee?.phone ?? null,
          locale: nominee?.locale ?? null,
          categories: nominee?.categories ?? null,
          words: nominee?.words ?? null,
          token_hash: nominee?.tokenHash ?? null,
        })),
      )
      .execute();
}

export type NominationState = 'open' | 'accepted' | 'taken' | 'ended';

/** A nomination with what is held of the nominee; their parts are null once it has ended. */
export type Nomination = {
  id: string;
  number: number;
  state: NominationState;
  roundId: string | null;
  recommenderId: string | null;
  organisationId: string | null;
  batchId: string | null;
  bySecretariat: boolean;
  /** how the recommender is called, and for which organisation */
  recommender: string;
  organisation: string | null;
  name: string | null;
  email: string | null;
  phone: string | null;
  locale: Locale | null;
  categories: string[] | null;
  words: string | null;
  accountId: string | null;
  createdAt: Date;
  sentAt: Date | null;
  remindedAt: Date | null;
  expiresAt: Date;
};

/** Nominations with whoever made them. */
export function nominations(db: Db) {
  return db
    .selectFrom('people.nomination as n')
    .leftJoin('people.account as a', 'a.id', 'n.recommender_id')
    .leftJoin('people.organisation as o', 'o.id', 'n.organisation_id')
    .leftJoin('people.nomination_batch as b', 'b.id', 'n.batch_id')
    .select((eb) => [
      'n.id',
      'n.number',
      'n.state',
      'n.round_id as roundId',
      'n.batch_id as batchId',
      'n.recommender_id as recommenderId',
      'n.organisation_id as organisationId',
      eb.fn.coalesce('a.name', eb.val('')).as('recommender'),
      'o.name as organisation',
      eb.fn.coalesce('b.by_secretariat', eb.val(false)).as('bySecretariat'),
      'n.name',
      'n.email',
      'n.phone',
      'n.locale',
      'n.categories',
      'n.words',
      'n.account_id as accountId',
      'n.created_at as createdAt',
      'n.sent_at as sentAt',
      'n.reminded_at as remindedAt',
      'n.expires_at as expiresAt',
    ]);
}

export async function nominationById(db: Db, id: string): Promise<Nomination | null> {
  const row = await nominations(db).where('n.id', '=', id).executeTakeFirst();
  return (row as Nomination | undefined) ?? null;
}

/** The invitation behind a link, while it can be answered. */
export async function openInvitation(db: Db, tokenHash: Buffer, now: Date): Promise<Nomination | null> {
  const row = await nominations(db)
    .where('n.token_hash', '=', tokenHash)
    .where('n.state', '=', 'open')
    .where('n.expires_at', '>', now)
    .executeTakeFirst();
  return (row as Nomination | undefined) ?? null;
}

/** Locks a nomination, so that it is answered once. */
export async function lockNomination(tx: Tx, id: string): Promise<Nomination | null> {
  const row = await nominations(tx).where('n.id', '=', id).forUpdate('n').executeTakeFirst();
  return (row as Nomination | undefined) ?? null;
}

const forgotten = {
  state: 'ended',
  name: null,
  email: null,
  phone: null,
  locale: null,
  categories: null,
  words: null,
  token_hash: null,
  account_id: null,
  sent_at: null,
  reminded_at: null,
} as const;

/** Ends nominations and erases everything about whom they were for. */
export async function forgetNominations(
  tx: Tx,
  ids: readonly string[],
  as: 'not_accepted' | 'withdrawn' | 'done',
): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .updateTable('people.nomination')
    .set({ ...forgotten, ended_as: as, ...(as !== 'done' && { accepted_at: null }) })
    .where('id', 'in', [...ids])
    .execute();
}

/** Marks nominations that have ended as taken back, so that their recommender sees all they took back alike. */
export async function markWithdrawn(tx: Tx, id: string): Promise<void> {
  await tx
    .updateTable('people.nomination')
    .set({ ended_as: 'withdrawn' })
    .where('id', '=', id)
    .where('ended_as', '=', 'not_accepted')
    .execute();
}

export async function setAccepted(tx: Tx, id: string, accountId: string, at: Date, until: Date): Promise<void> {
  await tx
    .updateTable('people.nomination')
    .set({
      state: 'accepted',
      account_id: accountId,
      accepted_at: at,
      expires_at: until,
      email: null,
      phone: null,
      token_hash: null,
    })
    .where('id', '=', id)
    .execute();
}

export async function setTaken(tx: Tx, id: string): Promise<void> {
  await tx.updateTable('people.nomination').set({ state: 'taken' }).where('id', '=', id).execute();
}

export async function setSent(tx: Tx, id: string, which: 'sent_at' | 'reminded_at', at: Date): Promise<void> {
  await tx
    .updateTable('people.nomination')
    .set({ [which]: at })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .execute();
}

/** Invitations that ran out, and accepted nominations that led to no application; locked. */
export async function runOut(tx: Tx, now: Date, limit: number): Promise<{ id: string; state: string }[]> {
  return tx
    .selectFrom('people.nomination')
    .select(['id', 'state'])
    .where('state', 'in', ['open', 'accepted'])
    .where('expires_at', '<=', now)
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
}

/** Invitations that were sent, not answered, and end before `before`; nobody was reminded of them. */
export async function toRemind(db: Db, now: Date, before: Date, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('people.nomination')
    .select('id')
    .where('state', '=', 'open')
    .where('expires_at', '>', now)
    .where('expires_at', '<=', before)
    .where('sent_at', 'is not', null)
    .where('reminded_at', 'is', null)
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/** What a recommender sees of one of theirs: no name, no reason, no day. */
export type OwnNomination = {
  id: string;
  number: number;
  line: number | null;
  createdAt: Date;
  /** of one that waits: until when it can be answered */
  expiresAt: Date;
  round: string | null;
  organisation: string | null;
  standing: 'waiting' | 'accepted' | 'not_accepted' | 'withdrawn';
};

/** Of a person themself (`organisationIds` empty) or of organisations they act for; the newest first. */
export async function ownNominations(
  db: Db,
  whose: { accountId: string; organisationIds: readonly string[] },
  page: { before: number | null; limit: number; now: Date },
): Promise<OwnNomination[]> {
  const { rows } = await sql<OwnNomination>`
    select n.id, n.number, n.line, n.created_at as "createdAt", n.expires_at as "expiresAt",
      r.title as round, o.name as organisation,
      case when n.state in ('accepted', 'taken') or n.ended_as = 'done' then 'accepted'
        when n.ended_as = 'withdrawn' then 'withdrawn'
        when n.expires_at > ${page.now} then 'waiting'
        else 'not_accepted' end as standing
    from people.nomination n
    left join people.nomination_round r on r.id = n.round_id
    left join people.organisation o on o.id = n.organisation_id
    where ((n.recommender_id = ${whose.accountId} and n.organisation_id is null) or n.organisation_id = any(${sql.val([...whose.organisationIds])}::uuid[]))
      and (${page.before}::bigint is null or n.number < ${page.before}::bigint)
    order by n.number desc limit ${page.limit}`.execute(db);
  return rows;
}

/** Addresses among these that have an open invitation, or belong to an account with an application or a membership. */
export async function knownAddresses(
  db: Db,
  addresses: readonly string[],
): Promise<{ invited: Set<string>; members: Set<string> }> {
  if (addresses.length === 0) return { invited: new Set(), members: new Set() };
  const given = sql.val([...addresses]);
  const invited = await sql<{ address: string }>`
    select email as address from people.nomination where state = 'open' and email = any(${given})
    union select phone from people.nomination where state = 'open' and phone = any(${given})`.execute(db);
  const members = await sql<{ address: string }>`
    select a.email as address, a.phone from people.account a
    where (a.email = any(${given}) or a.phone = any(${given}))
      and (exists (select from people.membership m where m.account_id = a.id and m.state <> 'ended')
        or exists (select from people.application p where p.account_id = a.id and p.state in ('submitted', 'returned', 'checked'))
        or exists (select from people.nomination n where n.account_id = a.id))`.execute(db);
  const rows = members.rows as { address: string; phone?: string | null }[];
  return {
    invited: new Set(invited.rows.map(({ address }) => address)),
    members: new Set(rows.flatMap(({ address, phone }) => [address, phone ?? ''])),
  };
}

/** Keyed hashes among these of people who do not want to be asked. */
export async function refusingHashes(db: Db, hashes: readonly Buffer[]): Promise<Set<string>> {
  if (hashes.length === 0) return new Set();
  const rows = await db
    .selectFrom('people.nomination_refusal')
    .select('address_hash')
    .where('address_hash', 'in', [...hashes])
    .execute();
  return new Set(rows.map((row) => row.address_hash.toString('hex')));
}

export async function insertRefusals(tx: Tx, hashes: readonly Buffer[]): Promise<void> {
  if (hashes.length === 0) return;
  await tx
    .insertInto('people.nomination_refusal')
    .values(hashes.map((hash) => ({ address_hash: hash })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Open invitations that were to go out before `before` and did not. */
export async function unsent(db: Db, before: Date, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('people.nomination')
    .select('id')
    .where('state', '=', 'open')
    .where('sent_at', 'is', null)
    .where('created_at', '<=', before)
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}
