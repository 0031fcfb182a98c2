import { type Db, isDuplicate, newId, sql, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { TaskState } from './teams.rules.ts';

export type Task = {
  id: string;
  title: string;
  about: string;
  place: string;
  startsAt: Date;
  endsAt: Date;
  state: TaskState;
  /** how many are wanted */
  places: number;
  taken: number;
};
export type TaskInput = Pick<Task, 'title' | 'about' | 'place' | 'startsAt' | 'endsAt' | 'places'>;

const taskColumns = sql`t.id, t.title, t.about, t.place, t.starts_at as "startsAt", t.ends_at as "endsAt", t.state,
  (select count(*)::int from people.team_task_place p where p.task_id = t.id) as places,
  (select count(p.account_id)::int from people.team_task_place p where p.task_id = t.id) as taken`;

/** Tasks of a team that are open and not over, the next first. */
export async function openTasks(db: Db, teamId: string, at: Date, limit: number): Promise<Task[]> {
  const { rows } = await sql<Task>`
    select ${taskColumns} from people.team_task t
    where t.team_id = ${teamId} and t.state = 'open' and t.ends_at > ${at} order by t.starts_at, t.id limit ${limit}`.execute(
    db,
  );
  return rows;
}

/** The newest tasks of a team, whatever became of them. */
export async function tasksOf(db: Db, teamId: string, limit: number): Promise<Task[]> {
  const { rows } = await sql<Task>`
    select ${taskColumns} from people.team_task t where t.team_id = ${teamId}
    order by t.starts_at desc, t.id limit ${limit}`.execute(db);
  return rows;
}

export async function taskById(db: Db, teamId: string, id: string): Promise<Task | undefined> {
  const { rows } = await sql<Task>`
    select ${taskColumns} from people.team_task t where t.team_id = ${teamId} and t.id = ${id}`.execute(db);
  return rows[0];
}

export async function insertTask(tx: Tx, teamId: string, task: TaskInput, at: Date): Promise<string> {
  const id = newId();
  await tx
    .insertInto('people.team_task')
    .values({
      id,
      team_id: teamId,
      title: task.title,
      about: task.about,
      place: task.place,
      starts_at: task.startsAt,
      ends_at: task.endsAt,
      state: 'open',
      created_at: at,
    })
    .execute();
  await setPlaces(tx, id, task.places);
  return id;
}

export async function updateTask(tx: Tx, id: string, task: TaskInput): Promise<void> {
  await tx
    .updateTable('people.team_task')
    .set({ title: task.title, about: task.about, place: task.place, starts_at: task.startsAt, ends_at: task.endsAt })
    .where('id', '=', id)
    .execute();
  await setPlaces(tx, id, task.places);
}

/**
 * Makes a task have so many places; those that are taken stay.
 * @throws AppError people.team_task_taken where more are taken than there would be
 */
async function setPlaces(tx: Tx, taskId: string, places: number): Promise<void> {
  const { rows } = await sql<{ place_no: number; free: boolean }>`
    select place_no, account_id is null as free from people.team_task_place where task_id = ${taskId}
    order by place_no for update`.execute(tx);
  const surplus = rows.length - places;
  const free = rows.filter((row) => row.free).map((row) => row.place_no);
  if (surplus > free.length) fail('people.team_task_taken', { n: rows.length - free.length });
  if (surplus > 0)
    await tx
      .deleteFrom('people.team_task_place')
      .where('task_id', '=', taskId)
      .where('place_no', 'in', free.slice(-surplus))
      .execute();
  if (surplus < 0)
    await sql`insert into people.team_task_place (task_id, place_no)
      select ${taskId}::uuid, n from generate_series(1, 200) as n
      where n not in (select place_no from people.team_task_place where task_id = ${taskId}) order by n limit ${-surplus}`.execute(
      tx,
    );
}

export async function endTaskRow(tx: Tx, id: string, state: 'done' | 'cancelled'): Promise<boolean> {
  const done = await tx
    .updateTable('people.team_task')
    .set({ state })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}

/**
 * Takes one of the free places; each is one row, so that there are never more people than places.
 * @returns false where none is free
 * @throws AppError people.team_task_yours where they have one already
 */
export async function takePlace(tx: Tx, taskId: string, accountId: string, at: Date): Promise<boolean> {
  try {
    const { numAffectedRows } = await sql`
      update people.team_task_place set account_id = ${accountId}, taken_at = ${at}
      where (task_id, place_no) = (select task_id, place_no from people.team_task_place
        where task_id = ${taskId} and account_id is null order by place_no limit 1 for update skip locked)`.execute(tx);
    return numAffectedRows === 1n;
  } catch (error) {
    if (isDuplicate(error, 'team_task_place_person_idx')) fail('people.team_task_yours');
    throw error;
  }
}

export async function freePlace(tx: Tx, taskId: string, accountId: string): Promise<boolean> {
  const done = await tx
    .updateTable('people.team_task_place')
    .set({ account_id: null, taken_at: null })
    .where('task_id', '=', taskId)
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}

/** Who took which task of a team on, by task. */
export async function takersOf(db: Db, teamId: string): Promise<{ taskId: string; accountId: string; name: string }[]> {
  const { rows } = await sql<{ taskId: string; accountId: string; name: string }>`
    select p.task_id as "taskId", p.account_id as "accountId", coalesce(nullif(a.display_name, ''), a.name) as name
    from people.team_task_place p join people.team_task t on t.id = p.task_id join people.account a on a.id = p.account_id
    where t.team_id = ${teamId} order by p.taken_at, p.place_no limit 5000`.execute(db);
  return rows;
}

/** Ids of a team's tasks that somebody took on. */
export async function tasksTakenBy(db: Db, teamId: string, accountId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select p.task_id as id from people.team_task_place p join people.team_task t on t.id = p.task_id
    where t.team_id = ${teamId} and p.account_id = ${accountId}`.execute(db);
  return rows.map(({ id }) => id);
}
