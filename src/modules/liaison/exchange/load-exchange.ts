import { isId } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { endOfDay, type LocalDate, localDate, type SignalLight, signalLight } from '../../../kernel/time/index.ts';
import {
  type Actor,
  accountNames,
  type Book,
  type Department,
  departmentBook,
  departmentsOf,
  hasRole,
  type OrganisationFacts,
  type OrganisationPerson,
  peopleOfOrganisations,
  staffToChoose,
} from '../../people/index.ts';
import { mayReadAgreement } from '../agreements/agreements.policy.ts';
import { agreementsOfOrganisation } from '../agreements/agreements.queries.ts';
import { entriesOf, type ListEntry } from '../agreements/list-agreements.ts';
import { noteLook } from '../contacts/note-look.ts';
import { seriesScope } from '../meetings/load-meeting.ts';
import { listMeetings, type MeetingLine } from '../meetings/series.queries.ts';
import {
  mayConsent,
  mayOpenExchange,
  mayReadItem,
  mayReceive,
  maySpeakForCity,
  mayWithdraw,
} from './exchange.policy.ts';
import {
  type AnswerRow,
  answersOf,
  findItem,
  type ItemRow,
  type ItemScope,
  itemsForMember,
  itemsOfOrganisation,
} from './exchange.queries.ts';
import { type ItemAct, isPossible } from './exchange.rules.ts';
import { organisationBySlug, organisationsById, speaksOf } from './organisations.ts';

export const itemsShown = 30;
const nearDays = 3;

export type ItemView = ItemRow & { light: SignalLight };

/** What somebody of the city sees of all organisations. */
export function cityScope(actor: Actor): ItemScope {
  return {
    side: 'city',
    all: hasRole(actor, 'liaison_officer', null) || hasRole(actor, 'auditor'),
    departmentIds: departmentsOf(actor, 'liaison_officer', 'leader').ids,
    accountId: actor.accountId ?? '',
  };
}

async function lit(k: Kernel, rows: readonly ItemRow[]): Promise<ItemView[]> {
  const calendar = await k.calendar.current();
  return rows.map((row) => ({
    ...row,
    light:
      row.dueOn !== null && ['open', 'taken', 'answered'].includes(row.state)
        ? signalLight({ due: endOfDay(row.dueOn, k.config.TIME_ZONE), now: k.clock.now(), calendar, nearDays })
        : 'none',
  }));
}

export type ExchangeView = {
  organisation: OrganisationFacts;
  /** speaks for the organisation; otherwise somebody of the city looks */
  ours: boolean;
  speakers: readonly OrganisationPerson[];
  /** those for whom something can be asked */
  members: readonly OrganisationPerson[];
  items: readonly ItemView[];
  nextHref: string | null;
  agreements: readonly ListEntry[];
  meetings: readonly MeetingLine[];
  departments: Book<Department>;
  today: LocalDate;
  /** departments in whose name the actor can speak; `office`: the liaison office */
  voices: { office: boolean; departmentIds: readonly string[] };
};

