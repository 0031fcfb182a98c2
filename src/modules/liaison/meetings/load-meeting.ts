import { isId } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { StoredFile } from '../../../kernel/files/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { endOfDay, localDate, localTime, type SignalLight, signalLight } from '../../../kernel/time/index.ts';
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
import { organisationsById, type Speaks, speaksOf } from '../exchange/organisations.ts';
import { type DecisionRow, decisionsByIds, decisionsOfMeeting, type Progress, progressOf } from './decision.queries.ts';
import {
  type Addition,
  type AgendaItem,
  type AttendanceRow,
  additionsOf,
  agendaOf,
  attendanceOf,
  filesOfMeeting,
  findMeeting,
  type MeetingFile,
  type MeetingRow,
} from './meeting.queries.ts';
import { mayConfirm, mayFollow, mayKeepSeries, mayReadSeries, mayWriteMinutes } from './meetings.policy.ts';
import {
  type Chosen,
  findSeries,
  membersOfSeries,
  type SeriesMember,
  type SeriesRow,
  type SeriesScope,
} from './series.queries.ts';

export type DecisionView = DecisionRow & { progress: readonly Progress[]; light: SignalLight; mayFollow: boolean };

export type MeetingView = {
  meeting: MeetingRow;
  series: SeriesRow;
  members: readonly (SeriesMember & { label: string })[];
  agenda: readonly AgendaItem[];
  /** decisions of this meeting, and those of earlier ones that stand on its agenda, by id */
  decisions: readonly DecisionView[];
  carried: ReadonlyMap<string, DecisionView>;
  attendance: ReadonlyMap<string, AttendanceRow>;
  additions: readonly Addition[];
  files: readonly (MeetingFile & { stored: StoredFile })[];
  names: ReadonlyMap<string, string>;
  departments: Book<Department>;
  organisations: ReadonlyMap<string, OrganisationFacts>;
  /** whoever can be named as seeing to a decision */
  people: { staff: readonly Chosen[]; partners: readonly OrganisationPerson[] };
  /** for the form that changes time and place */
  chairs: readonly Chosen[];
  stored: Record<string, string>;
  may: { keep: boolean; write: boolean; confirm: boolean };
};

/** Whose meetings somebody sees. */
export async function seriesScope(k: Kernel, actor: Actor): Promise<SeriesScope> {
  const speaks = await speaksOf(k, actor);
  const { city, ids } = departmentsOf(actor, 'liaison_officer', 'leader');
  return {
    all: hasRole(actor, 'liaison_officer', null) || hasRole(actor, 'auditor'),
    accountId: actor.accountId ?? fail('kernel.sign_in_first'),
    chairId: actor.secondFactor && actor.roles.length > 0 ? actor.accountId : null,
    departmentIds: city ? (await departmentBook(k)).all.map((each) => each.id) : ids,
    organisationIds: [...speaks.speaksFor],
  };
}

/** @throws AppError liaison.meetings.not_found, also for whoever may not read it */
export async function readSeries(k: Kernel, actor: Actor, id: string): Promise<{ series: SeriesRow; speaks: Speaks }> {
  const series = isId(id) ? await findSeries(k.db, id) : undefined;
  const speaks = await speaksOf(k, actor);
  if (!series || !mayReadSeries(actor, series, speaks)) return fail('liaison.meetings.not_found');
  return { series, speaks };
}

const nearDays = 5;

export async function decisionViews(
  k: Kernel,
  actor: Actor,
  speaks: Speaks,
  rows: readonly DecisionRow[],
): Promise<DecisionView[]> {
  const progress = await progressOf(
    k.db,
    rows.map((row) => row.id),
  );
  const calendar = await k.calendar.current();
  return rows.map((row) => ({
    ...row,
    progress: progress.filter((each) => each.decisionId === row.id),
    light:
      row.state !== 'open'
        ? 'none'
        : signalLight({ due: endOfDay(row.dueOn, k.config.TIME_ZONE), now: k.clock.now(), calendar, nearDays }),
    mayFollow: row.state === 'open' && row.confirmed && mayFollow(actor, row, speaks),
  }));
}

