import type { T } from '../../../../ui/page-context.ts';
import type { Block } from '../documents.queries.ts';

/** Where a block stands, as people say it: 第三条第二款（一）; for what has no number: the words it begins with. */
export function placeWords(t: T, blocks: readonly Block[]): (anchor: string) => string {
  const byAnchor = new Map(blocks.map((block) => [block.anchor, block]));
  const ordinals = paragraphOrdinals(blocks);
  return (anchor) => {
    const block = byAnchor.get(anchor);
    if (!block) return '';
    const steps: string[] = [];
    for (
      let at: Block | undefined = block;
      at;
      at = at.parentAnchor === null ? undefined : byAnchor.get(at.parentAnchor)
    ) {
      const isTitle = at.kind === 'chapter' || at.kind === 'section' || at.kind === 'heading';
      if (isTitle && at !== block) break;
      const ordinal = ordinals.get(at.anchor);
      if (at.kind === 'table') steps.unshift(t('consultations.documents.place.table'));
      else if (at.label !== '') steps.unshift(at.label);
      else if (ordinal !== undefined) steps.unshift(t('consultations.documents.place.paragraph', { n: ordinal }));
      else steps.unshift(beginning(at.text));
      if (at.kind === 'article' || isTitle) break;
    }
    const words = steps.join(/[a-z]$/i.test(steps[0] ?? '') || /[a-z]/i.test(steps[0] ?? '') ? ' ' : '');
    return block.label !== '' && block.kind === 'chapter' ? `${words} ${block.text}` : words;
  };
}

const longest = 12;
const beginning = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text);

/** The article's own words are its first paragraph. */
function paragraphOrdinals(blocks: readonly Block[]): Map<string, number> {
  const kinds = new Map(blocks.map(({ anchor, kind }) => [anchor, kind]));
  const counts = new Map<string, number>();
  const ordinals = new Map<string, number>();
  for (const { anchor, kind, parentAnchor } of blocks) {
    if (kind !== 'paragraph' || parentAnchor === null || kinds.get(parentAnchor) !== 'article') continue;
    const count = (counts.get(parentAnchor) ?? 1) + 1;
    counts.set(parentAnchor, count);
    ordinals.set(anchor, count);
  }
  return ordinals;
}
