import { z } from 'zod';
import { isDuplicate, isId, type Tx } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { addDays, localDate } from '../../../kernel/time/index.ts';
import type { Actor } from '../../people/index.ts';
import { organisationsById } from '../exchange/organisations.ts';
import { dayOf, optionalText } from '../exchange/typed.ts';
import { actOnAgreement } from './act-on-agreement.ts';
import { mayKeepAgreement, maySignForDepartment, maySignForOrganisation } from './agreements.policy.ts';
import {
  type AgreementRow,
  changeAgreement,
  dropTerm,
  insertSignature,
  insertTerm,
  settleTerm,
  signaturesOf,
  type TermRow,
  termsOf,
} from './agreements.queries.ts';
import { keepText } from './write-agreement.ts';

/** Sends a draft to its partners: from now on its words stand, and everybody is asked to sign. */
export async function sendAgreement(k: Kernel, actor: Actor, id: string, revision?: number): Promise<void> {
  await actOnAgreement(
    k,
    actor,
    id,
    'send',
    (row) => mayKeepAgreement(actor, row.departmentId),
    async ({ tx, row, at }) => {
      if (row.organisationIds.length === 0) fail('liaison.agreements.no_partner');
      const known = await organisationsById({ db: tx }, row.organisationIds);
      if (row.organisationIds.some((each) => known.get(each)?.closed !== false))
        fail('liaison.agreements.partner_closed');
      await insertTerm(tx, { ...row, agreementId: id, no: 1, note: '', by: actor.accountId, at });
      await changeAgreement(tx, id, { state: 'sent' });
      return { payload: { organisationIds: row.organisationIds } };
    },
    revision,
  );
}

/** Takes it back to be changed; whoever had signed is asked again. */
export async function takeBackAgreement(k: Kernel, actor: Actor, id: string): Promise<void> {
  await actOnAgreement(
    k,
    actor,
    id,
    'take_back',
    (row) => mayKeepAgreement(actor, row.departmentId),
    async ({ tx, row }) => {
      await dropTerm(tx, id, row.termNo);
      await changeAgreement(tx, id, { state: 'draft' });
      return { payload: { organisationIds: row.organisationIds } };
    },
  );
}

const parties = (row: AgreementRow) => [
  `department ${row.departmentId}`,
  ...row.organisationIds.map((id) => `organisation ${id}`),
];

/**
 * One party says yes to the term that waits. The last yes puts it in force, or makes it wait for its first day.
 * @param party `department`, or the id of an organisation
 */
export async function signAgreement(k: Kernel, actor: Actor, id: string, party: string): Promise<void> {
  const by = actor.accountId;
  if (!by) return fail('kernel.not_allowed');
  try {
    await actOnAgreement(
      k,
      actor,
      id,
      'sign',
      (row, speaks) =>
        party === 'department'
          ? maySignForDepartment(actor, row)
          : isId(party) && maySignForOrganisation(party, row, speaks),
      async ({ tx, row, at }) => {
        const term = (await termsOf(tx, id)).find((each) => each.state === 'open');
        if (!term) return fail('liaison.agreements.nothing_to_sign');
        const kind = party === 'department' ? 'department' : 'organisation';
        const given = await signaturesOf(tx, id);
        if (given.some((each) => each.termNo === term.no && each.by === by && each.partyKind !== kind))
          fail('liaison.agreements.signed_for_other');
        const partyId = party === 'department' ? row.departmentId : party;
        await insertSignature(tx, {
          agreementId: id,
          termNo: term.no,
          partyKind: kind,
          partyId,
          textVersion: term.textVersion,
          by,
          byName: actor.name,
          at,
        });
        const complete = await settleWhenSigned(k, tx, row, term, at);
        return {
          party: { kind, id: partyId },
          payload: { term: term.no, complete, organisationIds: row.organisationIds },
        };
      },
    );
  } catch (error) {
    if (isDuplicate(error)) fail('liaison.agreements.signed_already');
    throw error;
  }
}

async function settleWhenSigned(k: Kernel, tx: Tx, row: AgreementRow, term: TermRow, at: Date): Promise<boolean> {
  const signed = new Set(
    (await signaturesOf(tx, row.id))
      .filter((each) => each.termNo === term.no)
      .map((each) => `${each.partyKind} ${each.partyId}`),
  );
  if (!parties(row).every((party) => signed.has(party))) return false;
  await settleTerm(tx, row.id, term.no, 'agreed', at);
  const begun = term.startsOn <= localDate(at, k.config.TIME_ZONE);
  await changeAgreement(tx, row.id, {
    term_no: term.no,
    ends_on: term.endsOn,
    text_version: term.textVersion,
    ...(row.state === 'sent' && { state: begun ? ('in_force' as const) : ('signed' as const) }),
  });
  return true;
}

export const renewalInput = z.object({
  endsOn: dayOf,
  text: optionalText(20_000),
  note: optionalText(300),
  revision: z.coerce.number().int().optional(),
});
export type RenewalInput = z.input<typeof renewalInput>;

/** Proposes a new term that begins the day after the one in force; it holds when every party has signed it. */
export async function renewAgreement(k: Kernel, actor: Actor, id: string, given: RenewalInput): Promise<void> {
  const input = renewalInput.parse(given);
  await actOnAgreement(
    k,
    actor,
    id,
    'renew',
    (row) => mayKeepAgreement(actor, row.departmentId),
    async ({ tx, row, at }) => {
      const terms = await termsOf(tx, id);
      if (terms.some((term) => term.state === 'open')) fail('liaison.agreements.renewal_waits');
      if (input.endsOn <= row.endsOn) failFields({ endsOn: { key: 'liaison.agreements.field.renewal_before' } });
      if (Number(input.endsOn.slice(0, 4)) - Number(row.endsOn.slice(0, 4)) > 10)
        failFields({ endsOn: { key: 'liaison.agreements.field.too_long_term' } });
      const textVersion = input.text === '' ? row.textVersion : await keepText(tx, row, input.text, actor, at);
      const no = Math.max(...terms.map((term) => term.no)) + 1;
      await insertTerm(tx, {
        agreementId: id,
        no,
        startsOn: addDays(row.endsOn, 1),
        endsOn: input.endsOn,
        textVersion,
        note: input.note,
        by: actor.accountId,
        at,
      });
      await changeAgreement(tx, id, {});
      return { note: input.note, payload: { term: no, organisationIds: row.organisationIds } };
    },
    input.revision,
  );
}
