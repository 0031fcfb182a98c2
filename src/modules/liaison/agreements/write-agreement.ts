import { z } from 'zod';
import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction, isId, newId, type Tx } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { isLocalDate, localDate } from '../../../kernel/time/index.ts';
import { type Actor, departmentBook, lineOf } from '../../people/index.ts';
import { organisationsById } from '../exchange/organisations.ts';
import { dayOf, textOf } from '../exchange/typed.ts';
import { actOnAgreement } from './act-on-agreement.ts';
import { mayKeepAgreement } from './agreements.policy.ts';
import {
  type AgreementRow,
  changeAgreement,
  insertAgreement,
  insertStep,
  insertText,
  nextAgreementNumber,
  setParties,
  textsOf,
} from './agreements.queries.ts';
import { rhythms } from './agreements.rules.ts';
import { dutiesOf, insertDuty, removeDuty } from './duties.queries.ts';

const ids = z
  .union([z.string(), z.array(z.string())])
  .default([])
  .transform((given) => [...new Set([given].flat().filter(isId))]);

export const agreementInput = z
  .object({
    title: lineOf(80, 'liaison.agreements.field.title_missing'),
    departmentId: z
      .string('liaison.agreements.field.department_missing')
      .refine(isId, 'liaison.agreements.field.department_missing'),
    organisationIds: ids,
    text: textOf(20_000, 'liaison.agreements.field.text_missing'),
    startsOn: dayOf,
    endsOn: dayOf,
    revision: z.coerce.number().int().optional(),
  })
  .refine(({ startsOn, endsOn }) => !isLocalDate(startsOn) || !isLocalDate(endsOn) || endsOn > startsOn, {
    path: ['endsOn'],
    message: 'liaison.agreements.field.ends_before',
  })
  .refine(
    ({ startsOn, endsOn }) => !isLocalDate(startsOn) || !isLocalDate(endsOn) || yearsApart(startsOn, endsOn) <= 10,
    {
      path: ['endsOn'],
      message: 'liaison.agreements.field.too_long_term',
    },
  );
export type AgreementInput = z.input<typeof agreementInput>;

const yearsApart = (from: string, until: string) => Number(until.slice(0, 4)) - Number(from.slice(0, 4));

/** @throws AppError where an organisation or department cannot be a party now */
async function checkParties(k: Kernel, input: z.output<typeof agreementInput>): Promise<void> {
  const department = (await departmentBook(k)).get(input.departmentId);
  if (!department) failFields({ departmentId: { key: 'liaison.agreements.field.department_missing' } });
  if (input.organisationIds.length === 0)
    failFields({ organisationIds: { key: 'liaison.agreements.field.partner_missing' } });
  if (input.organisationIds.length > 20)
    failFields({ organisationIds: { key: 'liaison.agreements.field.partners_many' } });
  const known = await organisationsById(k, input.organisationIds);
  for (const id of input.organisationIds) {
    const found = known.get(id);
    if (!found?.verified || found.closed)
      failFields({ organisationIds: { key: 'liaison.agreements.field.partner_not_open' } });
  }
}

/** A new draft. @throws AppError kernel.not_allowed, kernel.invalid */
export async function makeAgreement(k: Kernel, actor: Actor, given: AgreementInput): Promise<string> {
  const input = agreementInput.parse(given);
  if (!mayKeepAgreement(actor, input.departmentId)) fail('kernel.not_allowed');
  await checkParties(k, input);
  const id = newId();
  await inTransaction(k.db, async (tx) => {
    const at = k.clock.now();
    const by = actor.accountId;
    const number = await nextAgreementNumber(tx, localDate(at, k.config.TIME_ZONE).slice(0, 4));
    await insertAgreement(tx, { ...input, id, number, by, at });
    await setParties(tx, id, input.organisationIds);
    await insertText(tx, { agreementId: id, version: 1, body: input.text, by, at });
    await insertStep(tx, id, { act: 'made', by, at });
    await audit(tx, at, {
      actorId: by,
      actorName: actor.name,
      action: 'liaison.agreement_made',
      objectType: 'agreement',
      objectId: id,
      departmentId: input.departmentId,
      details: { number },
    });
  });
  return id;
}

