import { z } from 'zod';
import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction, isId, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { localDate } from '../../../kernel/time/index.ts';
import { type Actor, systemActor } from '../../people/index.ts';
import { actInTransaction } from '../act-on-case.ts';
import { insertStep, lockCase } from '../case.queries.ts';
import { mayKeepPromise } from '../cases.policy.ts';
import { nextState } from '../cases.rules.ts';
import { startNextRound } from '../next-round.ts';
import { insertAttachments } from '../resident/conversation.queries.ts';
import { insertReopening } from '../resident/rating.queries.ts';
import { findPromise, lockPromise, overduePromises, settlePromise } from './promises.queries.ts';

export const evidenceInput = z.object({
  evidence: z.string().trim().min(10, 'cases.field.evidence_needed').max(2000, 'cases.field.too_long'),
  fileIds: z.array(z.string()).max(6).default([]),
});

/** The department shows that it did what it promised. Late evidence counts too: it is then shown as late. */
export async function keepPromise(
  k: Kernel,
  actor: Actor,
  promiseId: string,
  input: z.input<typeof evidenceInput>,
): Promise<{ caseId: string }> {
  const { evidence, fileIds } = evidenceInput.parse(input);
  return inTransaction(k.db, async (tx) => {
    const found = isId(promiseId) ? await findPromise(tx, promiseId) : undefined;
    if (!found) fail('cases.not_found');
    // The case first, as whoever breaks it does: two locks taken in two orders wait for each other.
    await lockCase(tx, found.case_id);
    const promise = await lockPromise(tx, promiseId);
    if (!promise) fail('cases.not_found');
    if (!mayKeepPromise(actor, promise)) fail('kernel.not_allowed');
    if (promise.state === 'kept') fail('kernel.changed_meanwhile');
    const at = k.clock.now();
    await settlePromise(tx, promise.id, 'kept', evidence, actor.accountId, at);
    await k.files.claim(tx, fileIds, { purpose: 'case', ownerId: actor.accountId });
    await insertAttachments(tx, promise.case_id, 'promise', promise.id, fileIds, true);
    await insertStep(tx, promise.case_id, at, {
      act: 'promise_kept',
      public: true,
      text: evidence,
      actorId: actor.accountId,
      departmentId: promise.department_id,
      data: { promiseId: promise.id },
    });
    await k.outbox.emit(tx, at, {
      type: 'cases.promise_kept',
      subject: promise.case_id,
      actorId: actor.accountId,
      payload: { promiseId: promise.id, departmentId: promise.department_id },
    });
    await audit(tx, at, {
      actorId: actor.accountId,
      actorName: actor.name,
      action: 'cases.promise_kept',
      objectType: 'case',
      objectId: promise.case_id,
      departmentId: promise.department_id,
    });
    return { caseId: promise.case_id };
  });
}

/**
 * What was promised and not shown by the end of its day is broken, and the case is taken up again by itself, wherever
 * it stands. Run by a job every few minutes; a promise is broken once. One that cannot be settled is logged and does not
 * hold up the others.
 */
export async function breakPromises(k: Kernel): Promise<number> {
  const today = localDate(k.clock.now(), k.config.TIME_ZONE);
  let broken = 0;
  for (const promise of await overduePromises(k.db, today, 200)) {
    try {
      if (await inTransaction(k.db, (tx) => breakOne(k, tx, promise))) broken++;
    } catch (error) {
      k.log.error({ err: error, promise: promise.id }, 'a promise could not be settled');
    }
  }
  return broken;
}

async function breakOne(k: Kernel, tx: Tx, { id, case_id }: { id: string; case_id: string }): Promise<boolean> {
  const row = await lockCase(tx, case_id);
  const promise = await lockPromise(tx, id);
  if (!row || promise?.state !== 'open') return false;
  const at = k.clock.now();
  await settlePromise(tx, id, 'broken', '', null, at);
  await insertStep(tx, case_id, at, {
    act: 'promise_broken',
    public: true,
    text: promise.text,
    departmentId: promise.department_id,
    data: { promiseId: id, dueOn: promise.due_on },
  });
  // Being done again already: the broken promise is one more thing in that round.
  const reopens = nextState(row.state, 'reopen') !== null;
  await k.outbox.emit(tx, at, {
    type: 'cases.promise_broken',
    subject: case_id,
    payload: { number: row.number, promiseId: id, departmentId: promise.department_id, reopens },
  });
  if (!reopens) return true;
  await actInTransaction(
    k,
    tx,
    systemActor,
    case_id,
    'reopen',
    () => true,
    async ({ row: current }) => {
      await insertReopening(tx, {
        caseId: case_id,
        round: current.round + 1,
        why: 'promise',
        reason: promise.text,
        by: null,
        at,
      });
      const patch = await startNextRound(k, tx, current, at);
      return {
        patch,
        steps: [{ act: 'reopen', public: true, data: { why: 'promise' } }],
        event: { why: 'promise' },
        result: undefined,
      };
    },
  );
  return true;
}
