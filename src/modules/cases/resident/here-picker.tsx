import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import type { FormValues } from '../../../ui/form.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import type { CaseBooks } from '../public/case-books.ts';

const width = 360;
const height = 240;
const margin = 24;

/** Where the centres of the districts lie on the small plan, and the box of degrees that it shows. */
function planOf(books: CaseBooks) {
  const points = books.districts.all.filter((district) => district.lon !== null && district.lat !== null);
  if (points.length < 2) return null;
  const lons = points.map((point) => point.lon ?? 0);
  const lats = points.map((point) => point.lat ?? 0);
  const middle = (Math.min(...lats) + Math.max(...lats)) / 2;
  // A degree of longitude is shorter the farther from the equator.
  const squeeze = Math.cos((middle * Math.PI) / 180);
  const span = Math.max(
    (Math.max(...lons) - Math.min(...lons)) * squeeze * (height / width),
    Math.max(...lats) - Math.min(...lats),
    0.02,
  );
  const perDegree = (height - 2 * margin) / span;
  const west = (Math.min(...lons) + Math.max(...lons)) / 2 - width / 2 / perDegree / squeeze;
  const north = middle + height / 2 / perDegree;
  const place = (lon: number, lat: number) => ({
    x: Math.round((lon - west) * squeeze * perDegree),
    y: Math.round((north - lat) * perDegree),
  });
  return {
    districts: points.map((point) => ({ id: point.id, ...place(point.lon ?? 0, point.lat ?? 0) })),
    west,
    north,
    perDegree,
    squeeze,
    kilometre: Math.round(perDegree / 111.2),
  };
}

/**
 * A point for the place: this device's position, a point on a plan of the districts, or the figures themselves. WGS-84.
 * The plan is drawn from the districts' centres alone, because a map of the country needs an approval number; a city that
 * has one puts its map here. Without scripts the figures remain, folded away.
 */
export function HerePicker({ ctx, books, values }: { ctx: PageContext; books: CaseBooks; values?: FormValues }) {
  const { t, locale } = ctx;
  const plan = planOf(books);
  return (
    <details
      class="fold here"
      open={Boolean(values?.lat)}
      data-island="here-picker"
      data-found={t('cases.resident.here_found', { lat: '{lat}', lon: '{lon}' })}
      data-failed={t('cases.resident.here_failed')}
    >
      <summary>{t('cases.resident.point')}</summary>
      <div>
        <p data-here hidden>
          <Button type="button" small icon="place">
            {t('cases.resident.here')}
          </Button>
        </p>
        {plan && (
          <figure data-plan hidden>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: moved about in with the arrow keys */}
            <div class="plan" role="application" tabIndex={0} aria-label={t('cases.resident.plan')}>
              <svg
                viewBox={`0 0 ${width} ${height}`}
                aria-hidden="true"
                data-west={plan.west}
                data-north={plan.north}
                data-per-degree={plan.perDegree}
                data-squeeze={plan.squeeze}
              >
                {plan.districts.map((district) => (
                  <g class="plan-district">
                    <circle cx={district.x} cy={district.y} r="3" />
                    <text x={district.x} y={district.y - 8} text-anchor="middle">
                      {books.districts.name(district.id, locale)}
                    </text>
                  </g>
                ))}
                <path d={`M12 ${height - 12}h${plan.kilometre * 2}`} class="plan-scale" />
                <text x="12" y={height - 18}>
                  {t('cases.resident.scale', { km: 2 })}
                </text>
                <circle class="plan-pin" r="7" cx="-20" cy="-20" />
              </svg>
            </div>
            <figcaption class="quiet">{t('cases.resident.plan_hint')}</figcaption>
          </figure>
        )}
        <p class="quiet" role="status" data-said />
        <div class="pair-fields">
          <Field name="lat" label={t('cases.resident.lat')} inputmode="decimal" width="short" optional />
          <Field name="lon" label={t('cases.resident.lon')} inputmode="decimal" width="short" optional />
        </div>
      </div>
    </details>
  );
}
