import { z } from 'zod';
import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction, isId } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { endOfDay, isLocalDate } from '../../../kernel/time/index.ts';
import type { Actor } from '../../people/index.ts';
import { actOnCase } from '../act-on-case.ts';
import { factsOf, insertStep, lockCase, updateCase } from '../case.queries.ts';
import { maySupervise } from '../cases.policy.ts';
import { insertSupervision, liftStandingSupervision } from './dispatch.queries.ts';

export const superviseInput = z.object({
  order: z.string().trim().min(4, 'cases.field.order_needed').max(2000, 'cases.field.too_long'),
  /** the local day by whose end it must be done */
  dueOn: z.string().refine(isLocalDate, 'cases.field.date_needed'),
});

/** 督办: a flag with an order, a supervisor and a date; the state stays. */
export async function superviseCase(
  k: Kernel,
  actor: Actor,
  caseId: string,
  input: z.input<typeof superviseInput>,
): Promise<void> {
  const { order, dueOn } = superviseInput.parse(input);
  const { accountId } = actor;
  if (!accountId) fail('kernel.not_allowed');
  await actOnCase(k, actor, caseId, 'supervise', maySupervise, async ({ tx, row, at }) => {
    const dueAt = endOfDay(dueOn, k.config.TIME_ZONE);
    if (dueAt <= at) failFields({ dueOn: { key: 'cases.field.date_past' } });
    await insertSupervision(tx, { caseId: row.id, order, supervisorId: accountId, at, dueAt });
    return {
      patch: { supervised: true },
      steps: [
        { act: 'supervise', public: true, data: { dueAt: dueAt.toISOString() } },
        { act: 'order', public: false, text: order },
      ],
      event: { dueAt: dueAt.toISOString() },
      result: undefined,
    };
  });
}

export const liftInput = z.object({
  result: z.string().trim().min(4, 'cases.field.result_needed').max(2000, 'cases.field.too_long'),
});

/** Ends a supervision with its result. Possible in every state. */
export async function liftSupervision(
  k: Kernel,
  actor: Actor,
  caseId: string,
  input: z.input<typeof liftInput>,
): Promise<void> {
  const { result } = liftInput.parse(input);
  await inTransaction(k.db, async (tx) => {
    const row = isId(caseId) ? await lockCase(tx, caseId) : undefined;
    if (!row) fail('cases.not_found');
    if (!maySupervise(actor, await factsOf(tx, row))) fail('kernel.not_allowed');
    const at = k.clock.now();
    if (!(await liftStandingSupervision(tx, row.id, actor.accountId, result, at))) fail('kernel.changed_meanwhile');
    await updateCase(tx, row.id, row.state, at, { supervised: false });
    await insertStep(tx, row.id, at, {
      act: 'supervision_lifted',
      public: false,
      text: result,
      actorId: actor.accountId,
    });
    await k.outbox.emit(tx, at, {
      type: 'cases.supervision_lifted',
      subject: row.id,
      actorId: actor.accountId,
      payload: { number: row.number, departmentId: row.lead_department_id },
    });
    await audit(tx, at, {
      actorId: actor.accountId,
      actorName: actor.name,
      action: 'cases.supervision_lifted',
      objectType: 'case',
      objectId: row.id,
      departmentId: row.lead_department_id,
    });
  });
}
