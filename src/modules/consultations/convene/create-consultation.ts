import { z } from 'zod';
import { inTransaction, isDuplicate, isId, newId } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { freeSlug, isSlug, proposeSlug } from '../../../kernel/text/index.ts';
import { addDays, isLocalDate } from '../../../kernel/time/index.ts';
import { type Actor, departmentBook } from '../../people/index.ts';
import { convenes } from '../consultations.policy.ts';
import { consultationKinds, consultationSettings, leastDays } from '../consultations.rules.ts';
import { insertConsultation, slugsLike } from './convene.queries.ts';
import { recordOutside } from './record-new.ts';
import { line, lines } from './typed.ts';

const day = z
  .string('consultations.convene.field_error.day')
  .trim()
  .refine((text) => isLocalDate(text), 'consultations.convene.field_error.day');

/** Addresses below /convene and /consultations that are pages of their own. */
const reserved = new Set(['new', 'feed', 'all', 'about']);

export const slugField = line(60)
  .transform((text) => text.toLowerCase())
  .refine((text) => text === '' || (isSlug(text) && !reserved.has(text)), 'consultations.convene.field_error.slug');

export const createInput = z.object({
  kind: z.enum(consultationKinds, { error: 'consultations.convene.field_error.kind' }),
  title: line(80, 'consultations.convene.field_error.title', 2),
  /** empty: made from the title */
  slug: slugField,
  departmentId: z.string().default(''),
  startsOn: day,
  /** the last day; none: thirty days in all */
  endsOn: day.optional().or(z.literal('').transform(() => undefined)),
  summary: lines(300),
  explanation: lines(40_000),
  audience: line(200),
  /** by kind; none: the defaults */
  settings: z.record(z.string(), z.unknown()).default({}),
});
export type CreateInput = z.input<typeof createInput>;

/**
 * Makes a consultation: a draft that its conveners alone see.
 * @throws AppError kernel.not_allowed, kernel.invalid
 */
export async function createConsultation(
  k: Kernel,
  actor: Actor,
  given: CreateInput,
): Promise<{ id: string; slug: string }> {
  const input = createInput.parse(given);
  const department = isId(input.departmentId) ? (await departmentBook(k)).get(input.departmentId) : undefined;
  if (!department) return failFields({ departmentId: { key: 'consultations.convene.field_error.department' } });
  if (!convenes(actor, { departmentId: department.id })) fail('kernel.not_allowed');
  const endsOn = input.endsOn ?? addDays(input.startsOn, leastDays - 1);
  if (endsOn < input.startsOn) failFields({ endsOn: { key: 'consultations.convene.field_error.ends_before' } });
  const proposed = input.slug || proposeSlug(input.title, input.startsOn.slice(0, 4));
  const taken = await slugsLike(k.db, proposed);
  if (input.slug !== '' && taken.has(input.slug))
    failFields({ slug: { key: 'consultations.convene.field_error.slug_taken' } });
  const made = { id: newId(), slug: freeSlug(proposed, taken), kind: input.kind, departmentId: department.id };
  try {
    await inTransaction(k.db, async (tx) => {
      const at = k.clock.now();
      await insertConsultation(tx, at, {
        ...made,
        title: input.title,
        summary: input.summary,
        explanation: input.explanation,
        audience: input.audience,
        contact: department.phone.slice(0, 300),
        startsOn: input.startsOn,
        endsOn,
        settings: consultationSettings[input.kind].parse(input.settings),
        createdBy: actor.accountId,
      });
      await recordOutside(k, tx, actor, 'create', made, at);
    });
  } catch (error) {
    // Somebody took the address in the same moment.
    if (isDuplicate(error)) failFields({ slug: { key: 'consultations.convene.field_error.slug_taken' } });
    throw error;
  }
  return { id: made.id, slug: made.slug };
}
