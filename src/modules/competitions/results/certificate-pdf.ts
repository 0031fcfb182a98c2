import type { Locale } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { renderPdf } from '../../../kernel/pdf/index.ts';
import { dateWords, localDate } from '../../../kernel/time/index.ts';
import { departmentBook } from '../../people/index.ts';
import { competitionById } from '../competition.queries.ts';
import { stageOf } from '../competitions.rules.ts';
import type { Certificate } from './certificate.queries.ts';

export type CertificateWords = { office: string; signedBy: string; citation: string };

/** What stands on the certificates of a competition beside what each has of its own. */
export async function certificateWords(k: Kernel, competitionId: string, locale: Locale): Promise<CertificateWords> {
  const competition = await competitionById(k.db, competitionId);
  const departments = await departmentBook(k);
  const settings = competition && stageOf(competition.stages, 'results')?.settings;
  const office = competition ? departments.name(competition.departmentId, locale) : '';
  return { office, signedBy: settings?.signedBy || office, citation: settings?.citation ?? '' };
}

/** The number as printed: the competition's address and a number of three figures. */
export function certificateNumber({ slug, number }: Pick<Certificate, 'slug' | 'number'>): string {
  return `${slug}-${String(number).padStart(3, '0')}`;
}

/** Where anybody checks it. */
export function checkHref(k: Pick<Kernel, 'config'>, code: string): string {
  return `${k.config.publicUrl}/certificates/${code}`;
}

/** A certificate on one sheet: what it says, who signs it, and the code by which anybody checks it. */
export async function certificatePdf(
  k: Kernel,
  certificate: Certificate,
  words: CertificateWords,
  locale: Locale,
): Promise<Buffer> {
  const t = k.i18n.t(locale);
  const title = t(`competitions.results.certificate.${certificate.kind}`);
  const day = dateWords(localDate(certificate.issuedAt, k.config.TIME_ZONE), { locale, weekday: false });
  const { holder, role, entryTitle, competition, category, levelName } = certificate;
  const level = levelName || t('competitions.results.chosen');
  const params = { title: entryTitle, competition, category, level };
  const what = certificate.member === '' ? 'entry' : 'member';
  // keys: competitions.results.certificate_text.*
  const text = t(`competitions.results.certificate_text.${certificate.kind}_${what}`, params);
  // However much is said, it stays on one sheet.
  const isShort = text.length < (locale === 'en' ? 180 : 90) && words.citation.length < 60 && holder.length < 40;
  return renderPdf(
    { title: `${title} · ${holder}`, lang: locale, at: certificate.issuedAt, author: words.office, certificate: true },
    (page) => {
      page.opening({
        title,
        office: words.office,
        number: t('competitions.results.certificate_number', { number: certificateNumber(certificate) }),
        emblem: isShort,
      });
      if (isShort) page.space();
      page.paragraph(role ? t('competitions.results.holder_role', { holder, role }) : holder, {
        ...{ voice: isShort ? 'letter' : 'text', strong: true, align: 'centre' },
      });
      page.paragraph(text, { voice: isShort ? 'letter' : 'text' });
      if (words.citation) page.paragraph(words.citation, { voice: isShort ? 'text' : 'small', align: 'centre' });
      if (certificate.approvalNumber)
        page.paragraph(t('competitions.results.approved', { number: certificate.approvalNumber }), {
          voice: 'small',
          align: 'centre',
        });
      if (isShort) page.space(2);
      page.signature([words.signedBy, day], {
        seal: t('competitions.results.certificate_seal'),
        qr: { url: checkHref(k, certificate.code), caption: t('competitions.results.check_caption') },
      });
    },
  );
}
