import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { WorkingCalendar } from '../../../kernel/time/index.ts';
import { type CaseStanding, caseStandings } from '../../cases/index.ts';
import {
  type Actor,
  accountNames,
  type Book,
  type Department,
  departmentBook,
  memberNumbers,
} from '../../people/index.ts';
import { contactDepartments } from '../contacts/named-contact.queries.ts';
import { noteLook } from '../contacts/note-look.ts';
import { qualifiedFor } from '../contacts/qualified.ts';
import { factsOfMatter } from '../facts.ts';
import {
  isMemberThemself,
  mayGiveMatter,
  mayReadMatter,
  mayReadMember,
  mayTakeOffered,
  mayWorkOnMatter,
} from '../liaison.policy.ts';
import { liaisonSettings } from '../liaison.settings.ts';
import { type Handing, openHanding } from './handing.queries.ts';
import { type Matter, matterByNumber, type Rating, ratingsOf, type Step, stepsOf } from './matter.queries.ts';
import { type MatterAct, nextState } from './matters.rules.ts';

/** One matter as somebody may see it, with what they may do. */
export type MatterView = {
  matter: Matter;
  memberName: string;
  memberNumber: string;
  steps: readonly (Step & { name: string })[];
  ratings: readonly Rating[];
  ownerName: string;
  offer: Handing | null;
  standing: CaseStanding | null;
  departments: Book<Department>;
  calendar: WorkingCalendar;
  can: ReadonlySet<MatterAct>;
  /** who can be given the matter, where this person may give it */
  candidates: readonly { id: string; name: string }[];
  /** the member's page may be opened as well */
  opensMember: boolean;
};

const workActs: readonly MatterAct[] = ['step', 'answer', 'postpone', 'to_case', 'offer', 'withdraw_offer'];
const memberActs: readonly MatterAct[] = ['add', 'rate', 'drop', 'reopen'];
const offerActs: readonly MatterAct[] = ['take', 'refuse'];

/** Parts that the staff's page and the member's page have in common. */
async function load(k: Kernel, matter: Matter) {
  const [steps, ratings, offer, departments, calendar, standings] = await Promise.all([
    stepsOf(k.db, matter.id),
    ratingsOf(k.db, matter.id),
    openHanding(k.db, matter.id),
    departmentBook(k),
    k.calendar.current(),
    matter.case_id ? caseStandings(k.db, [matter.case_id]) : [],
  ]);
  const names = await accountNames(k.db, [matter.member_id, matter.owner_id, ...steps.map(({ byId }) => byId)]);
  return {
    matter,
    memberName: names.get(matter.member_id) ?? '',
    memberNumber: (await memberNumbers(k.db, [matter.member_id])).get(matter.member_id) ?? '',
    steps: steps.map((step) => ({ ...step, name: step.byId ? (names.get(step.byId) ?? '') : '' })),
    ratings,
    ownerName: matter.owner_id ? (names.get(matter.owner_id) ?? '') : '',
    offer: offer ?? null,
    standing: standings[0] ?? null,
    departments,
    calendar,
  };
}

const possible = (matter: Matter, acts: readonly MatterAct[]) =>
  matter.erased ? [] : acts.filter((act) => nextState(matter.state, act, matter.round) !== null);

/**
 * A matter for the staff. That they looked is recorded.
 * @throws AppError liaison.not_found where there is none or it is not theirs to read
 */
export async function loadMatter(k: Kernel, actor: Actor, number: string): Promise<MatterView> {
  const matter = await matterByNumber(k.db, number);
  if (!matter) return fail('liaison.not_found');
  const facts = await factsOfMatter(k.db, matter);
  const view = await load(k, matter);
  const places = actor.accountId ? await contactDepartments(k.db, actor.accountId) : [];
  const takes = view.offer !== null && mayTakeOffered(actor, view.offer.toDepartmentId, places);
  if (!mayReadMatter(actor, facts) && !takes) return fail('liaison.not_found');
  await noteLook(k, actor, matter.member_id, matter.department_id);
  const works = mayWorkOnMatter(actor, facts);
  const gives = mayGiveMatter(actor, facts) && possible(matter, ['give']).length > 0;
  const can = new Set<MatterAct>([
    ...(works ? possible(matter, workActs) : []),
    ...(takes ? possible(matter, offerActs) : []),
    ...(gives ? (['give'] as const) : []),
  ]);
  if (matter.case_id) can.delete('to_case');
  if (view.offer) can.delete('offer');
  else can.delete('withdraw_offer');
  return {
    ...view,
    can,
    candidates: gives ? await qualifiedFor(k.db, matter.department_id) : [],
    opensMember: mayReadMember(actor, facts),
  };
}

/** A matter for the member whose it is. @throws AppError liaison.not_found where it is somebody else's */
export async function loadOwnMatter(k: Kernel, actor: Actor, number: string): Promise<MatterView> {
  const matter = await matterByNumber(k.db, number);
  if (!matter || !isMemberThemself(actor, { memberId: matter.member_id })) return fail('liaison.not_found');
  const can = new Set<MatterAct>(possible(matter, memberActs));
  const { reopen_days } = k.settings.get(liaisonSettings);
  const closed = matter.closed_at?.getTime() ?? 0;
  if (k.clock.now().getTime() - closed > reopen_days * 86_400_000) can.delete('reopen');
  return { ...(await load(k, matter)), can, candidates: [], opensMember: false };
}
