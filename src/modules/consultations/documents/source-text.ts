/** How a run of text stands out; nothing else of its looks is kept. */
export type Mark = 'strong' | 'em' | 'u' | 's' | 'sub' | 'sup';

/** Text of one look. A footnote's run has no text, but the place of its words in `SourceText.notes`. */
export type Run = { text: string; marks: readonly Mark[]; href?: string; note?: number };

export type SourceParagraph = {
  is: 'paragraph';
  runs: Run[];
  /** what automatic numbering puts in front of it: 第三条, (一) */
  number?: string;
  /** of a heading, from 1 */
  level?: number;
  /** the document's own title, or a line of its list of contents */
  role?: 'title' | 'contents';
};

export type SourceCell = { paragraphs: Run[][]; columns: number; rows: number; head: boolean };
export type SourceTable = { is: 'table'; rows: SourceCell[][] };
export type SourceBlock = SourceParagraph | SourceTable;

/** What is not taken over from a file, in the words of messages `consultations.documents.left_out.*`. */
export type LeftOutKind =
  | 'pictures'
  | 'comments'
  | 'changes'
  | 'hidden'
  | 'contents'
  | 'embedded'
  | 'links'
  | 'formulas'
  | 'macros'
  | 'outside';
export type LeftOut = Partial<Record<LeftOutKind, number>>;

/** A text as it was written, before anything is recognised in it. */
export type SourceText = { blocks: SourceBlock[]; notes: Run[][]; leftOut: LeftOut };

export function countLeftOut(leftOut: LeftOut, what: LeftOutKind, count = 1): void {
  leftOut[what] = (leftOut[what] ?? 0) + count;
}

/** The words of runs, without their looks and footnotes. */
export function plainOf(runs: readonly Run[]): string {
  return runs.map(({ text }) => text).join('');
}

const invisible = /\p{Cf}+/gu;

/** Without what cannot be seen, marks of direction among it; controls are spaces, ends of lines stay. */
export function cleanText(text: string): string {
  return text
    .replace(invisible, '')
    .toWellFormed()
    .normalize('NFC')
    .replace(/[^\P{Cc}\n]+/gu, ' ');
}
