import type { Kernel } from '../../../kernel/kernel.ts';
import { toTsQueryText, wordBreaks } from '../../../kernel/text/index.ts';
import { Button } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Matters } from '../../../ui/lists.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { Meta } from '../../../ui/text.tsx';
import { publicPlace } from '../public/public-place.ts';
import { findSimilar } from '../topics/index.ts';
import { type OpenLike, openLikes } from './similar.queries.ts';

const since_ms = 120 * 86_400_000;
const mostCandidates = 200;
const shown = 3;
/** Below this it is another matter more often than not; the same place alone makes a good part of the score. */
const likely = { samePlace: 0.58, elsewhere: 0.5 };

/** Public letters still under way that are likely about the same matter, the likeliest first. */
export async function similarLetters(k: Kernel, written: { title: string; place: string }): Promise<OpenLike[]> {
  if ([...written.title.trim()].length < 4) return [];
  const tsquery = toTsQueryText(written.title, 'any');
  if (!tsquery) return [];
  const candidates = await openLikes(k.db, tsquery, new Date(k.clock.now().getTime() - since_ms), mostCandidates);
  return findSimilar(written, candidates, shown)
    .filter(({ score, samePlace }) => score >= (samePlace ? likely.samePlace : likely.elsewhere))
    .map(({ candidate }) => candidate);
}

/** Stands on the page outside of the letter's form, because a form cannot hold another. */
export const followForm = 'follow-like';

/** The suggestions under the title while it is typed, and on the step before sending. */
export function SimilarList({ ctx, letters }: { ctx: PageContext; letters: readonly OpenLike[] }) {
  return (
    <Matters
      label={ctx.t('cases.resident.similar.title')}
      entries={letters.map((letter) => ({
        href: `/cases/${letter.number}`,
        title: wordBreaks(letter.title),
        meta: (
          <Meta
            items={[
              publicPlace(letter.place),
              <DateTime value={letter.submittedAt} form="date" />,
              letter.followers > 0 && ctx.t('cases.public.followers', { n: letter.followers }),
            ]}
          />
        ),
        state: (
          <Button
            small
            form={followForm}
            formAction={`/cases/${letter.number}/follow`}
            name="why"
            value="same"
            label={ctx.t('cases.resident.similar.follow_label', { title: letter.title })}
          >
            {ctx.t('cases.resident.similar.follow')}
          </Button>
        ),
      }))}
    />
  );
}
