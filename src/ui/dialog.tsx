import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';
import { useUi } from './page-context.ts';

/**
 * A small form above the page, opened by `<Button opens={id}>` without scripts (popover). Where a browser has no popovers it
 * stands open in its place, so put it at the end of the content.
 */
export function Dialog(p: { id: string; title: ComponentChildren; children: ComponentChildren; open?: boolean }) {
  const { t } = useUi();
  return (
    <div
      id={p.id}
      class={p.open ? 'dialog open' : 'dialog'}
      popover={p.open ? undefined : 'auto'}
      role="dialog"
      aria-labelledby={`${p.id}-title`}
    >
      <div class="dialog-head">
        <h2 id={`${p.id}-title`}>{p.title}</h2>
        {!p.open && (
          <button
            type="button"
            class="close"
            popovertarget={p.id}
            popovertargetaction="hide"
            aria-label={t('ui.dialog.close')}
          >
            <Icon name="close" />
          </button>
        )}
      </div>
      {p.children}
    </div>
  );
}

/** Something folded away until asked for. */
export function Fold(p: {
  summary: ComponentChildren;
  children: ComponentChildren;
  open?: boolean;
  icon?: IconName;
  name?: string;
}) {
  return (
    <details class="fold" open={p.open} name={p.name}>
      <summary>
        {p.icon && <Icon name={p.icon} />}
        {p.summary}
      </summary>
      <div>{p.children}</div>
    </details>
  );
}
