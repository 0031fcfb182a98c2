import type { Db } from '../../../../kernel/db/index.ts';
import { type Block, blocksOf, currentVersion } from '../documents.queries.ts';

export type SinceThen = 'same' | 'changed' | 'gone';

const isTitle = ({ kind }: Block): boolean => kind === 'chapter' || kind === 'section' || kind === 'heading';

/**
 * What each block says, with all that lies within it; a title says only itself. Its number does not count: an article that is
 * numbered anew is the same.
 */
export function wordsByAnchor(blocks: readonly Block[]): Map<string, string> {
  const words = new Map(blocks.map(({ anchor, text }) => [anchor, text]));
  const byAnchor = new Map(blocks.map((block) => [block.anchor, block]));
  for (const block of [...blocks].reverse()) {
    const parent = block.parentAnchor === null ? undefined : byAnchor.get(block.parentAnchor);
    if (parent && !isTitle(parent)) words.set(parent.anchor, `${words.get(parent.anchor)}\n${words.get(block.anchor)}`);
  }
  return words;
}

/**
 * What became of the blocks of a version in the newest published one.
 * @returns those that are no longer the same; all others are
 */
export async function changesSince(
  db: Db,
  consultationId: string,
  versionNo: number,
): Promise<Map<string, Exclude<SinceThen, 'same'>>> {
  const changes = new Map<string, Exclude<SinceThen, 'same'>>();
  const current = await currentVersion(db, consultationId);
  if (!current || current.no === versionNo) return changes;
  const [then, now] = await Promise.all([
    blocksOf(db, consultationId, versionNo),
    blocksOf(db, consultationId, current.no),
  ]);
  const words = wordsByAnchor(now);
  for (const [anchor, before] of wordsByAnchor(then)) {
    const after = words.get(anchor);
    if (after === undefined) changes.set(anchor, 'gone');
    else if (after !== before) changes.set(anchor, 'changed');
  }
  return changes;
}

/** Whether a paragraph is still what it was in this version, with all that lies within it. */
export async function changedSince(
  db: Db,
  consultationId: string,
  anchor: string,
  versionNo: number,
): Promise<SinceThen> {
  return (await changesSince(db, consultationId, versionNo)).get(anchor) ?? 'same';
}
