import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { isSlug } from '../../../kernel/text/index.ts';
import { localDate } from '../../../kernel/time/index.ts';
import type { PageContext } from '../../../ui/page-context.ts';
import { type OrganisationFacts, organisationFacts } from '../../people/index.ts';
import { type ConsultationOf, consultationBySlug } from '../consultation.queries.ts';
import '../consultations.errors.ts';
import { type Status, statusOn } from '../consultations.rules.ts';
import {
  answersOf,
  type CommentKey,
  type CommentSort,
  commentCounts,
  commentsOf,
  keyOf,
  type PublicComment,
  publicComment,
} from './comment.queries.ts';
import { type Outcome, outcomesOf } from './outcomes.ts';
import { type Paragraph, paragraphsOf, placeKey } from './paragraph.ts';

/** A comment with all that its page says of it. */
export type ShownComment = PublicComment & {
  organisation: OrganisationFacts | undefined;
  paragraph: Paragraph | undefined;
  /** once it is published */
  outcome: Outcome | undefined;
  answered: ShownComment[];
};

export type Draft = { consultation: ConsultationOf<'draft'>; status: Status };

/** A draft that everybody may read. @throws AppError consultations.not_found */
export async function publishedDraft(k: Kernel, slug: string): Promise<Draft> {
  const found = isSlug(slug) ? await consultationBySlug(k.db, slug) : undefined;
  if (found?.kind !== 'draft' || found.openedAt === null) return fail('consultations.not_found');
  return { consultation: found, status: statusOn(found, localDate(k.clock.now(), k.config.TIME_ZONE)) };
}

/** Whether something is taken now on a paragraph or on the whole. */
export function takesComments({ consultation, status }: Draft, on: 'paragraph' | 'whole' | 'any'): boolean {
  const { ways } = consultation.settings;
  if (status !== 'running') return false;
  return on === 'any' ? ways.includes('paragraph') || ways.includes('whole') : ways.includes(on);
}

/** Comments with their organisations, the paragraphs they stand on and what became of them. */
async function dress(
  k: Kernel,
  ctx: PageContext,
  consultationId: string,
  comments: readonly PublicComment[],
  answers: readonly PublicComment[],
): Promise<ShownComment[]> {
  const ids = [...comments, ...answers].flatMap(({ organisationId }) => organisationId ?? []);
  const visible = comments.filter(({ state }) => state === 'visible').map(({ id }) => id);
  const [organisations, paragraphs, outcomes] = await Promise.all([
    organisationFacts(k.db, { ids: [...new Set(ids)] }),
    paragraphsOf(k.db, consultationId, comments),
    outcomesOf(k, visible, ctx),
  ]);
  const byId = new Map(organisations.map((each) => [each.id, each]));
  const shown = (comment: PublicComment): ShownComment => ({
    ...comment,
    organisation: byId.get(comment.organisationId ?? ''),
    paragraph: comment.parentId === null ? paragraphs.get(placeKey(comment)) : undefined,
    outcome: outcomes.get(comment.id),
    answered: [],
  });
  const dressed = comments.map(shown);
  const own = new Map(dressed.map((comment) => [comment.id, comment]));
  for (const answer of answers) own.get(answer.parentId ?? '')?.answered.push(shown(answer));
  return dressed;
}

const pageSize = 30;
/** Answers shown below each comment of the list; the others stand on its own page. */
export const answersOnList = 3;

export type OpinionsFilter = { anchor?: string | null; sort: CommentSort; after: CommentKey | null };

/** One page of the opinions on a draft. */
export async function loadOpinions(k: Kernel, ctx: PageContext, consultationId: string, filter: OpinionsFilter) {
  const rows = await commentsOf(k.db, consultationId, { ...filter, limit: pageSize + 1 });
  const comments = rows.slice(0, pageSize);
  const last = comments.at(-1);
  const [answers, counts, place] = await Promise.all([
    answersOf(
      k.db,
      comments.filter(({ answers }) => answers > 0).map(({ id }) => id),
      { most: answersOnList },
    ),
    commentCounts(k.db, consultationId),
    filter.anchor ? paragraphNow(k, consultationId, filter.anchor) : undefined,
  ]);
  return {
    comments: await dress(k, ctx, consultationId, comments, answers),
    next: rows.length > pageSize && last ? keyOf(filter.sort, last) : null,
    /** opinions that are public, on all paragraphs and on the whole */
    total: [...counts.values()].reduce((sum, count) => sum + count, 0),
    here: filter.anchor === undefined ? null : (counts.get(filter.anchor) ?? 0),
    place,
  };
}

async function paragraphNow(k: Kernel, consultationId: string, anchor: string): Promise<Paragraph | undefined> {
  const all = await paragraphsOf(k.db, consultationId, [{ anchor, versionNo: 1 }]);
  return all.get(placeKey({ anchor, versionNo: 1 }));
}

const answersOnPage = 100;

/** One opinion with its answers, a page of them; an answer leads to what it answers. */
export async function loadOpinion(
  k: Kernel,
  ctx: PageContext,
  consultationId: string,
  { number, after }: { number: number; after: number },
) {
  const found = await publicComment(k.db, consultationId, number);
  if (!found || (found.state === 'withdrawn' && found.answers === 0))
    return fail('consultations.contribution_not_found');
  const answers = await answersOf(k.db, [found.id], { most: answersOnPage + 1, after });
  const shown = answers.slice(0, answersOnPage);
  const [comment] = await dress(k, ctx, consultationId, [found], shown);
  if (!comment) return fail('consultations.contribution_not_found');
  return { comment, nextAnswer: answers.length > answersOnPage ? (shown.at(-1)?.number ?? null) : null };
}
