import { setImmediate } from 'node:timers/promises';
import type { Block } from '../documents.queries.ts';
import { diffWords, type Part } from './word-diff.ts';

export type ComparedBlock = {
  anchor: string;
  kind: Block['kind'];
  depth: number;
  label: string;
  /** its label before; '' for what is new */
  formerLabel: string;
  title: boolean;
  change: 'same' | 'changed' | 'new' | 'gone';
  /** stands before or behind others that it did not, or in another chapter; not said of what was moved along with its article */
  moved: boolean;
  parts: Part[];
};

const breathEvery = 40;

/**
 * Two versions as one text: in the order of the later one, with what was taken out where it stood. Gives other work its turn while
 * it goes on.
 */
export async function compareVersions(before: readonly Block[], after: readonly Block[]): Promise<ComparedBlock[]> {
  const former = new Map(before.map((block) => [block.anchor, block]));
  const present = new Set(after.map(({ anchor }) => anchor));
  const moved = movedAnchors(before, after);
  const gone = goneBehind(before, present);
  const result: ComparedBlock[] = [...(gone.get('') ?? [])];
  let count = 0;
  for (const block of after) {
    const was = former.get(block.anchor);
    const same = was !== undefined && was.text === block.text;
    if (!same && ++count % breathEvery === 0) await setImmediate();
    result.push({
      ...about(block),
      formerLabel: was?.label ?? '',
      change: was === undefined ? 'new' : same ? 'same' : 'changed',
      moved: moved.has(block.anchor),
      parts: was === undefined ? put('in', block.text) : diffWords(was.text, block.text),
    });
    result.push(...(gone.get(block.anchor) ?? []));
  }
  return result;
}

const isTitle = ({ kind }: Block): boolean => kind === 'chapter' || kind === 'section' || kind === 'heading';
const put = (op: Part['op'], text: string): Part[] => (text === '' ? [] : [{ op, text }]);

function about(block: Block) {
  const { anchor, kind, depth, label } = block;
  return { anchor, kind, depth, label, title: isTitle(block) };
}

/** What was taken out, by the block that it stood behind and that stayed; '' at the beginning. */
function goneBehind(before: readonly Block[], present: ReadonlySet<string>): Map<string, ComparedBlock[]> {
  const gone = new Map<string, ComparedBlock[]>();
  let behind = '';
  for (const block of before) {
    if (present.has(block.anchor)) {
      behind = block.anchor;
      continue;
    }
    const compared: ComparedBlock = {
      ...about(block),
      formerLabel: block.label,
      change: 'gone',
      moved: false,
      parts: put('out', block.text),
    };
    gone.set(behind, [...(gone.get(behind) ?? []), compared]);
  }
  return gone;
}

/** Blocks out of the longest order that both versions share, without those that only went along. */
function movedAnchors(before: readonly Block[], after: readonly Block[]): Set<string> {
  const places = new Map(before.map(({ anchor }, at) => [anchor, at]));
  const parents = new Map(before.map(({ anchor, parentAnchor }) => [anchor, parentAnchor]));
  const common = after.filter(({ anchor }) => places.has(anchor));
  const inOrder = longestRise(common.map(({ anchor }) => places.get(anchor) as number));
  const moved = new Set<string>();
  common.forEach(({ anchor, parentAnchor }, at) => {
    const sameParent = parents.get(anchor) === parentAnchor;
    const wentAlong = sameParent && parentAnchor !== null && moved.has(parentAnchor);
    if (!inOrder.has(at) && !wentAlong) moved.add(anchor);
    // In what is called by another name its place is the same.
    else if (!sameParent && parentAnchor !== null && places.has(parentAnchor) && parents.get(anchor) !== null)
      moved.add(anchor);
  });
  return moved;
}

/** Places of a longest rising run of numbers. */
function longestRise(numbers: readonly number[]): Set<number> {
  const ends: number[] = [];
  const former: number[] = [];
  numbers.forEach((value, at) => {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((numbers[ends[middle] as number] as number) < value) low = middle + 1;
      else high = middle;
    }
    former[at] = low > 0 ? (ends[low - 1] as number) : -1;
    ends[low] = at;
  });
  const result = new Set<number>();
  for (let at = ends.at(-1) ?? -1; at >= 0; at = former[at] as number) result.add(at);
  return result;
}
