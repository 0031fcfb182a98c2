import { z } from 'zod';
import { line, written } from '../comments/written.ts';

const longestReason = 500;

export const hideInput = z.object({
  /** number of a published rule */
  rule: z.string('consultations.moderation.field.rule').min(1, 'consultations.moderation.field.rule').max(10),
  /** stands in the public log: nothing of the hidden words, nobody's name */
  reason: written(longestReason, 'consultations.moderation.field.reason', 10),
});
export type HideInput = z.input<typeof hideInput>;

export const keepInput = z.object({
  /** goes to whoever reported it */
  answer: written(longestReason, 'consultations.moderation.field.answer', 5),
});
export type KeepInput = z.input<typeof keepInput>;

export const appealInput = z.object({ text: written(2000, 'consultations.moderation.field.appeal', 10) });
export type AppealInput = z.input<typeof appealInput>;

export const rulingInput = z.object({
  ruling: z.enum(['upheld', 'restored'], 'consultations.moderation.field.ruling'),
  reason: written(longestReason, 'consultations.moderation.field.reason', 10),
});
export type RulingInput = z.input<typeof rulingInput>;

export const reportInput = z.object({
  /** number of the published rule that it breaks; 'other': none of them */
  rule: line(10),
  reason: written(longestReason, 'consultations.moderation.field.report', 5),
});
export type ReportInput = z.input<typeof reportInput>;
