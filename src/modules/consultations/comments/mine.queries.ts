import { type Db, type PageKey, sql } from '../../../kernel/db/index.ts';
import type { ConsultationKind, ContributionKind, ContributionState } from '../consultations.rules.ts';
import type { CommentPlace } from './comment.queries.ts';

/** A contribution as its author sees it, hidden or not. */
export type OwnContribution = CommentPlace & {
  id: string;
  consultationId: string;
  slug: string;
  title: string;
  consultationKind: ConsultationKind;
  kind: ContributionKind;
  number: number;
  shownAs: string;
  text: string;
  state: ContributionState;
  createdAt: Date;
  supports: number;
  /** of a comment: answers that stand on the page */
  answers: number;
  /** of an answer: what it answers */
  parentNumber: number | null;
};

const columns = sql`n.id, n.consultation_id as "consultationId", c.slug, c.title, c.kind as "consultationKind", n.kind, n.number,
  n.shown_as as "shownAs", n.text, n.state, n.created_at as "createdAt", n.supports, coalesce(m.answers, 0) as answers,
  m.anchor, m.version_no as "versionNo",
  (select q.number from consultations.contribution q where q.id = m.parent_id) as "parentNumber"`;
const tables = sql`consultations.contribution n join consultations.consultation c on c.id = n.consultation_id
  left join consultations.comment m on m.contribution_id = n.id`;

/** All that somebody handed in, of all kinds, the newest first. */
export async function contributionsOfAccount(
  db: Db,
  accountId: string,
  after: PageKey | null,
  limit: number,
): Promise<OwnContribution[]> {
  const { rows } = await sql<OwnContribution>`select ${columns} from ${tables} where n.account_id = ${accountId}
      and ${after ? sql`(n.created_at, n.id) < (${after.at}, ${after.id}::uuid)` : sql`true`}
    order by n.created_at desc, n.id desc limit ${limit}`.execute(db);
  return rows;
}

/** One of somebody's own; nobody else's. */
export async function ownContribution(db: Db, accountId: string, id: string): Promise<OwnContribution | undefined> {
  const { rows } = await sql<OwnContribution>`select ${columns} from ${tables}
    where n.id = ${id} and n.account_id = ${accountId}`.execute(db);
  return rows[0];
}
