import { Field } from '../../../ui/field.tsx';
import { Filters } from '../../../ui/filters.tsx';
import { Heading } from '../../../ui/layout.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import type { Matter } from './matter.queries.ts';
import { type MatterNames, MatterTable } from './matter-table.tsx';
import { matterStates } from './matters.rules.ts';

export const listStates = ['open', 'over', 'late', ...matterStates.filter((state) => state !== 'open')] as const;
export type ListWish = { state: string; department: string; owner: string };

export type MattersView = {
  wish: ListWish;
  first: boolean;
  rows: readonly Matter[];
  next: string | null;
  names: MatterNames;
};

export function mattersHref(wish: ListWish, change: Record<string, string> = {}, path = '/liaison/matters') {
  const query = new URLSearchParams(
    Object.entries({ ...wish, ...change }).filter(
      ([name, value]) => value !== '' && !(name === 'state' && value === 'open'),
    ),
  );
  return `${path}${query.size > 0 ? `?${query}` : ''}`;
}

// keys: liaison.matters.list.*
/** Matters that somebody may read, the most urgent first. */
export function MattersPage({ view }: { view: MattersView }) {
  const { t, locale } = useUi();
  const { wish, names } = view;
  const active = [
    ...(wish.state === 'open'
      ? []
      : [{ label: t(`liaison.matters.list.${wish.state}`), removeHref: mattersHref(wish, { state: '' }) }]),
    ...(wish.department
      ? [{ label: names.departments.name(wish.department, locale), removeHref: mattersHref(wish, { department: '' }) }]
      : []),
    ...(wish.owner ? [{ label: t('liaison.matters.mine'), removeHref: mattersHref(wish, { owner: '' }) }] : []),
  ];
  return (
    <>
      <Heading title={t('liaison.matters.title')} lead={t('liaison.matters.lead')} />
      <Filters action="/liaison/matters" values={wish} active={active} clearHref="/liaison/matters">
        <Field
          name="state"
          type="select"
          label={t('liaison.matters.state_of')}
          options={listStates.map((value) => ({ value, label: t(`liaison.matters.list.${value}`) }))}
        />
        <Field
          name="department"
          type="select"
          label={t('liaison.contacts.department')}
          placeholder={t('liaison.contacts.any_department')}
          options={names.departments.all.map(({ id }) => ({ value: id, label: names.departments.name(id, locale) }))}
        />
        <Field
          name="owner"
          type="select"
          label={t('liaison.matters.owner')}
          placeholder={t('liaison.matters.any_owner')}
          options={[{ value: 'me', label: t('liaison.matters.mine') }]}
        />
      </Filters>
      <MatterTable
        rows={view.rows}
        names={names}
        caption={t('liaison.matters.title')}
        empty={t('liaison.matters.empty')}
        withOwner
      />
      <KeysetPager
        {...(view.first ? {} : { firstHref: mattersHref(wish) })}
        {...(view.next ? { nextHref: mattersHref(wish, { after: view.next }) } : {})}
        note={
          <>
            <a href={mattersHref(wish, {}, '/liaison/matters/list.xlsx')}>XLSX</a>{' '}
            <a href={mattersHref(wish, {}, '/liaison/matters/list.csv')}>CSV</a>
          </>
        }
      />
    </>
  );
}
