import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';
import type { Locale } from '../../../kernel/i18n/index.ts';
import type { CompetitionState } from '../competitions.rules.ts';

export type InvitationKind = 'nominee' | 'member';

/** What is held of whoever is asked, until they answer. */
export type Invited = {
  name: string;
  email: string | null;
  phone: string | null;
  locale: Locale;
  title: string;
  words: string;
  role: string;
  tokenHash: Buffer;
};

export type NewInvitation = {
  id: string;
  competitionId: string;
  kind: InvitationKind;
  entryId: string | null;
  categoryId: string | null;
  askedBy: string;
  createdAt: Date;
  expiresAt: Date;
  /** null: nobody is written to, and nothing is kept of whom it was for */
  invited: Invited | null;
};

export async function insertInvitation(tx: Tx, given: NewInvitation): Promise<void> {
  const { invited } = given;
  await sql`insert into competitions.entry_invitation (id, competition_id, kind, entry_id, category_id, asked_by, created_at,
      expires_at, state, ended_as, name, email, phone, locale, title, words, role, token_hash)
    values (${given.id}, ${given.competitionId}, ${given.kind}, ${given.entryId}, ${given.categoryId}, ${given.askedBy},
      ${given.createdAt}, ${given.expiresAt}, ${invited ? 'open' : 'ended'}, ${invited ? null : 'not_accepted'},
      ${invited?.name ?? null}, ${invited?.email ?? null}, ${invited?.phone ?? null}, ${invited?.locale ?? null},
      ${invited?.title ?? null}, ${invited?.words ?? null}, ${invited?.role ?? null}, ${invited?.tokenHash ?? null})`.execute(
    tx,
  );
}

/** An invitation with what is held of whoever is asked; null once it was answered or has ended. */
export type Invitation = {
  id: string;
  competitionId: string;
  slug: string;
  competition: string;
  competitionState: CompetitionState;
  kind: InvitationKind;
  state: 'open' | 'accepted' | 'ended';
  entryId: string | null;
  /** of the entry into whose team somebody is asked */
  entryTitle: string | null;
  categoryId: string | null;
  category: string | null;
  askedBy: string | null;
  name: string | null;
  email: string | null;
  phone: string | null;
  locale: Locale | null;
  title: string | null;
  words: string | null;
  role: string | null;
  createdAt: Date;
  sentAt: Date | null;
  expiresAt: Date;
};

const invitations = sql`select i.id, i.competition_id as "competitionId", c.slug, c.title as competition,
    c.state as "competitionState", i.kind, i.state, i.entry_id as "entryId", e.title as "entryTitle",
    i.category_id as "categoryId", g.name as category, i.asked_by as "askedBy",
    i.name, i.email, i.phone, i.locale, i.title, i.words,
    i.role, i.created_at as "createdAt", i.sent_at as "sentAt", i.expires_at as "expiresAt"
  from competitions.entry_invitation i
  join competitions.competition c on c.id = i.competition_id
  left join competitions.entry e on e.id = i.entry_id
  left join competitions.category g on g.id = i.category_id`;

export async function entryInvitationById(db: Db, id: string): Promise<Invitation | undefined> {
  return (await sql<Invitation>`${invitations} where i.id = ${id}`.execute(db)).rows[0];
}

/** The invitation behind a link, while it can be answered. */
export async function openByToken(db: Db, tokenHash: Buffer, at: Date): Promise<Invitation | undefined> {
  const { rows } = await sql<Invitation>`${invitations}
    where i.token_hash = ${tokenHash} and i.state = 'open' and i.expires_at > ${at}`.execute(db);
  return rows[0];
}

/** Open invitations to one of these addresses. */
export async function openForAddresses(
  db: Db,
  { email, phone }: { email: string | null; phone: string | null },
  at: Date,
): Promise<Invitation[]> {
  const { rows } = await sql<Invitation>`${invitations}
    where i.state = 'open' and i.expires_at > ${at}
      and ((${email}::text is not null and i.email = ${email}) or (${phone}::text is not null and i.phone = ${phone}))
    order by i.created_at, i.id limit 50`.execute(db);
  return rows;
}

/** Holds an invitation, so that it is answered once. */
export async function lockInvitation(tx: Tx, id: string): Promise<Invitation | undefined> {
  await sql`select from competitions.entry_invitation where id = ${id} for update`.execute(tx);
  return entryInvitationById(tx, id);
}

const forgotten = sql`name = null, email = null, phone = null, locale = null, title = null, words = null, role = null,
  token_hash = null, sent_at = null`;

export async function acceptInvitationRow(tx: Tx, id: string, entryId: string): Promise<void> {
  await sql`update competitions.entry_invitation set state = 'accepted', entry_id = ${entryId}, ${forgotten}
    where id = ${id}`.execute(tx);
}

/** Ends invitations; everything about whom they were for goes with that. */
export async function endInvitations(tx: Tx, ids: readonly string[], as: 'not_accepted' | 'withdrawn'): Promise<void> {
  if (ids.length === 0) return;
  await sql`update competitions.entry_invitation set state = 'ended', ended_as = ${as}, ${forgotten}
    where id = any(${[...ids]}::uuid[]) and state <> 'accepted'`.execute(tx);
}

/** Of an entry that goes; nobody is to be told of them any more. */
export async function endInvitationsOfEntry(tx: Tx, entryId: string, at: Date): Promise<void> {
  await sql`update competitions.entry_invitation set state = 'ended', ended_as = 'withdrawn', entry_id = null,
      told_at = ${at}, ${forgotten}
    where entry_id = ${entryId} and kind = 'member'`.execute(tx);
}

