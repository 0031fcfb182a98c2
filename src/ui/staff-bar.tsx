import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';
import { AccountLink, Brand } from './masthead.tsx';
import type { NavItem, PageContext } from './page-context.ts';
import { type TabEntry, Tabs } from './tabs.tsx';
import { KeyHint } from './text.tsx';

export type StaffBarProps = {
  /** The place of work and who works there: 派单台, 市政务服务热线中心, 早班. */
  role?: readonly string[];
  /** The staff's other places: desk, dispatch, statistics, settings. */
  places?: readonly NavItem[];
  search?: { action: string; placeholder: string; name?: string; value?: string; label?: string };
  /** The queues of this desk with what waits in each. */
  queues?: readonly TabEntry[];
  /** How the day goes, at the end of the queues. */
  pace?: ComponentChildren;
};

/** The staff pages' head. */
export function StaffBar({ ctx, ...p }: StaffBarProps & { ctx: PageContext }) {
  const { t } = ctx;
  return (
    <>
      <header class="dbar" data-island="desk-keys" data-keys-title={t('ui.desk.all_keys')}>
        <Brand ctx={ctx} />
        {p.places && p.places.length > 0 && (
          <nav class="places" aria-label={t('ui.staff.places')}>
            {p.places.map((place) => (
              <a href={place.href} aria-current={place.current ? 'page' : undefined}>
                {place.label}
              </a>
            ))}
          </nav>
        )}
        {p.role && p.role.length > 0 && (
          <p class="role">
            {p.role.map((part) => (
              <span>{part}</span>
            ))}
          </p>
        )}
        {p.search && <StaffSearch {...p.search} label={p.search.label ?? t('ui.staff.find')} />}
        <span class="account">
          <AccountLink ctx={ctx} />
        </span>
      </header>
      {p.queues && p.queues.length > 0 && <Tabs label={t('ui.staff.queues')} items={p.queues} end={p.pace} />}
    </>
  );
}

function StaffSearch(p: { action: string; placeholder: string; name?: string; value?: string; label: string }) {
  return (
    <search>
      <form action={p.action} method="get">
        <button type="submit" aria-label={p.label}>
          <Icon name="search" />
        </button>
        <label class="vh" for="staff-search">
          {p.label}
        </label>
        <input
          id="staff-search"
          type="search"
          name={p.name ?? 'q'}
          value={p.value}
          placeholder={p.placeholder}
          data-key="/"
        />
        <KeyHint>/</KeyHint>
      </form>
    </search>
  );
}
