import { Field } from '../../../ui/field.tsx';
import { Filters } from '../../../ui/filters.tsx';
import { Hidden } from '../../../ui/form.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { contributionWays } from '../consultations.rules.ts';
import { outcomes } from './desk.rules.ts';
import { anchorParam, type DeskQuery, queryText } from './desk-query.ts';
import type { DeskView, SeveralView } from './load-desk.ts';

type P = { view: DeskView | SeveralView; path: string };

/** What the list is narrowed to, and the form that narrows it. */
export function Narrow({ view, path }: P) {
  const { t } = useUi();
  const { query } = view;
  const without = (part: keyof DeskQuery) => `${path}${queryText({ ...query, [part]: undefined })}`;
  return (
    <Filters
      action={path}
      values={{ ...query, alike: query.alike ? String(query.alike) : '' }}
      active={useActive(view).map(({ label, part }) => ({ label, removeHref: without(part) }))}
      clearHref={`${path}${queryText({ show: query.show })}`}
    >
      <Hidden name="show" value={query.show} />
      {query.alike && <Hidden name="alike" value={String(query.alike)} />}
      <Field name="q" label={t('consultations.desk.words')} maxLength={100} />
      <Selects view={view} />
    </Filters>
  );
}

/** What is in force, in words. */
function useActive({ query, paragraphs, colleagues }: DeskView | SeveralView) {
  const { t } = useUi();
  const active: { label: string; part: keyof DeskQuery }[] = [];
  if (query.q) active.push({ part: 'q', label: query.q });
  if (query.anchor) {
    const label = paragraphs.get(query.anchor)?.name ?? t('consultations.desk.whole');
    active.push({ part: 'anchor', label });
  }
  if (query.alike) active.push({ part: 'alike', label: t('consultations.desk.alike_to', { number: query.alike }) });
  if (query.outcome) active.push({ part: 'outcome', label: t(`consultations.desk.outcome.${query.outcome}`) });
  if (query.way) active.push({ part: 'way', label: t(`consultations.way.${query.way}`) });
  if (query.org) active.push({ part: 'org', label: t(`consultations.desk.org.${query.org}`) });
  if (query.who && query.show !== 'mine') {
    const name = colleagues.find(({ id }) => id === query.who)?.name ?? t('consultations.desk.nobody');
    active.push({ part: 'who', label: name });
  }
  return active;
}

function Selects({ view }: { view: DeskView | SeveralView }) {
  const { t } = useUi();
  const { query, paragraphs, colleagues } = view;
  const any = { value: '', label: t('consultations.desk.any') };
  const ways = contributionWays.filter((way) => way !== 'seed');
  // keys: consultations.desk.outcome.*, consultations.desk.org.*
  return (
    <>
      <Field
        name="anchor"
        type="select"
        label={t('consultations.desk.paragraph')}
        options={[
          any,
          { value: anchorParam(null), label: t('consultations.desk.whole') },
          ...paragraphs.all.map(({ anchor, name }) => ({ value: anchor, label: name })),
        ]}
      />
      {(query.show === 'decided' || query.show === 'all') && (
        <Field
          name="outcome"
          type="select"
          label={t('consultations.desk.decision')}
          options={[any, ...outcomes.map((value) => ({ value, label: t(`consultations.desk.outcome.${value}`) }))]}
        />
      )}
      <Field
        name="way"
        type="select"
        label={t('consultations.desk.way')}
        options={[any, ...ways.map((value) => ({ value, label: t(`consultations.way.${value}`) }))]}
      />
      <Field
        name="org"
        type="select"
        label={t('consultations.desk.from_whom')}
        options={[any, ...['yes', 'no'].map((value) => ({ value, label: t(`consultations.desk.org.${value}`) }))]}
      />
      {query.show !== 'mine' && (
        <Field
          name="who"
          type="select"
          label={t('consultations.desk.colleague')}
          options={[
            any,
            { value: 'nobody', label: t('consultations.desk.nobody') },
            ...colleagues.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      )}
    </>
  );
}
