import { type Db, newId, sql, type Tx } from '../../../kernel/db/index.ts';
import type { CompetitionState, Duty } from '../competitions.rules.ts';

export type DutyRow = {
  id: string;
  competitionId: string;
  accountId: string;
  duty: Duty;
  shownAs: string;
  askedBy: string | null;
  askedAt: Date;
  acceptedAt: Date | null;
  endedAt: Date | null;
  endReason: 'declined' | 'taken_back' | 'laid_down' | 'erased' | null;
};

export type InvitationRow = {
  id: string;
  competitionId: string;
  duty: Duty;
  shownAs: string;
  way: 'link' | 'address';
  addressHash: Buffer | null;
  askedBy: string | null;
  askedAt: Date;
  expiresAt: Date;
  settledAt: Date | null;
  outcome: 'accepted' | 'declined' | 'taken_back' | 'expired' | null;
};

const dutyColumns = sql`d.id, d.competition_id as "competitionId", d.account_id as "accountId", d.duty,
  d.shown_as as "shownAs", d.asked_by as "askedBy", d.asked_at as "askedAt", d.accepted_at as "acceptedAt",
  d.ended_at as "endedAt", d.end_reason as "endReason"`;
const invitationColumns = sql`i.id, i.competition_id as "competitionId", i.duty, i.shown_as as "shownAs", i.way,
  i.address_hash as "addressHash", i.asked_by as "askedBy", i.asked_at as "askedAt", i.expires_at as "expiresAt",
  i.settled_at as "settledAt", i.outcome`;

export async function dutyById(db: Db, id: string): Promise<DutyRow | undefined> {
  return (await sql<DutyRow>`select ${dutyColumns} from competitions.duty d where d.id = ${id}`.execute(db)).rows[0];
}

/** Everybody who has, had or was asked for a duty; at most 500, the newest first. */
export async function dutiesIn(db: Db, competitionId: string): Promise<DutyRow[]> {
  const { rows } = await sql<DutyRow>`select ${dutyColumns} from competitions.duty d
    where d.competition_id = ${competitionId} order by d.asked_at desc, d.id desc limit 500`.execute(db);
  return rows;
}

/** Duties of somebody in one competition that are open: accepted, or asked for. */
export async function openDutiesOf(db: Db, competitionId: string, accountId: string): Promise<DutyRow[]> {
  const { rows } = await sql<DutyRow>`select ${dutyColumns} from competitions.duty d
    where d.competition_id = ${competitionId} and d.account_id = ${accountId} and d.ended_at is null`.execute(db);
  return rows;
}

/** A chair who was asked, or has accepted, in whichever way. */
export async function hasChair(db: Db, competitionId: string, at: Date): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`select exists (select from competitions.duty
      where competition_id = ${competitionId} and duty = 'chair' and ended_at is null)
    or exists (select from competitions.duty_invitation where competition_id = ${competitionId} and duty = 'chair'
      and settled_at is null and expires_at > ${at}) as found`.execute(db);
  return rows[0]?.found ?? false;
}

export async function insertDuty(
  tx: Tx,
  given: Pick<DutyRow, 'competitionId' | 'accountId' | 'duty' | 'shownAs' | 'askedBy' | 'askedAt' | 'acceptedAt'>,
): Promise<string> {
  const id = newId();
  await sql`insert into competitions.duty (id, competition_id, account_id, duty, shown_as, asked_by, asked_at, accepted_at)
    values (${id}, ${given.competitionId}, ${given.accountId}, ${given.duty}, ${given.shownAs}, ${given.askedBy},
      ${given.askedAt}, ${given.acceptedAt})`.execute(tx);
  return id;
}

export async function acceptDutyRow(tx: Tx, id: string, at: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`update competitions.duty set accepted_at = ${at}
    where id = ${id} and accepted_at is null and ended_at is null`.execute(tx);
  return numAffectedRows === 1n;
}

export async function endDutyRow(
  tx: Tx,
  id: string,
  reason: NonNullable<DutyRow['endReason']>,
  at: Date,
): Promise<boolean> {
  const { numAffectedRows } = await sql`update competitions.duty set ended_at = ${at}, end_reason = ${reason}
    where id = ${id} and ended_at is null`.execute(tx);
  return numAffectedRows === 1n;
}

/** Whether somebody has an entry in a competition, or is in the team of one, that has not ended. */
export async function entersIn(db: Db, competitionId: string, accountId: string): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`select exists (select from competitions.entry e
    where e.competition_id = ${competitionId} and e.state not in ('withdrawn', 'rejected', 'disqualified')
      and (e.account_id = ${accountId} or exists (select from competitions.entry_member m
        where m.entry_id = e.id and m.account_id = ${accountId}))) as found`.execute(db);
  return rows[0]?.found ?? false;
}

