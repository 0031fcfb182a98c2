import { z } from 'zod';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { actOnCase } from '../act-on-case.ts';
import { mayHandle } from '../cases.policy.ts';
import { insertContact } from './desk.queries.ts';

export const contactInput = z.object({
  how: z.enum(['phone', 'visit', 'message', 'meeting'], { error: 'cases.field.how_needed' }),
  /** stays inside */
  note: z.string().trim().max(2000, 'cases.field.too_long').default(''),
});

/** 联系来信人: the first one is what the response rate counts. That it happened is public, what was said is not. */
export async function recordContact(
  k: Kernel,
  actor: Actor,
  caseId: string,
  input: z.input<typeof contactInput>,
): Promise<void> {
  const { how, note } = contactInput.parse(input);
  await actOnCase(k, actor, caseId, 'contact', mayHandle, async ({ tx, row, at }) => {
    const departmentId = row.lead_department_id;
    if (!departmentId) fail('cases.not_yours');
    await insertContact(tx, { caseId: row.id, departmentId, by: actor.accountId, at, how, note });
    return {
      patch: { contacted_at: row.contacted_at ?? at },
      steps: [
        { act: 'contact', public: true, departmentId, data: { how } },
        ...(note ? [{ act: 'contact_note', public: false, departmentId, text: note }] : []),
      ],
      event: { how, first: row.contacted_at === null },
      result: undefined,
    };
  });
}
