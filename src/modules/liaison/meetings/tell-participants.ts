import { inTransaction, type Tx } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { DeliveredEvent } from '../../../kernel/outbox/index.ts';
import { addDays, type LocalDate, localDate } from '../../../kernel/time/index.ts';
import { staffNames } from '../../people/index.ts';
import { speakersOf } from '../exchange/organisations.ts';
import { leadersOf, officersOf } from '../exchange/recipients.ts';
import { type DecisionRow, decisionsOfMeeting, findDecision, openDecisions } from './decision.queries.ts';
import { findMeeting, type MeetingRow, meetingsBefore } from './meeting.queries.ts';
import { findSeries, type SeriesRow } from './series.queries.ts';

// keys: liaison.notify.meeting_*, liaison.notify.decision_*

const kinds = [
  'liaison.meeting_invited',
  'liaison.meeting_changed',
  'liaison.meeting_cancelled',
  'liaison.meeting_tomorrow',
  'liaison.meeting_minutes',
  'liaison.meeting_added',
  'liaison.decision_yours',
  'liaison.decision_settled',
  'liaison.decision_near',
  'liaison.decision_next',
  'liaison.decision_late',
] as const;
type Kind = (typeof kinds)[number];

const news_ms = 24 * 3_600_000;

async function participantsOf(tx: Tx, series: SeriesRow, meeting: MeetingRow): Promise<string[]> {
  const departments: string[] = [];
  for (const id of series.departmentIds) departments.push(...(await officersOf(tx, id)));
  return [
    ...series.accountIds,
    ...departments,
    ...(await speakersOf(tx, series.organisationIds)),
    ...(await stillStaff(tx, meeting.chairId)),
  ];
}

/** Whoever has left hears of nothing any more. */
async function stillStaff(tx: Tx, accountId: string | null): Promise<string[]> {
  return accountId ? [...(await staffNames({ db: tx }, [accountId])).keys()] : [];
}

async function ownersOf(tx: Tx, decision: DecisionRow, late = false): Promise<string[]> {
  if (decision.organisationId) return speakersOf(tx, [decision.organisationId]);
  const person = await stillStaff(tx, decision.personId);
  const department = decision.departmentId ?? '';
  return [...person, ...(await officersOf(tx, department)), ...(late ? await leadersOf(tx, department) : [])];
}

async function send(
  k: Kernel,
  tx: Tx,
  at: Date,
  given: { kind: Kind; to: readonly string[]; params: Record<string, unknown>; link: string; dedupe: string },
): Promise<number> {
  const ids = await k.notify.send(
    tx,
    at,
    ...[...new Set(given.to)].map((accountId) => ({
      to: { accountId },
      kind: given.kind,
      params: given.params as Record<string, string>,
      link: given.link,
      dedupe: given.dedupe,
    })),
  );
  return ids.length;
}

const kindOf: Record<string, Kind> = {
  'liaison.meeting_invite': 'liaison.meeting_invited',
  'liaison.meeting_change': 'liaison.meeting_changed',
  'liaison.meeting_cancel': 'liaison.meeting_cancelled',
  'liaison.meeting_confirm': 'liaison.meeting_minutes',
  'liaison.meeting_add_to_minutes': 'liaison.meeting_added',
};

async function tellOfMeeting(k: Kernel, tx: Tx, event: DeliveredEvent): Promise<void> {
  const kind = kindOf[event.type];
  const meeting = kind && (await findMeeting(tx, event.subject));
  const series = meeting && (await findSeries(tx, meeting.seriesId));
  if (!kind || !meeting || !series) return;
  // Whoever was not invited yet hears nothing of what changes.
  if (event.payload.state === 'planned' && kind !== 'liaison.meeting_invited') return;
  const link = `/liaison/meetings/${meeting.id}`;
  const params = {
    series: series.title,
    no: meeting.no,
    when: { at: meeting.startsAt.toISOString() },
    place: meeting.place,
  };
  const to = (await participantsOf(tx, series, meeting)).filter((id) => id !== event.actorId);
  await send(k, tx, event.at, { kind, to, params, link, dedupe: `event:${event.id}` });
  if (kind !== 'liaison.meeting_minutes') return;
  for (const decision of await decisionsOfMeeting(tx, meeting.id))
    await send(k, tx, event.at, {
      kind: 'liaison.decision_yours',
      to: await ownersOf(tx, decision),
      params: { series: series.title, no: decision.no, due: { day: decision.dueOn } },
      link: `/liaison/decisions/${decision.id}`,
      dedupe: `decision_yours:${decision.id}`,
    });
}

