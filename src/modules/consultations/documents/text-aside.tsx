import type { Db } from '../../../kernel/db/index.ts';
import type { PageContext } from '../../../ui/page-context.ts';
import { commentCounts } from '../comments/comment.queries.ts';
import type { ConsultationOf } from '../consultation.queries.ts';
import type { Status } from '../consultations.rules.ts';
import type { Block } from './documents.queries.ts';

/** Where what was said about a block is read. */
export const opinionsHref = (slug: string, anchor: string): string =>
  `/consultations/${slug}/opinions?anchor=${encodeURIComponent(anchor)}`;

/** Where something is said about a block of the version that is being read. */
const sayHref = (slug: string, anchor: string): string =>
  `/consultations/${slug}/say?anchor=${encodeURIComponent(anchor)}`;

/**
 * What stands beside every block of a text: how many opinions there are, and the way to say one while they are taken.
 * @param newest whether it is the version that opinions are taken on
 */
export async function textAside(
  db: Db,
  ctx: PageContext,
  consultation: ConsultationOf<'draft'>,
  status: Status,
  blocks: readonly Block[],
  newest: boolean,
) {
  const counts = await commentCounts(db, consultation.id);
  const byAnchor = new Map(blocks.map((block) => [block.anchor, block]));
  const takes = newest && status === 'running' && consultation.settings.ways.includes('paragraph');
  const { t } = ctx;
  return (anchor: string) => {
    const block = byAnchor.get(anchor);
    const count = counts.get(anchor) ?? 0;
    const says = takes && block !== undefined && isSpokenOf(block, byAnchor);
    if (!says && count === 0) return null;
    const verb = t(
      block?.kind === 'article' ? 'consultations.documents.say_article' : 'consultations.documents.say_here',
    );
    return (
      <>
        {count > 0 && (
          <a href={opinionsHref(consultation.slug, anchor)}>{t('consultations.documents.opinions', { count })}</a>
        )}
        {says && (
          <a href={sayHref(consultation.slug, anchor)} rel="nofollow">
            {verb}
          </a>
        )}
      </>
    );
  };
}

/** Articles and paragraphs; an item of an article is spoken of with it, a title not at all. */
function isSpokenOf({ kind, parentAnchor }: Block, byAnchor: ReadonlyMap<string, Block>): boolean {
  if (kind === 'article' || kind === 'paragraph' || kind === 'table') return true;
  if (kind !== 'item') return false;
  for (let at = parentAnchor; at !== null; at = byAnchor.get(at)?.parentAnchor ?? null)
    if (byAnchor.get(at)?.kind === 'article') return false;
  return true;
}
