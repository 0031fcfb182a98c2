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
  /** The same in numbers: a {@link Table}. */
  table: ComponentChildren;
  /** Where it can be downloaded. */
  downloads?: readonly { href: string; label: string }[];
};

/** A chart with its numbers beside it. */
export function Figure(p: FigureProps) {
  const { t } = useUi();
  return (
    <figure class="figure">
      <figcaption>{p.caption}</figcaption>
      <img src={p.src} alt={p.alt} width={p.width} height={p.height} loading="lazy" decoding="async" />
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
