import { z } from 'zod';
import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction, isId, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { typedLine } from '../../../kernel/text/index.ts';
import { type Actor, auditName } from '../../people/index.ts';
import { convenes } from '../consultations.policy.ts';
import './desk.errors.ts';
import { typedReason } from './desk.rules.ts';
import { deleteTemplate, insertTemplate } from './template.queries.ts';

export const templateInput = z.object({
  title: z
    .string('consultations.desk.field.title')
    .transform(typedLine)
    .pipe(z.string().min(1, 'consultations.desk.field.title').max(40, 'consultations.desk.field.too_long')),
  text: typedReason.pipe(z.string().min(1, 'consultations.desk.field.reason')),
});
export type TemplateInput = z.input<typeof templateInput>;

/**
 * Keeps a reason that is given often, for everybody of the department.
 * @throws AppError consultations.desk.title_taken
 */
export async function keepTemplate(k: Kernel, actor: Actor, departmentId: string, given: TemplateInput): Promise<void> {
  const { title, text } = templateInput.parse(given);
  await act(k, actor, departmentId, 'consultations.keep_template', async (tx, at) => {
    const kept = await insertTemplate(tx, { departmentId, title, text, byId: actor.accountId, at });
    if (!kept) fail('consultations.desk.title_taken');
  });
}

export async function removeTemplate(k: Kernel, actor: Actor, departmentId: string, id: string): Promise<void> {
  await act(k, actor, departmentId, 'consultations.remove_template', async (tx) => {
    if (isId(id)) await deleteTemplate(tx, departmentId, id);
  });
}

async function act(
  k: Kernel,
  actor: Actor,
  departmentId: string,
  action: string,
  work: (tx: Tx, at: Date) => Promise<void>,
): Promise<void> {
  if (!convenes(actor, { departmentId })) fail('kernel.not_allowed');
  await inTransaction(k.db, async (tx) => {
    const at = k.clock.now();
    await work(tx, at);
    await audit(tx, at, {
      ...{ actorId: actor.accountId, actorName: auditName(actor), action },
      ...{ objectType: 'department', objectId: departmentId, departmentId, details: {} },
    });
  });
}
