import { wordBreaks } from '../../../kernel/text/index.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Steps } from '../../../ui/facts.tsx';
import { Heading, Trail } from '../../../ui/layout.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import { Opinions } from '../../../ui/opinion.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { type CommentKey, type CommentSort, commentSorts } from './comment.queries.ts';
import {
  type Draft,
  type loadOpinion,
  type loadOpinions,
  type OpinionsFilter,
  takesComments,
} from './load-opinions.ts';
import { CommentItem, ParagraphLine, spokenIn } from './opinion-parts.tsx';

// keys: consultations.comments.sort.*

type View = Awaited<ReturnType<typeof loadOpinions>>;
type Props = { ctx: PageContext; draft: Draft; filter: OpinionsFilter; view: View };

/** The address of a page of the list; null as anchor: those on the whole text. */
export function opinionsHref(
  slug: string,
  { anchor, sort, after }: { anchor?: string | null; sort?: CommentSort; after?: CommentKey | null },
): string {
  const query = new URLSearchParams();
  if (anchor !== undefined) query.set('anchor', anchor ?? 'whole');
  if (sort && sort !== 'newest') query.set('sort', sort);
  if (after) query.set('after', `${after.by}_${after.number}`);
  return `/consultations/${slug}/opinions${query.size > 0 ? `?${query}` : ''}`;
}

function sayHref(slug: string, anchor: string | null | undefined): string {
  return `/consultations/${slug}/say${anchor ? `?anchor=${encodeURIComponent(anchor)}` : ''}`;
}

export function DraftTrail({ ctx, draft, last }: { ctx: PageContext; draft: Draft; last: string }) {
  const { slug, title } = draft.consultation;
  return (
    <Trail
      items={[
        { label: ctx.t('consultations.public.list.title'), href: '/consultations' },
        { label: <span lang={spokenIn(ctx)}>{title}</span>, href: `/consultations/${slug}` },
        ...(last === '' ? [] : [{ label: ctx.t('consultations.comments.opinions'), href: opinionsHref(slug, {}) }]),
        { label: last || ctx.t('consultations.comments.opinions') },
      ]}
    />
  );
}

function SortTabs({ ctx, draft, filter }: Omit<Props, 'view'>) {
  const { t } = ctx;
  const { slug } = draft.consultation;
  return (
    <>
      <Tabs
        label={t('consultations.comments.sort.label')}
        items={commentSorts.map((sort) => ({
          href: opinionsHref(slug, { ...filter, sort, after: null }),
          label: t(`consultations.comments.sort.${sort}`),
          current: sort === filter.sort,
        }))}
      />
      <Fold summary={t('consultations.comments.sort.how', { sort: t(`consultations.comments.sort.${filter.sort}`) })}>
        <p>{t('consultations.comments.sort.same')}</p>
        <Steps
          items={commentSorts.map((sort) => ({
            title: t(`consultations.comments.sort.${sort}`),
            text: t(`consultations.comments.sort.${sort}_text`),
          }))}
        />
      </Fold>
    </>
  );
}

/** All opinions on a draft, or those on one paragraph. */
export function OpinionsPage({ ctx, draft, filter, view }: Props) {
  const { t } = ctx;
  const { consultation } = draft;
  const { slug } = consultation;
  const { anchor } = filter;
  const takes = takesComments(draft, anchor ? 'paragraph' : 'whole');
  const title =
    anchor === undefined
      ? t('consultations.comments.title')
      : anchor === null
        ? t('consultations.comments.title_whole')
        : t('consultations.comments.title_on', { label: view.place?.label ?? '' });
  const say = (
    <ButtonLink primary href={sayHref(slug, anchor)} icon="pen">
      {t(anchor ? 'consultations.comments.say_here' : 'consultations.comments.say')}
    </ButtonLink>
  );
  return (
    <>
      <DraftTrail ctx={ctx} draft={draft} last={anchor === undefined ? '' : title} />
      <Heading
        title={title}
        over={<span lang={spokenIn(ctx)}>{wordBreaks(consultation.title)}</span>}
        lead={t('consultations.comments.lead', { count: view.here ?? view.total })}
        end={takes ? say : undefined}
        facts={
          anchor !== undefined && (
            <a href={opinionsHref(slug, {})}>{t('consultations.comments.all', { count: view.total })}</a>
          )
        }
      />
      {view.place && (
        <div class="opinion-about">
          <ParagraphLine {...{ ctx, draft }} paragraph={{ ...view.place, since: 'same' }} />
        </div>
      )}
      <SortTabs {...{ ctx, draft, filter }} />
      {view.comments.length === 0 ? (
        <EmptyState title={t('consultations.comments.none')} action={takes ? say : undefined}>
          <p>{t(takes ? 'consultations.comments.none_text' : 'consultations.comments.none_over')}</p>
        </EmptyState>
      ) : (
        <Opinions label={title}>
          {view.comments.map((comment) => (
            <CommentItem
              {...{ ctx, draft, comment }}
              back={opinionsHref(slug, filter)}
              withPlace={anchor === undefined}
            />
          ))}
        </Opinions>
      )}
      <KeysetPager
        {...(filter.after ? { firstHref: opinionsHref(slug, { ...filter, after: null }) } : {})}
        {...(view.next ? { nextHref: opinionsHref(slug, { ...filter, after: view.next }) } : {})}
      />
    </>
  );
}

/** One opinion and its answers. */
export function OpinionPage(p: {
  ctx: PageContext;
  draft: Draft;
  view: Awaited<ReturnType<typeof loadOpinion>>;
  parentNumber: number | null;
}) {
  const { ctx, draft, view, parentNumber } = p;
  const { t } = ctx;
  const { slug } = draft.consultation;
  const { number } = view.comment;
  const title = t('consultations.comments.one', { number });
  const href = `/consultations/${slug}/opinions/${number}`;
  return (
    <>
      <DraftTrail ctx={ctx} draft={draft} last={title} />
      <Heading
        title={title}
        over={<span lang={spokenIn(ctx)}>{wordBreaks(draft.consultation.title)}</span>}
        facts={
          parentNumber !== null && (
            <a href={`/consultations/${slug}/opinions/${parentNumber}`}>
              {t('consultations.comments.answers_number', { number: parentNumber })}
            </a>
          )
        }
      />
      <Opinions label={title}>
        <CommentItem {...{ ctx, draft }} comment={view.comment} back={href} withPlace whole />
      </Opinions>
      <KeysetPager {...(view.nextAnswer ? { nextHref: `${href}?after=${view.nextAnswer}` } : {})} />
    </>
  );
}
