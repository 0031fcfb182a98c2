import { z } from 'zod';
import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction, isDuplicate, isId, newId } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import { localised } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { freeSlug, proposeSlug } from '../../../kernel/text/index.ts';
import { isLocalDate } from '../../../kernel/time/index.ts';
import { type Actor, auditName, departmentBook } from '../../people/index.ts';
import { insertStep } from '../competition.queries.ts';
import { mayCreate } from '../competitions.policy.ts';
import { formats } from '../competitions.rules.ts';
import { isAddress } from './address.ts';
import { insertCompetition, slugsLike } from './organise.queries.ts';
import './organise.errors.ts';

import { fillTemplate } from './templates/fill-template.ts';
import { templates } from './templates/templates.ts';
import { line } from './typed.ts';

export const createInput = z.object({
  template: z.enum(formats),
  title: line(60, 'competitions.organise.field_error.title', 2),
  /** empty: made from the title */
  slug: line(60).transform((text) => text.toLowerCase()),
  departmentId: z.string(),
  /** none: as the template has it */
  mode: z.enum(['award', 'showcase']).optional(),
  /** may come later, before it is opened */
  approvalNumber: line(60),
  /** day on which entries are taken from; the next working day where it is none */
  firstDay: z
    .string('competitions.organise.field_error.day')
    .trim()
    .refine((day) => isLocalDate(day), 'competitions.organise.field_error.day'),
});
export type CreateInput = z.input<typeof createInput>;

/**
 * Makes a competition from a template: a draft with stages, dates, categories, criteria and words, seen by its organisers.
 * @throws AppError kernel.not_allowed, kernel.invalid, time.calendar_year_missing
 */
export async function createCompetition(
  k: Kernel,
  actor: Actor,
  given: CreateInput,
): Promise<{ id: string; slug: string }> {
  const input = createInput.parse(given);
  const department = isId(input.departmentId) ? (await departmentBook(k)).get(input.departmentId) : undefined;
  if (!department) failFields({ departmentId: { key: 'competitions.organise.field_error.department' } });
  if (!department || !mayCreate(actor, department.id)) return fail('kernel.not_allowed');
  if (input.slug !== '' && !isAddress(input.slug))
    failFields({ slug: { key: 'competitions.organise.field_error.slug' } });
  const mode = input.mode ?? templates[input.template].mode;
  const filled = fillTemplate(input.template, mode, {
    firstDay: input.firstDay,
    calendar: await k.calendar.current(),
    t: k.i18n.t(actor.locale),
    department: localised(department.name, actor.locale),
    title: input.title,
  });
  const proposed = input.slug || proposeSlug(input.title, input.firstDay.slice(0, 4));
  const taken = await slugsLike(k.db, proposed);
  if (input.slug !== '' && taken.has(input.slug))
    failFields({ slug: { key: 'competitions.organise.field_error.slug_taken' } });
  const made = { id: newId(), slug: freeSlug(proposed, taken) };
  try {
    await inTransaction(k.db, async (tx) => {
      const at = k.clock.now();
      await insertCompetition(tx, at, {
        ...made,
        ...filled,
        format: input.template,
        title: input.title,
        departmentId: department.id,
        mode,
        approvalNumber: mode === 'award' ? input.approvalNumber : '',
        complaintPhone: department.phone.slice(0, 40),
        createdBy: actor.accountId,
      });
      await insertStep(tx, at, {
        competitionId: made.id,
        byId: actor.accountId,
        byAs: 'organiser',
        act: 'create',
        details: { template: input.template },
      });
      await k.outbox.emit(tx, at, {
        type: 'competitions.create',
        subject: made.id,
        actorId: actor.accountId,
        payload: { slug: made.slug, stageId: null, entryId: null },
      });
      await audit(tx, at, {
        actorId: actor.accountId,
        actorName: auditName(actor),
        action: 'competitions.create',
        objectType: 'competition',
        objectId: made.id,
        departmentId: department.id,
        details: { slug: made.slug, template: input.template },
      });
    });
  } catch (error) {
    // Somebody took the address in the same moment.
    if (isDuplicate(error)) failFields({ slug: { key: 'competitions.organise.field_error.slug_taken' } });
    throw error;
  }
  return made;
}
