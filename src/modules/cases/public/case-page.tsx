import type { ComponentChildren } from 'preact';
import type { Kernel } from '../../../kernel/kernel.ts';
import { wordBreaks } from '../../../kernel/text/index.ts';
import { Button } from '../../../ui/button.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Acts, CaseLayout, Heading, Prose, SideSection, Trail } from '../../../ui/layout.tsx';
import { StateMark } from '../../../ui/marks.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { Meta, safeHref } from '../../../ui/text.tsx';
import { Timeline } from '../../../ui/timeline.tsx';
import { casesSettings } from '../cases.settings.ts';
import { categoryPath } from '../category-book.ts';
import type { CaseBooks } from './case-books.ts';
import { stateWords } from './case-state.ts';
import { duePart, PromiseBar } from './due-part.tsx';
import type { Story } from './load-story.ts';
import { publicPlace } from './public-place.ts';
import { storyEntries } from './story-entries.tsx';

/** The number as it stands on paper: 云信 2026-1119-0127. */
export function numberWords(k: Kernel, number: string): string {
  return `${k.settings.get(casesSettings).numberPrefix} ${number}`;
}

/** Kind, matter and place of a case in a few words. */
export function caseMeta(
  ctx: PageContext,
  books: CaseBooks,
  row: Pick<Story['row'], 'kind' | 'category_id' | 'district_id' | 'address'>,
  whole = false,
): string[] {
  const category = categoryPath(books.categories, row.category_id).at(-1);
  const district = books.districts.name(row.district_id, ctx.locale);
  const address = whole ? row.address : publicPlace(row.address);
  const place = address.startsWith(district)
    ? address
    : `${district}${ctx.locale === 'en' && address ? ' ' : ''}${address}`;
  return [
    ctx.t(`cases.kind.${row.kind}`),
    category ? books.categories.name(category.id, ctx.locale) : '',
    place,
  ].filter(Boolean);
}

function CaseHeading({
  ctx,
  story,
  books,
  whole,
}: {
  ctx: PageContext;
  story: Story;
  books: CaseBooks;
  whole: boolean;
}) {
  const { row, extras } = story;
  const state = stateWords(ctx.t, { state: row.state, stateBefore: row.state_before, solved: story.solved });
  return (
    <Heading
      over={<Meta items={caseMeta(ctx, books, row, whole)} />}
      title={wordBreaks(row.title)}
      facts={
        <>
          <StateMark tone={state.tone}>{state.word}</StateMark>
          {extras.followers > 0 && <span>{ctx.t('cases.public.followers', { n: extras.followers })}</span>}
          {story.replies.size > 0 && <a href="#answer">{ctx.t('cases.public.to_answer')}</a>}
        </>
      }
    />
  );
}

function CaseFacts({ k, ctx, story, books }: { k: Kernel; ctx: PageContext; story: Story; books: CaseBooks }) {
  const { t, locale } = ctx;
  const { row, extras } = story;
  const co = extras.co_handlers.map((id) => books.departments.name(id, locale)).filter(Boolean);
  const forum = safeHref(extras.forum?.url);
  return (
    <SideSection id="facts" title={t('cases.public.facts')}>
      <Facts
        items={[
          { label: t('cases.public.fact.number'), value: numberWords(k, row.number) },
          { label: t('cases.public.fact.lead'), value: books.departments.name(row.lead_department_id, locale) },
          { label: t('cases.public.fact.co'), value: co.length > 0 ? new Intl.ListFormat(locale).format(co) : '' },
          {
            label: t('cases.public.fact.merged'),
            value: extras.merged > 0 ? t('cases.public.merged_n', { n: extras.merged }) : '',
          },
          row.round > 1 && { label: t('cases.public.fact.round'), value: t('cases.public.round_n', { n: row.round }) },
          {
            label: t('cases.public.fact.forum'),
            value: forum && (
              <a href={forum} rel="nofollow ugc noopener">
                {extras.forum?.site || t('cases.public.forum_post')}
              </a>
            ),
          },
          {
            label: t('cases.public.fact.open'),
            value: row.confidential ? t('cases.public.confidential_fact') : t('cases.public.open_fact'),
          },
        ]}
      />
    </SideSection>
  );
}

