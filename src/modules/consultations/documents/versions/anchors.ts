import type { DraftBlock } from '../structure/block.ts';
import { readLabel } from '../structure/labels.ts';
import { alignVersions } from './align.ts';

export type AnchoredBlock = DraftBlock & { anchor: string };

const longest = 72;
const letters: Record<DraftBlock['kind'], string> = {
  chapter: 'ch',
  section: 's',
  article: 'art',
  paragraph: 'p',
  item: 'i',
  table: 't',
  heading: 'h',
};

/**
 * Gives every block the anchor it is known by from then on. A paragraph of the former version keeps its own, wherever it stands
 * now and whatever it is numbered; what is new gets one that nothing in this text ever had.
 * @param used all anchors of all versions
 */
export function giveAnchors(
  blocks: readonly DraftBlock[],
  former: readonly AnchoredBlock[],
  used: Iterable<string>,
  versionNo: number,
): AnchoredBlock[] {
  const same = former.length > 0 ? alignVersions(former, blocks) : [];
  const given = new Set(used);
  const anchors: string[] = [];
  const counts = new Map<string, number>();
  const names = nameless(blocks);
  blocks.forEach((block, at) => {
    const kept = same[at] === undefined ? undefined : former[same[at]]?.anchor;
    const parent = block.parent === null ? undefined : anchors[block.parent];
    const series = `${parent ?? ''} ${block.kind}`;
    const place = (counts.get(series) ?? 0) + 1;
    counts.set(series, place);
    anchors.push(kept ?? fresh(names(block, at, place, parent), given, versionNo));
    given.add(anchors[at] as string);
  });
  return blocks.map((block, at) => ({ ...block, anchor: anchors[at] as string }));
}

/** art-12, art-12-p2, art-12-p2-i1: what it was called when it came in, short enough for an address. */
function nameless(blocks: readonly DraftBlock[]) {
  return ({ kind, label, parent }: DraftBlock, at: number, place: number, around: string | undefined): string => {
    const read = label === '' ? undefined : readLabel(label);
    const number = read?.number ?? place;
    const added = read?.added ? `z${read.added}` : '';
    const own =
      kind === 'chapter' && read?.kind === 'part'
        ? `part-${number}`
        : `${letters[kind]}${kind === 'article' || kind === 'chapter' || kind === 'heading' ? '-' : ''}${number}${added}`;
    // Articles are numbered through the whole text; what is called 款 begins with the article's own words.
    if (kind === 'article' || around === undefined) return own;
    const inArticle = kind === 'paragraph' && parent !== null && blocks[parent]?.kind === 'article';
    const name = `${around}-${inArticle ? `p${place + 1}` : own}`;
    return name.length <= longest ? name : `b-${at + 1}`;
  };
}

function fresh(name: string, given: ReadonlySet<string>, versionNo: number): string {
  const base = versionNo > 1 ? `${name}-v${versionNo}` : name;
  if (!given.has(base)) return base;
  for (let count = 2; ; count++) if (!given.has(`${base}-${count}`)) return `${base}-${count}`;
}
