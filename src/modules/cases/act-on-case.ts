import { audit } from '../../kernel/audit/index.ts';
import { inTransaction, isId, type Tx } from '../../kernel/db/index.ts';
import { fail } from '../../kernel/errors/index.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Actor } from '../people/index.ts';
import { auditedAs } from './audited-as.ts';
import {
  type CasePatch,
  type CaseRow,
  factsOf,
  insertStep,
  lapseRequests,
  lockCase,
  type NewStep,
  updateCase,
} from './case.queries.ts';
import './cases.errors.ts';
import type { CaseFacts } from './cases.policy.ts';
import { type Act, type CaseState, nextState, statesBefore } from './cases.rules.ts';

/** What an act did, beyond the change of state that the rules give. */
export type Deed<R> = {
  patch?: CasePatch;
  /** instead of the state of the rules, where an act has two ways out */
  state?: CaseState;
  steps?: Omit<NewStep, 'actorId'>[];
  /** more of what happened, for listeners; ids only */
  event?: Record<string, unknown>;
  /** for the audit log; no personal data */
  details?: Record<string, unknown>;
  result: R;
};

export type Acting = { tx: Tx; row: CaseRow; facts: CaseFacts; at: Date };

/**
 * The one way in which anything happens to a case: the row is locked, the rules say whether the act is possible in its
 * state, the policy whether this actor may, `work` writes what the act leaves behind; new state, timeline, event
 * `cases.<act>` and audit entry follow in the same transaction.
 * @throws AppError cases.not_found, cases.wrong_state, kernel.not_allowed, or what `work` raises
 */
export async function actOnCase<R>(
  k: Kernel,
  actor: Actor,
  caseId: string,
  act: Act,
  allow: (actor: Actor, facts: CaseFacts, row: CaseRow) => boolean,
  work: (acting: Acting) => Promise<Deed<R>>,
): Promise<R> {
  return inTransaction(k.db, (tx) => actInTransaction(k, tx, actor, caseId, act, allow, work));
}

/** States in which a department can wait for a ruling on an extension or an ending. */
const isHandled = (state: CaseState) => statesBefore('rule_extension').includes(state);

/** The same inside a transaction that does more, such as merging several cases. */
export async function actInTransaction<R>(
  k: Kernel,
  tx: Tx,
  actor: Actor,
  caseId: string,
  act: Act,
  allow: (actor: Actor, facts: CaseFacts, row: CaseRow) => boolean,
  work: (acting: Acting) => Promise<Deed<R>>,
): Promise<R> {
  const row = isId(caseId) ? await lockCase(tx, caseId) : undefined;
  if (!row) fail('cases.not_found');
  const facts = await factsOf(tx, row);
  if (!allow(actor, facts, row)) fail('kernel.not_allowed');
  const target = nextState(row.state, act);
  if (target === null) fail('cases.wrong_state', { state: row.state, act });
  const at = k.clock.now();
  const deed = await work({ tx, row, facts, at });
  const state = deed.state ?? target;
  await updateCase(tx, row.id, state, at, deed.patch ?? {});
  if (isHandled(row.state) && !isHandled(state)) await lapseRequests(tx, row.id, at);
  for (const step of deed.steps ?? []) await insertStep(tx, row.id, at, { ...step, actorId: actor.accountId });
  const departmentId = deed.patch?.lead_department_id ?? row.lead_department_id;
  await k.outbox.emit(tx, at, {
    type: `cases.${act}`,
    subject: row.id,
    actorId: actor.accountId,
    payload: { number: row.number, from: row.state, to: state, departmentId, round: row.round, ...deed.event },
  });
  await audit(tx, at, {
    ...auditedAs(actor, facts),
    action: `cases.${act}`,
    objectType: 'case',
    objectId: row.id,
    departmentId: departmentId as string | null,
    details: { number: row.number, from: row.state, to: state, ...deed.details },
  });
  return deed.result;
}
