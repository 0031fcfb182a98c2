import type { Kernel } from '../../../../kernel/kernel.ts';
import { renderPdf } from '../../../../kernel/pdf/index.ts';
import { dateWords, localDate } from '../../../../kernel/time/index.ts';
import { departmentBook } from '../../../people/index.ts';
import type { Survey } from '../../survey.queries.ts';
import type { Invitation } from './invitation.queries.ts';
import { codeOf } from './invitation-code.ts';
import { codeLink } from './send-invitations.ts';

/** Letters in one file; longer lists come in parts. */
export const lettersAtOnce = 100;

/** A letter a page, with code and QR: to be printed and posted. */
export async function lettersPdf(k: Kernel, survey: Survey, invitations: readonly Invitation[]): Promise<Buffer> {
  const t = k.i18n.t('zh-CN');
  const office = (await departmentBook(k)).name(survey.departmentId, 'zh-CN');
  const zone = k.config.TIME_ZONE;
  const today = localDate(k.clock.now(), zone);
  const day = (at: Date) => dateWords(localDate(at, zone), { locale: 'zh-CN', today, weekday: false });
  const until = survey.endsAt ? day(new Date(survey.endsAt.getTime() - 1)) : '';
  return renderPdf(
    { title: survey.title, lang: 'zh-CN', at: k.clock.now(), author: office, foot: `${office}　${survey.title}` },
    (page) => {
      for (const [at, invitation] of invitations.entries()) {
        const code = codeOf(k, invitation);
        if (at > 0) page.newPage();
        page.opening({ office, title: t('surveys.answer.invite.letter'), number: String(invitation.number) });
        page.paragraph(
          invitation.name
            ? t('surveys.answer.invite.letter_to', { name: invitation.name })
            : t('surveys.answer.invite.letter_to_all'),
        );
        page.paragraph(t('surveys.answer.invite.letter_text', { survey: survey.title, until }), { indent: true });
        page.paragraph(
          t(survey.named ? 'surveys.answer.about.secrecy_invited_named' : 'surveys.answer.about.secrecy_invited'),
          { indent: true },
        );
        page.facts([
          { label: t('surveys.answer.invite.letter_code'), value: code },
          { label: t('surveys.answer.invite.letter_address'), value: `${k.config.publicUrl}/surveys/${survey.slug}` },
        ]);
        page.qr({
          url: `${k.config.publicUrl}${codeLink(survey, code)}`,
          caption: t('surveys.answer.invite.letter_qr'),
        });
        page.signature([office, day(k.clock.now())]);
      }
    },
  );
}
