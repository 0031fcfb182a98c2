import { inTransaction, type PageKey } from '../../../kernel/db/index.ts';
import { AppError, fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { WorkingCalendar } from '../../../kernel/time/index.ts';
import {
  type Actor,
  type Book,
  type Department,
  type District,
  departmentBook,
  districtBook,
  staffNames,
} from '../../people/index.ts';
import { mayHandle, mayHelp, mayReview } from '../cases.policy.ts';
import { casesSettings } from '../cases.settings.ts';
import { type AuthorDetails, loadMatter, type MatterView, readAuthor, similarCases } from '../matter/index.ts';
import { type PromiseEntry, promisesOfCase } from '../promises/promises.queries.ts';
import { eitherOf, type Mine, mineOf } from './mine.ts';
import { type DeedName, possibleDeeds } from './possible-deeds.ts';
import {
  type DeskFigures,
  type DeskList,
  firstQueue,
  type ListName,
  loadFigures,
  loadList,
  queueFor,
} from './queues.ts';
import { readableOf } from './readable.queries.ts';
import { filesOfReply, type WorkingReply, workingReply } from './reply.queries.ts';

/** What the address says of the list. */
export type DeskWish = { queue: ListName | null; words: string; key?: PageKey | null; back?: boolean };

/** The desk around whatever is in hand. */
export type DeskView = {
  actor: Actor;
  mine: Mine;
  figures: DeskFigures;
  list: DeskList;
  words: string;
  departments: Book<Department>;
  districts: Book<District>;
  calendar: WorkingCalendar;
  longestExtension_days: number;
};

/** A letter like the one in hand that this desk may look at. */
export type Alike = {
  number: string;
  title: string;
  submittedAt: Date;
  solved: boolean | null;
  departmentId: string | null;
  reply: string | null;
  /** can be opened at this desk */
  mine: boolean;
};

/** The matter in hand with what this person may do to it. */
export type DeskMatter = {
  matter: MatterView;
  can: ReadonlySet<DeedName>;
  /** the lead department works on it and this person is of it */
  handles: boolean;
  reviews: boolean;
  /** the draft or what waits for review; only for the lead department */
  reply: WorkingReply | null;
  replyFileIds: readonly string[];
  promises: PromiseEntry[];
  near: Alike[];
  answered: Alike[];
  author: AuthorDetails | null;
  /** real names of whoever wrote on the reply */
  names: ReadonlyMap<string, string>;
};

export async function loadDesk(k: Kernel, actor: Actor, wish: DeskWish, inHand?: MatterView): Promise<DeskView> {
  const mine = mineOf(actor);
  const [figures, departments, districts, calendar] = await Promise.all([
    loadFigures(k, mine),
    departmentBook(k),
    districtBook(k),
    k.calendar.current(),
  ]);
  const name = wish.queue ?? (inHand ? queueFor(inHand.row, inHand.facts, mine) : firstQueue(figures, mine));
  const { words, key = null, back = false } = wish;
  const list = await loadList(k, mine, { name, words, key, back, caseId: inHand?.row.id ?? null });
  const { longestExtension_days } = k.settings.get(casesSettings);
  return { actor, mine, figures, list, words, departments, districts, calendar, longestExtension_days };
}

/**
 * A case as this person's departments have it before them. What is not theirs and what does not exist look the same.
 * @param withAuthor shows who wrote, which is recorded
 * @throws AppError cases.not_yours
 */
export async function loadDeskMatter(
  k: Kernel,
  actor: Actor,
  number: string,
  { withAuthor = false, withAlike = true } = {},
): Promise<DeskMatter> {
  const matter = await mine(k, actor, number);
  const { row, facts } = matter;
  // Whoever may read it in another role does so there: notes and drafts are the departments' own.
  if (!mayHelp(actor, facts)) fail('cases.not_yours');
  const handles = mayHandle(actor, facts);
  const [reply, promises, alike, author] = await Promise.all([
    handles ? replyOf(k, matter) : null,
    promisesOfCase(k.db, row.id),
    withAlike ? alikeTo(k, actor, matter) : { near: [], answered: [] },
    withAuthor ? readAuthor(k, actor, matter) : null,
  ]);
  const writers = reply ? [...reply.writer_ids, reply.author_id, reply.updated_by_id] : [];
  return {
    matter,
    can: possibleDeeds(matter, actor, k.clock.now(), reply, k.settings.get(casesSettings).longestExtension_days),
    handles,
    reviews: row.state === 'replied' && mayReview(actor, facts, null),
    reply,
    replyFileIds: reply ? await filesOfReply(k.db, row.id, reply.id) : [],
    promises,
    ...alike,
    author,
    names: await staffNames(
      k,
      writers.filter((id): id is string => id !== null),
    ),
  };
}

async function mine(k: Kernel, actor: Actor, number: string): Promise<MatterView> {
  try {
    return await loadMatter(k, actor, number);
  } catch (error) {
    if (error instanceof AppError && error.code === 'cases.not_found') fail('cases.not_yours');
    throw error;
  }
}

/** One that another department had begun is none of this one's. */
async function replyOf(k: Kernel, { row }: MatterView): Promise<WorkingReply | null> {
  const reply = await workingReply(k.db, row.id);
  return reply && reply.department_id === row.lead_department_id ? reply : null;
}

async function alikeTo(k: Kernel, actor: Actor, { row }: MatterView): Promise<{ near: Alike[]; answered: Alike[] }> {
  const { near, answered } = await similarCases(k, {
    id: row.id,
    title: row.title,
    body: row.body,
    place: row.address,
    districtId: row.district_id,
    lon: row.lon,
    lat: row.lat,
  });
  const { work, review } = mineOf(actor);
  const readable = await readableOf(
    k.db,
    [...near, ...answered].map((one) => one.id),
    eitherOf(work, review),
  );
  const shown = (list: typeof near): Alike[] =>
    list.flatMap((one) => {
      const found = readable.get(one.id);
      if (!found) return [];
      const { number, title, submittedAt, solved, leadDepartmentId } = one;
      return [
        { number, title, submittedAt, solved, departmentId: leadDepartmentId, reply: found.reply, mine: found.mine },
      ];
    });
  const all = [...near, ...answered];
  const isAnswered = (one: Alike) => one.reply !== null;
  const visible = shown(all);
  return { near: visible.filter((one) => !isAnswered(one)), answered: visible.filter(isAnswered) };
}

/** Whoever opens a matter has read of it in their inbox. */
export async function markSeen(k: Kernel, actor: Actor, number: string): Promise<void> {
  const { accountId } = actor;
  if (accountId)
    await inTransaction(k.db, (tx) => k.notify.markRead(tx, accountId, { link: `/desk/${number}` }, k.clock.now()));
}
