import { namePattern, type Question, type Section } from '../questionnaire.rules.ts';
import { type FileReading, parametersOf, sayAt, wordsOf } from './file-reading.ts';
import { matrixOf } from './matrix.ts';
import { questionOfRow } from './question-of-row.ts';
import type { Group, Leaf, Node } from './read-tree.ts';
import type { Line } from './sheet-table.ts';

type Page = { id: string; row: Line | null; conditions: string[]; questions: Question[] };

/**
 * Pages and questions out of groups: a group without groups in it is a page, questions beside groups make pages of their own,
 * and conditions of groups around a page are its conditions too.
 */
export function readSections(reading: FileReading, tree: readonly Node[]): Section[] {
  const pages: Page[] = [];
  const taken = new Set<string>();
  const nameOf = namer(reading, taken);
  const loose = (conditions: string[], row: Line | null): Page => {
    const page = { id: '', row, conditions, questions: [] };
    pages.push(page);
    return page;
  };
  const go = (nodes: readonly Node[], conditions: string[], group: Group | null): void => {
    let page: Page | null = null;
    for (const node of nodes) {
      const question = node.is === 'group' ? matrixOf(reading, node, nameOf) : readLeaf(reading, node, nameOf);
      if (node.is === 'group' && !question) {
        page = null;
        const own = reading.renamed.expression(node.row.text('relevant'));
        go(node.children, own === '' ? conditions : [...conditions, own], node);
        continue;
      }
      if (!question) continue;
      page ??= loose(
        conditions,
        pages.some(({ row }) => row !== null && row === group?.row) ? null : (group?.row ?? null),
      );
      page.questions.push(question);
      reading.lines.questions.set(question.name, node.row);
    }
  };
  go(tree, [], null);
  return named(reading, pages, taken);
}

function readLeaf(reading: FileReading, leaf: Leaf, nameOf: (row: Line) => string): Question | null {
  return questionOfRow(reading, leaf, nameOf(leaf.row));
}

/** Names of questions and rows: given, mended, or made where a note has none. */
function namer(reading: FileReading, taken: Set<string>) {
  return (row: Line): string => {
    const given = row.text('name');
    if (given === '') {
      if (!/^note$/i.test(row.text('type'))) sayAt(reading, 'error', 'no_name', row, 'name');
      let n = 1;
      while (taken.has(`note_${n}`)) n += 1;
      taken.add(`note_${n}`);
      return `note_${n}`;
    }
    const name = reading.renamed.question(given);
    if (name !== given) sayAt(reading, 'notice', 'renamed', row, 'name', { found: given.slice(0, 60), name });
    if (!taken.has(name)) {
      taken.add(name);
      return name;
    }
    reading.problems.error({
      key: 'surveys.fault.name_twice',
      params: { name },
      sheet: reading.sheet,
      line: row.line,
      column: row.column('name'),
    });
    // What else is wrong with it is said as well.
    return reading.renamed.spare(name);
  };
}

function named(reading: FileReading, pages: readonly Page[], taken: Set<string>): Section[] {
  const ids = new Set<string>();
  return pages.map(({ row, conditions, questions }, index) => {
    const given = row ? reading.renamed.question(row.text('name') || `page${index + 1}`) : `page${index + 1}`;
    let id = namePattern.test(given) ? given : `page${index + 1}`;
    for (let n = 2; ids.has(id) || (row === null && taken.has(id)); n++) id = `${given.slice(0, 28)}_${n}`;
    ids.add(id);
    if (row) reading.lines.sections.set(id, row);
    return {
      id,
      title: row ? wordsOf(reading, row.words('label')) : {},
      intro: row ? wordsOf(reading, row.words('hint')) : {},
      relevant: conditions.length > 1 ? conditions.map((each) => `(${each})`).join(' and ') : (conditions[0] ?? ''),
      randomOrder: row ? parametersOf(row.text('tongxin')).get('random') === 'yes' : false,
      questions,
    };
  });
}
