import { z } from 'zod';
import { visibleText } from '../../../kernel/text/index.ts';

/** What can become of an opinion; `noted` ones are read and answered but not counted. */
export const outcomes = ['adopted', 'partly', 'not_adopted', 'noted'] as const;
export type Outcome = (typeof outcomes)[number];

/** Why an opinion is only noted: it is not about the draft, or it asks something. */
export const grounds = ['off_topic', 'enquiry'] as const;
export type Ground = (typeof grounds)[number];

/** As a form offers it: a noted one says its ground at once. */
export const verdicts = ['adopted', 'partly', 'not_adopted', 'off_topic', 'enquiry'] as const;
export type Verdict = (typeof verdicts)[number];

export function outcomeOf(verdict: Verdict): { outcome: Outcome; ground: Ground | null } {
  return verdict === 'off_topic' || verdict === 'enquiry'
    ? { outcome: 'noted', ground: verdict }
    : { outcome: verdict, ground: null };
}

export function verdictOf({ outcome, ground }: { outcome: Outcome; ground: Ground | null }): Verdict {
  return outcome === 'noted' ? (ground ?? 'off_topic') : outcome;
}

/** So many opinions are decided or handed over at once, at most. */
export const mostAtOnce = 20_000;

export const longestReason = 2000;

/** Opinions by number as a form holds them: `1-4,7,9`. What is no such list is undefined. */
export function numbersOf(text: string): number[] | undefined {
  const numbers = new Set<number>();
  for (const part of text.split(',')) {
    const range = /^\s*(\d{1,7})(?:-(\d{1,7}))?\s*$/.exec(part);
    if (!range) return undefined;
    const from = Number(range[1]);
    const to = Number(range[2] ?? range[1]);
    if (from < 1 || to < from || numbers.size + to - from >= mostAtOnce) return undefined;
    for (let number = from; number <= to; number++) numbers.add(number);
  }
  return [...numbers].sort((a, b) => a - b);
}

/** The shortest way to write them, see {@link numbersOf}. */
export function numbersText(numbers: readonly number[]): string {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  const parts: string[] = [];
  for (let at = 0; at < sorted.length; ) {
    let end = at;
    while (sorted[end + 1] === (sorted[end] ?? 0) + 1) end++;
    parts.push(end === at ? `${sorted[at]}` : `${sorted[at]}-${sorted[end]}`);
    at = end + 1;
  }
  return parts.join(',');
}

const none = 'consultations.desk.field.numbers';

/** Numbers that a form holds: ticked one by one, or as one text of ranges. */
export const typedNumbers = z
  .union([z.string(), z.array(z.string())], none)
  .transform((given) => numbersOf([given].flat().join(',')) ?? [])
  .pipe(z.array(z.number()).min(1, none));

export const typedReason = z
  .string('consultations.desk.field.reason')
  .default('')
  .transform(visibleText)
  .pipe(z.string().max(longestReason, 'consultations.desk.field.too_long'));
