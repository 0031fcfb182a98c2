import { findingCodes, unreadableCodes } from './findings.ts';

/** Looks up a message, as the kernel's `t` does. */
export type Say = (key: string, params?: Record<string, unknown>) => string;

const prefix = 'competitions.ballots.verify.';

/** What the page says once it has a file; where the page was saved there is nobody to ask for it. */
const said = [
  'competitions.ballots.verify.reading',
  'competitions.ballots.verify.verified',
  'competitions.ballots.verify.verified_note',
  'competitions.ballots.verify.not_verified',
  'competitions.ballots.verify.not_verified_note',
  'competitions.ballots.verify.more',
  'competitions.ballots.verify.unreadable_title',
  'competitions.ballots.verify.ballots',
  'competitions.ballots.verify.replaced',
  'competitions.ballots.verify.invalidated',
  'competitions.ballots.verify.counted',
  'competitions.ballots.verify.first',
  'competitions.ballots.verify.heads',
  'competitions.ballots.verify.closed',
  'competitions.ballots.verify.key',
  'competitions.ballots.verify.competition',
  'competitions.ballots.verify.invalidations',
  'competitions.ballots.verify.invalidation',
  'competitions.ballots.verify.table',
  'competitions.ballots.verify.column.number',
  'competitions.ballots.verify.column.title',
  'competitions.ballots.verify.column.category',
  'competitions.ballots.verify.column.votes',
  'competitions.ballots.verify.column.score',
  'competitions.ballots.verify.column.rank',
  'competitions.ballots.verify.found.counted',
  'competitions.ballots.verify.found.replaced',
  'competitions.ballots.verify.found.invalidated',
  'competitions.ballots.verify.found.none',
  'competitions.ballots.verify.found.wrong',
  'competitions.ballots.verify.no_gzip',
  'competitions.ballots.verify.broken',
  'competitions.ballots.verify.took',
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
    ...said.map((key) => key.slice(prefix.length)),
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
