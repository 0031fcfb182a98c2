import { z } from 'zod';
import { isId } from '../../../kernel/db/index.ts';
import { type FieldErrors, failFields } from '../../../kernel/errors/index.ts';
import { typedLine, typedText } from '../../../kernel/text/index.ts';
import type { Competition } from '../competition.queries.ts';

const tooLong = 'competitions.entries.field.too_long';

/** One line; longer than the row takes is said and not cut. */
const line = (longest: number) => z.string().default('').transform(typedLine).pipe(z.string().max(longest, tooLong));
const text = (longest: number) => z.string().default('').transform(typedText).pipe(z.string().max(longest, tooLong));

export const longest = { title: 60, byLine: 80, summary: 300, body: 20_000, caption: 100, url: 500 } as const;

/** What an entrant writes; nothing of it has to be there before the entry is handed in. */
export const entryInput = z.object({
  categoryId: z.union([z.literal(''), z.string().refine(isId)], 'competitions.entries.field.category').default(''),
  title: line(longest.title),
  byLine: line(longest.byLine),
  summary: line(longest.summary),
  body: text(longest.body),
  /** of the entry as the form shows it */
  version: z.union([z.literal('').transform(() => undefined), z.coerce.number().int().min(1)]).optional(),
});
export type EntryInput = z.input<typeof entryInput>;
export type EntryFields = z.output<typeof entryInput>;

/** A category of another competition is as good as none. @throws AppError kernel.invalid */
export function holdCategory(competition: Pick<Competition, 'categories'>, categoryId: string): void {
  if (categoryId !== '' && !competition.categories.some(({ id }) => id === categoryId))
    failFields({ categoryId: { key: 'competitions.entries.field.category' } });
}

/** What is still missing before it can be handed in, beside the fields; null: nothing. */
export function missingIn(
  entry: { title: string; byLine: string; body: string; summary: string },
  { files, categoryChosen }: { files: number; categoryChosen: boolean },
): FieldErrors | null {
  const missing: FieldErrors = {};
  if (!categoryChosen) missing.categoryId = { key: 'competitions.entries.field.category' };
  if (entry.title === '') missing.title = { key: 'competitions.entries.field.title' };
  if (entry.byLine === '') missing.byLine = { key: 'competitions.entries.field.by_line' };
  if (entry.body === '' && files === 0) missing.body = { key: 'competitions.entries.field.body' };
  return Object.keys(missing).length > 0 ? missing : null;
}
