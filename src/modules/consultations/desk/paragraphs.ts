import type { Db } from '../../../kernel/db/index.ts';
import { type ParagraphRow, paragraphRows } from './paragraph.queries.ts';

export type Paragraph = ParagraphRow & {
  /** 第三条; of one without a number: that of what it lies within */
  name: string;
};

/** The paragraphs of a draft by anchor, in the order of the text; what was taken out stands at the end. */
export class Paragraphs {
  readonly all: readonly Paragraph[];
  readonly #byAnchor: ReadonlyMap<string, Paragraph>;

  constructor(rows: readonly ParagraphRow[]) {
    const found = new Map(rows.map((row) => [row.anchor, row]));
    this.all = rows.map((row) => ({ ...row, name: nameOf(row, found) }));
    this.#byAnchor = new Map(this.all.map((paragraph) => [paragraph.anchor, paragraph]));
  }

  get(anchor: string | null): Paragraph | undefined {
    return anchor === null ? undefined : this.#byAnchor.get(anchor);
  }

  /** As lists are ordered: the whole text first, each paragraph in its place. */
  anchors(): string[] {
    return this.all.map(({ anchor }) => anchor);
  }
}

function nameOf(row: ParagraphRow, rows: ReadonlyMap<string, ParagraphRow>): string {
  const labels: string[] = [];
  const seen = new Set<string>();
  for (let at: ParagraphRow | undefined = row; at && !seen.has(at.anchor); at = rows.get(at.parentAnchor ?? '')) {
    seen.add(at.anchor);
    if (at.label === '') continue;
    labels.unshift(at.label);
    // An item alone says little: 第三条（二）.
    if (at.kind !== 'item') break;
  }
  const text = row.text.trim();
  return labels.join('') || (text.length > 12 ? `${text.slice(0, 12)}…` : text) || row.anchor;
}

export async function loadParagraphs(db: Db, consultationId: string): Promise<Paragraphs> {
  return new Paragraphs(await paragraphRows(db, consultationId));
}
