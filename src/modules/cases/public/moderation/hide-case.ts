import { z } from 'zod';
import { audit } from '../../../../kernel/audit/index.ts';
import { inTransaction, isId, type Tx } from '../../../../kernel/db/index.ts';
import { fail, failFields } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { Actor } from '../../../people/index.ts';
import { auditedAs } from '../../audited-as.ts';
import { type CaseRow, factsOf, insertStep, lockCase, updateCase } from '../../case.queries.ts';
import '../../cases.errors.ts';
import '../public.errors.ts';
import { mayModerate, mayReadPublicly } from '../../cases.policy.ts';
import { type AuthorKey, isAuthor } from '../../resident/author-key.ts';
import { insertModeration, standingModeration, writeAppeal, writeRuling } from './moderation.queries.ts';
import { publishedRules } from './rules-list.ts';

export const hideInput = z.object({
  /** number of a published rule */
  rule: z.string('cases.public.field.rule_needed').min(1, 'cases.public.field.rule_needed'),
  /** stands in the public log: nothing of the hidden words, nobody's name */
  reason: z.string().trim().min(10, 'cases.field.reason_needed').max(500, 'cases.field.too_long'),
});

export const appealInput = z.object({
  text: z.string().trim().min(10, 'cases.field.reason_needed').max(2000, 'cases.field.too_long'),
});

export const rulingInput = z.object({
  ruling: z.enum(['upheld', 'restored'], { error: 'cases.public.field.ruling_needed' }),
  reason: z.string().trim().min(10, 'cases.field.reason_needed').max(500, 'cases.field.too_long'),
});

const appeal_days = 30;
const day_ms = 86_400_000;

type Told = { act: string; public: boolean; text: string; data?: Record<string, unknown> };

/** Writes down what was decided: a step of the timeline, an event, an entry of the audit log. */
async function record(k: Kernel, tx: Tx, actor: Actor, row: CaseRow, at: Date, told: Told): Promise<void> {
  await insertStep(tx, row.id, at, { ...told, actorId: actor.accountId });
  await k.outbox.emit(tx, at, {
    type: `cases.${told.act}`,
    subject: row.id,
    actorId: actor.accountId,
    payload: { number: row.number, ...told.data },
  });
  await audit(tx, at, {
    ...auditedAs(actor, await factsOf(tx, row)),
    action: `cases.${told.act}`,
    objectType: 'case',
    objectId: row.id,
    departmentId: row.lead_department_id,
    details: { number: row.number, ...told.data },
  });
}

/** Takes a letter out of public view under a published rule. It is still worked on and answered. */
export async function hideCase(
  k: Kernel,
  actor: Actor,
  caseId: string,
  input: z.input<typeof hideInput>,
): Promise<void> {
  const { rule, reason } = hideInput.parse(input);
  if (!mayModerate(actor)) fail('kernel.not_allowed');
  const named = publishedRules(k, 'zh-CN').find((each) => each.number === rule);
  if (!named) failFields({ rule: { key: 'cases.public.field.rule_needed' } });
  await inTransaction(k.db, async (tx) => {
    const row = isId(caseId) ? await lockCase(tx, caseId) : undefined;
    if (!row || !mayReadPublicly(await factsOf(tx, row))) fail('cases.not_found');
    const at = k.clock.now();
    // The rule's words of today are kept with the decision: the text may change later.
    const words = `${named.number} ${named.title}`;
    await insertModeration(tx, { caseId: row.id, rule: words, reason, by: actor.accountId, at });
    await updateCase(tx, row.id, row.state, at, { hidden: true });
    await record(k, tx, actor, row, at, { act: 'hide', public: true, text: reason, data: { rule: words } });
  });
}

/** The author asks another moderator to look again; once, within thirty days. */
export async function appealHiding(
  k: Kernel,
  actor: Actor,
  key: AuthorKey,
  caseId: string,
  input: z.input<typeof appealInput>,
): Promise<void> {
  const { text } = appealInput.parse(input);
  await inTransaction(k.db, async (tx) => {
    const row = isId(caseId) ? await lockCase(tx, caseId) : undefined;
    if (!row) fail('cases.not_found');
    if (!isAuthor(key)(actor, await factsOf(tx, row), row)) fail('kernel.not_allowed');
    const standing = await standingModeration(tx, row.id);
    const at = k.clock.now();
    if (!standing || at.getTime() - standing.at.getTime() > appeal_days * day_ms) fail('cases.public.appeal_too_late');
    if (!(await writeAppeal(tx, standing.id, text, at))) fail('cases.public.appealed_already');
    await record(k, tx, actor, row, at, { act: 'appeal', public: false, text });
  });
}

/** Rules on an appeal. Whoever hid the letter does not. */
export async function ruleAppeal(
  k: Kernel,
  actor: Actor,
  caseId: string,
  input: z.input<typeof rulingInput>,
): Promise<void> {
  const { ruling, reason } = rulingInput.parse(input);
  if (!mayModerate(actor)) fail('kernel.not_allowed');
  await inTransaction(k.db, async (tx) => {
    const row = isId(caseId) ? await lockCase(tx, caseId) : undefined;
    if (!row) fail('cases.not_found');
    const standing = await standingModeration(tx, row.id);
    if (!standing) fail('kernel.changed_meanwhile');
    if (standing.by_id === actor.accountId) fail('cases.public.own_decision');
    const at = k.clock.now();
    if (!(await writeRuling(tx, standing.id, { ruling, reason, by: actor.accountId, at })))
      fail('kernel.changed_meanwhile');
    if (ruling === 'restored') await updateCase(tx, row.id, row.state, at, { hidden: false });
    await record(k, tx, actor, row, at, {
      act: ruling === 'restored' ? 'restore' : 'uphold',
      public: ruling === 'restored',
      text: reason,
      data: { ruling },
    });
  });
}
