import { useUi } from '../../../../ui/page-context.ts';
import { Table } from '../../../../ui/table.tsx';
import type { Point } from '../math/opinion-map.ts';
import { groupLetter } from '../opinion-map.rules.ts';
import type { ResultView, ShownGroup } from './result-view.ts';
import { percent } from './said.tsx';

const width = 640;
const height = 420;
const margin = 46;

/** From the plane to the drawing: everything fits, and both directions have the same scale. */
function scaleOf(groups: readonly ShownGroup[]): (point: Point) => [number, number] {
  const points = groups.flatMap(({ hull, centre }) => [...hull, centre]);
  const range = (of: 0 | 1) => {
    const values = points.map((point) => point[of]);
    return [Math.min(...values), Math.max(...values)] as const;
  };
  const [left, right] = range(0);
  const [bottom, top] = range(1);
  const scale = Math.min(
    (width - 2 * margin) / Math.max(right - left, 1e-9),
    (height - 2 * margin) / Math.max(top - bottom, 1e-9),
  );
  return ([x, y]) => [
    Math.round(width / 2 + (x - (left + right) / 2) * scale),
    Math.round(height / 2 - (y - (bottom + top) / 2) * scale),
  ];
}

/** Where the groups stand to each other: outlines and letters, nobody's own place. A table says the same beside it. */
export function Plane({ view }: { view: ResultView }) {
  const { t } = useUi();
  const { groups, computed, small } = view;
  const result = computed?.result;
  if (!result || groups.length === 0) return null;
  const place = scaleOf(groups);
  const counted = result.counted;
  return (
    <div class="opinion-plane">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={t('consultations.opinion_map.plane.alt', { n: groups.length })}
      >
        <rect class="frame" x="0.5" y="0.5" width={width - 1} height={height - 1} />
        {groups.map((group) => (
          <Outline group={group} place={place} />
        ))}
        {groups.map((group) => {
          const [x, y] = place(group.centre);
          return (
            <>
              <text x={x} y={y} font-size="34">
                {groupLetter(group.group)}
              </text>
              <text class="count" x={x} y={y + 24} font-size="17">
                {t('consultations.opinion_map.plane.people', { n: group.size })}
              </text>
            </>
          );
        })}
      </svg>
      <p class="quiet">{t('consultations.opinion_map.plane.caption')}</p>
      <Table
        caption={t('consultations.opinion_map.plane.table', { n: counted })}
        rows={groups}
        columns={[
          {
            label: t('consultations.opinion_map.group_label'),
            head: true,
            cell: ({ group }) => t('consultations.opinion_map.group', { letter: groupLetter(group) }),
          },
          { label: t('consultations.opinion_map.plane.size'), numeric: true, cell: ({ size }) => String(size) },
          {
            label: t('consultations.opinion_map.plane.share'),
            numeric: true,
            cell: ({ size }) => `${percent(size, counted)}%`,
          },
        ]}
      />
      {small.groups > 0 && (
        <p class="quiet">
          {t('consultations.opinion_map.plane.small', {
            n: small.groups,
            least: view.map.consultation.settings.smallestGroup,
          })}
        </p>
      )}
    </div>
  );
}

function Outline({ group: { group, hull }, place }: { group: ShownGroup; place: (point: Point) => [number, number] }) {
  const corners = hull.map(place);
  const look = `hull g${group % 5}`;
  if (corners.length < 3) {
    const [x, y] = corners[0] ?? [width / 2, height / 2];
    return <circle class={look} cx={x} cy={y} r="18" />;
  }
  return <polygon class={look} points={corners.map((corner) => corner.join(',')).join(' ')} />;
}
