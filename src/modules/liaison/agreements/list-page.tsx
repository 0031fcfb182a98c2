import { dateWords } from '../../../kernel/time/index.ts';
import { ButtonLink, More, VerbLink } from '../../../ui/button.tsx';
import { Heading } from '../../../ui/layout.tsx';
import { Matters } from '../../../ui/lists.tsx';
import { SignalLight } from '../../../ui/marks.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { Meta } from '../../../ui/text.tsx';
import { AgreementState } from './agreement-page.tsx';
import { agreementStates } from './agreements.rules.ts';
import type { ListEntry, ListView } from './list-agreements.ts';

// keys: liaison.agreements.filter.*

/** The agreements that somebody of the staff reads, the newest first. */
export function ListPage({ view }: { view: ListView }) {
  const { t, locale } = useUi();
  return (
    <>
      <Heading
        title={t('liaison.agreements.title')}
        lead={t('liaison.agreements.lead')}
        end={
          view.mayMake ? (
            <ButtonLink primary href="/liaison/agreements/new" icon="plus">
              {t('liaison.agreements.new')}
            </ButtonLink>
          ) : undefined
        }
      />
      <Tabs
        label={t('liaison.agreements.by_state')}
        items={[
          { href: '/liaison/agreements', label: t('liaison.agreements.filter.all'), current: !view.wish.state },
          ...agreementStates.map((state) => ({
            href: `/liaison/agreements?state=${state}`,
            label: t(`liaison.agreements.filter.${state}`),
            current: view.wish.state === state,
          })),
        ]}
      />
      {view.entries.length === 0 && <EmptyState title={t('liaison.agreements.none')} />}
      <AgreementList entries={view.entries} today={view.today} department={(id) => view.departments.name(id, locale)} />
      <KeysetPager
        {...(view.nextHref ? { nextHref: view.nextHref } : {})}
        {...(view.wish.after ? { firstHref: '/liaison/agreements' } : {})}
      />
      <More>
        <VerbLink href="/liaison/agreements/list.xlsx">{t('liaison.exchange.as_xlsx')}</VerbLink>
        <VerbLink href="/liaison/agreements/list.csv">{t('liaison.exchange.as_csv')}</VerbLink>
      </More>
    </>
  );
}

export function AgreementList(p: {
  level?: 'h2' | 'h3';
  entries: readonly ListEntry[];
  today: string;
  department: (id: string) => string;
}) {
  const { t, locale } = useUi();
  const words = (day: string) => dateWords(day, { locale, today: p.today, weekday: false });
  return (
    <Matters
      level={p.level ?? 'h2'}
      entries={p.entries.map(({ row, partners, hot }) => ({
        href: `/liaison/agreements/${row.id}`,
        title: row.title,
        meta: (
          <Meta
            items={[
              row.number,
              p.department(row.departmentId),
              partners.join(t('liaison.exchange.and')),
              t('liaison.agreements.until', { day: words(row.endsOn) }),
            ]}
          />
        ),
        ...(hot?.next ? { excerpt: t('liaison.agreements.next_duty', { what: hot.what, day: words(hot.next) }) } : {}),
        state: <AgreementState view={row} />,
        ...(hot && hot.light !== 'none'
          ? { aside: <SignalLight level={hot.light}>{t(`liaison.exchange.light.${hot.light}`)}</SignalLight> }
          : {}),
      }))}
    />
  );
}
