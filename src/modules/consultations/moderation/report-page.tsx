import type { PublishedRule } from '../../../kernel/settings/index.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Choice } from '../../../ui/choice.tsx';
import { Steps } from '../../../ui/facts.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form } from '../../../ui/form.tsx';
import { Sheet } from '../../../ui/layout.tsx';
import { Said } from '../../../ui/letter.tsx';
import { Notice } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { type Sent, stateOf } from '../../people/index.ts';
import { contributionHref } from '../comments/contribution-href.ts';
import type { ToModerate } from './moderation.queries.ts';

type Props = {
  ctx: PageContext;
  found: ToModerate;
  /** 第 12 号意见 */
  what: string;
  rules: readonly PublishedRule[];
  done: boolean;
  sent: Sent | undefined;
};

/** The form for saying that a contribution breaks a rule, and what happens then. */
export function ReportPage(p: Props) {
  const { t } = p.ctx;
  return (
    <Sheet
      title={t('consultations.moderation.report_title', { what: p.what })}
      lead={t('consultations.moderation.report_lead')}
      aside={{
        title: t('consultations.comments.next'),
        children: (
          <Steps
            items={(['looked', 'decided', 'told'] as const).map((step) => ({
              title: t(`consultations.moderation.step.${step}`),
              text: t(`consultations.moderation.step.${step}_text`),
            }))}
          />
        ),
      }}
    >
      <Said text={p.found.text} />
      {p.done ? (
        <Notice tone="success" live title={t('consultations.moderation.reported')}>
          <p>
            <a href={contributionHref(p.found)}>{t('consultations.support.back')}</a>
          </p>
        </Notice>
      ) : (
        <ReportForm {...p} />
      )}
    </Sheet>
  );
}

function ReportForm({ ctx, found, rules, sent }: Props) {
  const { t } = ctx;
  return (
    <Form id="report" action={`/contributions/${found.id}/report`} {...stateOf(ctx, sent, 'report')}>
      <Choice
        name="rule"
        legend={t('consultations.moderation.report_rule')}
        options={[
          ...rules.map(({ number, title }) => ({ value: number, label: `${number}. ${title}` })),
          { value: 'other', label: t('consultations.moderation.report_other') },
        ]}
      />
      <Field
        name="reason"
        type="textarea"
        rows={4}
        label={t('consultations.moderation.report_reason')}
        hint={t('consultations.moderation.report_reason_hint')}
        maxLength={500}
        counted
        required
      />
      <Actions note={t('consultations.moderation.report_note')}>
        <Button primary>{t('consultations.moderation.report_now')}</Button>
        <ButtonLink href={contributionHref(found)}>{t('consultations.support.back')}</ButtonLink>
      </Actions>
    </Form>
  );
}
