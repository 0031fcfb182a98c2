import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { publishedRules } from '../../../kernel/settings/index.ts';
import { type Actor, anonymous } from '../../people/index.ts';
import { actOnConsultation } from '../act-on-consultation.ts';
import { holdContribution, isRead, publicOnce, requireContribution } from './moderate.ts';
import { type ReportInput, reportInput } from './moderation-input.ts';
import { insertReport } from './report.queries.ts';

/**
 * Somebody says that a contribution breaks a rule. It stays where it is until a moderator has looked; who said it stands in
 * the report alone, neither in the record nor in the audit log.
 * @throws AppError kernel.sign_in_first, consultations.moderation.reported_already, .own_words,
 * consultations.contribution_not_found where it is not public
 */
export async function reportContribution(
  k: Kernel,
  actor: Actor,
  contributionId: string,
  given: ReportInput,
): Promise<void> {
  const { rule, reason } = reportInput.parse(given);
  const { accountId } = actor;
  if (accountId === null) return fail('kernel.sign_in_first');
  const ruleNumber = rule === 'other' ? '' : rule;
  if (rule !== 'other' && !publishedRules(k, 'zh-CN').some(({ number }) => number === rule))
    failFields({ rule: { key: 'consultations.moderation.field.report_rule' } });
  const { consultationId } = await requireContribution(k, contributionId);
  await actOnConsultation(
    k,
    anonymous,
    consultationId,
    {
      ...{ act: 'contribution_reported', as: 'resident', statuses: publicOnce },
      ...{ may: () => true, together: true },
    },
    async ({ tx, at }) => {
      const held = await holdContribution(tx, contributionId);
      if (!isRead(held)) fail('consultations.contribution_not_found');
      if (held.accountId === accountId) fail('consultations.moderation.own_words');
      await insertReport(tx, { consultationId, contributionId: held.id, accountId, ruleNumber, reason, at });
      return { subjectId: held.id, details: { kind: held.kind, number: held.number }, result: undefined };
    },
  );
}
