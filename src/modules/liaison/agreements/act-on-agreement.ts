import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction, isId, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { type Speaks, speaksOf } from '../exchange/organisations.ts';
import { mayReadAgreement } from './agreements.policy.ts';
import { type AgreementRow, insertStep, lockAgreement } from './agreements.queries.ts';
import { type AgreementAct, isPossible } from './agreements.rules.ts';

/** What a deed tells of itself: for the history, and ids and states alone for whoever listens. */
type Told = {
  note?: string;
  party?: { kind: 'department' | 'organisation'; id: string };
  payload?: Record<string, unknown>;
};

/**
 * The one way in which anything happens to an agreement: locks it, asks the rules whether the act is possible and the
 * policy whether this person may, lets the deed write, and writes history, event and audit entry with it.
 * @param revision the one that a form was made from; another one now means that somebody was quicker
 * @throws AppError liaison.agreements.not_found (also for whoever may not read it), wrong_state, kernel.not_allowed,
 * kernel.changed_meanwhile
 */
export async function actOnAgreement(
  k: Kernel,
  actor: Actor,
  id: string,
  act: AgreementAct,
  may: (row: AgreementRow, speaks: Speaks) => boolean,
  deed: (given: { tx: Tx; row: AgreementRow; at: Date; speaks: Speaks }) => Promise<Told>,
  revision?: number,
): Promise<void> {
  const speaks = await speaksOf(k, actor);
  await inTransaction(k.db, async (tx) => {
    const row = isId(id) ? await lockAgreement(tx, id) : undefined;
    if (!row || (actor.kind !== 'system' && !mayReadAgreement(actor, row, speaks)))
      return fail('liaison.agreements.not_found');
    if (!may(row, speaks)) fail('kernel.not_allowed');
    if (!isPossible(row.state, act)) fail('liaison.agreements.wrong_state');
    if (revision !== undefined && revision !== row.revision) fail('kernel.changed_meanwhile');
    const at = k.clock.now();
    const told = await deed({ tx, row, at, speaks });
    await insertStep(tx, row.id, {
      act,
      note: told.note ?? '',
      ...(told.party && { partyKind: told.party.kind, partyId: told.party.id }),
      by: actor.accountId,
      at,
    });
    await k.outbox.emit(tx, at, {
      type: `liaison.agreement_${act}`,
      subject: row.id,
      actorId: actor.accountId,
      payload: { departmentId: row.departmentId, ...told.payload },
    });
    await audit(tx, at, {
      actorId: actor.accountId,
      actorName: actor.secondFactor ? actor.name : '',
      action: `liaison.agreement_${act}`,
      objectType: 'agreement',
      objectId: row.id,
      departmentId: row.departmentId,
      details: { number: row.number, ...told.payload },
    });
  });
}