export async function insertInvitation(
  tx: Tx,
  given: Omit<InvitationRow, 'settledAt' | 'outcome'> & { tokenHash: Buffer },
): Promise<void> {
  await sql`insert into competitions.duty_invitation (id, competition_id, duty, shown_as, way, address_hash, token_hash,
      asked_by, asked_at, expires_at)
    values (${given.id}, ${given.competitionId}, ${given.duty}, ${given.shownAs}, ${given.way}, ${given.addressHash},
      ${given.tokenHash}, ${given.askedBy}, ${given.askedAt}, ${given.expiresAt})`.execute(tx);
}

export async function invitationByToken(db: Db, tokenHash: Buffer): Promise<InvitationRow | undefined> {
  const { rows } = await sql<InvitationRow>`select ${invitationColumns} from competitions.duty_invitation i
    where i.token_hash = ${tokenHash}`.execute(db);
  return rows[0];
}

export async function invitationById(db: Db, id: string): Promise<InvitationRow | undefined> {
  const { rows } = await sql<InvitationRow>`select ${invitationColumns} from competitions.duty_invitation i
    where i.id = ${id}`.execute(db);
  return rows[0];
}

export async function invitationsIn(db: Db, competitionId: string): Promise<InvitationRow[]> {
  const { rows } = await sql<InvitationRow>`select ${invitationColumns} from competitions.duty_invitation i
    where i.competition_id = ${competitionId} order by i.asked_at desc, i.id desc limit 500`.execute(db);
  return rows;
}

/** What waits for whoever has these addresses. */
export async function invitationsFor(db: Db, hashes: readonly Buffer[], at: Date): Promise<InvitationRow[]> {
  if (hashes.length === 0) return [];
  const { rows } = await sql<InvitationRow>`select ${invitationColumns} from competitions.duty_invitation i
    join competitions.competition c on c.id = i.competition_id and c.state in ('draft', 'open')
    where i.address_hash = any(${[...hashes]}) and i.settled_at is null and i.expires_at > ${at}
    order by i.asked_at desc limit 100`.execute(db);
  return rows;
}

/** Ends an invitation; of the address nothing stays, and the name of whoever accepted stands with their duty alone. */
export async function settleInvitation(
  tx: Tx,
  id: string,
  outcome: NonNullable<InvitationRow['outcome']>,
  at: Date,
): Promise<boolean> {
  const { numAffectedRows } = await sql`update competitions.duty_invitation
    set settled_at = ${at}, outcome = ${outcome}, address_hash = null,
      shown_as = case when ${outcome} = 'accepted' then '—' else shown_as end
    where id = ${id} and settled_at is null`.execute(tx);
  return numAffectedRows === 1n;
}

/** So long an organiser sees the name of somebody who was asked and is not in it. */
const namedAfter_ms = 30 * 86_400_000;

/** Invitations of one competition that ran out; of all where none is given. Names of who did not accept go some time after. */
export async function expireInvitations(tx: Tx, at: Date, competitionId: string | null): Promise<void> {
  await sql`update competitions.duty_invitation set settled_at = ${at}, outcome = 'expired', address_hash = null
    where settled_at is null and expires_at <= ${at}
      and (${competitionId}::uuid is null or competition_id = ${competitionId}::uuid)`.execute(tx);
  await sql`update competitions.duty_invitation set shown_as = '—'
    where settled_at <= ${new Date(at.getTime() - namedAfter_ms)} and shown_as <> '—'
      and (${competitionId}::uuid is null or competition_id = ${competitionId}::uuid)`.execute(tx);
}

export type MyDuty = DutyRow & { slug: string; title: string; state: CompetitionState; departmentId: string };

/** Duties of somebody in all competitions, the newest first. */
export async function dutiesOf(db: Db, accountId: string, limit: number): Promise<MyDuty[]> {
  const { rows } = await sql<MyDuty>`select ${dutyColumns}, c.slug, c.title, c.state, c.department_id as "departmentId"
    from competitions.duty d join competitions.competition c on c.id = d.competition_id
    where d.account_id = ${accountId} order by d.asked_at desc, d.id desc limit ${limit}`.execute(db);
  return rows;
}

export async function hasAnyDuty(db: Db, accountId: string): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`select exists (select from competitions.duty
    where account_id = ${accountId}) as found`.execute(db);
  return rows[0]?.found ?? false;
}

/** Whether somebody has something to do at /organise without the role: as organiser, screener, chair or observer. */
export async function worksAtDesk(db: Db, accountId: string): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`select exists (select from competitions.duty
    where account_id = ${accountId} and duty in ('organiser', 'screener', 'chair', 'observer')
      and accepted_at is not null and ended_at is null) as found`.execute(db);
  return rows[0]?.found ?? false;
}
