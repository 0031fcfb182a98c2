import type { ComponentChildren } from 'preact';
import { useUi } from './page-context.ts';
import { BigNumber } from './text.tsx';

/** One working day, or the days off between two of them. */
export type WorkdayCell =
  | { kind: 'day'; label: string; note?: string; done?: boolean; end?: boolean; late?: boolean }
  | { kind: 'gap' };

export type WorkdayBarProps = {
  title?: ComponentChildren;
  /** In words, its first figure set large: 五个工作日，用了 4 个. */
  text: string;
  cells: readonly WorkdayCell[];
  /** The whole bar in a sentence, for those who do not see it. */
  label: string;
  note?: ComponentChildren;
  id?: string;
};

/** A deadline in working days: a cell for each, a gap where days do not count. */
export function WorkdayBar(p: WorkdayBarProps) {
  const days = p.cells.filter((cell) => cell.kind === 'day').length;
  return (
    <section class="wdays" aria-labelledby={p.title && p.id ? p.id : undefined}>
      {p.title && <h2 id={p.id}>{p.title}</h2>}
      <p class="big">
        <BigNumber text={p.text} />
      </p>
      <WorkdayCells cells={p.cells} label={p.label} crowded={days > 8} />
      {p.note && <p class="quiet">{p.note}</p>}
    </section>
  );
}

/** The cells alone; `label` says them in a sentence to those who do not see them. */
export function WorkdayCells(p: { cells: readonly WorkdayCell[]; label?: string; crowded?: boolean }) {
  return (
    <>
      {p.label && <p class="vh">{p.label}</p>}
      <ol class={p.crowded ? 'cells num crowded' : 'cells num'} aria-hidden="true">
        {p.cells.map((cell, i) => {
          if (cell.kind === 'gap') return <li class="gap" />;
          const cls = [cell.done && 'done', cell.end && 'end', cell.late && 'late'].filter(Boolean).join(' ');
          const named = !p.crowded || i === 0 || cell.note || cell.end;
          return (
            <li class={cls || undefined}>
              {named && cell.label}
              {cell.note && <br />}
              {cell.note}
            </li>
          );
        })}
      </ol>
    </>
  );
}

/** A share as a bar; `label` says it in words, without it the bar is decoration beside words. */
export function Bar({ share, label, tone }: { share: number; label?: string; tone?: 'late' | 'warn' }) {
  const width = `${Math.round(Math.max(0, Math.min(1, Number.isFinite(share) ? share : 0)) * 1000) / 10}%`;
  return (
    <svg
      class={tone ? `bar ${tone}` : 'bar'}
      role={label ? 'img' : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : 'true'}
    >
      <rect width={width} height="100%" />
    </svg>
  );
}

export type DueBarProps = {
  title?: ComponentChildren;
  /** 还有 9 天 */
  text: string;
  from: ComponentChildren;
  to: ComponentChildren;
  /** How much of the time is over, 0 to 1. */
  share: number;
  late?: boolean;
  note?: ComponentChildren;
  id?: string;
};

/** A date to be kept: what is left in words, and as a bar from its start to its end. */
export function DueBar(p: DueBarProps) {
  return (
    <section class={p.late ? 'wdays late' : 'wdays'} aria-labelledby={p.title && p.id ? p.id : undefined}>
      {p.title && <h2 id={p.id}>{p.title}</h2>}
      <p class="big">
        <BigNumber text={p.text} />
      </p>
      <Bar share={p.share} tone={p.late ? 'late' : undefined} />
      <p class="ends num">
        <span>{p.from}</span>
        <span>{p.to}</span>
      </p>
      {p.note && <p class="quiet">{p.note}</p>}
    </section>
  );
}

/** Long work under way: an import, an export, a report. Without `value` it is still being counted. */
export function Progress(p: { label: string; value?: number; max?: number; note?: ComponentChildren; id?: string }) {
  const { t } = useUi();
  const id = p.id ?? 'progress';
  const max = p.max ?? 100;
  return (
    <div class="progress">
      <label for={id}>{p.label}</label>
      <progress id={id} max={max} value={p.value}>
        {p.value === undefined ? t('ui.progress.counting') : `${Math.round((p.value / max) * 100)}%`}
      </progress>
      {p.note && <p class="quiet">{p.note}</p>}
    </div>
  );
}