/** Everything that one page of a meeting shows. */
export async function loadMeeting(k: Kernel, actor: Actor, id: string): Promise<MeetingView> {
  const meeting = isId(id) ? await findMeeting(k.db, id) : undefined;
  if (!meeting) return fail('liaison.meetings.not_found');
  const { series, speaks } = await readSeries(k, actor, meeting.seriesId);
  const [members, agenda, own, attendance, additions, departments] = await Promise.all([
    membersOfSeries(k.db, series.id),
    agendaOf(k.db, id),
    decisionsOfMeeting(k.db, id),
    attendanceOf(k.db, id),
    additionsOf(k.db, id),
    departmentBook(k),
  ]);
  const carriedRows = await decisionsByIds(
    k.db,
    agenda.flatMap((item) => item.decisionId ?? []),
  );
  const decisions = await decisionViews(k, actor, speaks, own);
  const carried = await decisionViews(k, actor, speaks, carriedRows);
  const organisations = await organisationsById(k, [
    ...series.organisationIds,
    ...[...own, ...carriedRows].flatMap((each) => each.organisationId ?? []),
  ]);
  const links = (await filesOfMeeting(k.db, [id, ...carriedRows.map((each) => each.meetingId)])).filter(
    (link) => link.agendaItemId === null || agenda.some((item) => item.id === link.agendaItemId),
  );
  const stored = await k.files.findAll(links.map((link) => link.fileId));
  const may = {
    keep: mayKeepSeries(actor, series.departmentId),
    write: mayWriteMinutes(actor, series.departmentId, meeting.chairId),
    confirm: mayConfirm(actor, meeting.chairId),
  };
  const names = await namesIn(k, { meeting, members, additions, decisions: [...decisions, ...carried] });
  const changes = may.keep && !meeting.confirmed && meeting.state !== 'cancelled';
  const zone = k.config.TIME_ZONE;
  const asks = may.write && meeting.state === 'held' && !meeting.confirmed;
  return {
    meeting,
    series,
    members: members.map((each) => ({ ...each, label: labelOf(each, departments, organisations, names) })),
    agenda,
    decisions,
    carried: new Map(carried.map((each) => [each.id, each])),
    attendance: new Map(attendance.map((row) => [row.memberId, row])),
    additions,
    files: links.flatMap((link) => {
      const file = stored.find((each) => each.id === link.fileId);
      return file ? [{ ...link, stored: file }] : [];
    }),
    names,
    departments,
    organisations,
    people: asks
      ? {
          staff: await staffToChoose(k, 'liaison_officer', 'leader'),
          partners: await peopleOfOrganisations(k.db, series.organisationIds, ['administrator', 'liaison_officer']),
        }
      : { staff: [], partners: [] },
    chairs: changes ? await staffToChoose(k, 'liaison_officer', 'leader') : [],
    stored: {
      day: localDate(meeting.startsAt, zone),
      from: localTime(meeting.startsAt, zone),
      until: localTime(meeting.endsAt, zone),
      place: meeting.place,
      chairId: meeting.chairId,
    },
    may,
  };
}

/** Everybody whom the page names. */
function namesIn(
  k: Kernel,
  given: {
    meeting: MeetingRow;
    members: readonly SeriesMember[];
    additions: readonly Addition[];
    decisions: readonly DecisionView[];
  },
): Promise<ReadonlyMap<string, string>> {
  const { meeting, members, additions, decisions } = given;
  return accountNames(k.db, [
    meeting.chairId,
    meeting.confirmedBy,
    meeting.minutesBy,
    ...members.map((each) => each.accountId),
    ...additions.map((each) => each.by),
    ...decisions.flatMap((each) => [each.personId, ...each.progress.map(({ by }) => by)]),
  ]);
}

/** A member of a series in words. */
export function labelOf(
  member: SeriesMember,
  departments: Book<Department>,
  organisations: ReadonlyMap<string, OrganisationFacts>,
  names: ReadonlyMap<string, string>,
): string {
  if (member.departmentId) return departments.name(member.departmentId, 'zh-CN');
  if (member.organisationId) return organisations.get(member.organisationId)?.name ?? '';
  return names.get(member.accountId ?? '') ?? '';
}
