import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';
import type { LogHash } from './log/digest.ts';

/** Which ballot: a stage of a competition. */
export type InStage = { competitionId: string; stageId: string };

/** A ballot's row: its keys as they are stored, and how far its log has come. */
export type Ballot = InStage & {
  hash: LogHash;
  origin: string;
  publicKey: Buffer;
  privateKey: Buffer;
  rollKey: Buffer | null;
  /** leaves in the log; ballots among them, and how many of those were replaced, or else named by an invalidation */
  size: number;
  ballots: number;
  replaced: number;
  invalidated: number;
  sealedAt: Date | null;
  closedAt: Date | null;
  header: string | null;
  roll: number | null;
  alarm: { counted: number; recounted: number } | null;
  rollRewrittenAt: Date | null;
};

const columns = sql`b.competition_id as "competitionId", b.stage_id as "stageId", b.hash, b.origin,
  b.public_key as "publicKey", b.private_key as "privateKey", b.roll_key as "rollKey", b.size, b.ballots, b.replaced,
  b.invalidated, b.sealed_at as "sealedAt", b.closed_at as "closedAt", b.header, b.roll, b.alarm,
  b.roll_rewritten_at as "rollRewrittenAt"`;

const inStage = ({ competitionId, stageId }: InStage) =>
  sql`b.competition_id = ${competitionId} and b.stage_id = ${stageId}`;

export async function ballotOf(db: Db, stage: InStage): Promise<Ballot | undefined> {
  const { rows } = await sql<Ballot>`select ${columns} from competitions.ballot b where ${inStage(stage)}`.execute(db);
  return rows[0];
}

/**
 * Locks a ballot for whoever writes its log. Casting goes on beside it.
 * @param wait false: undefined where another process writes
 */
export async function lockBallot(tx: Tx, stage: InStage, { wait = true } = {}): Promise<Ballot | undefined> {
  const { rows } = await sql<Ballot>`select ${columns} from competitions.ballot b where ${inStage(stage)}
    for no key update ${wait ? sql`` : sql`skip locked`}`.execute(tx);
  return rows[0];
}

/** Makes the row of a ballot; the first to do so decides its keys. */
export async function insertBallot(
  db: Db,
  ballot: InStage & Pick<Ballot, 'hash' | 'origin' | 'publicKey' | 'privateKey'> & { rollKey: Buffer },
): Promise<void> {
  await sql`insert into competitions.ballot (competition_id, stage_id, hash, origin, public_key, private_key, roll_key)
    values (${ballot.competitionId}, ${ballot.stageId}, ${ballot.hash}, ${ballot.origin}, ${ballot.publicKey},
      ${ballot.privateKey}, ${ballot.rollKey})
    on conflict do nothing`.execute(db);
}
