import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';
import type { LocalDate } from '../../../kernel/time/index.ts';
import type { ConsultationState, ContributionState } from '../consultations.rules.ts';

/** What must be known of a contribution that somebody supports. */
export type Supported = {
  id: string;
  consultationId: string;
  accountId: string | null;
  state: ContributionState;
  supports: number;
  consultation: { state: ConsultationState; startsOn: LocalDate; endsOn: LocalDate };
};

/** Held in the order of their ids: batches of several processes wait for each other and do not block each other. */
export async function holdSupported(tx: Tx, ids: readonly string[]): Promise<Map<string, Supported>> {
  const { rows } = await sql<Supported>`
    select n.id, n.consultation_id as "consultationId", n.account_id as "accountId", n.state, n.supports,
      jsonb_build_object('state', c.state, 'startsOn', to_char(c.starts_on, 'YYYY-MM-DD'),
        'endsOn', to_char(c.ends_on, 'YYYY-MM-DD')) as consultation
    from consultations.contribution n join consultations.consultation c on c.id = n.consultation_id
    where n.id = any(${[...ids]}::uuid[]) order by n.id for no key update of n`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
}

export type SupportPair = { consultationId: string; contributionId: string; accountId: string; at: Date };

const pairs = (
  given: readonly SupportPair[],
) => sql`unnest(${given.map(({ consultationId }) => consultationId)}::uuid[],
  ${given.map(({ contributionId }) => contributionId)}::uuid[], ${given.map(({ accountId }) => accountId)}::uuid[],
  ${given.map(({ at }) => at.toISOString())}::timestamptz[]) as p(consultation_id, contribution_id, account_id, at)`;

/** @returns the contribution of each pair that was not there before */
export async function insertSupports(tx: Tx, given: readonly SupportPair[]): Promise<string[]> {
  if (given.length === 0) return [];
  const { rows } = await sql<{ contributionId: string }>`
    insert into consultations.support (consultation_id, contribution_id, account_id, at)
    select p.consultation_id, p.contribution_id, p.account_id, p.at from ${pairs(given)}
    on conflict do nothing returning contribution_id as "contributionId"`.execute(tx);
  return rows.map(({ contributionId }) => contributionId);
}

/** @returns the contribution of each pair that was there */
export async function deleteSupports(tx: Tx, given: readonly SupportPair[]): Promise<string[]> {
  if (given.length === 0) return [];
  const { rows } = await sql<{ contributionId: string }>`
    delete from consultations.support s using ${pairs(given)}
    where s.consultation_id = p.consultation_id and s.contribution_id = p.contribution_id and s.account_id = p.account_id
    returning s.contribution_id as "contributionId"`.execute(tx);
  return rows.map(({ contributionId }) => contributionId);
}

/** Adds to the counts, one row a contribution. */
export async function addToSupports(tx: Tx, more: ReadonlyMap<string, number>): Promise<void> {
  if (more.size === 0) return;
  await sql`update consultations.contribution n set supports = n.supports + p.more
    from unnest(${[...more.keys()]}::uuid[], ${[...more.values()]}::int[]) as p(id, more) where n.id = p.id`.execute(
    tx,
  );
}

/** Which of these somebody supports. */
export async function supportedBy(db: Db, accountId: string, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<{ id: string }>`select contribution_id as id from consultations.support
    where account_id = ${accountId} and contribution_id = any(${[...ids]}::uuid[])`.execute(db);
  return rows.map(({ id }) => id);
}

/** How many support each of these now; of what is not public nothing. */
export async function supportCounts(db: Db, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; supports: number }>`select n.id, n.supports from consultations.contribution n
    join consultations.consultation c on c.id = n.consultation_id
    where n.id = any(${[...ids]}::uuid[]) and n.state = 'visible' and c.state <> 'draft'`.execute(db);
  return new Map(rows.map(({ id, supports }) => [id, supports]));
}
