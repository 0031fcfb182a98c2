import type { DraftBlock, ImportWarning } from './block.ts';
import { followsOn, type Label } from './labels.ts';

const mostListed = 40;
const longParagraph = 3000;

/**
 * Numbers that jump, repeat or go back: articles through the whole text, everything else within what it lies in.
 */
export function checkNumbers(
  blocks: readonly DraftBlock[],
  labels: ReadonlyMap<number, Label>,
): { warnings: ImportWarning[]; moreWarnings: number } {
  const found: ImportWarning[] = [];
  const former = new Map<string, Label>();
  const filled = new Set(blocks.map(({ parent }) => parent));
  blocks.forEach((block, position) => {
    const label = labels.get(position);
    if (label) compare(found, former, block, label);
    if (block.text === '' && !filled.has(position)) found.push({ what: 'nothing_in_it', label: block.label });
    if (block.kind !== 'table' && block.text.length > longParagraph)
      found.push({ what: 'very_long', label: block.label || `${block.text.slice(0, 12)}…` });
  });
  if (!blocks.some(({ kind }) => kind === 'article')) found.push({ what: 'no_articles' });
  return { warnings: found.slice(0, mostListed), moreWarnings: Math.max(0, found.length - mostListed) };
}

function compare(found: ImportWarning[], seen: Map<string, Label>, { kind, parent }: DraftBlock, label: Label): void {
  if (label.number === null) return;
  const series =
    kind === 'article' || label.kind === 'part' ? kind + label.kind : `${label.kind} ${label.rank} ${parent}`;
  const former = seen.get(series);
  seen.set(series, label);
  const about = { label: label.text, ...(former ? { former: former.text } : {}) };
  if (!former) {
    if (label.number > 1 && kind !== 'chapter') found.push({ what: 'jumps', ...about });
  } else if (label.number === former.number && label.added === former.added) found.push({ what: 'repeats', ...about });
  else if (!followsOn(label, former))
    found.push({ what: label.number < (former.number ?? 0) ? 'back' : 'jumps', ...about });
}
