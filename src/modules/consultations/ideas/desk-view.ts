import type { FastifyRequest } from 'fastify';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { toTsQueryText, typedLine } from '../../../kernel/text/index.ts';
import { departmentBook, departmentsOf, districtBook, staffNames } from '../../people/index.ts';
import { mayReadDesk } from '../consultations.policy.ts';
import { type AtDesk, requireDesk } from '../desk-page.tsx';
import { todayOf } from '../public/load-consultation.ts';
import { draftOf } from './answer.queries.ts';
import { otherCalls } from './call.queries.ts';
import { convenersFor } from './conveners.ts';
import { type Idea, ideaByNumber } from './idea.queries.ts';
import './ideas.errors.ts';
import { mayArrange, mayOpenDesk, mayWorkOn } from './ideas.policy.ts';
import { type Stage, stages } from './ideas.rules.ts';
import { likesOf } from './likeness.ts';
import { figuresOf, type IdeaFilter, listIdeas, officesOf, orderValue } from './list.queries.ts';
import { afterText, readAfter } from './list-query.ts';
import { readNumber, storyOf } from './load-idea.ts';

export const queues = [...stages, 'overdue', 'all'] as const;
export type Queue = (typeof queues)[number];

/** Which list is in hand, as it stands in the address. */
export type Place = { queue: Queue; q: string; mine: boolean; after: string };

export function readPlace(source: unknown): Place {
  const given = (source ?? {}) as Record<string, unknown>;
  const text = (name: string) => (typeof given[name] === 'string' ? typedLine(given[name]).slice(0, 60) : '');
  return {
    queue: queues.find((each) => each === given.queue) ?? 'all',
    q: text('q'),
    mine: given.mine === '1',
    after: text('after'),
  };
}

export function placeHref(slug: string, place: Partial<Place>, number?: number): string {
  const params = new URLSearchParams();
  if (place.queue && place.queue !== 'all') params.set('queue', place.queue);
  if (place.q) params.set('q', place.q);
  if (place.mine) params.set('mine', '1');
  if (place.after) params.set('after', place.after);
  const text = params.toString();
  return `/convene/${slug}/ideas${number === undefined ? '' : `/${number}`}${text ? `?${text}` : ''}`;
}

export type IdeasDesk = AtDesk<'ideas'> & {
  /** null: every office's ideas are read here; else only those of these offices */
  offices: readonly string[] | null;
};

/**
 * Opens the desk of a call: for who convenes or reads it all of it, for an office that was given ideas those alone.
 * @throws AppError consultations.not_found, kernel.not_allowed and as `requireDesk`
 */
export async function requireIdeasDesk(k: Kernel, request: FastifyRequest, slug: string): Promise<IdeasDesk> {
  const at = await requireDesk(k, request, slug, () => true, 'ideas');
  const offices = await officesOf(k.db, at.consultation.id);
  if (!mayOpenDesk(at.actor, at.consultation, offices)) fail('kernel.not_allowed');
  if (mayReadDesk(at.actor, at.consultation)) return { ...at, offices: null };
  const { ids } = departmentsOf(at.actor, 'convener');
  return { ...at, offices: ids };
}

const pageSize = 30;

/** What is searched for; `nothing` where it holds no word at all. */
function wordsOf(q: string): { tsquery?: string; nothing: boolean } {
  const tsquery = q === '' ? null : toTsQueryText(q);
  return tsquery ? { tsquery, nothing: false } : { nothing: q !== '' };
}

/** The list of the desk in the order of coming in, the newest first, with what waits in each queue. */
export async function loadDeskList(k: Kernel, { consultation, actor, offices }: IdeasDesk, place: Place) {
  const today = todayOf(k);
  const { queue } = place;
  const stage = stages.find((each): each is Stage => each === queue);
  const { tsquery, nothing } = wordsOf(place.q);
  const filter: IdeaFilter = {
    consultationId: consultation.id,
    everyState: queue === 'all',
    ...(stage ? { stage } : {}),
    ...(queue === 'overdue' ? { overdue: today } : {}),
    ...(offices ? { departmentIds: offices } : {}),
    ...(place.mine ? { handlerId: actor.accountId } : {}),
    ...(tsquery ? { tsquery } : {}),
  };
  const after = readAfter(place.after, 'newest');
  const [departments, districts, figures, rows] = await Promise.all([
    departmentBook(k),
    districtBook(k),
    figuresOf(k.db, consultation.id, today, offices),
    nothing ? [] : listIdeas(k.db, filter, { order: 'newest', after, limit: pageSize + 1 }),
  ]);
  const shown = rows.slice(0, pageSize);
  const last = rows.length > pageSize ? shown.at(-1) : undefined;
  return {
    ...{ departments, districts, figures, today, rows: shown },
    next: last ? afterText({ value: orderValue('newest', last), id: last.id }) : null,
  };
}
export type DeskList = Awaited<ReturnType<typeof loadDeskList>>;

/** The matter in hand: its story, the answer being written, who can work on it, and ideas like it. */
export async function loadMatter(k: Kernel, desk: IdeasDesk, number: string) {
  const { consultation, actor, offices } = desk;
  const known = readNumber(number);
  const idea = known === null ? undefined : await ideaByNumber(k.db, consultation.id, known);
  if (!idea || idea.state === 'withdrawn') return fail('consultations.ideas.not_found');
  // An office reads what it was given, and nothing else.
  if (offices && !offices.includes(idea.departmentId ?? '')) fail('consultations.ideas.not_found');
  const arranges = mayArrange(actor, consultation);
  const { city, ids } = departmentsOf(actor, 'convener');
  const [story, draft, colleagues, likes, calls, names] = await Promise.all([
    storyOf(k, consultation, idea),
    draftOf(k.db, idea.id),
    convenersFor(k, idea.departmentId ?? consultation.departmentId),
    arranges && idea.state === 'visible'
      ? likesOf(k, consultation.id, idea as Pick<Idea, 'title' | 'text' | 'districtId'>, { exceptId: idea.id, most: 5 })
      : [],
    arranges ? otherCalls(k.db, consultation.id, city ? null : ids) : [],
    staffNames(k, idea.handlerId ? [idea.handlerId] : []),
  ]);
  return {
    ...{ story, idea, draft: draft ?? null, colleagues, likes, calls, arranges },
    works: mayWorkOn(actor, consultation, idea),
    handler: idea.handlerId ? (names.get(idea.handlerId) ?? '') : '',
  };
}
export type Matter = Awaited<ReturnType<typeof loadMatter>>;
