import { fail } from '../../../../kernel/errors/index.ts';
import { limits } from '../limits.ts';
import { plainOf, type Run, type SourceCell, type SourceTable } from '../source-text.ts';
import { type Reading, readRuns } from './read-runs.ts';
import { childOf, type Element, switchOf, valOf } from './xml.ts';

const mostColumns = 60;

/** Rows may stand in wrappers of content controls. */
function rowsOf(element: Element): Element[] {
  return element.children.flatMap((child) =>
    child.name === 'tr' ? [child] : ['sdt', 'sdtContent', 'customXml', 'ins'].includes(child.name) ? rowsOf(child) : [],
  );
}

function cellsOf(element: Element): Element[] {
  return element.children.flatMap((child) =>
    child.name === 'tc' ? [child] : ['sdt', 'sdtContent', 'customXml'].includes(child.name) ? cellsOf(child) : [],
  );
}

/** Paragraphs of a cell; those of a table within it as well, one after another. */
function paragraphsOf(reading: Reading, element: Element): Run[][] {
  return element.children.flatMap((child) => {
    if (child.name === 'p') {
      const runs = readRuns(reading, child);
      return plainOf(runs).trim() === '' ? [] : [runs];
    }
    return ['tbl', 'tr', 'tc', 'sdt', 'sdtContent', 'customXml', 'ins'].includes(child.name)
      ? paragraphsOf(reading, child)
      : [];
  });
}

/** Cells that are merged downwards become one that spans rows. */
export function readTable(reading: Reading, table: Element): SourceTable {
  const rows: SourceCell[][] = [];
  let above = new Map<number, SourceCell>();
  let count = 0;
  for (const row of rowsOf(table)) {
    const properties = childOf(row, 'trPr');
    if (childOf(properties, 'del')) continue;
    const head = switchOf(properties, 'tblHeader') ?? false;
    const cells: SourceCell[] = [];
    const next = new Map<number, SourceCell>();
    let column = 0;
    for (const cell of cellsOf(row)) {
      if (++count > limits.cells) fail('consultations.documents.too_many', { limit: limits.cells });
      const about = childOf(cell, 'tcPr');
      const columns = Math.min(mostColumns, Math.max(1, Number.parseInt(valOf(about, 'gridSpan') ?? '1', 10) || 1));
      const merge = childOf(about, 'vMerge');
      const upper = merge && merge.attributes.val !== 'restart' ? above.get(column) : undefined;
      if (upper) {
        upper.rows += 1;
        next.set(column, upper);
      } else {
        const made: SourceCell = { paragraphs: paragraphsOf(reading, cell), columns, rows: 1, head };
        cells.push(made);
        if (merge) next.set(column, made);
      }
      column += columns;
    }
    rows.push(cells);
    above = next;
  }
  return { is: 'table', rows };
}
