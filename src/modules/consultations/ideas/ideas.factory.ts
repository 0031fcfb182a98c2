import type { Kernel } from '../../../kernel/kernel.ts';
import { addDays, localDate } from '../../../kernel/time/index.ts';
import { makeAccount } from '../../people/people.factory.ts';
import { setSupport } from '../support/set-support.ts';
import { draftOf } from './answer.queries.ts';
import { draftAnswer, publishAnswer } from './answer-idea.ts';
import { examineIdea } from './examine-idea.ts';
import type { Outcome } from './ideas.rules.ts';
import { type IdeaInput, sayIdea } from './say-idea.ts';

type Account = Awaited<ReturnType<typeof makeAccount>>;

/** Test data: an idea as its form brings it, by somebody of its own unless told otherwise. */
export async function makeIdea(
  k: Kernel,
  call: { id: string },
  given: Partial<IdeaInput> & { author?: Account } = {},
): Promise<{ id: string; number: number; author: Account }> {
  const { author = await makeAccount(k), ...input } = given;
  const { id, number } = await sayIdea(k, author, call.id, {
    title: '给河滨步道装上路灯',
    text: '晚上散步的人多，河滨步道北段没有路灯，老人容易摔倒。',
    ...input,
  });
  return { id, number, author };
}

/** Test data: so many people who support an idea. */
export async function supportIdea(k: Kernel, id: string, people: readonly Account[]): Promise<void> {
  for (const person of people) await setSupport(k, person, id, true);
}

/** Test data: looked into and answered, as far as told. */
export async function workOn(
  k: Kernel,
  convener: Account,
  id: string,
  given: { departmentId: string; outcome?: Outcome },
): Promise<void> {
  const day = addDays(localDate(k.clock.now(), k.config.TIME_ZONE), 10);
  await examineIdea(k, convener, id, { departmentId: given.departmentId, answerBy: day });
  if (!given.outcome) return;
  await draftAnswer(k, convener, id, {
    outcome: given.outcome,
    text: '已列入今年的计划，由市政部门在北段装灯。',
    doneBy: given.outcome === 'not_taken_up' ? '' : addDays(day, 20),
    version: 0,
  });
  await publishAnswer(k, convener, id, (await draftOf(k.db, id))?.version ?? 0);
}
