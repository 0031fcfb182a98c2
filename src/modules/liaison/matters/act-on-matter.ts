import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction, isId, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Actor, auditName } from '../../people/index.ts';
import { factsOfMatter } from '../facts.ts';
import type { MatterFacts } from '../liaison.policy.ts';
import { insertStep, lockMatter, type Matter, type MatterPatch, type Side, updateMatter } from './matter.queries.ts';
import { type MatterAct, nextState } from './matters.rules.ts';

/** What an act leaves behind besides the state. */
export type Deed<R> = {
  patch?: MatterPatch;
  /** the step as the member reads it; its department is the matter's unless another is said */
  text?: string;
  side: Side;
  departmentId?: string;
  eventId?: number;
  /** for listeners; ids and states only */
  event?: Record<string, unknown>;
  result: R;
};

export type Acting = { tx: Tx; matter: Matter; facts: MatterFacts; at: Date };

/**
 * The one way in which anything happens to a matter: its row is locked, the rules say whether the act is possible, the
 * policy whether this actor may; what `work` wrote, the state, the step, the event `liaison.matter_<act>` and the audit
 * entry follow in the same transaction.
 * @throws AppError liaison.not_found, kernel.not_allowed, liaison.wrong_state, or what `work` raises
 */
export async function actOnMatter<R>(
  k: Kernel,
  actor: Actor,
  matterId: string,
  act: MatterAct,
  allow: (actor: Actor, facts: MatterFacts, matter: Matter) => boolean,
  work: (acting: Acting) => Promise<Deed<R>>,
): Promise<R> {
  return inTransaction(k.db, (tx) => actOnMatterIn(k, tx, actor, matterId, act, allow, work));
}

/** The same inside a transaction that does more. */
export async function actOnMatterIn<R>(
  k: Kernel,
  tx: Tx,
  actor: Actor,
  matterId: string,
  act: MatterAct,
  allow: (actor: Actor, facts: MatterFacts, matter: Matter) => boolean,
  work: (acting: Acting) => Promise<Deed<R>>,
): Promise<R> {
  const matter = isId(matterId) ? await lockMatter(tx, matterId) : undefined;
  if (!matter) fail('liaison.not_found');
  const facts = await factsOfMatter(tx, matter);
  if (!allow(actor, facts, matter)) fail('kernel.not_allowed');
  const state = nextState(matter.state, act, matter.round);
  if (state === null) fail('liaison.wrong_state', { state: matter.state });
  const at = k.clock.now();
  const deed = await work({ tx, matter, facts, at });
  await updateMatter(tx, matter.id, state, at, deed.patch ?? {});
  const departmentId = deed.departmentId ?? matter.department_id;
  await insertStep(tx, matter.id, at, {
    act,
    side: deed.side,
    byId: actor.accountId,
    departmentId,
    text: deed.text ?? '',
    ...(deed.eventId === undefined ? {} : { eventId: deed.eventId }),
  });
  await k.outbox.emit(tx, at, {
    type: `liaison.matter_${act}`,
    subject: matter.id,
    actorId: actor.accountId,
    payload: { number: matter.number, from: matter.state, to: state, departmentId, round: matter.round, ...deed.event },
  });
  await audit(tx, at, {
    actorId: actor.accountId,
    actorName: actor.kind === 'system' ? actor.name : auditName(actor),
    action: `liaison.matter_${act}`,
    objectType: 'liaison_matter',
    objectId: matter.id,
    departmentId,
    details: { number: matter.number, from: matter.state, to: state },
  });
  return deed.result;
}
