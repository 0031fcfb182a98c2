import { type Db, newId, sql, type Tx } from '../../../kernel/db/index.ts';

/** Cases that a person sent somewhere with a category, newest first: what there is to learn from. */
export async function decidedCases(db: Db, limit: number): Promise<{ text: string; label: string }[]> {
  const { rows } = await sql<{ text: string; label: string }>`
    select c.title || E'\n' || left(c.body, 2000) as text, y.code as label
    from cases.case c join cases.category y on y.id = c.category_id
    where y.active and (c.dispatched_at is not null or c.source is not null)
    order by c.submitted_at desc, c.id desc limit ${limit}`.execute(db);
  return rows;
}

/** Decisions since the newest model; all of them where there is none. */
export async function decisionsSince(db: Db, since: Date | null): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from (select 1 from cases.routing_decision
      where ${since}::timestamptz is null or at > ${since} limit 10000) d`.execute(db);
  return rows[0]?.n ?? 0;
}

export async function newestModel(db: Db): Promise<{ id: string; trained_at: Date; rows: number } | undefined> {
  return db
    .selectFrom('cases.routing_model')
    .select(['id', 'trained_at', 'rows'])
    .orderBy('trained_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export async function modelBytes(db: Db, id: string): Promise<Buffer | undefined> {
  const row = await db.selectFrom('cases.routing_model').select('bytes').where('id', '=', id).executeTakeFirst();
  return row?.bytes;
}

const keptModels = 3;

/** Keeps a trained model, and of the older ones a few. */
export async function insertModel(
  tx: Tx,
  model: { at: Date; rows: number; labels: number; train_seconds: number; bytes: Buffer },
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('cases.routing_model')
    .values({
      id,
      trained_at: model.at,
      rows: model.rows,
      labels: model.labels,
      train_seconds: model.train_seconds,
      bytes: model.bytes,
    })
    .execute();
  await sql`delete from cases.routing_model where id not in
    (select id from cases.routing_model order by trained_at desc limit ${keptModels})`.execute(tx);
  return id;
}

export type Decision = {
  caseId: string;
  at: Date;
  by: string | null;
  suggestedDepartmentId: string | null;
  confidence: number | null;
  chosenDepartmentId: string;
  chosenCategoryId: string | null;
};

export async function insertDecision(tx: Tx, decision: Decision): Promise<void> {
  await tx
    .insertInto('cases.routing_decision')
    .values({
      id: newId(),
      case_id: decision.caseId,
      at: decision.at,
      by_id: decision.by,
      suggested_department_id: decision.suggestedDepartmentId,
      confidence: decision.confidence,
      chosen_department_id: decision.chosenDepartmentId,
      chosen_category_id: decision.chosenCategoryId,
    })
    .execute();
}

export type PastOf = { categoryId: string; departmentId: string; n: number; near: number; returned: number };

/**
 * How the latest cases of each category went, within a year and at most 400 of each: which department led how many, how
 * many of them in this district, and how many it had returned.
 */
export async function pastOf(
  db: Db,
  categoryIds: readonly string[],
  districtId: string | null,
  since: Date,
): Promise<PastOf[]> {
  const { rows } = await sql<PastOf>`
    with latest as (
      select y.id as category_id, c.id, c.lead_department_id, c.district_id
      from unnest(${categoryIds}::uuid[]) as y(id)
      cross join lateral (select id, lead_department_id, district_id from cases.case
        where category_id = y.id and lead_department_id is not null and dispatched_at > ${since}
        order by dispatched_at desc limit 400) c
    ), led as (
      select category_id, lead_department_id as department_id, count(*)::int as n,
        count(*) filter (where district_id = ${districtId}::uuid)::int as near
      from latest group by 1, 2
    ), gone as (
      select l.category_id, r.department_id, count(*)::int as returned
      from latest l join cases.return_request r on r.case_id = l.id where r.ruling = 'reassigned' group by 1, 2
    )
    select coalesce(led.category_id, gone.category_id) as "categoryId",
      coalesce(led.department_id, gone.department_id) as "departmentId", coalesce(led.n, 0) as n,
      coalesce(led.near, 0) as near, coalesce(gone.returned, 0) as returned
    from led full join gone on gone.category_id = led.category_id and gone.department_id = led.department_id`.execute(
    db,
  );
  return rows;
}
