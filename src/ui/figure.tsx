import type { ComponentChildren } from 'preact';
import { useUi } from './page-context.ts';

export type FigureProps = {
  /** Address of the chart, drawn by `chart.ts` and served as an image. */
  src: string;
  /** What the chart shows, in a sentence: the outcome, not the axes. */
  alt: string;
  caption: ComponentChildren;
  width: number;
  height: number;
  /** The same drawn for phones, about 380 wide; without it the wide one scrolls sideways there. */
  narrow?: { src: string; width: number; height: number };
  /** The same in numbers: a {@link Table}. */
  table: ComponentChildren;
  /** Where it can be downloaded. */
  downloads?: readonly { href: string; label: string }[];
};

function Chart({ p }: { p: FigureProps }) {
  return <img src={p.src} alt={p.alt} width={p.width} height={p.height} loading="lazy" decoding="async" />;
}

/** A chart with its numbers beside it. */
export function Figure(p: FigureProps) {
  const { t } = useUi();
  return (
    <figure class="figure">
      <figcaption>{p.caption}</figcaption>
      {p.narrow ? (
        <picture>
          <source media="(max-width: 40rem)" srcset={p.narrow.src} width={p.narrow.width} height={p.narrow.height} />
          <Chart p={p} />
        </picture>
      ) : (
        // A scrolling region must be reachable by keyboard.
        <section class="figure-scroll" tabindex={0} aria-label={t('ui.figure.chart')}>
          <Chart p={p} />
        </section>
      )}
      <details>
        <summary>{t('ui.figure.numbers')}</summary>
        {p.table}
      </details>
      {p.downloads && p.downloads.length > 0 && (
        <p class="meta">
          {p.downloads.map((d) => (
            <a href={d.href} download="">
              {d.label}
            </a>
          ))}
        </p>
      )}
    </figure>
  );
}
