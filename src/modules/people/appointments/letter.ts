import type { T } from '../../../kernel/i18n/index.ts';
import { renderPdf } from '../../../kernel/pdf/index.ts';
import { localDate } from '../../../kernel/time/index.ts';
import type { Appointment, Term } from './appointment.queries.ts';

export type LetterInput = {
  t: T;
  locale: 'zh-CN' | 'zh-TW' | 'en';
  appointment: Appointment & { number: string };
  terms: readonly Term[];
  /** the department's name in that language */
  office: string;
  city: string;
  /** site's address without a slash at its end */
  publicUrl: string;
  at: Date;
  zone: string;
  /** YYYY-MM-DD → as people say it */
  day: (date: string) => string;
};

/** The letter of appointment: for the last term that was accepted, with a code that leads to the page which says whether it holds. */
export function appointmentLetter(input: LetterInput): Promise<Buffer> {
  const { t, appointment, terms, office, at, day } = input;
  const { number, name, kind, field, publicName } = appointment;
  const term = terms.at(-1) ?? { startsOn: appointment.startsOn, endsOn: appointment.endsOn };
  const isRenewed = terms.length > 1;
  const accepted = terms.at(-1)?.acceptedAt ?? at;
  const title = t('people.appointments.letter.title');
  const values = { office, field, kind: t(`people.appointments.kind.${kind}`) };
  return renderPdf(
    {
      title: t('people.appointments.letter.file_title', { number, office }),
      lang: input.locale,
      // What the letter says stands since it was accepted: the same letter is the same file.
      at: accepted,
      author: office,
      foot: t('people.appointments.letter.foot', { number, office }),
    },
    (page) => {
      page.opening({
        emblem: true,
        office: input.city,
        title,
        number: t('people.appointments.letter.number', { number }),
      });
      page.space(1);
      page.paragraph(t('people.appointments.letter.to', { name }), { voice: 'letter', indent: false });
      const period = { from: day(term.startsOn), until: day(term.endsOn) };
      page.paragraph(
        t(isRenewed ? 'people.appointments.letter.renewed' : 'people.appointments.letter.appointed', {
          ...values,
          ...period,
        }),
        { voice: 'letter' },
      );
      page.paragraph(t('people.appointments.letter.thanks'), { voice: 'letter' });
      page.signature([office, day(localDate(accepted, input.zone))], {
        seal: t('people.appointments.letter.seal'),
      });
      page.space(1);
      if (publicName !== '' && publicName !== name)
        page.paragraph(t('people.appointments.letter.public_name', { name: publicName }), {
          voice: 'small',
          indent: false,
        });
      page.qr({
        url: `${input.publicUrl}/appointments/verify/${number}`,
        caption: t('people.appointments.letter.verify'),
      });
    },
  );
}
