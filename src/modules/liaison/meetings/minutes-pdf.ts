import type { Locale } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { renderPdf } from '../../../kernel/pdf/index.ts';
import { dateWords, dayWords, localDate } from '../../../kernel/time/index.ts';
import { linesOfMarkdown } from '../exchange/plain-markdown.ts';
import type { MeetingView } from './load-meeting.ts';
import { ownerWords } from './owner-words.ts';

/** The minutes to print: who came, what was on the agenda, what was said, what was decided, what was added. */
export async function minutesPdf(k: Kernel, view: MeetingView, locale: Locale): Promise<Buffer> {
  const t = k.i18n.t(locale);
  const { meeting, series } = view;
  const zone = k.config.TIME_ZONE;
  const day = (date: string) => dateWords(date, { locale, weekday: false });
  const moment = (at: Date) => dayWords(at, new Date(0), zone, locale);
  const host = series.departmentId ? view.departments.name(series.departmentId, locale) : t('liaison.meetings.office');
  const title = t('liaison.meetings.minutes_of', { title: series.title, no: meeting.no });
  return renderPdf({ title, lang: locale, at: k.clock.now(), author: host, foot: title }, (page) => {
    page.opening({
      title: series.title,
      office: host,
      number: `${t('liaison.meetings.no', { no: meeting.no })}　${t(meeting.confirmed ? 'liaison.meetings.minutes_confirmed' : 'liaison.meetings.minutes_draft')}`,
    });
    page.facts([
      {
        label: t('liaison.meetings.when'),
        value: `${moment(meeting.startsAt)} – ${moment(meeting.endsAt).split(' ').at(-1)}`,
      },
      { label: t('liaison.meetings.field.place'), value: meeting.place },
      { label: t('liaison.meetings.field.chair'), value: view.names.get(meeting.chairId) ?? '' },
      ...(['present', 'represented', 'excused', 'absent'] as const).flatMap((state) => {
        const who = view.members
          .filter((member) => view.attendance.get(member.id)?.state === state)
          .map((member) => [member.label, view.attendance.get(member.id)?.note].filter(Boolean).join(' '));
        return who.length > 0
          ? [{ label: t(`liaison.meetings.attendance.${state}`), value: who.join(t('liaison.exchange.and')) }]
          : [];
      }),
    ]);
    if (view.agenda.length > 0) page.heading(t('liaison.meetings.agenda'));
    page.list(
      view.agenda.map((item) => [item.title, item.presenter].filter(Boolean).join('　')),
      { numbered: true },
    );
    page.heading(t('liaison.meetings.minutes'));
    for (const line of linesOfMarkdown(meeting.minutes))
      if (line.heading) page.heading(line.text, 2);
      else page.paragraph(line.text);
    if (view.decisions.length > 0) {
      page.heading(t('liaison.meetings.decisions'));
      page.table(
        [
          { header: t('liaison.meetings.column.no'), share: 0.6 },
          { header: t('liaison.meetings.column.decision'), share: 4 },
          { header: t('liaison.meetings.column.owner'), share: 2.2 },
          { header: t('liaison.meetings.column.due'), share: 1.8 },
        ],
        view.decisions.map((each) => [String(each.no), each.text, ownerWords(view, each, locale), day(each.dueOn)]),
      );
    }
    for (const addition of view.additions) {
      page.heading(t('liaison.meetings.added_on', { day: day(localDate(addition.at, zone)) }), 2);
      page.paragraph(addition.text);
    }
    if (meeting.confirmedAt)
      page.signature(
        [
          host,
          t('liaison.meetings.confirmed_by', { name: view.names.get(meeting.confirmedBy ?? '') ?? '' }),
          day(localDate(meeting.confirmedAt, zone)),
        ],
        { seal: t('liaison.meetings.seal') },
      );
  });
}
