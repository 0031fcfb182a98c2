import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';

export type MatterFile = {
  id: string;
  name: string;
  mediaType: string;
  width: number | null;
  height: number | null;
  of: 'letter' | 'message' | 'reply' | 'promise' | 'note' | 'contact';
  ofId: string | null;
  public: boolean;
};

export async function filesOfCase(db: Db, caseId: string): Promise<MatterFile[]> {
  const rows = await db
    .selectFrom('cases.attachment as a')
    .innerJoin('kernel.file as f', 'f.id', 'a.file_id')
    .select(['f.id', 'f.name', 'f.media_type', 'f.width', 'f.height', 'a.of', 'a.of_id', 'a.public'])
    .where('a.case_id', '=', caseId)
    .orderBy('a.of')
    .orderBy('a.sort')
    .orderBy('f.id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    mediaType: row.media_type,
    width: row.width,
    height: row.height,
    of: row.of as MatterFile['of'],
    ofId: row.of_id,
    public: row.public,
  }));
}

export type AuthorLine = { displayName: string; hasAccount: boolean; reachable: boolean };

/** Who wrote, as far as no policy is needed to know it. */
export async function authorLineOf(db: Db, caseId: string): Promise<AuthorLine> {
  const { rows } = await sql<AuthorLine>`
    select display_name as "displayName", account_id is not null as "hasAccount",
      account_id is not null or phone <> '' or email <> '' as reachable
    from cases.author where case_id = ${caseId}`.execute(db);
  return rows[0] ?? { displayName: '', hasAccount: false, reachable: false };
}

export type StoredAuthor = { accountId: string | null; name: string; phone: string; email: string };

export async function storedAuthor(db: Db, caseId: string): Promise<StoredAuthor | undefined> {
  const row = await db
    .selectFrom('cases.author')
    .select(['account_id', 'name', 'phone', 'email'])
    .where('case_id', '=', caseId)
    .executeTakeFirst();
  return row && { accountId: row.account_id, name: row.name, phone: row.phone, email: row.email };
}

