import type { ComponentChildren } from 'preact';
import type { Kernel } from '../../../kernel/kernel.ts';
import { normaliseText, wordBreaks } from '../../../kernel/text/index.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Field } from '../../../ui/field.tsx';
import { Filters } from '../../../ui/filters.tsx';
import { Hidden } from '../../../ui/form.tsx';
import { Find, Heading } from '../../../ui/layout.tsx';
import { type MatterEntry, Matters } from '../../../ui/lists.tsx';
import { StateMark } from '../../../ui/marks.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { Meta } from '../../../ui/text.tsx';
import { kinds } from '../cases.rules.ts';
import type { CaseBooks } from './case-books.ts';
import { caseMeta } from './case-page.tsx';
import { stateWords, statusFilters } from './case-state.ts';
import { cursorText, type Found, type ListQuery, listFields, listHref } from './find-cases.ts';
import type { ListedCase } from './list.queries.ts';

const excerpt_characters = 90;

/** The part of a letter around the words looked for, with them marked; its beginning where they are not in it. */
export function Excerpt({ text, q }: { text: string; q: string }) {
  const plain = text.replace(/\s+/g, ' ');
  const words = q.split(/\s+/).filter(Boolean);
  // Normalising keeps the length of ordinary text; where it does not, nothing is marked.
  const searched = normaliseText(plain);
  const at =
    searched.length === plain.length
      ? words.map((word) => searched.indexOf(normaliseText(word))).filter((i) => i >= 0)
      : [];
  const first = at.length > 0 ? Math.min(...at) : 0;
  const from = Math.max(0, first - 20);
  const shown = plain.slice(from, from + excerpt_characters);
  const parts: ComponentChildren[] = [from > 0 ? '…' : ''];
  let rest = shown;
  for (;;) {
    const low = normaliseText(rest);
    const hits = words
      .map((word) => ({ word, i: low.length === rest.length ? low.indexOf(normaliseText(word)) : -1 }))
      .filter(({ i, word }) => i >= 0 && word.length > 0)
      .sort((a, b) => a.i - b.i);
    const hit = hits[0];
    if (!hit) break;
    parts.push(rest.slice(0, hit.i), <mark>{rest.slice(hit.i, hit.i + hit.word.length)}</mark>);
    rest = rest.slice(hit.i + hit.word.length);
  }
  parts.push(rest, from + excerpt_characters < plain.length ? '…' : '');
  return <>{parts}</>;
}

/** A letter as it stands in public lists. */
export function matterEntry(ctx: PageContext, books: CaseBooks, row: ListedCase, q = ''): MatterEntry {
  const state = stateWords(ctx.t, row);
  return {
    href: `/cases/${row.number}`,
    title: wordBreaks(row.title),
    excerpt: <Excerpt text={row.excerpt} q={q} />,
    meta: (
      <Meta
        items={[
          ...caseMeta(ctx, books, {
            kind: row.kind,
            category_id: row.categoryId,
            district_id: row.districtId,
            address: row.address,
          }),
          books.departments.name(row.leadDepartmentId, ctx.locale),
          <DateTime value={row.submittedAt} form="date" />,
        ]}
      />
    ),
    state: <StateMark tone={state.tone}>{state.word}</StateMark>,
    aside: row.followers > 0 ? ctx.t('cases.public.followers', { n: row.followers }) : undefined,
  };
}

