import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';
import type { LocalDate } from '../../../kernel/time/index.ts';
import type { Outcome, Stage } from './ideas.rules.ts';

/** Thanks to an author who agreed, with everything that the certificate says. */
export type Thanks = {
  contributionId: string;
  accountId: string | null;
  shownAs: string;
  code: string;
  agreedAt: Date;
  revokedAt: Date | null;
  number: number;
  title: string;
  stage: Stage;
  outcome: Outcome | null;
  call: string;
  slug: string;
  departmentId: string;
  /** the ideas's text stands on the page */
  standing: boolean;
  doneBy: LocalDate | null;
};

const columns = sql`h.contribution_id as "contributionId", h.account_id as "accountId", h.shown_as as "shownAs", h.code,
  h.agreed_at as "agreedAt", h.revoked_at as "revokedAt", n.number, i.title, i.stage, i.outcome, c.title as call, c.slug,
  coalesce(i.department_id, c.department_id) as "departmentId", n.state = 'visible' as standing,
  to_char(i.done_by, 'YYYY-MM-DD') as "doneBy"`;
const tables = sql`consultations.idea_thanks h
  join consultations.idea i on i.contribution_id = h.contribution_id
  join consultations.contribution n on n.id = h.contribution_id
  join consultations.consultation c on c.id = n.consultation_id`;

/** Whoever agrees again after taking it back gets a certificate with another code: the old one counts no more. */
export async function writeThanks(
  tx: Tx,
  given: { contributionId: string; accountId: string; shownAs: string; code: string; at: Date },
): Promise<void> {
  await sql`insert into consultations.idea_thanks (contribution_id, account_id, shown_as, code, agreed_at)
    values (${given.contributionId}, ${given.accountId}, ${given.shownAs}, ${given.code}, ${given.at})
    on conflict (contribution_id) do update set account_id = excluded.account_id, shown_as = excluded.shown_as,
      code = case when idea_thanks.revoked_at is null then idea_thanks.code else excluded.code end,
      agreed_at = excluded.agreed_at, revoked_at = null`.execute(tx);
}

/** The name goes from page and certificate. @returns the calls whose pages show it */
export async function revokeThanks(
  tx: Tx,
  which: { contributionId: string } | { accountId: string },
  at: Date,
): Promise<string[]> {
  const whose =
    'accountId' in which ? sql`h.account_id = ${which.accountId}` : sql`h.contribution_id = ${which.contributionId}`;
  const { rows } = await sql<{ id: string }>`update consultations.idea_thanks h set shown_as = '', revoked_at = ${at}
    from consultations.idea i
    where i.contribution_id = h.contribution_id and ${whose} and h.revoked_at is null
    returning i.consultation_id as id`.execute(tx);
  return [...new Set(rows.map(({ id }) => id))];
}

export async function thanksFor(db: Db, contributionId: string): Promise<Thanks | undefined> {
  const { rows } = await sql<Thanks>`select ${columns} from ${tables}
    where h.contribution_id = ${contributionId}`.execute(db);
  return rows[0];
}

export async function thanksByCode(db: Db, code: string): Promise<Thanks | undefined> {
  const { rows } = await sql<Thanks>`select ${columns} from ${tables} where h.code = ${code}`.execute(db);
  return rows[0];
}

/** Everybody who is thanked on the page of a call, by the number of their idea; a page at a time. */
export async function thanksOf(db: Db, consultationId: string, after: number, limit: number): Promise<Thanks[]> {
  const { rows } = await sql<Thanks>`select ${columns} from ${tables}
    where i.consultation_id = ${consultationId} and h.revoked_at is null and n.state = 'visible' and n.number > ${after}
      and i.outcome in ('taken_up', 'partly')
    order by n.number limit ${limit}`.execute(db);
  return rows;
}
