import { bounds } from '../questionnaire.rules.ts';
import type { FileProblems } from './file-problems.ts';
import type { Renamed } from './renamed.ts';
import type { SheetTable } from './sheet-table.ts';

export type ListEntry = {
  name: string;
  label: Record<string, string>;
  line: number;
  exclusive: boolean;
  other: boolean;
};

/** The lists of the sheet `choices`, by name. */
export type Lists = ReadonlyMap<string, readonly ListEntry[]>;

/** Reads the lists of choices. Names that cannot be used get others, and `renamed` remembers which. */
export function readChoices(table: SheetTable | undefined, problems: FileProblems, renamed: Renamed): Lists {
  const lists = new Map<string, ListEntry[]>();
  if (!table) return lists;
  const { sheet } = table;
  for (const line of table.lines) {
    const list = line.text('list_name');
    const given = line.text('name');
    const label = line.words('label');
    if (list === '' && given === '' && Object.keys(label).length === 0) continue;
    const at = (key: string) => ({ sheet, line: line.line, column: line.column(key) });
    if (list === '') {
      problems.error({ key: 'surveys.xlsform.no_list_name', ...at('list_name') });
      continue;
    }
    if (given === '') {
      problems.error({ key: 'surveys.xlsform.no_choice_name', ...at('name') });
      continue;
    }
    const name = renamed.choice(given);
    if (name !== given)
      problems.notice({ key: 'surveys.xlsform.renamed', params: { found: given.slice(0, 60), name }, ...at('name') });
    const entries = lists.get(list) ?? [];
    lists.set(list, entries);
    if (entries.length === bounds.choices)
      problems.error({
        key: 'surveys.xlsform.too_many_choices',
        params: { list, most: bounds.choices },
        ...at('list_name'),
      });
    if (entries.length >= bounds.choices) continue;
    const flags = line.text('tongxin').toLowerCase();
    entries.push({
      name,
      label,
      line: line.line,
      exclusive: /\bexclusive\b/.test(flags),
      other: /\bother\b/.test(flags),
    });
  }
  return lists;
}
