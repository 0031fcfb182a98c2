import type { DraftBlock, ImportWarning } from './block.ts';
import { followsOn, type Label, readLabel } from './labels.ts';

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
  const told = restartsOnce(found);
  return { warnings: told.slice(0, mostListed), moreWarnings: Math.max(0, told.length - mostListed) };
}

/** Articles that begin anew in every chapter are one matter, not one for each chapter. */
function restartsOnce(found: readonly ImportWarning[]): ImportWarning[] {
  const restarts = ({ what, label = '' }: ImportWarning) =>
    what === 'back' && readLabel(label)?.kind === 'article' && readLabel(label)?.number === 1;
  const first = found.findIndex(restarts);
  if (found.filter(restarts).length < 2) return [...found];
  const { label = '' } = found[first] ?? {};
  return found.flatMap((warning, at) =>
    restarts(warning) ? (at === first ? [{ what: 'restarts', label }] : []) : [warning],
  );
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
