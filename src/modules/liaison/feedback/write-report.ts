import { z } from 'zod';
import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction, isDuplicate, isId, type Tx } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { atLocal, localDate } from '../../../kernel/time/index.ts';
import { type Actor, accountNames, membersByAccount } from '../../people/index.ts';
import { dayOf, optionalText } from '../exchange/typed.ts';
import { countFigures, departmentsWithMembers, membersOfYear, type Period } from './count-figures.queries.ts';
import { isOnlyWriter, mayOpenRound, maySignReport, mayWriteReport, reportView } from './feedback.policy.ts';
import {
  dropSignature,
  insertReport,
  insertRound,
  lockReport,
  markSent,
  moveRound,
  type ReportRow,
  saveTexts,
  signReportRow,
  writersOf,
} from './feedback.queries.ts';
import { type Texts, textParts } from './feedback.rules.ts';

/** A year as it is counted: to its end, or until now while it lasts. */
export function periodOf(k: Kernel, year: number): Period {
  const zone = k.config.TIME_ZONE;
  const now = k.clock.now();
  const end = atLocal(`${year + 1}-01-01`, '00:00', zone);
  const running = now < end;
  return {
    from: atLocal(`${year}-01-01`, '00:00', zone),
    until: running ? now : end,
    fromDay: `${year}-01-01`,
    untilDay: running ? localDate(now, zone) : `${year}-12-31`,
    zone,
  };
}

export const roundInput = z.object({
  year: z.coerce
    .number('liaison.feedback.field.year_wrong')
    .int('liaison.feedback.field.year_wrong')
    .min(2000, 'liaison.feedback.field.year_wrong')
    .max(2199, 'liaison.feedback.field.year_wrong'),
  dueOn: dayOf,
});

/** Opens a year: every department that looked after members has a report to write until the day. */
export async function openRound(k: Kernel, actor: Actor, given: z.input<typeof roundInput>): Promise<number> {
  const input = roundInput.parse(given);
  if (!mayOpenRound(actor)) fail('kernel.not_allowed');
  const at = k.clock.now();
  const today = localDate(at, k.config.TIME_ZONE);
  if (input.year > Number(today.slice(0, 4))) failFields({ year: { key: 'liaison.feedback.field.year_ahead' } });
  try {
    await inTransaction(k.db, async (tx) => {
      await insertRound(tx, { ...input, by: actor.accountId, at });
      for (const id of await departmentsWithMembers(tx, periodOf(k, input.year)))
        await insertReport(tx, input.year, id);
      await note(k, tx, actor, 'open', String(input.year), null, input.year);
    });
  } catch (error) {
    if (isDuplicate(error)) fail('liaison.feedback.opened_already');
    throw error;
  }
  return input.year;
}

/** Another day for the year, and a department that is to report besides. */
export async function changeRound(
  k: Kernel,
  actor: Actor,
  year: number,
  given: { dueOn?: string; departmentId?: string },
): Promise<void> {
  if (!mayOpenRound(actor)) fail('kernel.not_allowed');
  await inTransaction(k.db, async (tx) => {
    if (given.dueOn) await moveRound(tx, year, dayOf.parse(given.dueOn));
    if (given.departmentId && isId(given.departmentId)) await insertReport(tx, year, given.departmentId);
    await note(k, tx, actor, 'round', String(year), null, year);
  });
}

export const textsInput = z.object({
  ...(Object.fromEntries(textParts.map((part) => [part, optionalText(5000)])) as Record<
    (typeof textParts)[number],
    ReturnType<typeof optionalText>
  >),
  revision: z.coerce.number().int(),
});
export type TextsInput = z.input<typeof textsInput>;

/**
 * Keeps the texts of a draft. Of two editors the second is told, with what they typed before them; every wording is kept.
 * No name of a member stands in them.
 */
export async function saveReport(
  k: Kernel,
  actor: Actor,
  year: number,
  departmentId: string,
  given: TextsInput,
): Promise<void> {
  const { revision, ...texts } = textsInput.parse(given);
  await onReport(k, actor, year, departmentId, 'save', mayWriteReport(actor, departmentId), async (tx, report, at) => {
    if (report.state !== 'draft') fail('liaison.feedback.signed_already');
    if (report.revision !== revision) fail('kernel.changed_meanwhile');
    await leaveNamesOut(tx, departmentId, periodOf(k, year), texts);
    await saveTexts(tx, { reportId: report.id, revision: revision + 1, texts, by: actor.accountId, at });
  });
}

