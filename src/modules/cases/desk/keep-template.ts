import { z } from 'zod';
import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction, isId, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { mayKeepTemplates } from '../cases.policy.ts';
import { deleteTemplate, insertTemplate, type Template, templateById, updateTemplate } from './template.queries.ts';

export const templateInput = z.object({
  departmentId: z.string().refine(isId, 'cases.field.department_needed'),
  title: z.string().trim().min(2, 'cases.field.text_needed').max(60, 'cases.field.too_long'),
  body: z
    .string()
    .trim()
    .transform((text) => text.replaceAll('\r\n', '\n'))
    .pipe(z.string().min(10, 'cases.field.text_needed').max(4000, 'cases.field.too_long')),
});

/** Writes a new template, or, with `id`, changes one. A template stays in its department. */
export async function keepTemplate(
  k: Kernel,
  actor: Actor,
  id: string | null,
  input: z.input<typeof templateInput>,
): Promise<{ id: string }> {
  const { departmentId, title, body } = templateInput.parse(input);
  return inTransaction(k.db, async (tx) => {
    const at = k.clock.now();
    const content = { title, body, by: actor.accountId, at };
    if (id === null) {
      if (!mayKeepTemplates(actor, departmentId)) fail('kernel.not_allowed');
      const created = await insertTemplate(tx, { departmentId, ...content });
      await record(tx, at, actor, 'template_written', created, departmentId);
      return { id: created };
    }
    const standing = await standingTemplate(tx, actor, id);
    await updateTemplate(tx, standing.id, content);
    await record(tx, at, actor, 'template_changed', standing.id, standing.departmentId);
    return { id: standing.id };
  });
}

export async function removeTemplate(k: Kernel, actor: Actor, id: string): Promise<void> {
  await inTransaction(k.db, async (tx) => {
    const standing = await standingTemplate(tx, actor, id);
    await deleteTemplate(tx, standing.id);
    await record(tx, k.clock.now(), actor, 'template_removed', standing.id, standing.departmentId);
  });
}

async function standingTemplate(tx: Tx, actor: Actor, id: string): Promise<Template> {
  const standing = isId(id) ? await templateById(tx, id) : undefined;
  if (!standing) fail('kernel.not_found');
  if (!mayKeepTemplates(actor, standing.departmentId)) fail('kernel.not_allowed');
  return standing;
}

async function record(
  tx: Tx,
  at: Date,
  actor: Actor,
  what: string,
  objectId: string,
  departmentId: string | null,
): Promise<void> {
  await audit(tx, at, {
    actorId: actor.accountId,
    actorName: actor.name,
    action: `cases.${what}`,
    objectType: 'template',
    objectId,
    departmentId,
  });
}
