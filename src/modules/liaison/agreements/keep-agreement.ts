import { z } from 'zod';
import { isDuplicate, isId } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { localDate } from '../../../kernel/time/index.ts';
import { type Actor, systemActor } from '../../people/index.ts';
import { dayOf, textOf } from '../exchange/typed.ts';
import { actOnAgreement } from './act-on-agreement.ts';
import { mayEndAgreement, mayKeepAgreement, mayShowDuty } from './agreements.policy.ts';
import {
  agreementsToExpire,
  agreementsToStart,
  changeAgreement,
  insertFiles,
  settleTerm,
  termsOf,
} from './agreements.queries.ts';
import { dutyDays } from './agreements.rules.ts';
import { findDuty, insertDutyDone } from './duties.queries.ts';

export const filePurpose = 'liaison.agreement';

export const doneInput = z.object({
  dueOn: dayOf,
  evidence: textOf(2000, 'liaison.agreements.field.evidence_missing').pipe(
    z.string().min(5, 'liaison.agreements.field.evidence_missing'),
  ),
  fileIds: z.array(z.string()).max(6).default([]),
});
export type DoneInput = z.input<typeof doneInput>;

/** Shows that a duty was done for one of its days. Late is shown as late; the same day is shown once. */
export async function showDutyDone(
  k: Kernel,
  actor: Actor,
  id: string,
  dutyId: string,
  given: DoneInput,
): Promise<void> {
  const input = doneInput.parse(given);
  const duty = isId(dutyId) ? await findDuty(k.db, dutyId) : undefined;
  if (duty?.agreementId !== id) return fail('liaison.agreements.not_found');
  try {
    await actOnAgreement(
      k,
      actor,
      id,
      'duty_done',
      (row, speaks) => mayShowDuty(actor, row, duty, speaks),
      async ({ tx, row, at }) => {
        if (!dutyDays(duty, row.endsOn).includes(input.dueOn)) fail('liaison.agreements.no_such_day');
        await insertDutyDone(tx, { dutyId, dueOn: input.dueOn, evidence: input.evidence, by: actor.accountId, at });
        await k.files.claim(tx, input.fileIds, { purpose: filePurpose, ownerId: actor.accountId });
        await insertFiles(tx, id, input.fileIds, { dutyId, dueOn: input.dueOn }, actor.accountId, at);
        const party =
          duty.organisationId === null
            ? ({ kind: 'department', id: row.departmentId } as const)
            : ({ kind: 'organisation', id: duty.organisationId } as const);
        return {
          note: duty.what,
          party,
          payload: { dutyId, dueOn: input.dueOn, organisationIds: row.organisationIds },
        };
      },
    );
  } catch (error) {
    if (isDuplicate(error)) fail('liaison.agreements.shown_already');
    throw error;
  }
}

/** Adds files to an agreement: the signed paper, annexes. */
export async function attachToAgreement(k: Kernel, actor: Actor, id: string, fileIds: string[]): Promise<void> {
  await actOnAgreement(
    k,
    actor,
    id,
    'attach',
    (row) => mayKeepAgreement(actor, row.departmentId),
    async ({ tx, at }) => {
      await k.files.claim(tx, fileIds, { purpose: filePurpose, ownerId: actor.accountId });
      await insertFiles(tx, id, fileIds, null, actor.accountId, at);
      return { payload: { files: fileIds.length } };
    },
  );
}

export const endInput = z.object({
  reason: textOf(500, 'liaison.agreements.field.reason_missing'),
  revision: z.coerce.number().int().optional(),
});

/** Ends an agreement with a reason: one in force before its time, one that was never signed for good. */
export async function endAgreement(
  k: Kernel,
  actor: Actor,
  id: string,
  given: z.input<typeof endInput>,
): Promise<void> {
  const { reason, revision } = endInput.parse(given);
  await actOnAgreement(
    k,
    actor,
    id,
    'end',
    (row, speaks) => mayEndAgreement(actor, row, speaks),
    async ({ tx, row, at }) => {
      for (const term of await termsOf(tx, id))
        if (term.state === 'open') await settleTerm(tx, id, term.no, 'dropped', at);
      const kind = row.state === 'draft' || row.state === 'sent' ? 'not_signed' : 'terminated';
      await changeAgreement(tx, id, { state: 'ended', end_kind: kind, end_reason: reason, ended_at: at });
      return { note: reason, payload: { kind, sent: row.state !== 'draft', organisationIds: row.organisationIds } };
    },
    revision,
  );
}

/** Puts signed agreements in force on their first day and ends those whose term is over. Run by a job every morning. */
export async function turnAgreements(k: Kernel): Promise<{ started: number; expired: number }> {
  const today = localDate(k.clock.now(), k.config.TIME_ZONE);
  const starting = await agreementsToStart(k.db, today, 500);
  for (const { id } of starting)
    await turn(k, id, () =>
      actOnAgreement(
        k,
        systemActor,
        id,
        'start',
        () => true,
        async ({ tx, row }) => {
          await changeAgreement(tx, id, { state: 'in_force' });
          return { payload: { organisationIds: row.organisationIds } };
        },
      ),
    );
  const over = await agreementsToExpire(k.db, today, 500);
  for (const { id } of over)
    await turn(k, id, () =>
      actOnAgreement(
        k,
        systemActor,
        id,
        'expire',
        (row) => row.endsOn < today,
        async ({ tx, row, at }) => {
          for (const term of await termsOf(tx, id))
            if (term.state === 'open') await settleTerm(tx, id, term.no, 'dropped', at);
          await changeAgreement(tx, id, { state: 'ended', end_kind: 'expired', ended_at: at });
          return { payload: { organisationIds: row.organisationIds } };
        },
      ),
    );
  return { started: starting.length, expired: over.length };
}

/** One that cannot be turned is logged and does not hold up the others. */
async function turn(k: Kernel, id: string, work: () => Promise<void>): Promise<void> {
  await work().catch((error) => k.log.error({ err: error, agreement: id }, 'an agreement could not be turned'));
}
