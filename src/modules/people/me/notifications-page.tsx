import type { InboxItem } from '../../../kernel/notify/index.ts';
import { Button } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Section } from '../../../ui/layout.tsx';
import { Matters } from '../../../ui/lists.tsx';
import { StateMark } from '../../../ui/marks.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { MePage } from './me-page.tsx';

/** What somebody was told, the newest first. */
export function NotificationsPage(p: {
  items: InboxItem[];
  unread: number;
  nextHref?: string | undefined;
  firstHref?: string | undefined;
}) {
  const { t } = useUi();
  return (
    <MePage
      title={t('people.inbox.title')}
      end={
        <a class="btn small" href="/me/preferences">
          {t('people.preferences.title')}
        </a>
      }
    >
      {p.unread > 0 && (
        <form action="/me/notifications/read" method="post">
          <Button small>{t('people.inbox.mark_all')}</Button>
        </form>
      )}
      {p.items.length === 0 ? (
        <EmptyState title={t('people.inbox.none')}>{t('people.inbox.none_text')}</EmptyState>
      ) : (
        <Section id="inbox" title={t('people.inbox.received')}>
          <Matters
            label={t('people.inbox.title')}
            entries={p.items.map((item) => ({
              href: `/me/notifications/${item.id}`,
              title: item.title,
              excerpt: item.text.slice(0, 200),
              meta: <DateTime value={item.at} />,
              ...(item.read ? {} : { state: <StateMark tone="open">{t('people.inbox.unread')}</StateMark> }),
            }))}
          />
        </Section>
      )}
      <KeysetPager
        {...(p.nextHref ? { nextHref: p.nextHref } : {})}
        {...(p.firstHref ? { firstHref: p.firstHref } : {})}
      />
    </MePage>
  );
}
