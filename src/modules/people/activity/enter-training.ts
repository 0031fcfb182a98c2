import { z } from 'zod';
import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction, isId, type Tx } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { isLocalDate, localDate, startOfDay } from '../../../kernel/time/index.ts';
import type { Actor } from '../actor.ts';
import { lineOf, optionalLine } from '../admin/names.ts';
import { mayEnterTraining } from './activity.policy.ts';
import { forgetActivities, keepActivities } from './activity.queries.ts';
import {
  deleteTraining,
  insertTraining,
  lockTraining,
  membersNumbered,
  participantsOf,
  type Training,
  trainingSource,
} from './training.queries.ts';

const mostNumbers = 5000;

export const trainingInput = z.object({
  title: lineOf(100, 'people.activity.wrong.title'),
  heldOn: z.string().refine(isLocalDate, 'people.activity.wrong.day'),
  hours: z
    .string()
    .transform((text) => text.normalize('NFKC').trim())
    .refine(
      (text) => /^\d{1,3}(\.\d{1,2})?$/.test(text) && Number(text) > 0 && Number(text) <= 200,
      'people.activity.wrong.hours',
    )
    .transform(Number),
  place: optionalLine(100),
});
export type TrainingInput = z.input<typeof trainingInput>;

/** Members' numbers in a text, each once, in their order; `unreadable`: words that are none. */
export function numbersIn(text: string): { numbers: string[]; unreadable: string[] } {
  const words = text
    .normalize('NFKC')
    .toUpperCase()
    .split(/[\s,;、，；]+/)
    .filter(Boolean);
  const numbers = words.filter((word) => /^M\d{4}-\d{4,9}$/.test(word));
  return {
    numbers: [...new Set(numbers)].slice(0, mostNumbers),
    // Names may stand beside the numbers; only what looks like a number and is none was mistyped.
    unreadable: words.filter((word) => /^M?\d[\d-]*$/.test(word) && !numbers.includes(word)),
  };
}

/**
 * Enters a training and who took part, all at once: a number that no member has is said before anything is written.
 * @param list members' numbers, as typed or as read from a table
 * @returns its id
 * @throws AppError kernel.not_allowed; errors beside the fields
 */
export async function enterTraining(k: Kernel, actor: Actor, input: TrainingInput, list: string): Promise<string> {
  const given = trainingInput.parse(input);
  const by = actor.accountId;
  if (!mayEnterTraining(actor) || !by) return fail('kernel.not_allowed');
  const at = k.clock.now();
  if (given.heldOn > localDate(at, k.config.TIME_ZONE)) failFields({ heldOn: { key: 'people.activity.wrong.later' } });
  return inTransaction(k.db, async (tx) => {
    const accounts = await accountsIn(tx, list);
    const id = await insertTraining(tx, { ...given, by, at });
    const training = (await lockTraining(tx, id)) ?? fail('kernel.not_found');
    await record(k, tx, actor, training, accounts, 'people.training_entered');
    return id;
  });
}

/** Adds members to a training; whoever stands there already stays once. */
export async function addToTraining(k: Kernel, actor: Actor, id: string, list: string): Promise<void> {
  if (!mayEnterTraining(actor)) fail('kernel.not_allowed');
  if (!isId(id)) fail('kernel.not_found');
  await inTransaction(k.db, async (tx) => {
    const training = (await lockTraining(tx, id)) ?? fail('kernel.not_found');
    await record(k, tx, actor, training, await accountsIn(tx, list), 'people.training_added');
  });
}

/** Takes one member out of a training. */
export async function takeFromTraining(k: Kernel, actor: Actor, id: string, number: string): Promise<void> {
  if (!mayEnterTraining(actor)) fail('kernel.not_allowed');
  if (!isId(id)) fail('kernel.not_found');
  await inTransaction(k.db, async (tx) => {
    const training = (await lockTraining(tx, id)) ?? fail('kernel.not_found');
    const person = (await participantsOf(tx, id)).find((one) => one.number === number) ?? fail('kernel.not_found');
    await forgetActivities(tx, trainingSource, id, person.accountId);
    await note(k, tx, actor, training, 'people.training_taken_out', { accountId: person.accountId });
  });
}

/** Takes a training that was entered by mistake out of every record. */
export async function removeTraining(k: Kernel, actor: Actor, id: string): Promise<void> {
  if (!mayEnterTraining(actor)) fail('kernel.not_allowed');
  if (!isId(id)) fail('kernel.not_found');
  await inTransaction(k.db, async (tx) => {
    const training = (await lockTraining(tx, id)) ?? fail('kernel.not_found');
    const people = await forgetActivities(tx, trainingSource, id);
    await deleteTraining(tx, id);
    await note(k, tx, actor, training, 'people.training_removed', { people });
  });
}

async function accountsIn(tx: Tx, list: string): Promise<string[]> {
  const { numbers, unreadable } = numbersIn(list);
  const found = await membersNumbered(tx, numbers);
  const unknown = [...unreadable, ...numbers.filter((number) => !found.has(number))];
  if (unknown.length > 0)
    failFields({
      members: { key: 'people.activity.wrong.unknown', params: { numbers: unknown.slice(0, 20).join(' ') } },
    });
  if (found.size === 0) failFields({ members: { key: 'people.activity.wrong.nobody' } });
  return [...found.values()];
}

async function record(
  k: Kernel,
  tx: Tx,
  actor: Actor,
  training: Training,
  accounts: readonly string[],
  action: string,
): Promise<void> {
  const at = startOfDay(training.heldOn, k.config.TIME_ZONE);
  const { id, title, hours } = training;
  await keepActivities(
    tx,
    accounts.map((accountId) => ({
      accountId,
      kind: 'training',
      title,
      at,
      hours,
      source: trainingSource,
      sourceId: id,
    })),
  );
  await note(k, tx, actor, training, action, { people: accounts.length });
}

async function note(
  k: Kernel,
  tx: Tx,
  actor: Actor,
  { id }: Training,
  action: string,
  details: Record<string, unknown>,
): Promise<void> {
  await audit(tx, k.clock.now(), {
    actorId: actor.accountId,
    actorName: actor.name,
    action,
    objectType: 'training',
    objectId: id,
    details,
  });
}
