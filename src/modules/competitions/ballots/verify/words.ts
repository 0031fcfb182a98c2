import { findingCodes, unreadableCodes } from './findings.ts';

/** Looks up a message, as the kernel's `t` does. */
export type Say = (key: string, params?: Record<string, unknown>) => string;

const prefix = 'competitions.ballots.verify.';

/** What the page says once it has a file; where the page was saved there is nobody to ask for it. */
const said = [
  'reading',
  'verified',
  'verified_note',
  'not_verified',
  'not_verified_note',
  'more',
  'unreadable_title',
  'ballots',
  'replaced',
  'invalidated',
  'counted',
  'first',
  'heads',
  'closed',
  'key',
  'competition',
  'invalidations',
  'invalidation',
  'table',
  'column.number',
  'column.title',
  'column.category',
  'column.votes',
  'column.score',
  'column.rank',
  'found.counted',
  'found.replaced',
  'found.invalidated',
  'found.none',
  'found.wrong',
  'no_gzip',
  'broken',
  'took',
] as const;

const names =
  'position first choices most entry other size leaves n section said found weight field expected done all ballots reason seconds'.split(
    ' ',
  );
/** Every argument of those messages stands for itself, to be put in later. */
const blanks = Object.fromEntries(names.map((name) => [name, `{${name}}`]));

// keys: competitions.ballots.verify.finding.*, competitions.ballots.verify.unreadable.*
/** The messages as they are before their arguments are put in, by their keys without the common beginning. */
export function templatesOf(t: Say): Record<string, string> {
  const keys = [
    ...said,
    ...findingCodes.map((code) => `finding.${code}`),
    ...unreadableCodes.map((code) => `unreadable.${code}`),
  ];
  return Object.fromEntries(keys.map((key) => [key, t(prefix + key, blanks)]));
}

/** The same messages with arguments, out of such a table: works without the kernel. */
export function sayFrom(templates: Record<string, string>): Say {
  return (key, params = {}) =>
    (templates[key] ?? key).replace(/\{(\w+)\}/g, (blank, name: string) => String(params[name] ?? blank));
}
