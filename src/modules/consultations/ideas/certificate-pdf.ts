import type { Locale } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { renderPdf } from '../../../kernel/pdf/index.ts';
import { dateWords, localDate } from '../../../kernel/time/index.ts';
import { departmentBook } from '../../people/index.ts';
import type { Thanks } from './thanks.queries.ts';

/** Where anybody checks it. */
export function checkHref(k: Pick<Kernel, 'config'>, code: string): string {
  return `${k.config.publicUrl}/thanks/${code}`;
}

/** The number as printed: the call's address and the number of the idea. */
export function certificateNumber({ slug, number }: Pick<Thanks, 'slug' | 'number'>): string {
  return `${slug}-${String(number).padStart(3, '0')}`;
}

// keys: consultations.ideas.certificate.text_*

/** A certificate of thanks on one sheet, with the code by which anybody checks it. */
export async function certificatePdf(k: Kernel, thanks: Thanks, locale: Locale): Promise<Buffer> {
  const t = k.i18n.t(locale);
  const office = (await departmentBook(k)).name(thanks.departmentId, locale);
  const day = dateWords(localDate(thanks.agreedAt, k.config.TIME_ZONE), { locale, weekday: false });
  const title = t('consultations.ideas.certificate.title');
  const text = t(`consultations.ideas.certificate.text_${thanks.stage === 'done' ? 'done' : 'adopted'}`, {
    call: thanks.call,
    title: thanks.title,
    number: thanks.number,
  });
  const isShort = text.length < (locale === 'en' ? 220 : 110) && thanks.shownAs.length < 40;
  return renderPdf(
    { title: `${title} · ${thanks.shownAs}`, lang: locale, at: thanks.agreedAt, author: office, certificate: true },
    (page) => {
      page.opening({
        title,
        office,
        number: t('consultations.ideas.certificate.number', { number: certificateNumber(thanks) }),
        emblem: isShort,
      });
      if (isShort) page.space();
      page.paragraph(thanks.shownAs, { voice: isShort ? 'letter' : 'text', strong: true, align: 'centre' });
      page.paragraph(text, { voice: isShort ? 'letter' : 'text' });
      if (isShort) page.space(2);
      page.signature([office, day], {
        seal: t('consultations.ideas.seal'),
        qr: { url: checkHref(k, thanks.code), caption: t('consultations.ideas.certificate.check') },
      });
    },
  );
}
