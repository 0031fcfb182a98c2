import type { z } from 'zod';
import { isId } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../actor.ts';
import { actOnTeam, allow, mineOf, requireState } from './act-on-team.ts';
import { endTaskRow, freePlace, insertTask, type TaskInput, takePlace, taskById, updateTask } from './task.queries.ts';
import { taskInput } from './team-inputs.ts';
import { mayRun, mayTakePart } from './teams.policy.ts';

type GivenTask = z.input<ReturnType<typeof taskInput>>;

function readTask(k: Kernel, given: GivenTask): TaskInput {
  return taskInput(k.config.TIME_ZONE).parse(given);
}

/** Leader and deputies say what is to be done, where, when, and how many are wanted. @returns id of the task */
export async function setTask(k: Kernel, actor: Actor, slug: string, given: GivenTask): Promise<string> {
  const task = readTask(k, given);
  return actOnTeam(k, actor, slug, async (tx, { team, mine, at }) => {
    allow(mayRun(team, mineOf(mine)));
    requireState(team, 'active');
    if (task.endsAt <= at) failFields({ day: { key: 'people.teams.field.task_past' } });
    const taskId = await insertTask(tx, team.id, task, at);
    return { act: 'task_set', ids: { taskId }, result: taskId };
  });
}

/** @throws AppError people.team_task_taken where fewer were wanted than took it on */
export async function changeTask(
  k: Kernel,
  actor: Actor,
  slug: string,
  taskId: string,
  given: GivenTask,
): Promise<void> {
  const task = readTask(k, given);
  await actOnTeam(k, actor, slug, async (tx, { team, mine }) => {
    allow(mayRun(team, mineOf(mine)));
    const known = isId(taskId) ? await taskById(tx, team.id, taskId) : undefined;
    if (!known) fail('kernel.not_found');
    if (known.state !== 'open') fail('people.team_task_over');
    await updateTask(tx, taskId, task);
    return { act: 'task_changed', ids: { taskId }, result: undefined };
  });
}

/** A task is done, or off. */
export async function endTask(
  k: Kernel,
  actor: Actor,
  slug: string,
  taskId: string,
  state: 'done' | 'cancelled',
): Promise<void> {
  await actOnTeam(k, actor, slug, async (tx, { team, mine }) => {
    allow(mayRun(team, mineOf(mine)));
    const known = isId(taskId) ? await taskById(tx, team.id, taskId) : undefined;
    if (!known) fail('kernel.not_found');
    if (!(await endTaskRow(tx, taskId, state))) fail('people.team_task_over');
    return { act: `task_${state}`, ids: { taskId }, result: undefined };
  });
}

/**
 * Takes a task on. Many may try for the last place at the same time: the rows of its places decide.
 * @throws AppError people.team_task_full, people.team_task_yours, people.team_task_over
 */
export async function takeTask(k: Kernel, actor: Actor, slug: string, taskId: string): Promise<void> {
  await actOnTeam(
    k,
    actor,
    slug,
    async (tx, { team, mine, at }) => {
      allow(mayTakePart(team, mineOf(mine)) && actor.accountId !== null);
      const accountId = actor.accountId ?? '';
      const task = isId(taskId) ? await taskById(tx, team.id, taskId) : undefined;
      if (!task) fail('kernel.not_found');
      if (task.state !== 'open' || task.endsAt <= at) fail('people.team_task_over');
      if (!(await takePlace(tx, taskId, accountId, at))) fail('people.team_task_full');
      return { act: 'task_taken', ids: { taskId, accountId }, result: undefined };
    },
    'share',
  );
}

/** Gives a task back before it begins. */
export async function giveTaskBack(k: Kernel, actor: Actor, slug: string, taskId: string): Promise<void> {
  await actOnTeam(
    k,
    actor,
    slug,
    async (tx, { team, at }) => {
      const accountId = actor.accountId ?? '';
      const task = isId(taskId) ? await taskById(tx, team.id, taskId) : undefined;
      if (!task) fail('kernel.not_found');
      if (task.state !== 'open' || task.startsAt <= at) fail('people.team_task_over');
      if (!(await freePlace(tx, taskId, accountId))) fail('kernel.changed_meanwhile');
      return { act: 'task_given_back', ids: { taskId, accountId }, result: undefined };
    },
    'share',
  );
}
