import type { FileProblems } from './file-problems.ts';
import { type RowType, readType } from './read-type.ts';
import type { Line, SheetTable } from './sheet-table.ts';

export type Leaf = { is: 'question'; type: Extract<RowType, { is: 'question' }>; row: Line };
export type Group = { is: 'group'; row: Line; children: Node[] };
export type Node = Leaf | Group;

const deepest = 20;

/** Reads the sheet `survey` into questions and groups within groups. */
export function readTree({ sheet, lines }: SheetTable, problems: FileProblems): Node[] {
  const top: Node[] = [];
  const open: { what: 'group' | 'repeat'; row: Line; children: Node[] }[] = [];
  for (const row of lines) {
    const text = row.text('type');
    const at = (column: string) => ({ sheet, line: row.line, column: row.column(column) });
    if (text === '') {
      if (row.text('name') !== '' || Object.keys(row.words('label')).length > 0)
        problems.error({ key: 'surveys.xlsform.no_type', ...at('type') });
      continue;
    }
    const type = readType(text);
    const found = { found: text.slice(0, 60) };
    switch (type.is) {
      case 'begin': {
        if (open.length >= deepest) problems.error({ key: 'surveys.xlsform.too_deep', ...at('type') });
        if (type.what === 'repeat') problems.error({ key: 'surveys.xlsform.repeat', ...at('type') });
        open.push({ what: type.what, row, children: [] });
        break;
      }
      case 'end': {
        const last = open.pop();
        if (last?.what !== type.what) {
          problems.error({ key: 'surveys.xlsform.end_without_begin', params: found, ...at('type') });
          if (last) open.push(last);
          break;
        }
        const into = open.at(-1)?.children ?? top;
        if (last.what === 'group') into.push({ is: 'group', row: last.row, children: last.children });
        break;
      }
      case 'question':
        (open.at(-1)?.children ?? top).push({ is: 'question', type, row });
        break;
      case 'ignored':
        problems.notice({ key: 'surveys.xlsform.ignored', params: found, ...at('type') });
        break;
      default:
        problems.error({
          key: type.is === 'unsupported' ? 'surveys.xlsform.unsupported' : 'surveys.xlsform.unknown_type',
          params: found,
          ...at('type'),
        });
    }
  }
  for (const { row, children, what } of open) {
    problems.error({ key: 'surveys.xlsform.no_end', sheet, line: row.line, column: row.column('type') });
    if (what === 'group') top.push({ is: 'group', row, children });
  }
  return top;
}
