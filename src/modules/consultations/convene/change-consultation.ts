import { z } from 'zod';
import { isDuplicate, newId } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { isLocalDate } from '../../../kernel/time/index.ts';
import type { Actor } from '../../people/index.ts';
import { actOnConsultation } from '../act-on-consultation.ts';
import type { Consultation } from '../consultation.queries.ts';
import { convenes } from '../consultations.policy.ts';
import { consultationSettings, leastDays, periodDays } from '../consultations.rules.ts';
import { insertNote, saveConsultation } from './convene.queries.ts';
import { slugField } from './create-consultation.ts';
import { line, lines } from './typed.ts';

const day = z
  .string('consultations.convene.field_error.day')
  .trim()
  .refine((text) => isLocalDate(text), 'consultations.convene.field_error.day');

export const changeInput = z.object({
  title: line(80, 'consultations.convene.field_error.title', 2),
  slug: slugField,
  summary: lines(300),
  explanation: lines(40_000),
  audience: line(200),
  contact: line(300),
  /** not changed once it is open */
  startsOn: day.optional(),
  endsOn: day,
  shortReason: lines(500),
  /** by kind; none: as they are. Once it is open, only what everybody reads */
  settings: z.record(z.string(), z.unknown()).optional(),
  /** the version that the change was made on */
  version: z.coerce.number().int().optional(),
  /** of an open one: what is changed and why, as everybody reads it */
  note: lines(2000),
});
export type ChangeInput = z.input<typeof changeInput>;

const shown = ['title', 'summary', 'explanation', 'audience', 'contact', 'startsOn', 'endsOn', 'shortReason'] as const;

/** What everybody reads of the settings, and which may therefore be put right while it runs. */
const mendable = ['email', 'post', 'prompt'];

/**
 * Changes what is said of a consultation and when it runs. Once it is open, a change needs a public note, its first day
 * stands, and its last day only moves on.
 * @throws AppError kernel.changed_meanwhile, kernel.invalid
 */
export async function changeConsultation(
  k: Kernel,
  actor: Actor,
  id: string,
  given: ChangeInput,
): Promise<{ slug: string; changed: string[] }> {
  const input = changeInput.parse(given);
  try {
    return await actOnConsultation(
      k,
      actor,
      id,
      {
        act: 'change',
        as: 'convener',
        statuses: ['prepared', 'not_started', 'running', 'ended'],
        may: convenes,
      },
      async ({ tx, consultation, at }) => {
        if (input.version !== undefined && input.version !== consultation.version) fail('kernel.changed_meanwhile');
        const after = changed(consultation, input);
        const fields: string[] = shown.filter((name) => after[name] !== consultation[name]);
        if (after.slug !== consultation.slug) fields.push('slug');
        if (JSON.stringify(after.settings) !== JSON.stringify(consultation.settings)) fields.push('settings');
        if (fields.length === 0) return { done: false, result: { slug: consultation.slug, changed: [] } };
        if (consultation.state === 'open') {
          if (input.note.length < 5) failFields({ note: { key: 'consultations.convene.field_error.note' } });
          await insertNote(tx, { id: newId(), consultationId: consultation.id, at, text: input.note });
        }
        await saveConsultation(tx, consultation.id, after);
        return { details: { fields }, result: { slug: after.slug, changed: fields } };
      },
    );
  } catch (error) {
    if (isDuplicate(error)) failFields({ slug: { key: 'consultations.convene.field_error.slug_taken' } });
    throw error;
  }
}

function changed(before: Consultation, input: z.output<typeof changeInput>): Consultation {
  const open = before.state === 'open';
  const startsOn = open ? before.startsOn : (input.startsOn ?? before.startsOn);
  const { endsOn, shortReason } = input;
  if (endsOn < startsOn) failFields({ endsOn: { key: 'consultations.convene.field_error.ends_before' } });
  if (open && endsOn < before.endsOn) failFields({ endsOn: { key: 'consultations.convene.field_error.only_longer' } });
  if (open && before.kind === 'draft' && shortReason === '' && periodDays(startsOn, endsOn) < leastDays)
    failFields({ shortReason: { key: 'consultations.convene.field_error.short_reason' } });
  const { title, summary, explanation, audience, contact } = input;
  const slug = open ? before.slug : input.slug || before.slug;
  const settings = settingsOf(before, input.settings, open);
  return {
    ...before,
    ...{ title, summary, explanation, audience, contact, slug, startsOn, endsOn, shortReason, settings },
  } as Consultation;
}

function settingsOf(before: Consultation, given: Record<string, unknown> | undefined, open: boolean): unknown {
  if (!given) return before.settings;
  const taken = open ? Object.fromEntries(Object.entries(given).filter(([name]) => mendable.includes(name))) : given;
  return consultationSettings[before.kind].parse({ ...before.settings, ...taken });
}
