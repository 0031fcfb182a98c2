import { fail } from '../../../kernel/errors/index.ts';
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
import { type CaseRow, factsOf, findCaseByNumber, listSteps, type Step } from '../case.queries.ts';
import '../cases.errors.ts';
import { type CaseFacts, mayReadAsStaff, maySeeAuthor, mayTakeIn } from '../cases.policy.ts';
import { type Category, categoryBook } from '../category-book.ts';
import { openQuestion } from '../resident/conversation.queries.ts';
import { extractPlaces, type Place } from '../topics/index.ts';
import {
  type Attempt,
  type AuthorLine,
  attemptsOf,
  authorLineOf,
  type CoHandler,
  coHandlersOf,
  type DeclineRow,
  declineOf,
  type ForumPost,
  filesOfCase,
  followersOf,
  forumPostOf,
  type LikeCase,
  type MatterFile,
  mergedHere,
  type Note,
  notesOf,
  numberAndTitle,
  type OpenEnding,
  type OpenExtension,
  type OpenReturn,
  openEndingOf,
  openExtensionOf,
  openReturnOf,
  type Published,
  publishedReplies,
  type Rated,
  ratingsOf,
  type StandingOrder,
  standingOrderOf,
} from './matter.queries.ts';

/** A case as staff have it before them. Who wrote it is no part of it: `readAuthor` gives that, and records the look. */
export type MatterView = {
  row: CaseRow;
  facts: CaseFacts;
  /** how the author is called before the staff that may not know more; empty for a confidential letter outside intake */
  author: AuthorLine & { mayBeSeen: boolean };
  files: MatterFile[];
  /** oldest first, internal ones too */
  steps: Step[];
  notes: Note[];
  replies: Published[];
  ratings: Rated[];
  attempts: Attempt[];
  coHandlers: CoHandler[];
  openReturn: OpenReturn | null;
  openExtension: OpenExtension | null;
  openEnding: OpenEnding | null;
  standingOrder: StandingOrder | null;
  decline: DeclineRow | null;
  forum: ForumPost | null;
  /** the author was asked something and has not answered */
  waitsForAuthor: boolean;
  mergedInto: LikeCase | null;
  mergedHere: LikeCase[];
  followers: number;
  /** named in title and text */
  places: Place[];
  /** real names of the staff in the timeline */
  names: ReadonlyMap<string, string>;
  departments: Book<Department>;
  districts: Book<District>;
  categories: Book<Category>;
  calendar: WorkingCalendar;
};

/**
 * What staff see of a case.
 * @throws AppError cases.not_found where there is none or this actor may not read it: both look the same
 */
export async function loadMatter(k: Kernel, actor: Actor, number: string): Promise<MatterView> {
  const row = /^[\w-]{1,40}$/.test(number) ? await findCaseByNumber(k.db, number) : undefined;
  if (!row) fail('cases.not_found');
  const facts = await factsOf(k.db, row);
  if (!mayReadAsStaff(actor, facts)) fail('cases.not_found');
  return matterOf(k, actor, row, facts);
}

async function matterOf(k: Kernel, actor: Actor, row: CaseRow, facts: CaseFacts): Promise<MatterView> {
  const { db } = k;
  const [books, parts, requests, ties] = await Promise.all([
    Promise.all([departmentBook(k), districtBook(k), categoryBook(k), k.calendar.current()]),
    Promise.all([
      authorLineOf(db, row.id),
      filesOfCase(db, row.id),
      listSteps(db, row.id, false),
      notesOf(db, row.id),
      publishedReplies(db, row.id),
      ratingsOf(db, row.id),
      attemptsOf(db, row.id, row.round),
      coHandlersOf(db, row.id),
    ]),
    Promise.all([
      openReturnOf(db, row.id),
      openExtensionOf(db, row.id),
      openEndingOf(db, row.id),
      standingOrderOf(db, row.id),
      declineOf(db, row.id),
    ]),
    Promise.all([
      forumPostOf(db, row.id),
      openQuestion(db, row.id),
      row.merged_into_id ? numberAndTitle(db, row.merged_into_id) : null,
      mergedHere(db, row.id, mayTakeIn(actor)),
      followersOf(db, row.id),
    ]),
  ]);
  const [departments, districts, categories, calendar] = books;
  const [authorLine, files, steps, notes, replies, ratings, attempts, coHandlers] = parts;
  const [openReturn, openExtension, openEnding, standingOrder, decline] = requests;
  const [forum, question, mergedInto, merged, followers] = ties;
  const hideName = row.confidential && !mayTakeIn(actor);
  return {
    row,
    facts,
    author: {
      ...authorLine,
      displayName: hideName ? '' : authorLine.displayName,
      mayBeSeen: maySeeAuthor(actor, facts),
    },
    files,
    steps,
    notes,
    replies,
    ratings,
    attempts,
    coHandlers,
    openReturn,
    openExtension,
    openEnding,
    standingOrder,
    decline,
    forum,
    waitsForAuthor: question !== undefined,
    mergedInto,
    mergedHere: merged,
    followers,
    places: placesNamedIn(`${row.title}。${row.body}`),
    names: await staffNames(k, namedIn(steps, notes, standingOrder, facts)),
    departments,
    districts,
    categories,
    calendar,
  };
}

// chinese: 七盏路灯 names no road
function placesNamedIn(text: string): Place[] {
  return extractPlaces(text).filter(({ name }) => !text.includes(`${name}灯`));
}

/** Staff only: somebody who wrote here and also works for the city is, here, the author. */
function namedIn(steps: Step[], notes: Note[], order: StandingOrder | null, facts: CaseFacts): string[] {
  const ids = [...steps.map((step) => step.actor_id), ...notes.map((note) => note.byId), order?.supervisorId];
  return ids.filter((id): id is string => Boolean(id) && id !== facts.authorAccountId);
}
