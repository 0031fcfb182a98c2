import type { Kernel } from '../../src/kernel/kernel.ts';
import { consultationBySlug } from '../../src/modules/consultations/consultation.queries.ts';
import { assignOpinions } from '../../src/modules/consultations/desk/assign-opinions.ts';
import { decideOpinion } from '../../src/modules/consultations/desk/decide-opinions.ts';
import { keepTemplate } from '../../src/modules/consultations/desk/keep-templates.ts';
import { writeSummary } from '../../src/modules/consultations/result/write-summary.ts';
import type { Cast } from './cast.ts';
import { mark } from './marks.ts';

/** What was decided on an opinion of a planted draft, before and now, and the draft of its result. */
export async function plantOpinionDesk(
  k: Kernel,
  { people, department }: Cast,
  { slug, contributions }: { slug: string; contributions: readonly { number: number }[] },
) {
  const consultation = await consultationBySlug(k.db, slug);
  const number = contributions[0]?.number ?? 0;
  if (!consultation) throw new Error('no draft is planted');
  const { own_convener: convener, own_handler: handler } = people;
  const { id } = consultation;
  await assignOpinions(k, convener, id, { numbers: String(number), colleague: handler.accountId });
  await decideOpinion(k, convener, consultation, { number, verdict: 'not_adopted', reason: mark('former_reason') });
  await decideOpinion(k, handler, consultation, {
    ...{ number, revision: 1, verdict: 'adopted', reason: mark('opinion_reason') },
  });
  await keepTemplate(k, convener, department, { title: '常用', text: mark('reason_template') });
  await writeSummary(k, convener, id, { summary: mark('result_summary') });
  return { slug, number };
}
