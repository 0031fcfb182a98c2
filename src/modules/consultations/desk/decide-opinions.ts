import { z } from 'zod';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Actor, staffNames } from '../../people/index.ts';
import { type Acting, actOnConsultation, type Deed } from '../act-on-consultation.ts';
import type { Consultation } from '../consultation.queries.ts';
import { convenes } from '../consultations.policy.ts';
import {
  changeDecisions,
  type Decidable,
  decidable,
  insertDecisions,
  type NewDecision,
  standingDecision,
} from './decision.queries.ts';
import './desk.errors.ts';
import { worksOnOpinions } from './desk.policy.ts';
import { numbersText, outcomeOf, typedNumbers, typedReason, verdictOf, verdicts } from './desk.rules.ts';
import { templatesOf } from './template.queries.ts';

const decision = {
  verdict: z.enum(verdicts, 'consultations.desk.field.verdict'),
  /** in words, as everybody reads it once the result is published; empty where a template says it */
  reason: typedReason,
  /** id of one of the department's templates: its words where none were typed */
  template: z.string().default(''),
};

export const decideInput = z.object({
  ...decision,
  number: z.coerce.number().int().min(1).max(9_999_999),
  /** of the decision as it was read; 0: there was none */
  revision: z.coerce.number().int().min(0).default(0),
});
export type DecideInput = z.input<typeof decideInput>;

export const decideManyInput = z.object({
  ...decision,
  numbers: typedNumbers,
  /** those that are decided already are decided anew as well; else they stay as they are */
  again: z.literal('yes').optional(),
});
export type DecideManyInput = z.input<typeof decideManyInput>;

const act = {
  act: 'decide_opinion',
  as: 'convener',
  kind: 'draft',
  statuses: ['running', 'ended', 'answered'],
  may: worksOnOpinions,
  together: true,
} as const;

/**
 * Decides one opinion, or decides it anew as it was read. The second of two people learns what the first decided. After the
 * result is published only what is undecided yet can be (an opinion that was restored).
 * @throws AppError consultations.desk.decided_already, .result_published, .not_assigned, .not_public, .opinion_not_found
 */
export async function decideOpinion(
  k: Kernel,
  actor: Actor,
  consultation: Pick<Consultation, 'id' | 'departmentId'>,
  given: DecideInput,
): Promise<{ changed: boolean }> {
  const input = decideInput.parse(given);
  const reason = await reasonOf(k, consultation, input);
  return actOnConsultation(k, actor, consultation.id, act, async (acting): Promise<Deed<{ changed: boolean }>> => {
    const { tx } = acting;
    const [opinion] = await decidable(tx, consultation.id, [input.number]);
    if (!opinion) return fail('consultations.desk.opinion_not_found');
    holdAssigned(actor, acting, opinion);
    if (input.revision > 0 && acting.status === 'answered') fail('consultations.desk.result_published');
    const made: NewDecision = { ...outcomeOf(input.verdict), reason, byId: actor.accountId, at: acting.at };
    const done =
      input.revision === 0
        ? await insertDecisions(tx, consultation.id, [opinion.id], made)
        : await changeDecisions(tx, [{ id: opinion.id, revision: input.revision }], made);
    if (done.length === 0) await failDecided(acting, opinion);
    return {
      subjectId: opinion.id,
      details: { number: opinion.number, verdict: input.verdict, reason, ...(input.revision > 0 && { changed: true }) },
      result: { changed: input.revision > 0 },
    };
  });
}

export type ManyDone = { decided: number; left: number };

/**
 * Decides many opinions for the same reason, exactly those that are given. What somebody decided meanwhile, and what was
 * withdrawn or hidden, is left as it is and counted.
 * @throws AppError consultations.desk.nothing_done where none is left to decide
 */
export async function decideMany(
  k: Kernel,
  actor: Actor,
  consultation: Pick<Consultation, 'id' | 'departmentId'>,
  given: DecideManyInput,
): Promise<ManyDone> {
  const input = decideManyInput.parse(given);
  const reason = await reasonOf(k, consultation, input);
  // What comes after the result is decided one by one: its author is told of it.
  const before = { ...act, statuses: ['running', 'ended'] as const };
  return actOnConsultation(k, actor, consultation.id, before, async (acting): Promise<Deed<ManyDone>> => {
    const { tx, at } = acting;
    const found = await decidable(tx, consultation.id, input.numbers);
    const mine = found.filter((opinion) => isTheirs(actor, acting, opinion));
    const made: NewDecision = { ...outcomeOf(input.verdict), reason, byId: actor.accountId, at };
    const open = mine.filter(({ revision }) => revision === 0);
    const stands = input.again ? mine.filter(({ revision }) => revision > 0) : [];
    const done = new Set([
      ...(await insertDecisions(
        tx,
        consultation.id,
        open.map(({ id }) => id),
        made,
      )),
      ...(await changeDecisions(tx, stands, made)),
    ]);
    if (done.size === 0) fail('consultations.desk.nothing_done');
    const numbers = found.filter(({ id }) => done.has(id)).map(({ number }) => number);
    return {
      details: { numbers: numbersText(numbers), count: done.size, verdict: input.verdict, reason },
      result: { decided: done.size, left: input.numbers.length - done.size },
    };
  });
}

/** The reason as typed, else that of the template. */
async function reasonOf(
  k: Kernel,
  { departmentId }: Pick<Consultation, 'departmentId'>,
  { reason, template }: { reason: string; template: string },
): Promise<string> {
  if (reason !== '') return reason;
  const chosen =
    template === '' ? undefined : (await templatesOf(k.db, departmentId)).find(({ id }) => id === template);
  return chosen?.text ?? failFields({ reason: { key: 'consultations.desk.field.reason' } });
}

function isTheirs(actor: Actor, { consultation }: Acting, { assignedTo }: Decidable): boolean {
  return convenes(actor, consultation) || (assignedTo !== null && assignedTo === actor.accountId);
}

function holdAssigned(actor: Actor, acting: Acting, opinion: Decidable): void {
  if (!isTheirs(actor, acting, opinion)) fail('consultations.desk.not_assigned', { number: opinion.number });
}

/** Says what somebody else decided while this was read. */
async function failDecided({ tx }: Acting, { id, number }: Decidable): Promise<never> {
  const standing = await standingDecision(tx, id);
  if (!standing) return fail('consultations.desk.opinion_not_found');
  const names = await staffNames({ db: tx }, standing.decidedBy ? [standing.decidedBy] : []);
  const name = (standing.decidedBy && names.get(standing.decidedBy)) || 'none';
  return fail('consultations.desk.decided_already', { number, name, verdict: verdictOf(standing) });
}
