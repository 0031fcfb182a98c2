import type { FieldErrors } from '../../../kernel/errors/index.ts';
import { typedLine } from '../../../kernel/text/index.ts';
import { type Choice, choiceNamePattern, namePattern, type Row, type Words } from '../questionnaire.rules.ts';

// A choice or row is one line: name | words | words in the next language. A name may be left out and is made then. Behind a
// choice's name + gives it a field to write in, ! lets it exclude the others. \| is a bar in the words.

const escaped = (text: string): string => text.replace(/[\\|]/g, '\\$&').replace(/\s*\n\s*/g, ' ');

function partsOf(line: string): string[] {
  const parts: string[] = [];
  let part = '';
  for (let at = 0; at < line.length; at++) {
    const character = line[at] as string;
    if (character === '\\' && at + 1 < line.length) part += line[++at];
    else if (character === '|' || character === '｜' || character === '\t') {
      parts.push(part);
      part = '';
    } else part += character;
  }
  return [...parts, part].map(typedLine);
}

type Entry = Choice | Row;

const flagsOf = (entry: Entry): string => {
  const { other = false, exclusive = false } = entry as Partial<Choice>;
  return `${other ? '+' : ''}${exclusive ? '!' : ''}`;
};

/** Choices or rows as their field shows them. */
export function linesOf(entries: readonly Entry[], languages: readonly string[]): string {
  return entries
    .map((entry) => [entry.name + flagsOf(entry), ...languages.map((locale) => escaped(entry.label[locale] ?? ''))])
    .map((parts) => parts.join(' | ').replace(/( \| )+$/, ''))
    .join('\n');
}

export type LinesOptions = {
  field: 'choices' | 'rows';
  languages: readonly string[];
  /** what stands now: words in languages that the form does not show are kept */
  before: readonly Entry[];
  /** how names begin that are made: `c` for choices, `way_` for rows of `way` */
  stem: string;
  /** names that rows cannot have */
  taken?: ReadonlySet<string>;
};

/** Reads the field; what is wrong goes into `wrong` with its line. */
export function readLines(text: string, options: LinesOptions, wrong: FieldErrors): Choice[] {
  const { field, languages, before, stem } = options;
  const pattern = field === 'rows' ? namePattern : choiceNamePattern;
  const read = text
    .split(/\r\n?|\n/)
    .map((line, at) => ({ line: at + 1, parts: partsOf(line) }))
    .filter(({ parts }) => parts.some((part) => part !== ''))
    .map(({ line, parts }) => ({ line, ...named(parts, languages.length) }));
  const taken = new Set([...(options.taken ?? []), ...read.flatMap(({ name }) => name ?? [])]);
  const seen = new Set<string>();
  let next = 1;
  const made = (): string => {
    while (taken.has(`${stem}${next}`)) next += 1;
    return `${stem}${next++}`;
  };
  return read.map(({ line, name, flags, words }) => {
    const own = name ?? made();
    if (!pattern.test(own))
      wrong[field] ??= { key: 'surveys.build.field_error.line_name', params: { line, name: own.slice(0, 40) } };
    if (seen.has(own)) wrong[field] ??= { key: 'surveys.build.field_error.line_twice', params: { line, name: own } };
    if (words.length > languages.length)
      wrong[field] ??= { key: 'surveys.build.field_error.line_parts', params: { line } };
    seen.add(own);
    const kept = before.find((entry) => entry.name === own)?.label ?? {};
    return {
      name: own,
      label: labelOf(kept, words, languages),
      exclusive: flags.includes('!'),
      other: flags.includes('+'),
    };
  });
}

function named(parts: string[], languages: number): { name: string | null; flags: string; words: string[] } {
  const [first = '', ...rest] = parts;
  const found = /^([A-Za-z0-9_][A-Za-z0-9_.-]{0,31})([+!]*)$/.exec(first);
  if (parts.length > languages || (parts.length > 1 && found))
    return { name: found?.[1] ?? first, flags: found?.[2] ?? '', words: rest };
  return { name: null, flags: '', words: parts };
}

function labelOf(kept: Words, words: readonly string[], languages: readonly string[]): Words {
  const label: Record<string, string> = { ...kept };
  for (const [at, locale] of languages.entries()) {
    const text = words[at] ?? '';
    if (text === '') delete label[locale];
    else label[locale] = text;
  }
  return label;
}
