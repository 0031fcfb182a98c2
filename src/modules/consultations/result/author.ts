// chinese: how names are masked already
import { maskName } from '../../../kernel/text/index.ts';

/** Names that tell nobody apart already: 张女士, 某公司, a name with stars. */
const masked = /(?:女士|先生|同学|老师|居民|市民|网友|\*+)$|^某|某/u;

/**
 * Who said it, as the result shows it: online under the name in front that they chose, organisations as such; who wrote a
 * letter or spoke at a hearing never by a whole name, whatever was entered.
 */
export function authorShown(given: { shownAs: string; way: string; organisationId: string | null }): string {
  const { shownAs, way, organisationId } = given;
  if (way === 'web' || organisationId !== null || masked.test(shownAs)) return shownAs;
  return maskName(shownAs);
}
