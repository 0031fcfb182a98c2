import type { Question } from '../questionnaire.rules.ts';
import { questionSchema } from '../questionnaire.schema.ts';
import { type FileReading, isYes, parametersOf, wordsOf } from './file-reading.ts';
import { choicesOfList, sharedOf } from './question-of-row.ts';
import type { Group, Leaf } from './read-tree.ts';

const appearanceOf = ({ row }: { row: Leaf['row'] }): string => row.text('appearance').toLowerCase();

/**
 * The rows of a group that is a matrix: `table-list`, or the older way of a line that shows the choices (`label`) above lines
 * that show none (`list-nolabel`). Null where it is none, or where a row has conditions of its own.
 */
function rowsOf(group: Group): { rows: Leaf[]; head: Leaf | null } | null {
  const leaves = group.children.filter((child): child is Leaf => child.is === 'question');
  const first = leaves[0];
  if (!first || leaves.length !== group.children.length || first.type.type !== 'one' || first.type.orOther) return null;
  const isTable = /\btable-list\b/.test(appearanceOf(group));
  const head = /^label$/.test(appearanceOf(first)) ? first : null;
  const rows = head ? leaves.slice(1) : leaves;
  const isGrid = head !== null && rows.length > 0 && rows.every((row) => /\blist-nolabel\b/.test(appearanceOf(row)));
  if (!isTable && !isGrid) return null;
  const alike = rows.every(
    ({ type, row }) =>
      type.type === 'one' &&
      !type.orOther &&
      type.list === first.type.list &&
      ['relevant', 'constraint', 'choice_filter', 'default'].every((key) => row.text(key) === ''),
  );
  return alike && rows.length > 0 ? { rows, head } : null;
}

/** A group of questions with the same choices as one matrix; null where it is a group like any other. */
export function matrixOf(reading: FileReading, group: Group, nameOf: (row: Leaf['row']) => string): Question | null {
  const found = rowsOf(group);
  if (!found) return null;
  const { rows, head } = found;
  const list = rows[0]?.type.list ?? '';
  const name = nameOf(group.row);
  const shared = sharedOf(reading, group.row);
  const label =
    Object.keys(shared.label as object).length > 0 || !head ? shared.label : wordsOf(reading, head.row.words('label'));
  reading.listOf.set(name, list);
  const parsed = questionSchema.safeParse({
    ...shared,
    label,
    type: 'matrix',
    name,
    required: shared.required || rows.some(({ row }) => isYes(row.text('required')) === true),
    rows: rows.map(({ row }) => {
      const rowName = nameOf(row);
      reading.lines.rows.set(rowName, row);
      return { name: rowName, label: wordsOf(reading, row.words('label')) };
    }),
    choices: choicesOfList(reading, rows[0]?.row ?? group.row, list, false),
    randomOrder: parametersOf(group.row.text('tongxin')).get('random') === 'yes',
  });
  if (parsed.success) return parsed.data as Question;
  for (const { message } of parsed.error.issues)
    reading.problems.error({
      key: /^surveys\.wrong\./.test(message) ? message : 'surveys.xlsform.value',
      sheet: reading.sheet,
      line: group.row.line,
      column: group.row.column('name'),
    });
  return null;
}
