import { useUi } from '../../../ui/page-context.ts';
import type { Week } from './weeks.ts';

const bar = 6;
const height = 20;

/** Letters by week as small bars. */
export function Spark({ weeks }: { weeks: readonly Week[] }) {
  const { t } = useUi();
  const most = Math.max(1, ...weeks.map((week) => week.letters));
  const width = weeks.length * bar;
  return (
    <svg
      role="img"
      aria-label={t('cases.topics.spark', { weeks: weeks.map((week) => week.letters).join(' ') })}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
    >
      {weeks.map((week, i) => {
        const tall = week.letters === 0 ? 1 : Math.max(3, Math.round((week.letters / most) * height));
        return (
          <rect
            x={i * bar}
            y={height - tall}
            width={bar - 2}
            height={tall}
            fill="currentColor"
            opacity={week.letters === 0 ? 0.35 : 1}
          />
        );
      })}
    </svg>
  );
}
