import { audit } from '../../kernel/audit/index.ts';
import { inTransaction, isId, type Tx } from '../../kernel/db/index.ts';
import { fail } from '../../kernel/errors/index.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { type Actor, auditName } from '../people/index.ts';
import { insertStep, lockSurvey, type NewStep, type Survey } from './survey.queries.ts';
import './surveys.errors.ts';
import type { SurveyFacts } from './surveys.policy.ts';
import type { SurveyState } from './surveys.rules.ts';

export type Acting = { tx: Tx; survey: Survey; at: Date };

/** What an act leaves behind, beside its own rows. */
export type Deed<R> = {
  /** the invitation, paper answer or text it was about */
  subjectId?: string;
  /** for the record and the audit log: ids, numbers, states and reasons; no contact data, no answers */
  details?: Record<string, unknown>;
  /** false: nothing happened, and nothing is recorded */
  done?: boolean;
  result: R;
};

export type Act = {
  /** `open`, `extend`; event `surveys.<act>` */
  act: string;
  as: NewStep['byAs'];
  /** states in which it is possible; none given: open */
  states?: readonly SurveyState[];
  may: (actor: Actor, facts: SurveyFacts) => boolean;
};

/**
 * The one way in which something is done to a survey: its row is locked, the policy asked, `work` writes; record, event and
 * audit entry follow in the same transaction. Not for answers, which are many.
 * @throws AppError surveys.not_found, surveys.wrong_state, kernel.not_allowed, or what `work` raises
 */
export async function actOnSurvey<R>(
  k: Kernel,
  actor: Actor,
  surveyId: string,
  act: Act,
  work: (acting: Acting) => Promise<Deed<R>>,
): Promise<R> {
  return inTransaction(k.db, (tx) => actInTransaction(k, tx, actor, surveyId, act, work));
}

/** The same inside a transaction that does more. */
export async function actInTransaction<R>(
  k: Kernel,
  tx: Tx,
  actor: Actor,
  surveyId: string,
  { act, as, states = ['open'], may }: Act,
  work: (acting: Acting) => Promise<Deed<R>>,
): Promise<R> {
  const survey = isId(surveyId) ? await lockSurvey(tx, surveyId) : undefined;
  if (!survey) return fail('surveys.not_found');
  if (!may(actor, survey)) fail('kernel.not_allowed');
  if (!states.includes(survey.state)) fail('surveys.wrong_state', { state: survey.state });
  const at = k.clock.now();
  const { subjectId, details = {}, done = true, result } = await work({ tx, survey, at });
  if (done) await recordAct(k, tx, actor, survey, { act, as, at, subjectId, details });
  return result;
}

/** Record, event and audit entry of something done to a survey. */
export async function recordAct(
  k: Kernel,
  tx: Tx,
  actor: Actor,
  survey: Pick<Survey, 'id' | 'slug' | 'departmentId'>,
  {
    act,
    as,
    at,
    subjectId,
    details = {},
  }: {
    act: string;
    as: NewStep['byAs'];
    at: Date;
    subjectId?: string | undefined;
    details?: Record<string, unknown>;
  },
): Promise<void> {
  await insertStep(tx, at, {
    surveyId: survey.id,
    subjectId: subjectId ?? null,
    byId: actor.accountId,
    byAs: as,
    act,
    details,
  });
  await k.outbox.emit(tx, at, {
    type: `surveys.${act}`,
    subject: survey.id,
    actorId: actor.accountId,
    payload: { slug: survey.slug },
  });
  await audit(tx, at, {
    actorId: actor.accountId,
    actorName: auditName(actor),
    action: `surveys.${act}`,
    objectType: 'survey',
    objectId: survey.id,
    departmentId: survey.departmentId,
    details: { slug: survey.slug, subjectId, as },
  });
}
