import type { Kernel } from '../../../kernel/kernel.ts';
import type { Consultation } from '../consultation.queries.ts';
import { loadParagraphs } from '../desk/paragraphs.ts';
import { authorShown } from './author.ts';
import { type OpinionRow, opinionRows } from './result.queries.ts';

const batch = 500;

/** One opinion or answer as it leaves the platform. */
export type OpinionLine = Omit<OpinionRow, 'organisationId' | 'shownAs'> & {
  /** as the result shows it; null where the words are not public */
  author: string | null;
  organisation: boolean;
  /** name of the paragraph, 第三条; null: the whole text */
  paragraph: string | null;
};

/**
 * Everything that came in, by number, as it may be read: nothing of the words of what was withdrawn or hidden, no whole name
 * of who wrote a letter, and what was decided only with `decisions`.
 */
export async function* opinionLines(
  k: Kernel,
  consultation: Pick<Consultation, 'id'>,
  { decisions, after = 0, limit = Number.POSITIVE_INFINITY }: { decisions: boolean; after?: number; limit?: number },
): AsyncGenerator<OpinionLine> {
  const paragraphs = await loadParagraphs(k.db, consultation.id);
  let left = limit;
  for (let from = after; left > 0; ) {
    const rows: OpinionRow[] = await opinionRows(k.db, consultation.id, from, Math.min(batch, left));
    for (const row of rows) yield lineOf(row, paragraphs.get(row.anchor)?.name ?? row.anchor, decisions);
    left -= rows.length;
    const last = rows.at(-1);
    if (!last || rows.length < batch) return;
    from = last.number;
  }
}

function lineOf(row: OpinionRow, paragraph: string | null, decisions: boolean): OpinionLine {
  const { organisationId, shownAs, ...line } = row;
  const decided = decisions
    ? {}
    : { outcome: null, ground: null, reason: null, changedVersion: null, changedAnchors: [] as string[] };
  return {
    ...line,
    ...decided,
    paragraph,
    organisation: organisationId !== null,
    author: shownAs === null ? null : authorShown({ shownAs, way: row.way, organisationId }),
  };
}
