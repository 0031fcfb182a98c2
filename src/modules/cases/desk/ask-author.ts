import { z } from 'zod';
import { audit } from '../../../kernel/audit/index.ts';
import type { Tx } from '../../../kernel/db/index.ts';
import { inTransaction, isId } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Actor, departmentsOf } from '../../people/index.ts';
import { type CaseRow, factsOf, insertStep, lockCase } from '../case.queries.ts';
import { type CaseFacts, mayHandle, mayHelp, mayTakeIn } from '../cases.policy.ts';
import { isOpen } from '../cases.rules.ts';
import { insertMessage } from '../resident/conversation.queries.ts';
import { giveOpinionRow, insertNote } from './desk.queries.ts';

const words = z.string().trim().min(2, 'cases.field.text_needed').max(4000, 'cases.field.too_long');
export const questionInput = z.object({ text: words });
export const noteInput = z.object({ text: words });
export const opinionInput = z.object({ departmentId: z.string(), text: words });

type Saying = {
  act: string;
  allow: (actor: Actor, facts: CaseFacts) => boolean;
  public: boolean;
  departmentId?: string | null;
  text: string;
  write: (tx: Tx, row: CaseRow, at: Date) => Promise<void>;
};

/** What is said on a case without changing its state: locked, checked, and recorded like an act. */
async function say(k: Kernel, actor: Actor, caseId: string, saying: Saying): Promise<void> {
  await inTransaction(k.db, async (tx) => {
    const row = isId(caseId) ? await lockCase(tx, caseId) : undefined;
    if (!row) fail('cases.not_found');
    if (!saying.allow(actor, await factsOf(tx, row))) fail('kernel.not_allowed');
    if (saying.public && !isOpen(row.state)) fail('cases.wrong_state', { state: row.state, act: saying.act });
    const at = k.clock.now();
    const departmentId = saying.departmentId === undefined ? row.lead_department_id : saying.departmentId;
    await saying.write(tx, row, at);
    // The words of a note stay in its own table.
    if (saying.act !== 'note')
      await insertStep(tx, row.id, at, {
        act: saying.act,
        public: saying.public,
        text: saying.text,
        actorId: actor.accountId,
        departmentId,
      });
    await k.outbox.emit(tx, at, {
      type: `cases.${saying.act}`,
      subject: row.id,
      actorId: actor.accountId,
      payload: { number: row.number, departmentId },
    });
    await audit(tx, at, {
      actorId: actor.accountId,
      actorName: actor.name,
      action: `cases.${saying.act}`,
      objectType: 'case',
      objectId: row.id,
      departmentId,
    });
  });
}

/** 请来信人补充: a question that the author sees and answers. */
export async function askAuthor(
  k: Kernel,
  actor: Actor,
  caseId: string,
  input: z.input<typeof questionInput>,
): Promise<void> {
  const { text } = questionInput.parse(input);
  await say(k, actor, caseId, {
    act: 'question',
    allow: (who, facts) => mayHandle(who, facts) || mayTakeIn(who),
    public: true,
    text,
    write: async (tx, row, at) => {
      await insertMessage(tx, {
        caseId: row.id,
        direction: 'question',
        departmentId: row.lead_department_id,
        by: actor.accountId,
        text,
        at,
      });
    },
  });
}

/** An internal note: never leaves the offices that work on the case. */
export async function addNote(
  k: Kernel,
  actor: Actor,
  caseId: string,
  input: z.input<typeof noteInput>,
): Promise<void> {
  const { text } = noteInput.parse(input);
  const by = actor.accountId;
  if (!by) fail('kernel.not_allowed');
  const departmentId =
    departmentsOf(actor, 'handler', 'reviewer', 'operator', 'dispatcher', 'supervisor').ids[0] ?? null;
  await say(k, actor, caseId, {
    act: 'note',
    allow: (who, facts) => mayHelp(who, facts) || mayTakeIn(who),
    public: false,
    departmentId,
    text,
    write: (tx, row, at) => insertNote(tx, { caseId: row.id, departmentId, by, text, at }),
  });
}

/** 协办意见: a co-handler's opinion, for the lead department. */
export async function giveOpinion(
  k: Kernel,
  actor: Actor,
  caseId: string,
  input: z.input<typeof opinionInput>,
): Promise<void> {
  const { departmentId, text } = opinionInput.parse(input);
  await say(k, actor, caseId, {
    act: 'opinion_given',
    allow: (who, facts) =>
      facts.coHandlerIds.includes(departmentId) &&
      mayHelp(who, { ...facts, coHandlerIds: [departmentId], leadDepartmentId: null }),
    public: false,
    departmentId,
    text,
    write: (tx, row, at) =>
      giveOpinionRow(tx, { caseId: row.id, departmentId, opinion: text, by: actor.accountId, at }),
  });
}
