import { ButtonLink } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Filters } from '../../../ui/filters.tsx';
import { Hidden } from '../../../ui/form.tsx';
import { Find, Heading, Section } from '../../../ui/layout.tsx';
import { type MatterEntry, Matters } from '../../../ui/lists.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { Meta } from '../../../ui/text.tsx';
import type { District } from '../books.queries.ts';
import type { Book } from '../books.ts';
import { categories } from '../register/register.rules.ts';
import type { Published } from './directory.queries.ts';
import { type DirectoryQuery, directoryFields, directoryHref, type FoundMembers } from './read-directory.ts';

export type ListPageProps = {
  ctx: PageContext;
  districts: Book<District>;
  choices: { fields: string[]; organisations: string[] };
  query: DirectoryQuery;
  found: FoundMembers;
  first: boolean;
};

const excerpt_characters = 70;

/** Categories in words. */
export function categoryWords(ctx: PageContext, codes: readonly string[] | undefined): string[] {
  return categories.filter((code) => codes?.includes(code)).map((code) => ctx.t(`people.register.category.${code}`));
}

function memberEntry(ctx: PageContext, districts: Book<District>, { slug, name, shown }: Published): MatterEntry {
  const intro = (shown.intro ?? '').replace(/\s+/g, ' ');
  const characters = [...intro];
  return {
    href: `/members/${slug}`,
    title: name,
    meta: (
      <Meta
        items={[
          ...categoryWords(ctx, shown.categories),
          shown.field,
          [shown.organisation, shown.post].filter(Boolean).join(' '),
          districts.name(shown.district, ctx.locale),
        ]}
      />
    ),
    excerpt: characters.length > excerpt_characters ? `${characters.slice(0, excerpt_characters).join('')}…` : intro,
  };
}

function FilterFields({ ctx, districts, choices, query }: Omit<ListPageProps, 'found' | 'first'>) {
  const { t, locale } = ctx;
  const all = t('people.directory.filter.all');
  const plain = (values: string[]) => values.map((value) => ({ value, label: value }));
  return (
    <>
      <Hidden name="q" value={query.q} />
      <Field
        name="category"
        type="select"
        label={t('people.directory.filter.category')}
        placeholder={all}
        options={categories.map((code) => ({ value: code, label: t(`people.register.category.${code}`) }))}
      />
      <Field
        name="district"
        type="select"
        label={t('people.directory.filter.district')}
        placeholder={all}
        options={districts.all.map((entry) => ({ value: entry.code, label: districts.name(entry.id, locale) }))}
      />
      {choices.organisations.length > 0 && (
        <Field
          name="organisation"
          type="select"
          label={t('people.directory.filter.organisation')}
          placeholder={all}
          options={plain(choices.organisations)}
        />
      )}
      {choices.fields.length > 0 && (
        <Field
          name="field"
          type="select"
          label={t('people.directory.filter.field')}
          placeholder={all}
          options={plain(choices.fields)}
        />
      )}
    </>
  );
}

/** The filters in force, each in words with the address that lifts it. */
function activeFilters(ctx: PageContext, districts: Book<District>, query: DirectoryQuery) {
  const words = (name: keyof DirectoryQuery): string => {
    const value = query[name];
    if (name === 'q') return ctx.t('people.directory.filter.words', { q: value });
    if (name === 'category') return categoryWords(ctx, [value])[0] ?? value;
    if (name === 'district') return districts.name(districts.byCode(value)?.id, ctx.locale) || value;
    return value;
  };
  return directoryFields
    .filter((name) => query[name] !== '')
    .map((name) => ({ label: words(name), removeHref: directoryHref('/members', { ...query, [name]: '' }) }));
}

/** The public directory: who is in it, in the order of pinyin; how one gets into it and out of it. */
export function ListPage(p: ListPageProps) {
  const { ctx, districts, query, found } = p;
  const { t } = ctx;
  const active = activeFilters(ctx, districts, query);
  return (
    <>
      <Heading title={t('people.directory.title')} lead={t('people.directory.lead')} />
      <Find
        action="/members"
        label={t('people.directory.find')}
        placeholder={t('people.directory.find_placeholder')}
        value={query.q}
        id="find-members"
      />
      <Filters action="/members" values={query} active={active} clearHref="/members">
        <FilterFields ctx={ctx} districts={districts} choices={p.choices} query={query} />
      </Filters>
      {found.rows.length === 0 ? (
        <EmptyState
          title={t(active.length > 0 ? 'people.directory.nothing_found' : 'people.directory.empty')}
          action={
            active.length > 0 ? <ButtonLink href="/members">{t('people.directory.show_all')}</ButtonLink> : undefined
          }
        >
          <p>{t(active.length > 0 ? 'people.directory.nothing_found_text' : 'people.directory.empty_text')}</p>
        </EmptyState>
      ) : (
        <section aria-labelledby="members">
          <h2 id="members" class="vh">
            {t('people.directory.title')}
          </h2>
          <Matters entries={found.rows.map((row) => memberEntry(ctx, districts, row))} level="h3" />
        </section>
      )}
      <KeysetPager
        firstHref={p.first ? undefined : directoryHref('/members', query)}
        nextHref={found.next ? directoryHref('/members', query, { after: found.next }) : undefined}
        note={t('people.directory.order')}
      />
      <About ctx={ctx} />
    </>
  );
}

function About({ ctx }: { ctx: PageContext }) {
  const { t } = ctx;
  return (
    <Section id="about-directory" title={t('people.directory.about')}>
      <div class="prose">
        <p>{t('people.directory.about_what')}</p>
        <p>{t('people.directory.about_in')}</p>
        <p>{t('people.directory.about_out')}</p>
        <p>{t('people.directory.about_data')}</p>
      </div>
      <p class="send-buttons">
        <ButtonLink href="/join" primary>
          {t('people.directory.join')}
        </ButtonLink>
        <ButtonLink href="/members.csv" icon="download" download>
          {t('people.directory.csv')}
        </ButtonLink>
        <ButtonLink href="/api/v1/members">{t('people.directory.json')}</ButtonLink>
      </p>
    </Section>
  );
}