/** Whether this person was recorded as a reader of the author since then. */
export async function readAuthorSince(tx: Tx, actorId: string, caseId: string, since: Date): Promise<boolean> {
  const row = await tx
    .selectFrom('kernel.audit_entry')
    .select('id')
    .where('object_type', '=', 'case')
    .where('object_id', '=', caseId)
    .where('action', '=', 'cases.author_read')
    .where('actor_id', '=', actorId)
    .where('at', '>', since)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export type CoHandler = {
  departmentId: string;
  opinion: string;
  opinionAt: Date | null;
};

export type OpenReturn = { departmentId: string; reason: string; suggestedDepartmentId: string | null; at: Date };
export type OpenExtension = { departmentId: string; reason: string; working_days: number; dueBefore: Date; at: Date };
export type OpenEnding = { departmentId: string | null; reason: string; at: Date };
export type StandingOrder = { order: string; supervisorId: string; at: Date; dueAt: Date };
export type ForumPost = {
  url: string;
  site: string;
  handle: string;
  postedAt: Date | null;
  answeredAt: Date | null;
  answerUrl: string | null;
};
export type Published = {
  id: string;
  round: number;
  departmentId: string;
  text: string;
  publishedAt: Date;
};
export type Rated = {
  round: number;
  outcome: number;
  attitude: number;
  speed: number;
  solved: boolean;
  text: string;
  by: 'author' | 'call_back';
  at: Date;
};
export type Note = { id: string; text: string; at: Date; byId: string; departmentId: string | null };
export type LikeCase = { number: string; title: string };
export type Attempt = { at: Date; reached: boolean; note: string };

export async function coHandlersOf(db: Db, caseId: string): Promise<CoHandler[]> {
  const rows = await db
    .selectFrom('cases.co_handler')
    .select(['department_id', 'opinion', 'opinion_at'])
    .where('case_id', '=', caseId)
    .orderBy('added_at')
    .orderBy('department_id')
    .execute();
  return rows.map((row) => ({ departmentId: row.department_id, opinion: row.opinion, opinionAt: row.opinion_at }));
}

export async function openReturnOf(db: Db, caseId: string): Promise<OpenReturn | null> {
  const row = await db
    .selectFrom('cases.return_request')
    .select(['department_id', 'reason', 'suggested_department_id', 'at'])
    .where('case_id', '=', caseId)
    .where('ruling', 'is', null)
    .executeTakeFirst();
  if (!row) return null;
  return {
    departmentId: row.department_id,
    reason: row.reason,
    suggestedDepartmentId: row.suggested_department_id,
    at: row.at,
  };
}

export async function openExtensionOf(db: Db, caseId: string): Promise<OpenExtension | null> {
  const row = await db
    .selectFrom('cases.extension')
    .select(['department_id', 'reason', 'working_days', 'due_before', 'at'])
    .where('case_id', '=', caseId)
    .where('granted', 'is', null)
    .executeTakeFirst();
  if (!row) return null;
  return {
    departmentId: row.department_id,
    reason: row.reason,
    working_days: row.working_days,
    dueBefore: row.due_before,
    at: row.at,
  };
}

export async function openEndingOf(db: Db, caseId: string): Promise<OpenEnding | null> {
  const row = await db
    .selectFrom('cases.ending')
    .select(['department_id', 'reason', 'at'])
    .where('case_id', '=', caseId)
    .where('granted', 'is', null)
    .executeTakeFirst();
  return row ? { departmentId: row.department_id, reason: row.reason, at: row.at } : null;
}

export async function standingOrderOf(db: Db, caseId: string): Promise<StandingOrder | null> {
  const row = await db
    .selectFrom('cases.supervision')
    .select(['order_text', 'supervisor_id', 'at', 'due_at'])
    .where('case_id', '=', caseId)
    .where('lifted_at', 'is', null)
    .executeTakeFirst();
  return row ? { order: row.order_text, supervisorId: row.supervisor_id, at: row.at, dueAt: row.due_at } : null;
}

export async function forumPostOf(db: Db, caseId: string): Promise<ForumPost | null> {
  const row = await db
    .selectFrom('cases.forum_source')
    .select(['url', 'site', 'handle', 'posted_at', 'answered_at', 'answer_url'])
    .where('case_id', '=', caseId)
    .executeTakeFirst();
  if (!row) return null;
  return {
    url: row.url,
    site: row.site,
    handle: row.handle,
    postedAt: row.posted_at,
    answeredAt: row.answered_at,
    answerUrl: row.answer_url,
  };
}

export async function publishedReplies(db: Db, caseId: string): Promise<Published[]> {
  const rows = await db
    .selectFrom('cases.reply')
    .select(['id', 'round', 'department_id', 'text', 'published_at'])
    .where('case_id', '=', caseId)
    .where('state', '=', 'published')
    .orderBy('created_at')
    .execute();
  return rows.flatMap((row) =>
    row.published_at
      ? [
          {
            id: row.id,
            round: row.round,
            departmentId: row.department_id,
            text: row.text,
            publishedAt: row.published_at,
          },
        ]
      : [],
  );
}

export async function ratingsOf(db: Db, caseId: string): Promise<Rated[]> {
  const rows = await db
    .selectFrom('cases.rating')
    .select(['round', 'outcome', 'attitude', 'speed', 'solved', 'text', 'by', 'at'])
    .where('case_id', '=', caseId)
    .orderBy('round')
    .execute();
  return rows as Rated[];
}

export async function notesOf(db: Db, caseId: string): Promise<Note[]> {
  const rows = await db
    .selectFrom('cases.note')
    .select(['id', 'text', 'at', 'by_id', 'department_id'])
    .where('case_id', '=', caseId)
    .orderBy('at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    text: row.text,
    at: row.at,
    byId: row.by_id,
    departmentId: row.department_id,
  }));
}

export async function attemptsOf(db: Db, caseId: string, round: number): Promise<Attempt[]> {
  return db
    .selectFrom('cases.call_back')
    .select(['at', 'reached', 'note'])
    .where('case_id', '=', caseId)
    .where('round', '=', round)
    .orderBy('at')
    .execute();
}

/** Letters merged into this one; without the confidential ones unless asked for. */
export async function mergedHere(db: Db, caseId: string, confidentialToo: boolean): Promise<LikeCase[]> {
  let query = db.selectFrom('cases.case').select(['number', 'title']).where('merged_into_id', '=', caseId);
  if (!confidentialToo) query = query.where('confidential', '=', false);
  return query.orderBy('submitted_at').limit(50).execute();
}

export async function numberAndTitle(db: Db, caseId: string): Promise<LikeCase | null> {
  const row = await db.selectFrom('cases.case').select(['number', 'title']).where('id', '=', caseId).executeTakeFirst();
  return row ?? null;
}

export async function followersOf(db: Db, caseId: string): Promise<number> {
  const row = await db
    .selectFrom('cases.follower')
    .select((eb) => eb.fn.countAll<string>().as('n'))
    .where('case_id', '=', caseId)
    .executeTakeFirst();
  return Number(row?.n ?? 0);
}

export type DeclineRow = { ground: string; explanation: string; at: Date };

export async function declineOf(db: Db, caseId: string): Promise<DeclineRow | null> {
  const row = await db
    .selectFrom('cases.decline')
    .select(['ground_code', 'explanation', 'at'])
    .where('case_id', '=', caseId)
    .executeTakeFirst();
  return row ? { ground: row.ground_code, explanation: row.explanation, at: row.at } : null;
}
