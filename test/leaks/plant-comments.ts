import { inTransaction } from '../../src/kernel/db/index.ts';
import type { Kernel } from '../../src/kernel/kernel.ts';
import { citySettings } from '../../src/kernel/settings/index.ts';
import { paragraphsToChoose } from '../../src/modules/consultations/comments/paragraph.ts';
import { sayComment } from '../../src/modules/consultations/comments/say-comment.ts';
import { withdrawContribution } from '../../src/modules/consultations/comments/withdraw-contribution.ts';
import { makeConsultation } from '../../src/modules/consultations/consultations.factory.ts';
import { publishText } from '../../src/modules/consultations/documents/documents.factory.ts';
import { receiveMail } from '../../src/modules/consultations/intake/receive-mail.ts';
import { takeIn } from '../../src/modules/consultations/intake/take-in.ts';
import { appealHiding } from '../../src/modules/consultations/moderation/appeal-hiding.ts';
import { hideContribution } from '../../src/modules/consultations/moderation/hide-contribution.ts';
import { reportContribution } from '../../src/modules/consultations/moderation/report-contribution.ts';
import { systemActor } from '../../src/modules/people/index.ts';
import type { Cast } from './cast.ts';
import { mark } from './marks.ts';

async function publishRules(k: Kernel): Promise<void> {
  const city = k.settings.get(citySettings);
  const rules = { 'zh-CN': '1. **不公开他人的个人信息。** 电话、住址都算。' };
  await inTransaction(k.db, (tx) =>
    k.settings.set(tx, citySettings, { ...city, texts: { ...city.texts, rules } }, k.clock.now(), null),
  );
}

/** A draft that runs: what was said about it in public, what was hidden, taken back and reported, and letters. */
export async function plantComments(k: Kernel, { people, department }: Cast) {
  await publishRules(k);
  const { asker: author, volunteer: reporter, city_moderator: moderator } = people;
  const { consultation, convener } = await makeConsultation(k, 'draft', {
    slug: 'planted-draft',
    title: '栽下的草案',
    departmentId: department,
  });
  const { id, slug } = consultation;
  await publishText(k, convener, id, '第一条 步道每天六时开放。\n第二条 步道上不骑电动车。');
  const [first] = await paragraphsToChoose(k.db, id);
  const anchor = first?.anchor ?? '';
  const shown = await sayComment(k, author, id, { anchor, text: mark('comment'), shownAs: '临河居民' });
  const hidden = await sayComment(k, author, id, {
    anchor,
    text: mark('hidden_comment'),
    shownAs: mark('hidden_name').slice(0, 20),
  });
  const withdrawn = await sayComment(k, author, id, { text: mark('withdrawn_comment') });
  await withdrawContribution(k, author, withdrawn.id);
  await hideContribution(k, moderator, hidden.id, { rule: '1', reason: '写了别人的电话号码。' });
  await appealHiding(k, author, hidden.id, { text: `${mark('appeal_words')} 这是我自己的电话。` });
  await reportContribution(k, reporter, shown.id, { rule: 'other', reason: mark('report_reason') });
  await takeIn(k, convener, id, {
    ...{ way: 'paper', receivedOn: '2026-11-18', name: mark('letter_sender'), phone: '', shownAs: '张女士' },
    ...{ address: mark('letter_address'), opinions: [{ anchor, text: '请每天早一点开放。' }] },
  });
  const mail = `From: ${mark('mail_sender')} <${mark('mail_email')}>\r\nSubject: ${mark('mail_subject')}\r\nMessage-ID: <1@example.test>\r\n\r\n${mark('mail_text')}\r\n`;
  const letter = await receiveMail(k, systemActor, id, Buffer.from(mail));
  return { slug, anchor, contributions: [shown, hidden, withdrawn], letter: letter.id };
}
