import { type Db, isDuplicate, newId, type PageKey, sql, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';

export type Post = {
  id: string;
  teamId: string;
  teamSlug: string;
  teamName: string;
  title: string;
  body: string;
  authorId: string | null;
  publishedAt: Date;
  withdrawnAt: Date | null;
  hidden: boolean;
};

const postColumns = sql`p.id, p.team_id as "teamId", t.slug as "teamSlug", t.name as "teamName", p.title, p.body,
  p.author_id as "authorId", p.published_at as "publishedAt", p.withdrawn_at as "withdrawnAt", p.hidden`;
const postTables = sql`people.team_post p join people.team t on t.id = p.team_id`;

export async function insertPost(
  tx: Tx,
  post: { teamId: string; title: string; body: string; authorId: string; at: Date },
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('people.team_post')
    .values({
      id,
      team_id: post.teamId,
      title: post.title,
      body: post.body,
      author_id: post.authorId,
      published_at: post.at,
    })
    .execute();
  return id;
}

export async function withdrawPostRow(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.updateTable('people.team_post').set({ withdrawn_at: at }).where('id', '=', id).execute();
}

export async function setHidden(tx: Tx, id: string, hidden: boolean): Promise<void> {
  await tx.updateTable('people.team_post').set({ hidden }).where('id', '=', id).execute();
}

export async function lockPost(tx: Tx, id: string): Promise<Post | undefined> {
  await sql`select 1 from people.team_post where id = ${id} for update`.execute(tx);
  return findPost(tx, id);
}

export async function findPost(db: Db, id: string): Promise<Post | undefined> {
  const { rows } = await sql<Post>`select ${postColumns} from ${postTables} where p.id = ${id}`.execute(db);
  return rows[0];
}

/** What everybody may read, the newest first. @param teamId undefined: of every team */
export async function listPosts(
  db: Db,
  teamId: string | undefined,
  after: PageKey | null,
  limit: number,
): Promise<Post[]> {
  const { rows } = await sql<Post>`
    select ${postColumns} from ${postTables} where p.withdrawn_at is null and not p.hidden
      and t.state in ('active', 'vacant', 'closed')
      ${teamId ? sql`and p.team_id = ${teamId}` : sql``}
      ${after ? sql`and (p.published_at, p.id) < (${after.at}, ${after.id}::uuid)` : sql``}
    order by p.published_at desc, p.id desc limit ${limit}`.execute(db);
  return rows;
}

/** Everything that a team published, for those who run it. */
export async function ownPosts(db: Db, teamId: string, limit: number): Promise<Post[]> {
  const { rows } = await sql<Post>`
    select ${postColumns} from ${postTables} where p.team_id = ${teamId} and p.withdrawn_at is null
    order by p.published_at desc, p.id desc limit ${limit}`.execute(db);
  return rows;
}

export type Moderation = {
  id: string;
  postId: string;
  teamSlug: string;
  teamName: string;
  rule: string;
  reason: string;
  byId: string | null;
  at: Date;
  appeal: string | null;
  appealedAt: Date | null;
  ruling: 'upheld' | 'restored' | null;
  rulingReason: string;
};

const moderationColumns = sql`m.id, m.post_id as "postId", t.slug as "teamSlug", t.name as "teamName", m.rule, m.reason,
  m.by_id as "byId", m.at, m.appeal, m.appealed_at as "appealedAt", m.appeal_ruling as ruling, m.appeal_reason as "rulingReason"`;
const moderationTables = sql`people.team_post_moderation m join people.team_post p on p.id = m.post_id
  join people.team t on t.id = p.team_id`;

/** @throws AppError kernel.changed_meanwhile where it is hidden already */
export async function insertModeration(
  tx: Tx,
  row: { postId: string; rule: string; reason: string; by: string | null; at: Date },
): Promise<void> {
  try {
    await tx
      .insertInto('people.team_post_moderation')
      .values({ id: newId(), post_id: row.postId, rule: row.rule, reason: row.reason, by_id: row.by, at: row.at })
      .execute();
  } catch (error) {
    if (isDuplicate(error, 'team_post_moderation_standing_idx')) fail('kernel.changed_meanwhile');
    throw error;
  }
}

/** The decision that hides a post now. */
export async function standingModeration(db: Db, postId: string): Promise<Moderation | undefined> {
  const { rows } = await sql<Moderation>`
    select ${moderationColumns} from ${moderationTables}
    where m.post_id = ${postId} and (m.appeal_ruling is null or m.appeal_ruling <> 'restored')`.execute(db);
  return rows[0];
}

export async function writeAppeal(tx: Tx, id: string, text: string, at: Date): Promise<void> {
  await tx
    .updateTable('people.team_post_moderation')
    .set({ appeal: text, appealed_at: at })
    .where('id', '=', id)
    .execute();
}

export async function writeRuling(
  tx: Tx,
  id: string,
  ruling: { ruling: 'upheld' | 'restored'; reason: string; by: string | null; at: Date },
): Promise<void> {
  await tx
    .updateTable('people.team_post_moderation')
    .set({
      appeal_ruling: ruling.ruling,
      appeal_reason: ruling.reason,
      appeal_ruled_by_id: ruling.by,
      appeal_ruled_at: ruling.at,
    })
    .where('id', '=', id)
    .execute();
}

/**
 * The public log, newest first: what was decided and why; nothing of what was hidden, who wrote it or who decided.
 * @param teamId undefined: of every team
 */
export async function listModerations(
  db: Db,
  teamId: string | undefined,
  after: PageKey | null,
  limit: number,
): Promise<Omit<Moderation, 'byId' | 'appeal'>[]> {
  const { rows } = await sql<Omit<Moderation, 'byId' | 'appeal'>>`
    select m.id, m.post_id as "postId", t.slug as "teamSlug", t.name as "teamName", m.rule, m.reason, m.at,
      m.appealed_at as "appealedAt", m.appeal_ruling as ruling, m.appeal_reason as "rulingReason"
    from ${moderationTables} where true
      ${teamId ? sql`and t.id = ${teamId}` : sql``}
      ${after ? sql`and (m.at, m.id) < (${after.at}, ${after.id}::uuid)` : sql``}
    order by m.at desc, m.id desc limit ${limit}`.execute(db);
  return rows;
}

/** Standing decisions on posts of one team, for those who run it: they are told which and why. */
export async function standingOf(db: Db, teamId: string): Promise<Moderation[]> {
  const { rows } = await sql<Moderation>`
    select ${moderationColumns} from ${moderationTables}
    where t.id = ${teamId} and (m.appeal_ruling is null or m.appeal_ruling <> 'restored')
    order by m.at desc limit 200`.execute(db);
  return rows;
}

/** Appeals that wait for a ruling, the oldest first. */
export async function waitingAppeals(db: Db): Promise<Moderation[]> {
  const { rows } = await sql<Moderation>`
    select ${moderationColumns} from ${moderationTables}
    where m.appeal is not null and m.appeal_ruling is null order by m.appealed_at limit 50`.execute(db);
  return rows;
}
