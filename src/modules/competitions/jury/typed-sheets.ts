import { AppError } from '../../../kernel/errors/index.ts';
import type { Criterion } from '../competitions.rules.ts';
import { type Points, readPoints } from './jury.rules.ts';

type Typed = Readonly<Record<string, string | string[]>>;

const one = (typed: Typed, name: string): string => {
  const value = typed[name];
  return typeof value === 'string' ? value : (value?.[0] ?? '');
};

/**
 * Points as they were typed into the fields `<prefix><criterion>`.
 * @param wrong takes what is wrong, by field
 */
export function typedPoints(
  typed: Typed,
  criteria: readonly Pick<Criterion, 'id'>[],
  prefix: string,
  wrong: Record<string, { key: string }>,
): Points {
  const points: Record<string, number> = {};
  for (const { id } of criteria) {
    const given = readPoints(one(typed, `${prefix}${id}`));
    if (given === null) continue;
    if (Number.isNaN(given) || given > 100) wrong[`${prefix}${id}`] = { key: 'competitions.jury.wrong.points' };
    else if (!Number.isInteger(given * 2)) wrong[`${prefix}${id}`] = { key: 'competitions.jury.wrong.half' };
    else points[id] = given;
  }
  return points;
}

/** @throws AppError kernel.invalid where anything is wrong */
export function holdRight(wrong: Record<string, { key: string }>): void {
  const count = Object.keys(wrong).length;
  if (count > 0) throw new AppError('kernel.invalid', { n: count }, wrong);
}

export function typedText(typed: Typed, name: string): string {
  return one(typed, name);
}

/** The version that a form was made from. */
export function typedVersion(typed: Typed, name: string): number | undefined {
  const text = one(typed, name);
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
