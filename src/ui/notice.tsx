import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';
import { useUi } from './page-context.ts';

export type NoticeTone = 'info' | 'success' | 'warn' | 'error';

const iconOf: Record<NoticeTone, IconName> = { info: 'info', success: 'done', warn: 'warn', error: 'warn' };

export type NoticeProps = {
  tone?: NoticeTone;
  title?: ComponentChildren;
  children?: ComponentChildren;
  /** Read out at once: the outcome of what was just done. */
  live?: boolean;
  /** Tells the draft keeper that the form of this id has been sent. */
  draftSent?: string;
};

/** Something to know: what was done, what to mind, what went wrong. */
export function Notice(p: NoticeProps) {
  const { t } = useUi();
  const tone = p.tone ?? 'info';
  return (
    <div
      class={`notice ${tone}`}
      role={tone === 'error' ? 'alert' : p.live ? 'status' : undefined}
      data-island={p.draftSent ? 'draft-keeper' : undefined}
      data-sent={p.draftSent}
    >
      <Icon name={iconOf[tone]} />
      <div>
        <span class="vh">{t(`ui.notice.${tone}`)}</span>
        {p.title && <p class="notice-title">{p.title}</p>}
        {p.children}
      </div>
    </div>
  );
}

/** Nothing here: why, and what can be done. */
export function EmptyState(p: { title: ComponentChildren; children?: ComponentChildren; action?: ComponentChildren }) {
  return (
    <div class="empty">
      <svg viewBox="0 0 48 48" aria-hidden="true">
        <circle cx="24" cy="24" r="21.5" />
        <circle cx="24" cy="24" r="14" />
        <circle cx="24" cy="24" r="6.5" />
      </svg>
      <p class="empty-title">{p.title}</p>
      {p.children && <div class="empty-text">{p.children}</div>}
      {p.action && <p>{p.action}</p>}
    </div>
  );
}
