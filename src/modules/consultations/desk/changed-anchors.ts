import type { Db } from '../../../kernel/db/index.ts';
import { blocksOf, versionsOf } from '../documents/documents.queries.ts';
import { wordsByAnchor } from '../documents/versions/changed-since.ts';

/**
 * Paragraphs that a published version changed, added or took out against the one before it; those within which something
 * changed count as well. Empty for a first version and for one that is not published.
 */
export async function changedAnchors(db: Db, consultationId: string, versionNo: number): Promise<string[]> {
  const versions = await versionsOf(db, consultationId);
  const before = versions.find(({ no }) => no < versionNo);
  if (!before || !versions.some(({ no }) => no === versionNo)) return [];
  const [then, now] = await Promise.all([
    blocksOf(db, consultationId, before.no),
    blocksOf(db, consultationId, versionNo),
  ]);
  const old = wordsByAnchor(then);
  const words = wordsByAnchor(now);
  const changed = [...words].filter(([anchor, text]) => old.get(anchor) !== text).map(([anchor]) => anchor);
  return [...changed, ...[...old.keys()].filter((anchor) => !words.has(anchor))];
}