/** Changes a draft; a new wording is a new version, and the earlier one stays. */
export async function editAgreement(k: Kernel, actor: Actor, id: string, given: AgreementInput): Promise<void> {
  const input = agreementInput.parse(given);
  await checkParties(k, input);
  await actOnAgreement(
    k,
    actor,
    id,
    'edit',
    (row) => mayKeepAgreement(actor, row.departmentId) && mayKeepAgreement(actor, input.departmentId),
    async ({ tx, row, at }) => {
      const version = await keepText(tx, row, input.text, actor, at);
      await dropStrangersDuties(tx, row, input.organisationIds, at);
      await setParties(tx, id, input.organisationIds);
      await changeAgreement(tx, id, {
        title: input.title,
        department_id: input.departmentId,
        starts_on: input.startsOn,
        ends_on: input.endsOn,
        text_version: version,
      });
      return { payload: { version } };
    },
    input.revision,
  );
}

/** A partner that is taken out takes its duties along. */
async function dropStrangersDuties(tx: Tx, row: AgreementRow, organisationIds: string[], at: Date): Promise<void> {
  for (const duty of await dutiesOf(tx, [row.id]))
    if (duty.organisationId !== null && !organisationIds.includes(duty.organisationId))
      await removeDuty(tx, duty.id, at);
}

/** @returns the version that stands after it */
export async function keepText(tx: Tx, row: AgreementRow, body: string, actor: Actor, at: Date): Promise<number> {
  const newest = (await textsOf(tx, row.id))[0];
  if (newest?.body === body) return newest.version;
  const version = (newest?.version ?? 0) + 1;
  await insertText(tx, { agreementId: row.id, version, body, by: actor.accountId, at });
  return version;
}

export const dutyInput = z.object({
  side: z.string().default(''),
  what: textOf(300, 'liaison.agreements.field.what_missing'),
  who: z.string().trim().max(60, 'liaison.agreements.field.too_long').default(''),
  dueOn: dayOf,
  every: z.enum(rhythms, 'liaison.agreements.field.every_missing').default('once'),
  revision: z.coerce.number().int().optional(),
});
export type DutyInput = z.input<typeof dutyInput>;

/** Adds a duty to a draft: `side` is `department`, or the id of a partner. */
export async function addDuty(k: Kernel, actor: Actor, id: string, given: DutyInput): Promise<void> {
  const input = dutyInput.parse(given);
  await actOnAgreement(
    k,
    actor,
    id,
    'edit',
    (row) => mayKeepAgreement(actor, row.departmentId),
    async ({ tx, row }) => {
      const organisationId = input.side === 'department' ? null : input.side;
      if (organisationId !== null && !row.organisationIds.includes(organisationId))
        failFields({ side: { key: 'liaison.agreements.field.side_missing' } });
      if (input.dueOn < row.startsOn || input.dueOn > row.endsOn)
        failFields({ dueOn: { key: 'liaison.agreements.field.outside_term' } });
      if ((await dutiesOf(tx, [id])).length >= 50)
        failFields({ what: { key: 'liaison.agreements.field.duties_many' } });
      await insertDuty(tx, {
        agreementId: id,
        organisationId,
        what: input.what,
        who: input.who,
        dueOn: input.dueOn,
        every: input.every,
      });
      await changeAgreement(tx, id, {});
      return {};
    },
    input.revision,
  );
}

export async function takeDutyOut(k: Kernel, actor: Actor, id: string, dutyId: string): Promise<void> {
  await actOnAgreement(
    k,
    actor,
    id,
    'edit',
    (row) => mayKeepAgreement(actor, row.departmentId),
    async ({ tx, at }) => {
      if (!(await dutiesOf(tx, [id])).some((duty) => duty.id === dutyId)) fail('liaison.agreements.not_found');
      await removeDuty(tx, dutyId, at);
      await changeAgreement(tx, id, {});
      return {};
    },
  );
}
