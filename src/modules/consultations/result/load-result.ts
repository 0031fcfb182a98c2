import type { Kernel } from '../../../kernel/kernel.ts';
import { departmentBook } from '../../people/index.ts';
import type { Consultation } from '../consultation.queries.ts';
import { loadParagraphs } from '../desk/paragraphs.ts';
import { versionsOf } from '../documents/documents.queries.ts';
import {
  countFigures,
  decidedByParagraph,
  type ResultFilter,
  type ResultKey,
  resultGroups,
  resultOf,
} from './result.queries.ts';

/** So many groups of opinions stand on one page. */
export const groupsShown = 100;

/** What the result shows: its figures, its summary, and a page of the table of opinions. */
export async function loadResult(k: Kernel, consultation: Consultation, filter: ResultFilter, after: ResultKey | null) {
  const { id } = consultation;
  const [paragraphs, figures, result, counts, versions, departments] = await Promise.all([
    loadParagraphs(k.db, id),
    countFigures(k.db, id),
    resultOf(k.db, id),
    decidedByParagraph(k.db, id),
    versionsOf(k.db, id),
    departmentBook(k),
  ]);
  const groups = await resultGroups(k.db, id, filter, paragraphs.anchors(), after, groupsShown + 1);
  return {
    ...{ consultation, filter, after, paragraphs, figures, result, versions, departments },
    counts: new Map(counts.map(({ anchor, count }) => [anchor, count])),
    groups: groups.slice(0, groupsShown),
    more: groups.length > groupsShown,
  };
}
export type ResultView = Awaited<ReturnType<typeof loadResult>>;