function FilterFields({ ctx, books, q }: { ctx: PageContext; books: CaseBooks; q: string }) {
  const { t, locale } = ctx;
  const all = t('cases.public.filter.all');
  const named = (book: CaseBooks['districts'] | CaseBooks['departments'] | CaseBooks['categories']) =>
    book.all.map((entry) => ({ value: entry.code, label: book.name(entry.id, locale) }));
  const categories = books.categories.all.filter((entry) => entry.level <= 2 && entry.active);
  return (
    <>
      <Hidden name="q" value={q} />
      <Field
        name="kind"
        type="select"
        label={t('cases.public.filter.kind')}
        placeholder={all}
        options={kinds.map((kind) => ({ value: kind, label: t(`cases.kind.${kind}`) }))}
      />
      <Field
        name="status"
        type="select"
        label={t('cases.public.filter.status')}
        placeholder={all}
        options={Object.keys(statusFilters).map((status) => ({
          value: status,
          label: t(`cases.public.status.${status}`),
        }))}
      />
      <Field
        name="district"
        type="select"
        label={t('cases.public.filter.district')}
        placeholder={all}
        options={named(books.districts)}
      />
      <Field
        name="category"
        type="select"
        label={t('cases.public.filter.category')}
        placeholder={all}
        options={categories.map((entry) => ({
          value: entry.code,
          label: `${entry.level > 1 ? '　' : ''}${books.categories.name(entry.id, locale)}`,
        }))}
      />
      <Field
        name="department"
        type="select"
        label={t('cases.public.filter.department')}
        placeholder={all}
        options={named(books.departments)}
      />
      <Field name="from" type="date" label={t('cases.public.filter.from')} />
      <Field name="until" type="date" label={t('cases.public.filter.until')} />
    </>
  );
}

/** The filters in force, each in words with the address that lifts it. */
function activeFilters(ctx: PageContext, books: CaseBooks, query: ListQuery): { label: string; removeHref: string }[] {
  const { t, locale } = ctx;
  const byCode = { district: books.districts, department: books.departments, category: books.categories } as const;
  const words = (name: (typeof listFields)[number]): string => {
    const value = query[name];
    if (name === 'kind') return kinds.some((kind) => kind === value) ? t(`cases.kind.${value}`) : value;
    if (name === 'status') return Object.hasOwn(statusFilters, value) ? t(`cases.public.status.${value}`) : value;
    if (name === 'from' || name === 'until') return t(`cases.public.filter.${name}_day`, { day: value });
    if (name === 'q') return t('cases.public.filter.words', { q: value });
    const book = byCode[name];
    return book.name(book.byCode(value)?.id, locale) || value;
  };
  return listFields
    .filter((name) => query[name] !== '')
    .map((name) => ({ label: words(name), removeHref: listHref('/cases', { ...query, [name]: '' }) }));
}

export type ListPageProps = {
  k: Kernel;
  ctx: PageContext;
  books: CaseBooks;
  query: ListQuery;
  found: Found;
  first: boolean;
};

/** The public list: one search field, filters, letters newest first. */
export function ListPage({ ctx, books, query, found, first }: ListPageProps) {
  const { t } = ctx;
  const active = activeFilters(ctx, books, query);
  const last = found.rows.at(-1);
  return (
    <>
      <Heading
        title={t('cases.public.list.title')}
        lead={t('cases.public.list.lead')}
        end={<a href={listHref('/cases/feed.xml', query)}>{t('cases.public.list.feed')}</a>}
      />
      <Find
        action="/cases"
        label={t('cases.public.find.label')}
        placeholder={t('cases.public.find.placeholder')}
        value={query.q}
        id="find-cases"
      />
      <Filters action="/cases" values={query} active={active} clearHref="/cases">
        <FilterFields ctx={ctx} books={books} q={query.q} />
      </Filters>
      {found.rows.length === 0 ? (
        <EmptyState
          title={t(active.length > 0 ? 'cases.public.list.nothing_found' : 'cases.public.list.empty')}
          action={
            <ButtonLink href="/cases/new" primary icon="pen">
              {t('cases.public.write')}
            </ButtonLink>
          }
        >
          <p>{t(active.length > 0 ? 'cases.public.list.nothing_found_text' : 'cases.public.list.empty_text')}</p>
        </EmptyState>
      ) : (
        <section aria-labelledby="letters">
          <h2 id="letters" class="vh">
            {t('cases.public.list.letters')}
          </h2>
          <Matters entries={found.rows.map((row) => matterEntry(ctx, books, row, query.q))} />
        </section>
      )}
      <KeysetPager
        firstHref={first ? undefined : listHref('/cases', query)}
        nextHref={found.more && last ? listHref('/cases', query, { after: cursorText(last) }) : undefined}
        note={<a href="/about/ordering">{t('cases.public.list.order')}</a>}
      />
    </>
  );
}