/** The page between an organisation and the city. @throws AppError liaison.exchange.not_found, also for whoever may not open it */
export async function loadExchange(k: Kernel, actor: Actor, slug: string, after: string | null): Promise<ExchangeView> {
  const organisation = await organisationBySlug(k, slug);
  const speaks = await speaksOf(k, actor);
  if (!organisation || !mayOpenExchange(actor, organisation, speaks)) return fail('liaison.exchange.not_found');
  const ours = speaks.speaksFor.has(organisation.id);
  const scope: ItemScope = ours ? { side: 'organisation' } : cityScope(actor);
  const [people, rows, agreements, meetings, departments] = await Promise.all([
    peopleOfOrganisations(k.db, [organisation.id], ['administrator', 'liaison_officer', 'member']),
    itemsOfOrganisation(k.db, organisation.id, scope, after, itemsShown + 1),
    agreementsOfOrganisation(k.db, organisation.id, 50),
    ours ? listMeetings(k.db, await seriesScope(k, actor), { from: k.clock.now() }, 10) : [],
    departmentBook(k),
  ]);
  const readable = agreements.filter((row) => mayReadAgreement(actor, row, speaks));
  const last = rows[itemsShown - 1];
  const { city, ids } = departmentsOf(actor, 'liaison_officer');
  const everybody = new Map(people.map((each) => [each.accountId, each]));
  return {
    organisation,
    ours,
    speakers: people.filter((each) => each.part !== 'member'),
    // Members' names are the organisation's own.
    members: ours ? [...everybody.values()] : [],
    items: await lit(k, rows.slice(0, itemsShown)),
    nextHref: rows.length > itemsShown && last ? `/organisations/${slug}/liaison?after=${last.id}` : null,
    agreements: await entriesOf(k, readable),
    meetings,
    departments,
    today: localDate(k.clock.now(), k.config.TIME_ZONE),
    voices: { office: city, departmentIds: city ? departments.all.map((each) => each.id) : ids },
  };
}

export type OneItem = {
  item: ItemView;
  organisation: OrganisationFacts | undefined;
  answers: readonly AnswerRow[];
  names: ReadonlyMap<string, string>;
  departments: Book<Department>;
  staff: readonly { id: string; name: string }[];
  side: 'organisation' | 'city' | 'member';
  may: Record<Exclude<ItemAct, 'lapse'>, boolean>;
  today: LocalDate;
};

/** One item for whoever may read it; a look of the city's staff at what is asked for a member is recorded. */
export async function loadItem(k: Kernel, actor: Actor, id: string): Promise<OneItem> {
  const row = isId(id) ? await findItem(k.db, id) : undefined;
  const speaks = await speaksOf(k, actor);
  if (!row || !mayReadItem(actor, row, speaks)) return fail('liaison.exchange.not_found');
  const ours = speaks.speaksFor.has(row.organisationId);
  const isMember = row.memberId !== null && row.memberId === actor.accountId;
  if (row.memberId !== null && !ours && !isMember) await noteLook(k, actor, row.memberId, row.departmentId);
  const [item] = await lit(k, [row]);
  const answers = await answersOf(k.db, id);
  const receives = mayReceive(actor, row, speaks);
  const can = (act: ItemAct, may: boolean) => may && isPossible(row, act);
  const may = {
    agree: can('agree', mayConsent(actor, row)),
    refuse: can('refuse', mayConsent(actor, row)),
    take: can('take', receives && row.ownerId === null),
    answer: can('answer', ours || maySpeakForCity(actor, row.departmentId) || receives),
    settle: can('settle', receives),
    withdraw: can('withdraw', mayWithdraw(actor, row, speaks)),
  };
  return {
    item: item as ItemView,
    organisation: (await organisationsById(k, [row.organisationId])).get(row.organisationId),
    answers,
    names: await accountNames(
      k.db,
      [row.saidBy, row.ownerId, row.memberId, ...answers.map((each) => each.saidBy)].flatMap((each) => each ?? []),
    ),
    departments: await departmentBook(k),
    staff: may.take && row.direction === 'to_city' ? await staffToChoose(k, 'liaison_officer', 'leader') : [],
    side: ours ? 'organisation' : isMember ? 'member' : 'city',
    may,
    today: localDate(k.clock.now(), k.config.TIME_ZONE),
  };
}

/** What organisations asked for this person. */
export async function loadOnBehalf(k: Kernel, actor: Actor & { accountId: string }) {
  const rows = await itemsForMember(k.db, actor.accountId, 100);
  return {
    items: await lit(k, rows),
    organisations: await organisationsById(
      k,
      rows.map((row) => row.organisationId),
    ),
    today: localDate(k.clock.now(), k.config.TIME_ZONE),
  };
}
