import { createHash } from 'node:crypto';
import { inTransaction } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { walk } from '../logic/walk.ts';
import { momentOf } from '../moment.ts';
import {
  type Answer,
  type Answers,
  type Definition,
  otherKey,
  type Question,
  questionsOf,
} from '../questionnaire.rules.ts';
import { formOf, type Survey } from '../survey.queries.ts';
import { timeKept } from './answer.rules.ts';
import { insertFresh, insertResponses, type Response } from './response.queries.ts';

type Random = () => number;

/** Numbers from 0 to 1, the same for the same seed. */
function randomFrom(seed: number): Random {
  let state = (seed + 1) * 0x9e3779b1;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** The first ones more often than the last: a plot of equal bars shows nothing. */
const skewed = (random: Random, length: number): number => Math.min(length - 1, Math.floor(random() ** 1.6 * length));

const wishes = [
  '早晚高峰多发几班车',
  '希望末班车晚一点',
  '站台装几把椅子',
  '支付方便',
  '司机师傅很好',
  '空调开得太冷',
  '多设公交专用道',
];

/** A made-up answer that the rules allow; undefined: left out. */
function madeAnswer(question: Question, random: Random): Answer | undefined {
  if (question.type === 'note' || question.type === 'calculate' || question.type === 'file') return undefined;
  if (!question.required && random() < 0.1) return undefined;
  switch (question.type) {
    case 'one':
      return question.choices[skewed(random, question.choices.length)]?.name;
    case 'several': {
      const most = Math.min(question.mostChoices ?? 3, 3);
      const free = question.choices.filter(({ exclusive }) => !exclusive);
      const least = Math.max(1, question.leastChoices ?? 1);
      const chosen = new Set<string>();
      const count = Math.min(free.length, Math.max(least, 1 + Math.floor(random() * most)));
      while (chosen.size < count) chosen.add(free[Math.floor(random() * free.length)]?.name ?? '');
      return free.flatMap(({ name }) => (chosen.has(name) ? [name] : []));
    }
    case 'scale': {
      const steps = Math.floor((question.max - question.min) / question.step + 1e-9) + 1;
      return question.min + question.step * (steps - 1 - skewed(random, steps));
    }
    case 'matrix':
      return Object.fromEntries(
        question.rows.map(({ name }) => [name, question.choices[skewed(random, question.choices.length)]?.name ?? '']),
      );
    case 'ranking': {
      const order = question.choices.map(({ name }) => ({ name, at: random() })).sort((a, b) => a.at - b.at);
      return order.slice(0, question.mostChoices ?? order.length).map(({ name }) => name);
    }
    case 'number': {
      const [min, max] = [question.min ?? 0, question.max ?? (question.min ?? 0) + 100];
      const value = min + (max - min) * random() ** 2;
      return question.whole ? Math.round(value) : Math.round(value * 10) / 10;
    }
    case 'date':
      return `2026-${String(1 + Math.floor(random() * 10)).padStart(2, '0')}-${String(1 + Math.floor(random() * 28)).padStart(2, '0')}`;
    case 'place':
      return {
        latitude: 30 + Math.round(random() * 4000) / 10_000,
        longitude: 104 + Math.round(random() * 4000) / 10_000,
      };
    default:
      return (wishes[skewed(random, wishes.length)] ?? '').slice(0, question.longest);
  }
}

function madeAnswers(
  definition: Definition,
  questions: readonly Question[],
  random: Random,
  moment: ReturnType<typeof momentOf>,
) {
  const answers: Record<string, Answer> = {};
  for (const question of questions) {
    const answer = madeAnswer(question, random);
    if (answer === undefined) continue;
    answers[question.name] = answer;
    if (question.type === 'one' && question.choices.some(({ name, other }) => other && name === answer))
      answers[otherKey(question.name)] = '别的';
  }
  return walk(definition, answers, moment).answers;
}

const chunk = 2000;

/**
 * Test data: answers that were handed in, written straight in bulk with what says that they are to be rolled up. The same
 * for the same seed. Participants are not made: the answers are nobody's.
 * @param given.rolled true: nothing is left to be rolled up; @param given.answers what everybody answered, instead of chance
 */
export async function makeResponses(
  k: Kernel,
  survey: Survey,
  n: number,
  seed = 1,
  given: { rolled?: boolean; answers?: (position: number) => Answers } = {},
): Promise<void> {
  const definition = await formOf(k.db, survey);
  const questions = questionsOf(definition);
  const random = randomFrom(seed);
  const moment = momentOf(k);
  const now = k.clock.now().getTime();
  const from = (survey.startsAt ?? k.clock.now()).getTime();
  const to = Math.max(from, Math.min(now, survey.endsAt?.getTime() ?? now) - 1);
  for (let start = 0; start < n; start += chunk) {
    const rows: Response[] = [];
    for (let at = start; at < Math.min(n, start + chunk); at++) {
      const paper = random() < 0.04;
      rows.push({
        surveyId: survey.id,
        id: madeId(`${survey.id} ${seed} ${at}`),
        formVersion: survey.formVersion,
        way: paper ? 'paper' : 'web',
        locale: definition.languages[random() < 0.9 ? 0 : definition.languages.length - 1] ?? 'zh-CN',
        answers: given.answers?.(at) ?? madeAnswers(definition, questions, random, moment),
        handedInAt: timeKept(survey.named, new Date(from + Math.floor((to - from) * random()))),
        seconds: paper ? null : 60 + Math.floor(random() ** 3 * 900),
        accountId: null,
        invitationId: null,
      });
    }
    await inTransaction(k.db, async (tx) => {
      await insertResponses(tx, rows);
      if (given.rolled) return;
      await insertFresh(
        tx,
        survey.id,
        rows.map(({ id }) => id),
      );
    });
  }
}

/** A random id that is the same for the same name. */
function madeId(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
