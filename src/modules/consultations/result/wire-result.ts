import type { Kernel } from '../../../kernel/kernel.ts';
import { offerOutcomes } from '../comments/outcomes.ts';
import { verdictOf } from '../desk/desk.rules.ts';
import { offerOpinionsApi } from './open-data.ts';
import { publishedOutcomes } from './result.queries.ts';
import { tellContributors } from './tell-contributors.ts';

/** Who is told of a result, what one's own page says of it, and the open data. */
export function wireResult(k: Kernel): void {
  tellContributors(k);
  offerOpinionsApi(k);
  offerOutcomes(k, async (db, ids, { t }) => {
    const rows = await publishedOutcomes(db, ids);
    return new Map(
      rows.map(({ id, slug, number, reason, at, ...decided }) => [
        id,
        {
          label: t(`consultations.desk.verdict.${verdictOf(decided)}`),
          reason,
          at,
          href: `/consultations/${slug}/result?number=${number}`,
        },
      ]),
    );
  });
}
