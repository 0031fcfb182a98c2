import { type Db, sql, type Tx } from '../../../../kernel/db/index.ts';

export type Invitation = {
  surveyId: string;
  id: string;
  issue: number;
  /** place in the list */
  number: number;
  name: string | null;
  email: string | null;
  madeAt: Date;
  sentAt: Date | null;
  sent: number;
  revokedAt: Date | null;
};

const columns = sql`i.survey_id as "surveyId", i.id, i.issue, i.number, i.name, i.email, i.made_at as "madeAt",
  i.sent_at as "sentAt", i.sent, i.revoked_at as "revokedAt"`;

/** One that still holds. */
export async function invitationByCode(db: Db, surveyId: string, hash: Buffer): Promise<Invitation | undefined> {
  const { rows } = await sql<Invitation>`select ${columns} from surveys.invitation i
    where i.survey_id = ${surveyId} and i.code_hash = ${hash} and i.revoked_at is null`.execute(db);
  return rows[0];
}

export async function invitationByNumber(db: Db, surveyId: string, number: number): Promise<Invitation | undefined> {
  const { rows } = await sql<Invitation>`select ${columns} from surveys.invitation i
    where i.survey_id = ${surveyId} and i.number = ${number}`.execute(db);
  return rows[0];
}

/** The next free place in the list; whoever adds holds the survey. */
export async function nextNumber(tx: Tx, surveyId: string): Promise<number> {
  const { rows } = await sql<{ next: number }>`select coalesce(max(number), 0) + 1 as next from surveys.invitation
    where survey_id = ${surveyId}`.execute(tx);
  return rows[0]?.next ?? 1;
}

export type NewInvitation = {
  id: string;
  hash: Buffer;
  number: number;
  name: string | null;
  email: string | null;
};

/** @returns how many were new; an address that is in the list is passed over */
export async function insertInvitations(
  tx: Tx,
  at: Date,
  surveyId: string,
  rows: readonly NewInvitation[],
): Promise<number> {
  const { numAffectedRows } =
    await sql`insert into surveys.invitation (survey_id, id, code_hash, number, name, email, made_at)
    select ${surveyId}, g.id, decode(g.hash, 'hex'), g.number, g.name, g.email, ${at}
    from unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ hash }) => hash.toString('hex'))}::text[],
      ${rows.map(({ number }) => number)}::int[], ${rows.map(({ name }) => name)}::text[],
      ${rows.map(({ email }) => email)}::text[]) g (id, hash, number, name, email)
    on conflict (survey_id, lower(email)) where email is not null do nothing`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

/** In the order of their numbers. */
export async function invitationsOf(
  db: Db,
  surveyId: string,
  { after = 0, limit }: { after?: number; limit: number },
): Promise<Invitation[]> {
  const { rows } = await sql<Invitation>`select ${columns} from surveys.invitation i
    where i.survey_id = ${surveyId} and i.number > ${after} order by i.number limit ${limit}`.execute(db);
  return rows;
}

/** Addresses of the list that are in it already, in small letters. */
export async function addressesListed(db: Db, surveyId: string, emails: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ email: string }>`select lower(email) as email from surveys.invitation
    where survey_id = ${surveyId} and lower(email) = any(${[...emails]}::text[])`.execute(db);
  return new Set(rows.map(({ email }) => email));
}

export type InvitationFigures = {
  /** that hold */
  invited: number;
  answered: number;
  withEmail: number;
  /** with an address, never written to */
  unsent: number;
  /** written to, and not answered */
  remindable: number;
  revoked: number;
};

export async function invitationFigures(db: Db, surveyId: string): Promise<InvitationFigures> {
  const { rows } = await sql<InvitationFigures>`
    select count(*) filter (where i.revoked_at is null)::int as invited,
      count(p.who_id) filter (where i.revoked_at is null)::int as answered,
      count(*) filter (where i.revoked_at is null and i.email is not null)::int as "withEmail",
      count(*) filter (where i.revoked_at is null and i.email is not null and i.sent = 0 and p.who_id is null)::int as unsent,
      count(*) filter (where i.revoked_at is null and i.email is not null and i.sent > 0 and p.who_id is null)::int
        as remindable,
      count(*) filter (where i.revoked_at is not null)::int as revoked
    from surveys.invitation i
    left join surveys.participation p on p.survey_id = i.survey_id and p.who_id = i.id
    where i.survey_id = ${surveyId}`.execute(db);
  return rows[0] ?? { invited: 0, answered: 0, withEmail: 0, unsent: 0, remindable: 0, revoked: 0 };
}

/** Whom to write to: first letters to whoever had none; reminders to whoever had one and has not answered. */
export async function invitationsToSend(
  db: Db,
  surveyId: string,
  { which, before, limit }: { which: 'first' | 'reminder'; before: Date; limit: number },
): Promise<Invitation[]> {
  const { rows } = await sql<Invitation>`select ${columns} from surveys.invitation i
    where i.survey_id = ${surveyId} and i.revoked_at is null and i.email is not null
      and ${which === 'first' ? sql`i.sent = 0` : sql`i.sent > 0 and i.sent_at < ${before}`}
      and not exists (select from surveys.participation p where p.survey_id = i.survey_id and p.who_id = i.id)
    order by i.number limit ${limit}`.execute(db);
  return rows;
}

/** @returns false where somebody else has written in between */
export async function markSent(
  tx: Tx,
  at: Date,
  invitation: Pick<Invitation, 'surveyId' | 'id' | 'sent'>,
): Promise<boolean> {
  const { numAffectedRows } = await sql`update surveys.invitation set sent = sent + 1, sent_at = ${at}
    where survey_id = ${invitation.surveyId} and id = ${invitation.id} and sent = ${invitation.sent}`.execute(tx);
  return numAffectedRows === 1n;
}

/** The address does not exist: nobody writes to it again. */
export async function dropEmail(tx: Tx, { surveyId, id }: Pick<Invitation, 'surveyId' | 'id'>): Promise<void> {
  await sql`update surveys.invitation set email = null where survey_id = ${surveyId} and id = ${id}`.execute(tx);
}

export async function revoke(tx: Tx, at: Date, surveyId: string, id: string): Promise<void> {
  await sql`update surveys.invitation set revoked_at = ${at} where survey_id = ${surveyId} and id = ${id}`.execute(tx);
}

/** Gives an invitation another code. */
export async function setCode(tx: Tx, surveyId: string, id: string, issue: number, hash: Buffer): Promise<void> {
  await sql`update surveys.invitation set issue = ${issue}, code_hash = ${hash}, revoked_at = null
    where survey_id = ${surveyId} and id = ${id}`.execute(tx);
}

/** Takes names and addresses out of lists of surveys that were over before then. @returns how many */
export async function forgetInvited(tx: Tx, before: Date, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`update surveys.invitation i set name = null, email = null
    from (select i.survey_id, i.id from surveys.invitation i join surveys.survey s on s.id = i.survey_id
      where s.ends_at < ${before} and (i.name is not null or i.email is not null) limit ${limit}) old
    where i.survey_id = old.survey_id and i.id = old.id`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}