/** What whoever asked sees: no reason, and the answer no only once the time has run out. */
export type Asked = {
  id: string;
  competition: string;
  slug: string;
  kind: InvitationKind;
  category: string | null;
  /** as they were called in the invitation, while it is open */
  name: string | null;
  role: string | null;
  createdAt: Date;
  expiresAt: Date;
  standing: 'waiting' | 'accepted' | 'not_accepted' | 'withdrawn';
};

/** Invitations of somebody: for their nominations, or into the team of one entry; newest first, at most 200. */
export async function invitationsAsked(
  db: Db,
  whose: { accountId: string } | { entryId: string },
  at: Date,
): Promise<Asked[]> {
  const mine =
    'accountId' in whose
      ? sql`i.asked_by = ${whose.accountId} and i.kind = 'nominee'`
      : sql`i.entry_id = ${whose.entryId} and i.kind = 'member'`;
  const { rows } = await sql<Asked>`
    select i.id, c.title as competition, c.slug, i.kind, g.name as category, i.name, i.role, i.created_at as "createdAt",
      i.expires_at as "expiresAt",
      case when i.state = 'accepted' then 'accepted' when i.ended_as = 'withdrawn' then 'withdrawn'
        when i.expires_at > ${at} then 'waiting' else 'not_accepted' end as standing
    from competitions.entry_invitation i
    join competitions.competition c on c.id = i.competition_id
    left join competitions.category g on g.id = i.category_id
    where ${mine} order by i.created_at desc, i.id desc limit 200`.execute(db);
  return rows;
}

/** Members of a team with everybody who may still become one. */
export async function countTeam(db: Db, entryId: string, at: Date): Promise<number> {
  const { rows } = await sql<{ count: number }>`select
      (select count(*) from competitions.entry_member where entry_id = ${entryId})::int
      + (select count(*) from competitions.entry_invitation where entry_id = ${entryId} and kind = 'member'
        and state = 'open' and expires_at > ${at})::int as count`.execute(db);
  return rows[0]?.count ?? 0;
}

/** Whether one of these addresses has an open invitation of the kind. */
export async function isInvited(
  db: Db,
  where: { competitionId: string; entryId: string | null; kind: InvitationKind },
  { email, phone }: { email: string | null; phone: string | null },
): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`select exists (select from competitions.entry_invitation
    where competition_id = ${where.competitionId} and kind = ${where.kind} and state = 'open'
      and (${where.entryId}::uuid is null or entry_id = ${where.entryId}::uuid)
      and ((${email}::text is not null and email = ${email}) or (${phone}::text is not null and phone = ${phone}))) as found`.execute(
    db,
  );
  return rows[0]?.found ?? false;
}

export async function setInvitationSent(tx: Tx, id: string, at: Date): Promise<void> {
  await sql`update competitions.entry_invitation set sent_at = ${at} where id = ${id} and state = 'open'`.execute(tx);
}

/** Invitations whose time has run out and of which nobody was told yet; held. */
export async function runOutInvitations(
  tx: Tx,
  at: Date,
  limit: number,
): Promise<
  {
    id: string;
    state: string;
    endedAs: string | null;
    kind: InvitationKind;
    askedBy: string | null;
    competition: string;
  }[]
> {
  const { rows } = await sql<{
    id: string;
    state: string;
    endedAs: string | null;
    kind: InvitationKind;
    askedBy: string | null;
    competition: string;
  }>`select i.id, i.state, i.ended_as as "endedAs", i.kind, i.asked_by as "askedBy", c.title as competition
    from competitions.entry_invitation i join competitions.competition c on c.id = i.competition_id
    where i.told_at is null and i.expires_at <= ${at} order by i.expires_at limit ${limit}
    for update of i skip locked`.execute(tx);
  return rows;
}

export async function markTold(tx: Tx, ids: readonly string[], at: Date): Promise<void> {
  await sql`update competitions.entry_invitation set told_at = ${at} where id = any(${[...ids]}::uuid[])`.execute(tx);
}

/** Open invitations that were to go out before `before` and did not. */
export async function unsentInvitations(db: Db, before: Date, at: Date, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from competitions.entry_invitation
    where state = 'open' and sent_at is null and created_at <= ${before} and expires_at > ${at} limit ${limit}`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}

export async function insertMember(
  tx: Tx,
  member: { competitionId: string; entryId: string; accountId: string; role: string; shownAs: string; at: Date },
): Promise<boolean> {
  const { numAffectedRows } = await sql`insert into competitions.entry_member
      (competition_id, entry_id, account_id, role, shown_as, joined_at)
    values (${member.competitionId}, ${member.entryId}, ${member.accountId}, ${member.role}, ${member.shownAs}, ${member.at})
    on conflict do nothing`.execute(tx);
  return numAffectedRows === 1n;
}

export async function deleteMember(tx: Tx, entryId: string, accountId: string): Promise<boolean> {
  const { numAffectedRows } = await sql`delete from competitions.entry_member
    where entry_id = ${entryId} and account_id = ${accountId}`.execute(tx);
  return numAffectedRows === 1n;
}

/** The team with accounts, for the owner. */
export async function membersOfEntry(
  db: Db,
  entryId: string,
): Promise<{ accountId: string; role: string; shownAs: string; joinedAt: Date }[]> {
  const { rows } = await sql<{ accountId: string; role: string; shownAs: string; joinedAt: Date }>`
    select account_id as "accountId", role, shown_as as "shownAs", joined_at as "joinedAt"
    from competitions.entry_member where entry_id = ${entryId} order by joined_at, account_id`.execute(db);
  return rows;
}