async function leaveNamesOut(tx: Tx, departmentId: string, period: Period, texts: Texts): Promise<void> {
  const ids = await membersOfYear(tx, departmentId, period);
  const real = [...(await accountNames(tx, ids)).values()];
  const pens = (await membersByAccount(tx, ids)).map((member) => member.penName);
  const names = [...real, ...pens].filter((name) => [...name].length >= 2);
  for (const part of textParts) {
    const name = names.find((each) => texts[part].includes(each));
    if (name) failFields({ [part]: { key: 'liaison.feedback.field.name_in_it', params: { name } } });
  }
}

/**
 * The leader signs the wording they read: its figures are kept as they stand now. Whoever wrote it alone does not sign
 * it too.
 */
export async function signReport(
  k: Kernel,
  actor: Actor,
  year: number,
  departmentId: string,
  revision: number,
): Promise<void> {
  const { accountId } = actor;
  if (!accountId) return fail('kernel.not_allowed');
  await onReport(k, actor, year, departmentId, 'sign', maySignReport(actor, departmentId), async (tx, report, at) => {
    if (report.state !== 'draft') fail('liaison.feedback.signed_already');
    if (report.revision !== revision) fail('kernel.changed_meanwhile');
    if (report.texts.summary === '') fail('liaison.feedback.empty');
    if (isOnlyWriter(actor, await writersOf(tx, report.id))) fail('liaison.feedback.wrote_alone');
    const figures = await countFigures(tx, departmentId, periodOf(k, year));
    await signReportRow(tx, { reportId: report.id, revision, figures, by: accountId, byName: actor.name, at });
  });
}

/** The leader takes their name back while it was not sent: it is a draft again, its figures counted anew. */
export async function takeSignatureBack(k: Kernel, actor: Actor, year: number, departmentId: string): Promise<void> {
  await onReport(k, actor, year, departmentId, 'unsign', maySignReport(actor, departmentId), async (tx, report) => {
    if (report.state === 'sent') fail('liaison.feedback.sent_already');
    if (report.state !== 'signed') fail('liaison.feedback.not_signed');
    await dropSignature(tx, report.id);
  });
}

export async function sendReport(k: Kernel, actor: Actor, year: number, departmentId: string): Promise<void> {
  await onReport(k, actor, year, departmentId, 'send', mayWriteReport(actor, departmentId), async (tx, report, at) => {
    if (report.state === 'sent') fail('liaison.feedback.sent_already');
    if (report.state !== 'signed') fail('liaison.feedback.not_signed');
    await markSent(tx, report.id, actor.accountId, at);
  });
}

async function onReport(
  k: Kernel,
  actor: Actor,
  year: number,
  departmentId: string,
  act: string,
  may: boolean,
  deed: (tx: Tx, report: ReportRow, at: Date) => Promise<void>,
): Promise<void> {
  await inTransaction(k.db, async (tx) => {
    const report = isId(departmentId) ? await lockReport(tx, year, departmentId) : undefined;
    if (!report || reportView(actor, departmentId, report.state === 'sent') === null)
      return fail('liaison.feedback.not_found');
    if (!may) fail('kernel.not_allowed');
    const at = k.clock.now();
    await deed(tx, report, at);
    await note(k, tx, actor, act, report.id, departmentId, year);
  });
}

async function note(
  k: Kernel,
  tx: Tx,
  actor: Actor,
  act: string,
  id: string,
  departmentId: string | null,
  year: number,
): Promise<void> {
  const at = k.clock.now();
  await k.outbox.emit(tx, at, {
    type: `liaison.feedback_${act}`,
    subject: id,
    actorId: actor.accountId,
    payload: { departmentId, year },
  });
  await audit(tx, at, {
    actorId: actor.accountId,
    actorName: actor.name,
    action: `liaison.feedback_${act}`,
    objectType: 'feedback',
    objectId: id,
    departmentId,
  });
}
