import { Button, ButtonLink } from '../../../../ui/button.tsx';
import { DateTime } from '../../../../ui/date-time.tsx';
import { Field } from '../../../../ui/field.tsx';
import { Filters } from '../../../../ui/filters.tsx';
import { Form, Hidden } from '../../../../ui/form.tsx';
import { Heading } from '../../../../ui/layout.tsx';
import { StateMark } from '../../../../ui/marks.tsx';
import { EmptyState } from '../../../../ui/notice.tsx';
import { useUi } from '../../../../ui/page-context.ts';
import { KeysetPager } from '../../../../ui/pager.tsx';
import { Table } from '../../../../ui/table.tsx';
import type { District } from '../../books.queries.ts';
import type { Book } from '../../books.ts';
import { membershipStates } from '../register.rules.ts';
import { PersonFilters } from './desk-page.tsx';
import type { MemberRow } from './members.queries.ts';

export type MembersTyped = { q: string; state: string; category: string; district: string };

export type MembersProps = {
  rows: readonly MemberRow[];
  more: boolean;
  first: boolean;
  typed: MembersTyped;
  districts: Book<District>;
};

function href(typed: Partial<MembersTyped> & { after?: string }, path = '/secretariat/members'): string {
  const query = new URLSearchParams(Object.entries(typed).filter(([, value]) => value !== ''));
  return query.size > 0 ? `${path}?${query}` : path;
}

/** Every member for staff: found by number, name, pen name, organisation and pinyin. */
export function MembersPage(p: MembersProps) {
  const { t } = useUi();
  const { typed } = p;
  const last = p.rows.at(-1);
  return (
    <>
      <Heading
        title={t('people.register.nav.members')}
        lead={t('people.register.members.lead')}
        end={
          <>
            <ButtonLink small href={href(typed, '/secretariat/members.csv')} icon="download" download>
              CSV
            </ButtonLink>{' '}
            <ButtonLink small href={href(typed, '/secretariat/members.xlsx')} icon="download" download>
              XLSX
            </ButtonLink>
          </>
        }
      />
      <Form id="find-members" action="/secretariat/members" method="get" role="search" values={typed}>
        <Field
          name="q"
          type="search"
          label={t('people.register.members.find')}
          hint={t('people.register.members.find_hint')}
          after={<Button>{t('people.register.members.find_go')}</Button>}
        />
      </Form>
      <MemberFilters {...p} />
      {p.rows.length === 0 ? (
        <EmptyState title={t('people.register.members.none')}>
          <p>{t('people.register.members.none_text')}</p>
        </EmptyState>
      ) : (
        <MemberTable {...p} />
      )}
      <KeysetPager
        firstHref={p.first ? undefined : href(typed)}
        nextHref={p.more && last ? href({ ...typed, after: last.number }) : undefined}
      />
    </>
  );
}

function MemberFilters({ typed, districts }: MembersProps) {
  const { t, locale } = useUi();
  const words: Record<string, (value: string) => string> = {
    state: (value) => t(`people.register.member_state.${value}`),
    category: (value) => t(`people.register.category.${value}`),
    district: (value) => districts.name(districts.byCode(value)?.id, locale),
  };
  const active = (['state', 'category', 'district'] as const)
    .filter((name) => typed[name] !== '')
    .map((name) => ({ label: words[name]?.(typed[name]) ?? '', removeHref: href({ ...typed, [name]: '' }) }));
  return (
    <Filters action="/secretariat/members" values={typed} active={active} clearHref={href({ q: typed.q })}>
      <Hidden name="q" value={typed.q} />
      <Field
        name="state"
        type="select"
        label={t('people.register.me.state')}
        placeholder={t('people.register.members.current')}
        options={membershipStates.map((code) => ({ value: code, label: t(`people.register.member_state.${code}`) }))}
      />
      <PersonFilters districts={districts} />
    </Filters>
  );
}

function MemberTable({ rows, districts }: MembersProps) {
  const { t, locale } = useUi();
  return (
    <Table
      caption={t('people.register.nav.members')}
      captionHidden
      rows={rows}
      columns={[
        {
          label: t('people.register.me.number'),
          head: true,
          cell: (row) => <a href={`/secretariat/members/${row.number}`}>{row.number}</a>,
        },
        {
          label: t('people.register.field.name'),
          cell: (row) => (
            <span>
              {row.name} {row.penName && <span class="quiet">{row.penName}</span>}
            </span>
          ),
        },
        {
          label: t('people.register.field.categories'),
          cell: (row) =>
            row.categories.map((code) => t(`people.register.category.${code}`)).join(t('people.register.view.comma')),
        },
        { label: t('people.register.field.district'), cell: (row) => districts.name(row.districtId, locale) || '—' },
        {
          label: t('people.register.me.until'),
          cell: (row) => <DateTime value={row.endsOn} form="date" />,
        },
        {
          label: t('people.register.me.state'),
          cell: (row) => (
            <StateMark tone={row.state === 'active' ? 'ok' : 'no'}>
              {t(`people.register.member_state.${row.state}`)}
            </StateMark>
          ),
        },
      ]}
    />
  );
}
