import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';
import { useUi } from './page-context.ts';

export type KeysetPagerProps = {
  previousHref?: string;
  nextHref?: string;
  firstHref?: string;
  note?: ComponentChildren;
  /** Where it leads through single things: 上一件：油纸伞; default: pages. */
  words?: { previous?: string; next?: string };
};

/** Earlier and later pages of a list that is never counted. Nothing when there is only one. */
export function KeysetPager(p: KeysetPagerProps) {
  const { t } = useUi();
  if (!p.previousHref && !p.nextHref && !p.firstHref && !p.note) return null;
  return (
    <nav class="pager" aria-label={t('ui.pager.label')}>
      {p.firstHref && <a href={p.firstHref}>{t('ui.pager.first')}</a>}
      {p.previousHref && (
        <a href={p.previousHref} rel="prev">
          <Icon name="prev" />
          {p.words?.previous ?? t('ui.pager.previous')}
        </a>
      )}
      {p.note && <span class="quiet">{p.note}</span>}
      {p.nextHref && (
        <a class="next" href={p.nextHref} rel="next">
          {p.words?.next ?? t('ui.pager.next')}
          <Icon name="next" />
        </a>
      )}
    </nav>
  );
}
