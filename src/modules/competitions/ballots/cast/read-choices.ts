import { AppError } from '../../../../kernel/errors/index.ts';
import type { OpenBallot } from '../open-ballot.ts';

const mostGiven = 1000;

/**
 * What somebody chose, as a ballot says it: numbers in the field, ascending, each once, as many as the rules want.
 * @param category position of the category, with scope `category`
 * @throws AppError competitions.ballot_unknown_entry, ballot_unknown_category, ballot_empty, ballot_too_many, ballot_exactly
 */
export function readChoices(
  ballot: OpenBallot,
  given: unknown,
  category: unknown,
): { choices: number[]; category: number | null } {
  const { form, most, scope } = ballot.stage.settings;
  const of = scope === 'category' ? readCategory(ballot, category) : null;
  if (!Array.isArray(given) || given.length > mostGiven) throw new AppError('competitions.ballot_unknown_entry');
  const choices = (given as unknown[]).map((value) =>
    typeof value === 'string' ? readNumber(value) : value,
  ) as number[];
  for (const number of choices) {
    const within = typeof number === 'number' ? ballot.field.get(number) : undefined;
    if (within === undefined || (of !== null && within !== of)) throw new AppError('competitions.ballot_unknown_entry');
  }
  choices.sort((a, b) => a - b);
  for (let at = 1; at < choices.length; at++)
    if (choices[at] === choices[at - 1]) throw new AppError('competitions.ballot_unknown_entry');
  const chosen = choices.length;
  if (chosen === 0) throw new AppError('competitions.ballot_empty');
  // A category with fewer entries than are to be chosen asks for all of them.
  const exactly = Math.min(most, of === null ? ballot.field.size : (ballot.sizes.get(of) ?? 0));
  if (form === 'exactly' && chosen !== exactly)
    throw new AppError('competitions.ballot_exactly', { most: exactly, chosen });
  if (chosen > most) throw new AppError('competitions.ballot_too_many', { most, chosen });
  return { choices, category: of };
}

function readCategory(ballot: OpenBallot, given: unknown): number {
  const category = typeof given === 'string' ? readNumber(given) : given;
  if (typeof category !== 'number' || !ballot.sizes.has(category))
    throw new AppError('competitions.ballot_unknown_category');
  return category;
}

/** As forms send numbers: no sign, no blank, no other way of writing the same number. */
function readNumber(text: string): number {
  return /^(0|[1-9]\d{0,8})$/.test(text) ? Number(text) : Number.NaN;
}
