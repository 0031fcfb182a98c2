import type { ComponentChildren } from 'preact';
import { formatNumber } from './date-time.tsx';
import { useUi } from './page-context.ts';

export type TabEntry = {
  href: string;
  label: string;
  count?: number;
  /** There are more than `count`: nobody counted on. */
  more?: boolean;
  current?: boolean;
  /** Somebody waits longer than they should: the count in vermilion. */
  hot?: boolean;
};

/** Parts of one subject, or queues of a desk, with how much is in each. */
export function Tabs({ label, items, end }: { label: string; items: readonly TabEntry[]; end?: ComponentChildren }) {
  const { locale } = useUi();
  return (
    <nav class="queues num" aria-label={label}>
      {items.map((item) => (
        <a href={item.href} class={item.hot ? 'hot' : undefined} aria-current={item.current ? 'page' : undefined}>
          {item.label}
          {item.count !== undefined && (
            <b>
              {formatNumber(item.count, locale)}
              {item.more && '+'}
            </b>
          )}
        </a>
      ))}
      {end && <span class="pace">{end}</span>}
    </nav>
  );
}
