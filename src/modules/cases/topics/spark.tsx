import { useUi } from '../../../ui/page-context.ts';

const bar = 5;
const height = 18;

/** When letters came, as small bars over one line. */
export function Spark({ counts }: { counts: readonly number[] }) {
  const { t } = useUi();
  const most = Math.max(1, ...counts);
  const width = counts.length * bar;
  return (
    <svg
      role="img"
      aria-label={t('cases.topics.spark')}
      width={width}
      height={height + 2}
      viewBox={`0 0 ${width} ${height + 2}`}
    >
      <rect x={0} y={height} width={width} height={1} fill="currentColor" opacity={0.4} />
      {counts.map((letters, i) => {
        const tall = letters === 0 ? 0 : Math.max(4, Math.round((letters / most) * height));
        return <rect x={i * bar} y={height - tall} width={bar - 2} height={tall} fill="currentColor" />;
      })}
    </svg>
  );
}