/** What anybody can do with a public case. The forms work for whoever is signed in; an island says who follows already. */
export function PublicActs({ ctx, number }: { ctx: PageContext; number: string }) {
  const { t } = ctx;
  return (
    <div data-island="case-mine" data-from={`/cases/${number}/mine?part=1`}>
      <Acts>
        <Button form="follow" primary icon="follow" name="why" value="follow">
          {t('cases.public.follow')}
        </Button>
        <Button form="follow" icon="pen" name="why" value="same">
          {t('cases.public.same')}
        </Button>
        <div class="acts" data-island="print-page" hidden>
          <Button type="button" icon="print">
            {t('cases.public.print')}
          </Button>
        </div>
      </Acts>
      <form id="follow" method="post" action={`/cases/${number}/follow`} />
      <p class="quiet">
        <a href={`/cases/${number}/mine`}>{t('cases.public.mine')}</a>
      </p>
    </div>
  );
}

export type CaseViewProps = {
  k: Kernel;
  ctx: PageContext;
  story: Story;
  books: CaseBooks;
  /** what this reader can do */
  acts: ComponentChildren;
  /** what waits for this reader, before everything else */
  first?: ComponentChildren;
  /** after the story: forms of the author */
  last?: ComponentChildren;
  /** the whole address: for the author */
  whole?: boolean;
  trail: readonly { label: string; href?: string }[];
};

/** A case told from letter to rating, with its deadline, what was promised, what can be done and the facts. */
export async function caseView(p: CaseViewProps) {
  const { k, ctx, story, books } = p;
  const due = await duePart(k, ctx, story);
  const { limits } = k.settings.get(casesSettings);
  return (
    <>
      <Trail items={p.trail} />
      {p.first}
      <CaseLayout
        heading={<CaseHeading ctx={ctx} story={story} books={books} whole={p.whole ?? false} />}
        before={
          due || story.promises.length > 0 ? (
            <>
              {due}
              {story.promises.map((promise, i) => (
                <PromiseBar k={k} ctx={ctx} promise={promise} id={`promise-${i + 1}`} />
              ))}
            </>
          ) : undefined
        }
        after={
          <>
            {p.acts}
            <CaseFacts k={k} ctx={ctx} story={story} books={books} />
          </>
        }
        afterLabel={ctx.t('cases.public.acts_and_facts')}
      >
        <Timeline entries={storyEntries({ ctx, story, books, limits })} label={ctx.t('cases.public.story')} />
        {p.last}
      </CaseLayout>
    </>
  );
}

/** A letter that was hidden: which rule, and where every such decision stands. Nothing of its content. */
export function HiddenCase({ ctx, rule, number }: { ctx: PageContext; rule: string; number: string }) {
  const { t } = ctx;
  return (
    <>
      <Heading title={t('cases.public.hidden.title')} lead={t('cases.public.hidden.rule', { rule })} />
      <Prose>
        <p>{t('cases.public.hidden.text')}</p>
        <p>
          <a href="/moderation-log">{t('cases.public.hidden.log')}</a>
        </p>
        <p>
          <a href={`/me/cases/${number}`}>{t('cases.public.hidden.author')}</a>
        </p>
      </Prose>
    </>
  );
}

/** Nothing to see under a number: it does not exist, or it is not public. Which of the two is not said. */
export function NoSuchCase({ ctx, number }: { ctx: PageContext; number: string }) {
  const { t } = ctx;
  return (
    <>
      <Heading title={t('cases.public.none.title')} lead={t('cases.public.none.text')} />
      <Prose>
        <ul>
          <li>
            <a href={`/me/cases/${number}`}>{t('cases.public.none.mine')}</a>
          </li>
          <li>
            <a href="/cases/track">{t('cases.public.none.track')}</a>
          </li>
          <li>
            <a href="/cases">{t('cases.public.none.search')}</a>
          </li>
        </ul>
      </Prose>
    </>
  );
}
