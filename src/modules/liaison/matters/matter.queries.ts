import type { Selectable, Updateable } from 'kysely';
import { type Database, type Db, isDuplicate, newId, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import { type MatterState, matterNumber, openStates } from './matters.rules.ts';

export type Matter = Omit<Selectable<Database['liaison.matter']>, 'state' | 'side'> & {
  state: MatterState;
  side: 'member' | 'contact';
};
export type MatterPatch = Omit<Updateable<Database['liaison.matter']>, 'id' | 'number' | 'state' | 'moved_at'>;

export async function matterByNumber(db: Db, number: string): Promise<Matter | undefined> {
  return (await db.selectFrom('liaison.matter').selectAll().where('number', '=', number).executeTakeFirst()) as
    | Matter
    | undefined;
}

export async function matterById(db: Db, id: string): Promise<Matter | undefined> {
  return (await db.selectFrom('liaison.matter').selectAll().where('id', '=', id).executeTakeFirst()) as
    | Matter
    | undefined;
}

export async function mattersByIds(db: Db, ids: readonly string[]): Promise<Map<string, Matter>> {
  if (ids.length === 0) return new Map();
  const rows = (await db
    .selectFrom('liaison.matter')
    .selectAll()
    .where('id', 'in', [...ids])
    .execute()) as Matter[];
  return new Map(rows.map((row) => [row.id, row]));
}

export async function matterOfForm(db: Db, token: string): Promise<Matter | undefined> {
  return (await db.selectFrom('liaison.matter').selectAll().where('form_token', '=', token).executeTakeFirst()) as
    | Matter
    | undefined;
}

/** In the order of their ids, as they are locked. */
export async function mattersOfCases(db: Db, caseIds: readonly string[]): Promise<{ id: string }[]> {
  return db
    .selectFrom('liaison.matter')
    .select('id')
    .where('case_id', 'in', [...caseIds])
    .orderBy('id')
    .execute();
}

export async function lockMatter(tx: Tx, id: string): Promise<Matter | undefined> {
  return (await tx.selectFrom('liaison.matter').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()) as
    | Matter
    | undefined;
}

export async function mattersOfMember(db: Db, memberId: string, limit: number): Promise<Matter[]> {
  return (await db
    .selectFrom('liaison.matter')
    .selectAll()
    .where('member_id', '=', memberId)
    .orderBy('opened_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()) as Matter[];
}

/** The next number of a year; its row is locked until the transaction ends. */
async function nextNumber(tx: Tx, year: number): Promise<string> {
  const row = await tx
    .insertInto('liaison.matter_series')
    .values({ year, last: 1 })
    .onConflict((conflict) =>
      conflict.column('year').doUpdateSet((eb) => ({ last: eb('liaison.matter_series.last', '+', 1) })),
    )
    .returning('last')
    .executeTakeFirstOrThrow();
  return matterNumber(year, row.last);
}

export type NewMatter = {
  memberId: string;
  entryId: string | null;
  ownerId: string | null;
  departmentId: string;
  title: string;
  text: string;
  side: 'member' | 'contact';
  by: string;
  at: Date;
  year: number;
  dueAt: Date;
  formToken: string | null;
};

export async function insertMatter(tx: Tx, given: NewMatter): Promise<{ id: string; number: string }> {
  const id = newId();
  const number = await nextNumber(tx, given.year);
  await tx
    .insertInto('liaison.matter')
    .values({
      id,
      number,
      member_id: given.memberId,
      entry_id: given.entryId,
      owner_id: given.ownerId,
      department_id: given.departmentId,
      state: 'open',
      title: given.title,
      text: given.text,
      side: given.side,
      opened_by: given.by,
      opened_at: given.at,
      due_at: given.dueAt,
      moved_at: given.at,
      form_token: given.formToken,
    })
    .execute();
  return { id, number };
}

/** Writes state and what else changed, and that something moved now. @throws AppError liaison.case_exists */
export async function updateMatter(
  tx: Tx,
  id: string,
  state: MatterState,
  at: Date,
  patch: MatterPatch,
): Promise<void> {
  try {
    await tx
      .updateTable('liaison.matter')
      .set({ ...patch, state, moved_at: at })
      .where('id', '=', id)
      .execute();
  } catch (error) {
    if (isDuplicate(error)) fail('liaison.case_exists');
    throw error;
  }
}

export type Side = 'member' | 'contact' | 'office' | 'system';
export type Step = {
  id: string;
  at: Date;
  act: string;
  side: Side;
  byId: string | null;
  departmentId: string | null;
  text: string;
};
export type NewStep = Omit<Step, 'id' | 'at'> & { eventId?: number };

export async function insertStep(tx: Tx, matterId: string, at: Date, step: NewStep): Promise<void> {
  await tx
    .insertInto('liaison.matter_step')
    .values({
      id: newId(),
      matter_id: matterId,
      at,
      act: step.act,
      side: step.side,
      by_id: step.byId,
      department_id: step.departmentId,
      text: step.text,
      event_id: step.eventId ?? null,
    })
    .execute();
}

export async function hasEvent(db: Db, eventId: number): Promise<boolean> {
  const row = await db
    .selectFrom('liaison.matter_step')
    .select('id')
    .where('event_id', '=', eventId)
    .executeTakeFirst();
  return row !== undefined;
}

export async function stepsOf(db: Db, matterId: string): Promise<Step[]> {
  return (await db
    .selectFrom('liaison.matter_step')
    .select(['id', 'at', 'act', 'side', 'by_id as byId', 'department_id as departmentId', 'text'])
    .where('matter_id', '=', matterId)
    .orderBy('at')
    .orderBy('id')
    .execute()) as Step[];
}

export type Rating = {
  round: number;
  solved: boolean;
  outcome: number;
  attitude: number;
  speed: number;
  text: string;
  at: Date;
};

export async function insertRating(tx: Tx, matterId: string, rating: Rating): Promise<void> {
  await tx
    .insertInto('liaison.matter_rating')
    .values({ matter_id: matterId, ...rating })
    .execute();
}

export async function ratingsOf(db: Db, matterId: string): Promise<Rating[]> {
  return db
    .selectFrom('liaison.matter_rating')
    .select(['round', 'solved', 'outcome', 'attitude', 'speed', 'text', 'at'])
    .where('matter_id', '=', matterId)
    .orderBy('round')
    .execute();
}

/** Matters of a member that are not over and belong to this person (null: to nobody), locked in the order of their ids. */
export async function lockOpenMatters(tx: Tx, memberId: string, ownerId: string | null): Promise<Matter[]> {
  return (await tx
    .selectFrom('liaison.matter')
    .selectAll()
    .where('member_id', '=', memberId)
    .where('owner_id', ownerId === null ? 'is' : '=', ownerId)
    .where('state', 'in', [...openStates])
    .orderBy('id')
    .forUpdate()
    .execute()) as Matter[];
}

/** Gives matters to somebody without anything having happened to them: what counts as progress stays as it was. */
export async function setOwner(
  tx: Tx,
  ids: readonly string[],
  to: { ownerId: string | null; departmentId: string },
): Promise<void> {
  await tx
    .updateTable('liaison.matter')
    .set({ owner_id: to.ownerId, department_id: to.departmentId })
    .where('id', 'in', [...ids])
    .execute();
}
