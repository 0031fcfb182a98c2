import { More, VerbLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Field } from '../../../ui/field.tsx';
import { Filters } from '../../../ui/filters.tsx';
import { Chapter, Heading, Trail } from '../../../ui/layout.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { Written } from '../../../ui/written.tsx';
import { outcomes } from '../desk/desk.rules.ts';
import { anchorParam } from '../desk/desk-query.ts';
import { FiguresPart } from './figures-part.tsx';
import { GroupsPart } from './groups-part.tsx';
import type { ResultView } from './load-result.ts';
import type { ResultFilter, ResultKey } from './result.queries.ts';

export function resultHref(slug: string, { anchor, outcome, q, number }: ResultFilter, after?: ResultKey): string {
  const text = new URLSearchParams({
    ...(anchor !== undefined && { anchor: anchor || anchorParam(null) }),
    ...(outcome && { outcome }),
    ...(q && { q }),
    ...(number && { number: String(number) }),
    ...(after && { after: `${after.position}_${after.first}` }),
  }).toString();
  return `/consultations/${slug}/result${text && `?${text}`}`;
}

/** What became of every opinion, as everybody reads it. */
export function ResultPage({ ctx, view }: { ctx: PageContext; view: ResultView }) {
  const { t } = ctx;
  const { consultation, result, figures, after, filter, departments } = view;
  const { slug, title, answeredAt } = consultation;
  const narrowed = filter.anchor !== undefined || filter.outcome !== undefined || Boolean(filter.q || filter.number);
  return (
    <>
      <Trail
        items={[
          { label: t('consultations.public.list.title'), href: '/consultations' },
          { label: title, href: `/consultations/${slug}` },
          { label: t('consultations.result.title') },
        ]}
      />
      <Heading
        title={t('consultations.result.heading', { title })}
        over={departments.name(consultation.departmentId, ctx.locale)}
        facts={answeredAt && <DateTime value={answeredAt} form="date" />}
      />
      {!after && !narrowed && (
        <>
          <Chapter id="figures" title={t('consultations.result.figures')}>
            <FiguresPart figures={figures} />
          </Chapter>
          {result && (
            <Chapter id="summary" title={t('consultations.result.summary')}>
              <div lang={ctx.locale === 'en' ? 'zh-CN' : undefined}>
                <Written text={result.summary} />
              </div>
            </Chapter>
          )}
        </>
      )}
      <Chapter id="opinions" title={t('consultations.result.each')} note={t('consultations.result.each_note')}>
        <Narrow ctx={ctx} view={view} />
      </Chapter>
      {view.groups.length === 0 ? (
        <EmptyState title={t(narrowed ? 'consultations.result.none_such' : 'consultations.result.none')} />
      ) : (
        <GroupsPart view={view} />
      )}
      <Pager view={view} />
      <Chapter id="check" title={t('consultations.result.check')}>
        <p>{t('consultations.result.check_note')}</p>
        <More>
          <VerbLink href={`/consultations/${slug}/result.docx`}>{t('consultations.result.docx')}</VerbLink>
          <VerbLink href={`/consultations/${slug}/result.xlsx`}>{t('consultations.result.xlsx')}</VerbLink>
          <VerbLink href={`/api/v1/consultations/${slug}/opinions.csv`}>{t('consultations.result.csv')}</VerbLink>
          <VerbLink href={`/api/v1/consultations/${slug}/opinions`}>{t('consultations.result.json')}</VerbLink>
          <VerbLink href={`/api/v1/consultations/${slug}/opinions/codebook`}>
            {t('consultations.result.codebook')}
          </VerbLink>
        </More>
      </Chapter>
    </>
  );
}

function Pager({ view }: { view: ResultView }) {
  const { slug } = view.consultation;
  const last = view.groups.at(-1);
  return (
    <KeysetPager
      {...(view.more && last ? { nextHref: resultHref(slug, view.filter, last) } : {})}
      {...(view.after ? { firstHref: resultHref(slug, view.filter) } : {})}
    />
  );
}

function Narrow({ ctx, view }: { ctx: PageContext; view: ResultView }) {
  const { t } = ctx;
  const { filter, paragraphs, counts, consultation } = view;
  const { slug } = consultation;
  const any = { value: '', label: t('consultations.desk.any') };
  const named = (anchor: string) =>
    anchor === '' ? t('consultations.result.whole') : (paragraphs.get(anchor)?.name ?? anchor);
  return (
    <Filters
      action={`/consultations/${slug}/result`}
      values={{
        anchor: filter.anchor === undefined ? '' : filter.anchor || anchorParam(null),
        outcome: filter.outcome ?? '',
        q: filter.q ?? '',
      }}
      active={[
        ...(filter.anchor === undefined
          ? []
          : [{ label: named(filter.anchor), removeHref: resultHref(slug, { ...filter, anchor: undefined }) }]),
        ...(filter.outcome
          ? [
              {
                label: t(`consultations.desk.outcome.${filter.outcome}`),
                removeHref: resultHref(slug, { ...filter, outcome: undefined }),
              },
            ]
          : []),
        ...(filter.number
          ? [
              {
                label: t('consultations.desk.number', { number: filter.number }),
                removeHref: resultHref(slug, { ...filter, number: undefined }),
              },
            ]
          : []),
        ...(filter.q ? [{ label: filter.q, removeHref: resultHref(slug, { ...filter, q: undefined }) }] : []),
      ]}
      clearHref={resultHref(slug, {})}
    >
      <Field
        name="anchor"
        type="select"
        label={t('consultations.desk.paragraph')}
        options={[
          any,
          ...(counts.has(null) ? [{ value: anchorParam(null), label: t('consultations.result.whole') }] : []),
          ...paragraphs.all
            .filter(({ anchor }) => counts.has(anchor))
            .map(({ anchor, name }) => ({ value: anchor, label: name })),
        ]}
      />
      <Field
        name="outcome"
        type="select"
        label={t('consultations.result.column.decision')}
        options={[any, ...outcomes.map((value) => ({ value, label: t(`consultations.desk.outcome.${value}`) }))]}
      />
      <Field name="q" label={t('consultations.result.words')} maxLength={60} />
    </Filters>
  );
}

/** Where nothing is published yet. */
export function NotYet({ ctx, view }: { ctx: PageContext; view: Pick<ResultView, 'consultation'> }) {
  const { t } = ctx;
  const { slug, title, state } = view.consultation;
  return (
    <>
      <Trail
        items={[
          { label: t('consultations.public.list.title'), href: '/consultations' },
          { label: title, href: `/consultations/${slug}` },
          { label: t('consultations.result.title') },
        ]}
      />
      <Heading title={t('consultations.result.heading', { title })} />
      <EmptyState
        title={t(state === 'cancelled' ? 'consultations.result.cancelled' : 'consultations.result.not_yet')}
        action={<VerbLink href={`/consultations/${slug}/opinions`}>{t('consultations.result.see_opinions')}</VerbLink>}
      />
    </>
  );
}
