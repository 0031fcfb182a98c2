import { createHash } from 'node:crypto';
import { type Db, inTransaction, type Tx } from '../db/index.ts';
import {
  type AuditRow,
  countUnchained,
  insertEntry,
  insertLinks,
  lastLink,
  linksAfter,
  lockChain,
  unchainedEntries,
} from './audit.queries.ts';

export type AuditEntry = {
  /** null: the system itself, or somebody without an account */
  actorId: string | null;
  actorName?: string;
  /** module and verb: `cases.reply_published`, `people.personal_data_read` */
  action: string;
  objectType: string;
  objectId: string;
  departmentId?: string | null;
  /** no personal data: ids, states, what changed */
  details?: Record<string, unknown>;
};

/** Writes one entry of the audit log in the transaction of the fact it is about. */
export async function audit(tx: Tx, at: Date, entry: AuditEntry): Promise<void> {
  await insertEntry(tx, {
    at,
    actor_id: entry.actorId,
    actor_name: entry.actorName ?? '',
    action: entry.action,
    object_type: entry.objectType,
    object_id: entry.objectId,
    department_id: entry.departmentId ?? null,
    details: entry.details ?? {},
  });
}

/** What the chain starts from. */
const genesis: Buffer = createHash('sha256').update('tongxin audit log').digest();

/** Keys of an object in order at every depth, so that the same fact always has the same bytes. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (value && typeof value === 'object' && !(value instanceof Date)) {
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, inner]) => [key, canonical(inner)]),
    );
  }
  return value;
}

function linkHash(previous: Buffer, seq: number, row: AuditRow): Buffer {
  const fields = [
    seq,
    row.id,
    row.at.toISOString(),
    row.actor_id,
    row.actor_name,
    row.action,
    row.object_type,
    row.object_id,
    row.department_id,
    canonical(row.details),
  ];
  return createHash('sha256').update(previous).update(JSON.stringify(fields)).digest();
}

/**
 * Chains entries that are not chained yet: link n holds SHA-256(link n-1, entry n). Run every second by one process
 * at a time (an advisory lock settles which).
 * @returns how many links were added
 */
export async function chainEntries(db: Db, limit = 1000): Promise<number> {
  return inTransaction(db, async (tx) => {
    if (!(await lockChain(tx))) return 0;
    const rows = await unchainedEntries(tx, limit);
    if (rows.length === 0) return 0;
    const last = await lastLink(tx);
    let previous: Buffer = last?.hash ?? genesis;
    let seq = last?.seq ?? 0;
    const links = rows.map((row) => {
      seq++;
      const link = { seq, entry_id: row.id, previous, hash: linkHash(previous, seq, row) };
      previous = link.hash;
      return link;
    });
    await insertLinks(tx, links);
    return links.length;
  });
}

export type ChainVerdict = {
  entries: number;
  unchained: number;
  head: string | null;
  broken: { seq: number; reason: string } | null;
};

/** Recomputes the whole chain. The head may be noted elsewhere (on paper, in a newspaper) and compared later. */
export async function verifyChain(db: Db): Promise<ChainVerdict> {
  let previous: Buffer = genesis;
  let seq = 0;
  let broken: ChainVerdict['broken'] = null;
  while (!broken) {
    const rows = await linksAfter(db, seq, 1000);
    if (rows.length === 0) break;
    for (const row of rows) {
      if (row.seq !== seq + 1) broken = { seq: seq + 1, reason: 'link missing' };
      else if (!row.previous.equals(previous)) broken = { seq: row.seq, reason: 'does not follow the link before' };
      else if (row.action === null) broken = { seq: row.seq, reason: 'entry missing' };
      else if (!linkHash(previous, row.seq, row).equals(row.hash)) broken = { seq: row.seq, reason: 'entry changed' };
      if (broken) break;
      previous = row.hash;
      seq = row.seq;
    }
  }
  return { entries: seq, unchained: await countUnchained(db), head: seq > 0 ? previous.toString('hex') : null, broken };
}
