import { cleanText, type Mark, type Run } from '../source-text.ts';

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const order: readonly Mark[] = ['strong', 'em', 'u', 's', 'sup', 'sub'];

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => escapes[sign] as string);
}

/** Runs without invisible characters, and without blanks at both ends. */
export function tidyRuns(runs: readonly Run[]): Run[] {
  const clean = runs.map((run) => ({ ...run, text: cleanText(run.text) }));
  trimEnd(clean, (text) => text.trimStart());
  clean.reverse();
  trimEnd(clean, (text) => text.trimEnd());
  clean.reverse();
  return clean.filter(({ text, note }) => text !== '' || note !== undefined);
}

/** Takes blanks off the front, through runs that are nothing else. */
function trimEnd(runs: Run[], trim: (text: string) => string): void {
  for (const run of runs) {
    run.text = trim(run.text);
    if (run.text !== '') return;
  }
}

/** The runs from this character on. */
export function runsFrom(runs: readonly Run[], start: number): Run[] {
  const result: Run[] = [];
  let skip = start;
  for (const run of runs) {
    const cut = Math.min(skip, run.text.length);
    skip -= cut;
    const text = run.text.slice(cut);
    if (text !== '' || (run.note !== undefined && skip === 0)) result.push({ ...run, text });
  }
  return result;
}

/** Cut where a new line begins, for lines that are paragraphs of their own. */
export function linesOf(runs: readonly Run[]): Run[][] {
  const lines: Run[][] = [[]];
  for (const run of runs) {
    const [first = '', ...others] = run.text.split('\n');
    lines.at(-1)?.push({ ...run, text: first });
    for (const text of others) lines.push([{ ...run, text, note: undefined }]);
  }
  return lines;
}

/** HTML with nothing but words, emphasis, links of the web and numbers of footnotes. */
export function runsHtml(runs: readonly Run[]): string {
  return runs
    .map(({ text, marks, href, note }) => {
      let html = escapeHtml(text).replaceAll('\n', '<br>');
      if (html.trim() !== '') for (const mark of order) if (marks.includes(mark)) html = `<${mark}>${html}</${mark}>`;
      if (href && html !== '') html = `<a href="${escapeHtml(href)}" rel="nofollow noopener">${html}</a>`;
      return note === undefined ? html : `${html}<sup>[${note + 1}]</sup>`;
    })
    .join('');
}
