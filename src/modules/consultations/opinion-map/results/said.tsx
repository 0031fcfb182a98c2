import { useUi } from '../../../../ui/page-context.ts';
import { VoteBar } from '../../../../ui/statement.tsx';
import type { Counts } from '../math/opinion-map.ts';

export const percent = (part: number, whole: number): number => (whole === 0 ? 0 : Math.round((100 * part) / whole));

/** 812 人表态：698 人同意（86%），60 人不同意（7%），54 人跳过 */
export function SaidWords({ counts }: { counts: Counts }) {
  const { t } = useUi();
  const { agrees, disagrees, passes, seen } = counts;
  return (
    <>
      {t('consultations.opinion_map.said', {
        ...{ seen, agrees, disagrees, passes },
        agree: percent(agrees, seen),
        disagree: percent(disagrees, seen),
      })}
    </>
  );
}

/** The same with its bar. */
export function Said({ counts }: { counts: Counts }) {
  return (
    <>
      <VoteBar {...counts} />
      <p class="outcome num">
        <SaidWords counts={counts} />
      </p>
    </>
  );
}

/** What the colours of the bars are, in words. */
export function VoteKey() {
  const { t } = useUi();
  return (
    <p class="vote-key">
      {(['agree', 'pass', 'disagree'] as const).map((name) => (
        <span>
          <svg viewBox="0 0 10 5" width="20" height="10" aria-hidden="true">
            <rect class={name} width="10" height="5" />
          </svg>
          {t(`consultations.opinion_map.vote.${name}`)}
        </span>
      ))}
    </p>
  );
}
