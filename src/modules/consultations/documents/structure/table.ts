import { plainOf, type SourceCell, type SourceTable } from '../source-text.ts';
import { runsHtml, tidyRuns } from './runs.ts';

const cellText = ({ paragraphs }: SourceCell): string =>
  paragraphs.map((runs) => plainOf(tidyRuns(runs)).replace(/\s+/g, ' ')).join(' ');

/** Cells apart by ` | `, rows by line; empty where nothing stands in it. */
export function tableText({ rows }: SourceTable): string {
  const lines = rows.map((cells) => cells.map(cellText).join(' | '));
  return lines.some((line) => /[^\s|]/u.test(line)) ? lines.join('\n') : '';
}

/** The first row heads the columns where the file says so, or where no cell of it spans others and none is empty. */
export function tableHtml({ rows }: SourceTable): string {
  const first = rows[0] ?? [];
  const said = rows.some((cells) => cells.some(({ head }) => head));
  const looks = rows.length > 1 && first.every((cell) => cell.rows === 1 && cellText(cell).length > 0);
  const body = rows.map((cells, i) => {
    const head = said ? (cells[0]?.head ?? false) : i === 0 && looks;
    return `<tr>${cells.map((cell) => cellHtml(cell, head)).join('')}</tr>`;
  });
  return `<table><tbody>${body.join('')}</tbody></table>`;
}

function cellHtml(cell: SourceCell, head: boolean): string {
  const spans = `${cell.columns > 1 ? ` colspan="${cell.columns}"` : ''}${cell.rows > 1 ? ` rowspan="${cell.rows}"` : ''}`;
  const html = cell.paragraphs.map((runs) => runsHtml(tidyRuns(runs))).join('<br>');
  return head ? `<th scope="col"${spans}>${html}</th>` : `<td${spans}>${html}</td>`;
}
