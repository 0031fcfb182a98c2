import { z } from 'zod';
import { failFields } from '../../../kernel/errors/index.ts';
import type { Consultation } from '../consultation.queries.ts';
import { answerWays } from '../consultations.rules.ts';
import { line } from './typed.ts';

type Typed = Record<string, string | string[]>;

const email = line(120).refine(
  (text) => text === '' || z.email().safeParse(text).success,
  'consultations.convene.field_error.email',
);
const number = (least: number, most: number) => {
  const wrong = 'consultations.convene.field_error.number';
  return z.coerce.number(wrong).int(wrong).min(least, wrong).max(most, wrong);
};

const shapes = {
  draft: z.object({
    ways: z.array(z.enum(answerWays)).min(1, 'consultations.convene.field_error.ways'),
    email,
    post: line(200),
  }),
  ideas: z.object({ photos: z.boolean(), place: z.boolean(), thanks: z.boolean(), prompt: line(100) }),
  map: z.object({ adding: z.boolean(), leastParticipants: number(15, 1000), smallestGroup: number(3, 100) }),
};

/** Settings as the form of details sends them: boxes that are not ticked are not sent. */
export function readSettings({ kind, state, settings }: Consultation, typed: Typed): Record<string, unknown> {
  // Of an open one only what everybody reads is on the form.
  const standing = state === 'open' ? settings : {};
  const given: Record<string, unknown> = { ...typed };
  if (kind === 'draft') given.ways = typed.ways === undefined ? [] : [typed.ways].flat();
  for (const box of ['photos', 'place', 'thanks', 'adding']) given[box] = typed[box] === 'yes';
  const read = shapes[kind].safeParse({ ...given, ...(state === 'open' ? without(standing, Object.keys(typed)) : {}) });
  if (read.success) return read.data;
  return failFields(
    Object.fromEntries(read.error.issues.map(({ path, message }) => [String(path[0] ?? ''), { key: message }])),
  );
}

function without(standing: object, names: string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(standing).filter(([name]) => !names.includes(name)));
}
