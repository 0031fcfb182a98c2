import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import type { Locale } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { MeetingView } from './load-meeting.ts';

/** The meeting as a calendar entry; a later version of the same entry takes its place, a cancelled one takes it away. */
export function meetingCalendar(k: Kernel, view: MeetingView, locale: Locale): string {
  const t = k.i18n.t(locale);
  const { meeting, series } = view;
  const base = k.config.PUBLIC_URL ?? '';
  const cancelled = meeting.state === 'cancelled';
  const calendar = ical({
    prodId: { company: 'Tongxin', product: 'Liaison', language: 'ZH' },
    method: cancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.PUBLISH,
  });
  calendar.createEvent({
    id: `meeting-${meeting.id}@${base ? new URL(base).host : 'tongxin'}`,
    sequence: meeting.sequence,
    stamp: k.clock.now(),
    start: meeting.startsAt,
    end: meeting.endsAt,
    summary: t('liaison.meetings.named', { title: series.title, no: meeting.no }),
    location: meeting.place,
    description: view.agenda.map((item, i) => `${i + 1}. ${item.title}`).join('\n'),
    url: `${base}/liaison/meetings/${meeting.id}`,
    status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  });
  return calendar.toString();
}
