import type { Db } from '../../../kernel/db/index.ts';
import { type Block, blockByAnchor, blocksOf, currentVersion } from '../documents/documents.queries.ts';
import { changesSince, type SinceThen } from '../documents/versions/changed-since.ts';
import type { CommentPlace } from './comment.queries.ts';

/** A paragraph as the text reads now, or as it read last where it is gone. */
export type Paragraph = {
  anchor: string;
  /** 第三条（一）; the first words of one without any number */
  label: string;
  text: string;
  /** what became of it since it was commented on */
  since: SinceThen;
  /** that was commented on */
  versionNo: number;
  /** the newest one that has it */
  lastVersionNo: number;
};

export const placeKey = ({ anchor, versionNo }: CommentPlace): string => `${anchor ?? ''} ${versionNo ?? 0}`;

const isTitle = ({ kind }: Block): boolean => kind === 'chapter' || kind === 'section' || kind === 'heading';
const firstWords = 14;

/** 第三条（一）: its own number behind those of what it lies within. */
export function labelOf(block: Block, byAnchor: ReadonlyMap<string, Block>): string {
  const labels: string[] = [];
  for (let at: Block | undefined = block; at; at = byAnchor.get(at.parentAnchor ?? '')) {
    if (at !== block && isTitle(at)) break;
    labels.unshift(at.label);
  }
  const label = labels.join('');
  if (label !== '') return label;
  const characters = [...block.text.replace(/\s+/g, ' ')];
  return characters.length > firstWords ? `${characters.slice(0, firstWords).join('')}…` : characters.join('');
}

/** The paragraphs on which comments were made, by `placeKey`; anchors that no text ever had are left out. */
export async function paragraphsOf(
  db: Db,
  consultationId: string,
  places: readonly CommentPlace[],
): Promise<Map<string, Paragraph>> {
  const wanted = new Map(places.filter(({ anchor }) => anchor !== null).map((place) => [placeKey(place), place]));
  const found = new Map<string, Paragraph>();
  if (wanted.size === 0) return found;
  const current = await currentVersion(db, consultationId);
  const blocks = await blocksOf(db, consultationId, current?.no);
  const byAnchor = new Map(blocks.map((block) => [block.anchor, block]));
  const changes = new Map<number, ReadonlyMap<string, SinceThen>>();
  for (const [key, { anchor, versionNo }] of wanted) {
    if (anchor === null || versionNo === null) continue;
    const then = changes.get(versionNo) ?? (await changesSince(db, consultationId, versionNo));
    changes.set(versionNo, then);
    const block = byAnchor.get(anchor) ?? (await blockByAnchor(db, consultationId, anchor));
    if (!block) continue;
    found.set(key, {
      ...{ anchor, versionNo, label: labelOf(block, byAnchor), text: block.text },
      since: then.get(anchor) ?? 'same',
      lastVersionNo: 'versionNo' in block ? (block.versionNo as number) : (current?.no ?? versionNo),
    });
  }
  return found;
}

/** A paragraph of the text as it reads now, for who says something about it. */
export async function readingNow(db: Db, consultationId: string, anchor: string): Promise<Paragraph | undefined> {
  const current = await currentVersion(db, consultationId);
  if (!current) return undefined;
  const found = await paragraphsOf(db, consultationId, [{ anchor, versionNo: current.no }]);
  const paragraph = found.get(placeKey({ anchor, versionNo: current.no }));
  return paragraph?.lastVersionNo === current.no ? paragraph : undefined;
}

/** Every paragraph that can be named, in the order of the text, to choose from. */
export async function paragraphsToChoose(
  db: Db,
  consultationId: string,
): Promise<{ anchor: string; label: string; chapter: string }[]> {
  const blocks = await blocksOf(db, consultationId);
  const byAnchor = new Map(blocks.map((block) => [block.anchor, block]));
  let chapter = '';
  return blocks.flatMap((block) => {
    if (block.kind === 'chapter') chapter = `${block.label} ${block.text}`.trim();
    return isTitle(block) ? [] : [{ anchor: block.anchor, label: labelOf(block, byAnchor), chapter }];
  });
}
