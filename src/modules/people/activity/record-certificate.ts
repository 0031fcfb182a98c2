import type { Locale, T } from '../../../kernel/i18n/index.ts';
import { renderPdf } from '../../../kernel/pdf/index.ts';
import { dateWords, localDate } from '../../../kernel/time/index.ts';
import type { ActivityRow } from './activity.queries.ts';

export type CertificateInput = {
  t: T;
  locale: Locale;
  name: string;
  /** the member's number; null when they are none any more */
  number: string | null;
  city: string;
  rows: readonly ActivityRow[];
  /** how many more there are than `rows` holds */
  more: number;
  at: Date;
  zone: string;
};

/** What somebody took part in, as a document of their own: hours of each year and every entry, and nothing to compare. */
export function recordCertificate({
  t,
  locale,
  name,
  number,
  city,
  rows,
  more,
  at,
  zone,
}: CertificateInput): Promise<Buffer> {
  const day = (when: Date) => dateWords(localDate(when, zone), { locale, weekday: false });
  const words = (hours: number | null) => (hours === null ? '' : String(hours));
  return renderPdf(
    {
      title: t('people.activity.certificate.title'),
      lang: locale,
      at,
      author: city,
      foot: `${name} ${number ?? ''}`.trim(),
    },
    (page) => {
      page.opening({ emblem: true, office: city, title: t('people.activity.certificate.title') });
      page.paragraph(t('people.activity.certificate.says', { name, day: day(at) }));
      page.facts([
        { label: t('people.activity.certificate.name'), value: name },
        ...(number ? [{ label: t('people.activity.certificate.number'), value: number }] : []),
      ]);
      page.table(
        [
          { header: t('people.activity.when'), share: 1.8 },
          { header: t('people.activity.what'), share: 1 },
          { header: t('people.activity.title_of'), share: 3.4 },
          { header: t('people.activity.hours'), share: 0.7, align: 'end' },
        ],
        rows.map((row) => [day(row.at), t(`people.activity.kind.${row.kind}`), row.title, words(row.hours)]),
      );
      if (more > 0) page.paragraph(t('people.activity.certificate.more', { n: more }), { voice: 'small' });
      page.signature([city, day(at)], { seal: t('people.activity.certificate.seal') });
    },
  );
}
