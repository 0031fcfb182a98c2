import type { SheetRow, SheetRows } from '../../../kernel/sheets/index.ts';
import { localDate } from '../../../kernel/time/index.ts';
import { type FileProblems, letter } from './file-problems.ts';
import { localeNamed } from './locales.ts';

/** One column: what it is, and in which language. */
export type Heading = { key: string; locale: string | null; column: number };
export type Line = {
  line: number;
  text(key: string): string;
  words(key: string): Record<string, string>;
  column(key: string, locale?: string): string;
};

export type SheetTable = {
  sheet: string;
  headings: readonly Heading[];
  lines: readonly Line[];
};

/** Headings that older tools and people write. */
const aliases: Readonly<Record<string, string>> = {
  list: 'list_name',
  listname: 'list_name',
  value: 'name',
  caption: 'label',
  relevance: 'relevant',
  skip_logic: 'relevant',
  command: 'type',
  required_msg: 'required_message',
  requiredmessage: 'required_message',
  constraint_msg: 'constraint_message',
  constraintmessage: 'constraint_message',
  'bind:relevant': 'relevant',
  'bind:constraint': 'constraint',
  'bind:required': 'required',
  'bind:calculate': 'calculation',
  calculate: 'calculation',
  'bind:jr:constraintmsg': 'constraint_message',
  'bind:jr:requiredmsg': 'required_message',
  'control:appearance': 'appearance',
  'body:appearance': 'appearance',
  title: 'form_title',
  id_string: 'form_id',
  choice_filter: 'choice_filter',
};

/** What can stand in several languages. */
const translated = new Set([
  'label',
  'hint',
  'required_message',
  'constraint_message',
  'tongxin_low',
  'tongxin_high',
  'tongxin_unit',
]);

/** Reads the headings of a sheet and puts its cells under them. Blank lines and columns do not matter. */
export function tableOf(sheet: SheetRows, problems: FileProblems, zone: string): SheetTable {
  const [first, ...rest] = sheet.rows;
  const read = first ? readHeadings(sheet.name, first, problems, zone) : { headings: [], plainLocale: null };
  if (sheet.cut)
    problems.error({
      key: 'surveys.xlsform.too_many_lines',
      params: { most: sheet.rows.length },
      sheet: sheet.name,
      line: 0,
      column: '',
    });
  for (const row of sheet.rows)
    for (const { code, column = '', params } of row.problems)
      problems.error({
        key: code === 'sheets.cell_error' ? 'surveys.xlsform.cell_error' : 'surveys.xlsform.cell_unreadable',
        params,
        sheet: sheet.name,
        line: row.line,
        column,
      });
  return { sheet: sheet.name, headings: read.headings, lines: rest.map((row) => lineOf(row, read.headings, zone)) };
}

function readHeadings(sheet: string, row: SheetRow, problems: FileProblems, zone: string): { headings: Heading[] } {
  const headings: Heading[] = [];
  let unknownLanguages = 0;
  const unknown = new Map<string, string>();
  for (const [column, cell] of row.cells.entries()) {
    const text = cellText(cell, zone);
    if (text === '') continue;
    const { key, language } = keyOf(text);
    let locale: string | null = null;
    if (language !== null) {
      locale = localeNamed(language) ?? unknown.get(language.toLowerCase()) ?? null;
      if (locale === null) {
        // ISO 639 keeps qaa to qtz for languages that have no code of their own.
        locale = `qa${String.fromCharCode(97 + (unknownLanguages++ % 26))}`;
        unknown.set(language.toLowerCase(), locale);
        problems.notice({
          key: 'surveys.xlsform.language_unknown',
          params: { found: language.slice(0, 40), locale },
          sheet,
          line: row.line,
          column: letter(column),
        });
      }
    }
    const twice = headings.some((each) => each.key === key && each.locale === locale);
    if (twice)
      problems.error({
        key: 'surveys.xlsform.column_twice',
        params: { found: text.slice(0, 60) },
        sheet,
        line: row.line,
        column: letter(column),
      });
    else headings.push({ key, locale, column });
  }
  return { headings };
}

/** `Label::Chinese (zh)` is label in a language; a single colon is the older way. */
function keyOf(text: string): { key: string; language: string | null } {
  const [head = '', ...rest] = text.split(/\s*::\s*|\s*：：\s*/);
  const plain = (part: string): string =>
    part
      .normalize('NFKC')
      .trim()
      .toLowerCase()
      .replace(/[\s-]+/g, '_');
  let key = plain(head);
  let language = rest.join('::').trim() || null;
  if (language === null) {
    const old = /^(label|hint|required_message|constraint_message)\s*[:：]\s*(.+)$/i.exec(text.trim());
    if (old) [key, language] = [plain(old[1] ?? ''), (old[2] ?? '').trim()];
  }
  const whole = language === null ? key : [key, ...rest.map(plain)].join(':');
  const alias = aliases[whole] ?? aliases[key];
  if (alias && (aliases[whole] || !translated.has(alias)))
    return { key: alias, language: aliases[whole] ? null : language };
  if (alias) return { key: alias, language };
  return translated.has(key) ? { key, language } : { key: whole, language: null };
}

/** A cell as text: numbers as people write them, invisible characters and odd blanks gone. */
export function cellText(cell: SheetRow['cells'][number] | undefined, zone: string): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return localDate(cell, zone);
  return String(cell)
    .replace(/[\u200b-\u200d\u2060\ufeff]/g, '')
    .replace(/[\u00a0\u2002-\u200a\u202f\u3000]/g, ' ')
    .replace(/\r\n?/g, '\n')
    .normalize('NFC')
    .trim();
}

function lineOf({ line, cells }: SheetRow, headings: readonly Heading[], zone: string): Line {
  const of = (key: string) => headings.filter((each) => each.key === key);
  return {
    line,
    text: (key) => {
      const found = of(key).find(({ locale }) => locale === null) ?? of(key)[0];
      return found ? cellText(cells[found.column], zone) : '';
    },
    words: (key) => {
      const words: Record<string, string> = {};
      for (const { locale, column } of of(key)) {
        const text = cellText(cells[column], zone);
        if (text !== '') words[locale ?? ''] = text;
      }
      return words;
    },
    column: (key, locale) => letter((of(key).find((each) => each.locale === (locale ?? null)) ?? of(key)[0])?.column),
  };
}
