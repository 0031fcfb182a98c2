import type { Kernel } from '../../../kernel/kernel.ts';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import type { Locale } from '../../../ui/page-context.ts';
import { useUi } from '../../../ui/page-context.ts';
import { districtBook } from '../../people/index.ts';
import type { QuestionOf } from '../questionnaire.rules.ts';
import { fieldOf } from './fields.ts';
import { Group, type Parts } from './question-parts.tsx';

const width = 360;
const height = 240;
const margin = 24;

/** Where the centres of the districts lie on a small plan, and the box of degrees that it shows. */
export type MapPlan = {
  districts: readonly { name: string; x: number; y: number }[];
  west: number;
  north: number;
  perDegree: number;
  squeeze: number;
};

/**
 * A plan drawn from the districts' centres alone: a map of the country needs an approval number.
 * @returns null where fewer than two districts have a centre
 */
export async function mapPlan(k: Kernel, locale: Locale): Promise<MapPlan | null> {
  const districts = await districtBook(k);
  const points = districts.all.flatMap(({ id, lon, lat }) =>
    lon === null || lat === null ? [] : [{ name: districts.name(id, locale), lon, lat }],
  );
  if (points.length < 2) return null;
  const [lons, lats] = [points.map(({ lon }) => lon), points.map(({ lat }) => lat)];
  const [east, west, north, south] = [Math.max(...lons), Math.min(...lons), Math.max(...lats), Math.min(...lats)];
  // A degree of longitude is shorter the farther from the equator.
  const squeeze = Math.cos((((north + south) / 2) * Math.PI) / 180);
  const span = Math.max((east - west) * squeeze * (height / width), north - south, 0.02);
  const perDegree = (height - 2 * margin) / span;
  const left = (east + west) / 2 - width / 2 / perDegree / squeeze;
  const top = (north + south) / 2 + height / 2 / perDegree;
  return {
    districts: points.map(({ name, lon, lat }) => ({
      name,
      x: Math.round((lon - left) * squeeze * perDegree),
      y: Math.round((top - lat) * perDegree),
    })),
    west: left,
    north: top,
    perDegree,
    squeeze,
  };
}

/** A point: this device's position, a point on the plan, or the figures themselves, WGS-84. */
export function PlaceQuestion({
  question,
  parts,
  plan,
}: {
  question: QuestionOf<'place'>;
  parts: Parts;
  plan: MapPlan | null;
}) {
  const { t } = useUi();
  return (
    <Group parts={parts}>
      <div
        class="question-place"
        data-island="place-field"
        data-found={t('surveys.answer.place.found', { lat: '{lat}', lon: '{lon}' })}
        data-failed={t('surveys.answer.place.failed')}
      >
        <p data-here hidden>
          <Button type="button" small icon="place">
            {t('surveys.answer.place.here')}
          </Button>
        </p>
        {plan && <Plan plan={plan} />}
        <p class="quiet" role="status" data-said />
        <div class="pair-fields">
          <Field
            name={fieldOf(question.name, 'lat')}
            label={t('surveys.answer.place.lat')}
            inputmode="decimal"
            width="short"
            autocomplete="off"
          />
          <Field
            name={fieldOf(question.name, 'lon')}
            label={t('surveys.answer.place.lon')}
            inputmode="decimal"
            width="short"
            autocomplete="off"
          />
        </div>
      </div>
    </Group>
  );
}

function Plan({ plan }: { plan: MapPlan }) {
  const { t } = useUi();
  return (
    <figure data-plan hidden>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: moved about in with the arrow keys */}
      <div class="plan" role="application" tabIndex={0} aria-label={t('surveys.answer.place.plan')}>
        <svg
          viewBox={`0 0 ${width} ${height}`}
          aria-hidden="true"
          data-west={plan.west}
          data-north={plan.north}
          data-per-degree={plan.perDegree}
          data-squeeze={plan.squeeze}
        >
          {plan.districts.map(({ name, x, y }) => (
            <g class="plan-district">
              <circle cx={x} cy={y} r="3" />
              <text x={x} y={y - 8} text-anchor="middle">
                {name}
              </text>
            </g>
          ))}
          <circle class="plan-pin" r="7" cx="-20" cy="-20" />
        </svg>
      </div>
      <figcaption class="quiet">{t('surveys.answer.place.plan_hint')}</figcaption>
    </figure>
  );
}
