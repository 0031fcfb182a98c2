import { Icon } from './icon.tsx';
import type { PageContext } from './page-context.ts';

/** The bottom bar on phones: at most five places. */
export function TabBar({ ctx }: { ctx: PageContext }) {
  const tabs = ctx.tabs ?? [];
  if (tabs.length === 0) return null;
  return (
    <nav class="tabbar" aria-label={ctx.t('ui.page.often_used')}>
      <ul>
        {tabs.slice(0, 5).map((tab) => (
          <li>
            <a href={tab.href} aria-current={tab.current ? 'page' : undefined}>
              <Icon name={tab.icon} />
              {tab.label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The hotline's number, always in sight in the elder view. */
export function CallBar({ ctx }: { ctx: PageContext }) {
  const { t, city } = ctx;
  return (
    <aside class="call" aria-label={t('ui.page.telephone')}>
      <a href={`tel:${city.hotline}`}>
        <Icon name="tel" />
        <span>{t('ui.page.call_us')}</span>
        <b>{city.hotline}</b>
      </a>
    </aside>
  );
}
