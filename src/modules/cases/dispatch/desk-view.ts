import type { Kernel } from '../../../kernel/kernel.ts';
import type { TimeLimit } from '../../../kernel/time/index.ts';
import type { FormErrors, FormValues } from '../../../ui/form.tsx';
import type { Actor } from '../../people/index.ts';
import { mayDispatch, mayReadAsStaff, mayReadPublicly, maySupervise, mayTakeIn } from '../cases.policy.ts';
import { type LimitKind, limitKindFor, limitKinds, nextState } from '../cases.rules.ts';
import { casesSettings } from '../cases.settings.ts';
import { dueBy, extendedDue } from '../deadlines.ts';
import { activeGrounds, type Ground } from '../intake/grounds.queries.ts';
import {
  type AuthorDetails,
  loadMatter,
  type MatterView,
  readAuthor,
  type SimilarCase,
  similarCases,
} from '../matter/index.ts';
import type { QueueFigures, QueueList, QueueName } from './queues.ts';
import { type RoutingSuggestion, suggestRouting } from './routing-suggestion.ts';

/** A limit that can be chosen, and the date it gives when it counts from now. */
export type LimitOption = { kind: LimitKind; limit: TimeLimit; dueAt: Date };

/** Everything that a decision over a letter needs to see. */
export type Deciding = {
  suggestion: RoutingSuggestion;
  limits: LimitOption[];
  /** the limit that kind, category and urgency give by themselves */
  standard: LimitKind;
  signDueAt: Date;
  returnDueAt: Date;
};

/** What of the deeds this person may do, as the case stands. */
export type Deeds = {
  accept: boolean;
  dispatch: boolean;
  decline: boolean;
  merge: boolean;
  ask: boolean;
  ruleReturn: boolean;
  ruleExtension: boolean;
  ruleEnding: boolean;
  callBack: boolean;
  close: boolean;
  sendBack: boolean;
  supervise: boolean;
  lift: boolean;
  answerForum: boolean;
};

export type Said = { tone: 'success' | 'error' | 'warn'; text: string };

/** The case on the right of the desk. */
export type InHand = {
  matter: MatterView;
  details: AuthorDetails | null;
  similar: { near: SimilarCase[]; answered: SimilarCase[] };
  deciding: Deciding | null;
  grounds: Ground[];
  may: Deeds;
  /** the due date that an extension would give; null where none is asked */
  extendedTo: Date | null;
  /** form whose errors are shown, as it was typed */
  form: string | null;
  values: FormValues;
  errors: FormErrors;
  /** words typed into a form that is gone: somebody else was faster */
  keptWords: string[];
  said: Said | null;
  numberPrefix: string;
};

export type Desk = {
  base: '/dispatch' | '/supervision';
  queue: QueueName;
  /** what an address carries to come back to the same list: queue=accepted */
  query: string;
  /** the list by its name: 待派单 */
  listName: string;
  list: QueueList;
  figures: { queues: QueueFigures; pace: { received: number; dispatched: number } } | null;
  inHand: InHand | null;
  said: Said | null;
};

export type Typed = Pick<InHand, 'form' | 'values' | 'errors' | 'keptWords' | 'said'>;
export const nothingTyped: Typed = { form: null, values: {}, errors: {}, keptWords: [], said: null };

/**
 * Loads a case for the desk.
 * @param who whether the author's name and telephone are to be shown, which is recorded
 * @throws AppError cases.not_found
 */
export async function takeInHand(
  k: Kernel,
  actor: Actor,
  number: string,
  { who = false, typed = nothingTyped }: { who?: boolean; typed?: Typed } = {},
): Promise<InHand> {
  const matter = await loadMatter(k, actor, number);
  const { row } = matter;
  const may = deedsOf(actor, matter);
  const similar = await similarCases(k, {
    id: row.id,
    title: row.title,
    body: row.body,
    place: row.address,
    districtId: row.district_id,
    lon: row.lon,
    lat: row.lat,
  });
  // A supervisor of one department is shown of the others' letters what everybody may read.
  const shown = ({ facts }: SimilarCase) => mayReadAsStaff(actor, facts) || mayReadPublicly(facts);
  const decides = may.accept || may.dispatch || may.ruleReturn;
  const { longestExtension_days, numberPrefix } = k.settings.get(casesSettings);
  const asked = matter.openExtension;
  return {
    matter,
    details: who && matter.author.mayBeSeen ? await readAuthor(k, actor, matter) : null,
    similar: { near: similar.near.filter(shown), answered: similar.answered.filter(shown) },
    deciding: decides ? await decidingOf(k, matter, [...similar.near, ...similar.answered]) : null,
    grounds: may.decline ? await activeGrounds(k.db) : [],
    may,
    extendedTo: asked ? extendedDue(matter.calendar, asked.dueBefore, asked.working_days, longestExtension_days) : null,
    numberPrefix,
    ...typed,
  };
}

function deedsOf(actor: Actor, { row, facts, ...matter }: MatterView): Deeds {
  const takesIn = mayTakeIn(actor);
  const dispatches = mayDispatch(actor);
  const supervises = maySupervise(actor, facts);
  const can = (act: Parameters<typeof nextState>[1]) => nextState(row.state, act) !== null;
  return {
    accept: takesIn && can('accept'),
    dispatch: dispatches && (can('dispatch') || can('accept')),
    decline: takesIn && can('decline'),
    merge: takesIn && can('merge'),
    ask: takesIn && (can('withdraw') || row.state === 'replied'),
    ruleReturn: dispatches && can('reassign'),
    ruleExtension: dispatches && matter.openExtension !== null && can('rule_extension'),
    ruleEnding: takesIn && matter.openEnding !== null && can('rule_ending'),
    callBack: takesIn && can('call_back'),
    close: takesIn && can('close'),
    sendBack: takesIn && can('send_back'),
    supervise: supervises && !row.supervised && can('supervise'),
    lift: supervises && matter.standingOrder !== null,
    answerForum: takesIn && matter.forum !== null && matter.forum.answeredAt === null && matter.replies.length > 0,
  };
}

async function decidingOf(k: Kernel, matter: MatterView, similar: SimilarCase[]): Promise<Deciding> {
  const { row, categories } = matter;
  const now = k.clock.now();
  const { limits } = k.settings.get(casesSettings);
  const suggestion = await suggestRouting(
    k,
    {
      title: row.title,
      body: row.body,
      districtId: row.district_id,
      categoryId: row.category_id,
      categoryChecked: row.accepted_at !== null,
    },
    similar,
  );
  const from = row.accepted_at ?? now;
  const options = limitKinds.map(async (kind) => ({ kind, limit: limits[kind], dueAt: await dueBy(k, from, kind) }));
  const category = categories.get(row.category_id ?? suggestion.categories[0]?.categoryId);
  return {
    suggestion,
    limits: await Promise.all(options),
    standard: row.accepted_at
      ? row.limit_kind
      : limitKindFor({ urgent: row.urgent, kind: row.kind, categoryLimit: category?.limitKind ?? null }),
    signDueAt: await dueBy(k, now, 'sign'),
    returnDueAt: await dueBy(k, now, 'return'),
  };
}
