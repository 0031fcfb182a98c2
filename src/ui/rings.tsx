import type { ComponentChildren } from 'preact';
import { formatNumber } from './date-time.tsx';
import { type Locale, useUi } from './page-context.ts';

/** A public rate with everything needed to check it. */
export type RateFigure = {
  label: string;
  numerator: number;
  denominator: number;
  /** What the numerator counts: 一小时内签收. */
  numeratorLabel: string;
  /** What the denominator counts: 派出. */
  denominatorLabel: string;
  /** What was left out and why, as a sentence: 未到期 1,822 件不计. */
  excluded?: string;
};

/** One decimal, and never 100.0% or 0.0% where a single case says otherwise; `—` without a denominator. */
export function formatRate(numerator: number, denominator: number, locale: Locale): string {
  if (denominator <= 0) return '—';
  const exact = (numerator / denominator) * 100;
  let shown = Math.round(exact * 10) / 10;
  if (shown >= 100 && numerator < denominator) shown = 99.9;
  if (shown <= 0 && numerator > 0) shown = 0.1;
  return `${formatNumber(shown, locale, shown === 100 || shown === 0 ? 0 : 1)}%`;
}

function How({ figure }: { figure: RateFigure }) {
  const { t, locale } = useUi();
  if (figure.denominator <= 0) return <>{t('ui.rate.nothing_yet')}</>;
  const sum = t('ui.rate.how', {
    numeratorLabel: figure.numeratorLabel,
    numerator: formatNumber(figure.numerator, locale),
    denominatorLabel: figure.denominatorLabel,
    denominator: formatNumber(figure.denominator, locale),
  });
  return <>{figure.excluded ? t('ui.rate.how_excluded', { sum, excluded: figure.excluded }) : sum}</>;
}

function RateRow({ figure, position }: { figure: RateFigure; position?: string }) {
  const { locale } = useUi();
  return (
    <div>
      <dt>
        {position && <span class="ring-name">{position}</span>}
        {figure.label}
      </dt>
      <dd class="rate">{formatRate(figure.numerator, figure.denominator, locale)}</dd>
      <dd class="how">
        <How figure={figure} />
      </dd>
    </div>
  );
}

/** Rates in a list, each with numerator, denominator and what was left out. */
export function Rates({ figures }: { figures: readonly RateFigure[] }) {
  return (
    <dl class="rates num">
      {figures.map((figure) => (
        <RateRow figure={figure} />
      ))}
    </dl>
  );
}

/** One rate, checkable. */
export function Rate(figure: RateFigure) {
  return <Rates figures={[figure]} />;
}

const circles = [
  { radius: 92, width: 2.5 },
  { radius: 68, width: 5 },
  { radius: 44, width: 9 },
] as const;

export type RingsProps = {
  title: ComponentChildren;
  /** Period and size of what is counted. */
  note?: ComponentChildren;
  /** Outer, middle, inner. */
  figures: readonly [RateFigure, RateFigure, RateFigure];
  /** Where the raw data can be had. */
  source?: { href: string; label: string };
  id?: string;
};

/** Three rates as concentric rings, and the same in numbers that can be checked. */
export function Rings(p: RingsProps) {
  const { t, locale } = useUi();
  const id = p.id ?? 'rings';
  const said = p.figures
    .map((f) => `${f.label} ${formatRate(f.numerator, f.denominator, locale)}`)
    .join(t('ui.list.and'));
  return (
    <section class="echo" aria-labelledby={id}>
      <h2 id={id}>
        {p.title} {p.note && <small>{p.note}</small>}
      </h2>
      <svg class="rings" viewBox="0 0 200 200" role="img" aria-label={said}>
        <g transform="rotate(-90 100 100)">
          {p.figures.map((figure, i) => {
            const { radius, width } = circles[i]!;
            const length = 2 * Math.PI * radius;
            const share = figure.denominator > 0 ? Math.min(1, figure.numerator / figure.denominator) : 0;
            const arc = `${(length * share).toFixed(2)} ${length.toFixed(2)}`;
            return (
              <>
                <circle class="track" cx="100" cy="100" r={radius} />
                <circle class="arc" cx="100" cy="100" r={radius} stroke-width={width} stroke-dasharray={arc} />
              </>
            );
          })}
        </g>
        <circle class="heart" cx="100" cy="100" r="9" />
      </svg>
      <dl class="rates num">
        {p.figures.map((figure, i) => (
          <RateRow figure={figure} position={t(`ui.rate.ring_${i + 1}`)} />
        ))}
      </dl>
      {p.source && (
        <p>
          <a class="quiet" href={p.source.href}>
            {p.source.label}
          </a>
        </p>
      )}
    </section>
  );
}