async function tellOfDecision(k: Kernel, tx: Tx, event: DeliveredEvent): Promise<void> {
  const decision = await findDecision(tx, event.subject);
  const meeting = decision && (await findMeeting(tx, decision.meetingId));
  const series = decision && (await findSeries(tx, decision.seriesId));
  if (!decision || !meeting || !series) return;
  const keepers = await officersOf(tx, series.departmentId);
  await send(k, tx, event.at, {
    kind: 'liaison.decision_settled',
    to: [...keepers, ...(await stillStaff(tx, meeting.chairId)), ...(await ownersOf(tx, decision))].filter(
      (id) => id !== event.actorId,
    ),
    params: { series: series.title, no: decision.no, due: { day: decision.dueOn } },
    link: `/liaison/decisions/${decision.id}`,
    dedupe: `event:${event.id}`,
  });
}

/** Tells participants of meetings, and owners of what was decided; whoever caused it is not told. */
export function tellParticipants(k: Kernel): void {
  k.notify.declareKinds(kinds.map((kind) => ({ kind, group: 'liaison.together' })));
  k.outbox.subscribe({
    name: 'liaison.tell_participants',
    types: [...Object.keys(kindOf), 'liaison.decision_done', 'liaison.decision_dropped'],
    handle: async (tx, event) => {
      if (k.clock.now().getTime() - event.at.getTime() > news_ms) return;
      await (event.type.startsWith('liaison.decision') ? tellOfDecision : tellOfMeeting)(k, tx, event);
    },
  });
}

const batch = 200;

/** Reminds of tomorrow's meetings and of decisions that are due, each day once. Run by a job every morning. */
export async function remindOfMeetings(k: Kernel): Promise<number> {
  const now = k.clock.now();
  let sent = 0;
  for (const soon of await meetingsBefore(k.db, now, new Date(now.getTime() + 36 * 3_600_000)))
    sent += await inTransaction(k.db, async (tx) => {
      const meeting = await findMeeting(tx, soon.id);
      const series = await findSeries(tx, soon.seriesId);
      if (!meeting || !series) return 0;
      return send(k, tx, now, {
        kind: 'liaison.meeting_tomorrow',
        to: await participantsOf(tx, series, meeting),
        params: {
          series: series.title,
          no: meeting.no,
          when: { at: meeting.startsAt.toISOString() },
          place: meeting.place,
        },
        link: `/liaison/meetings/${meeting.id}`,
        dedupe: `meeting_tomorrow:${meeting.id}:${meeting.startsAt.getTime()}`,
      });
    });
  const today = localDate(now, k.config.TIME_ZONE);
  for (let after: string | null = null; ; ) {
    const rows: DecisionRow[] = await openDecisions(k.db, addDays(today, 7), after, batch);
    for (const row of rows) sent += await inTransaction(k.db, (tx) => remindOfDecision(k, tx, row, today, now));
    after = rows.at(-1)?.id ?? null;
    if (rows.length < batch) return sent;
  }
}

async function remindOfDecision(k: Kernel, tx: Tx, row: DecisionRow, today: LocalDate, now: Date): Promise<number> {
  const late = today > row.dueOn;
  const kind = late
    ? 'liaison.decision_late'
    : today >= addDays(row.dueOn, -1)
      ? 'liaison.decision_next'
      : 'liaison.decision_near';
  return send(k, tx, now, {
    kind,
    to: await ownersOf(tx, row, late),
    params: { series: row.series, no: row.no, due: { day: row.dueOn } },
    link: `/liaison/decisions/${row.id}`,
    dedupe: `${kind}:${row.id}`,
  });
}
