import { wordBreaks } from '../../../../kernel/text/index.ts';
import { Button } from '../../../../ui/button.tsx';
import { Choice } from '../../../../ui/choice.tsx';
import { DateTime } from '../../../../ui/date-time.tsx';
import { Facts } from '../../../../ui/facts.tsx';
import { Field } from '../../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues } from '../../../../ui/form.tsx';
import { Heading, Section } from '../../../../ui/layout.tsx';
import { Letter, Said } from '../../../../ui/letter.tsx';
import { Rows } from '../../../../ui/lists.tsx';
import { EmptyState, Notice } from '../../../../ui/notice.tsx';
import type { PageContext } from '../../../../ui/page-context.ts';
import { KeysetPager } from '../../../../ui/pager.tsx';
import type { CaseRow } from '../../case.queries.ts';
import { stateWords } from '../case-state.ts';
import type { ListedCase } from '../list.queries.ts';
import type { StandingModeration, WaitingAppeal } from './moderation.queries.ts';
import type { PublishedRule } from './rules-list.ts';

/** The moderator's desk: appeals that wait, then public letters to look at, newest first. */
export function ModerationDesk(p: {
  ctx: PageContext;
  appeals: readonly WaitingAppeal[];
  rows: readonly ListedCase[];
  nextHref?: string;
}) {
  const { t } = p.ctx;
  return (
    <>
      <Heading title={t('cases.public.moderation.title')} lead={t('cases.public.moderation.lead')} />
      <Section id="appeals" title={t('cases.public.moderation.appeals')}>
        {p.appeals.length === 0 ? (
          <EmptyState title={t('cases.public.moderation.no_appeals')} />
        ) : (
          <Rows
            entries={p.appeals.map((appeal) => ({
              href: `/moderation/${appeal.number}`,
              title: wordBreaks(appeal.title),
              facts: [appeal.rule, <DateTime value={appeal.appealedAt} form="datetime" />],
            }))}
          />
        )}
      </Section>
      <Section id="letters" title={t('cases.public.moderation.letters')}>
        <Rows
          entries={p.rows.map((row) => ({
            href: `/moderation/${row.number}`,
            title: wordBreaks(row.title),
            facts: [
              t(`cases.kind.${row.kind}`),
              stateWords(t, row).word,
              <DateTime value={row.submittedAt} form="date" />,
            ],
          }))}
        />
        <KeysetPager nextHref={p.nextHref} />
      </Section>
    </>
  );
}

export type ModerationMatterProps = {
  ctx: PageContext;
  row: CaseRow;
  standing: StandingModeration | undefined;
  rules: readonly PublishedRule[];
  /** whether this moderator took the standing decision */
  own: boolean;
  done?: boolean;
  values?: FormValues;
  errors?: FormErrors;
};

/** One letter with what can be decided about it: hide it under a rule, or rule on its author's appeal. */
export function ModerationMatter(p: ModerationMatterProps) {
  const { t } = p.ctx;
  const { row, standing } = p;
  return (
    <>
      <Heading title={wordBreaks(row.title)} over={<a href="/moderation">{t('cases.public.moderation.title')}</a>} />
      {p.done && <Notice tone="success" live title={t('cases.public.moderation.done')} />}
      <Letter text={row.body} />
      {standing ? <Standing {...p} standing={standing} /> : <HideForm {...p} />}
    </>
  );
}

function HideForm({ ctx, row, rules, values, errors }: ModerationMatterProps) {
  const { t } = ctx;
  return (
    <Form id="hide" action={`/moderation/${row.number}/hide`} values={values} errors={errors}>
      <Choice
        name="rule"
        legend={t('cases.public.moderation.rule')}
        hint={t('cases.public.moderation.rule_hint')}
        options={rules.map((rule) => ({ value: rule.number, label: `${rule.number}. ${rule.title}` }))}
      />
      <Field
        name="reason"
        type="textarea"
        paper="plain"
        rows={3}
        label={t('cases.public.moderation.reason')}
        hint={t('cases.public.moderation.reason_hint')}
        maxLength={500}
        counted
      />
      <Actions note={t('cases.public.moderation.hide_note')}>
        <Button danger>{t('cases.public.moderation.hide')}</Button>
      </Actions>
    </Form>
  );
}

function Standing(p: ModerationMatterProps & { standing: StandingModeration }) {
  const { t } = p.ctx;
  const { standing } = p;
  const open = standing.appeal !== null && standing.appeal_ruling === null;
  return (
    <Section id="standing" title={t('cases.public.moderation.standing')}>
      <Facts
        items={[
          { label: t('cases.public.moderation.rule'), value: standing.rule },
          { label: t('cases.public.moderation.reason'), value: standing.reason },
          { label: t('cases.public.log.when'), value: <DateTime value={standing.at} form="datetime" /> },
        ]}
      />
      {standing.appeal && (
        <>
          <h3>{t('cases.public.moderation.appeal')}</h3>
          <Said text={standing.appeal} />
        </>
      )}
      {open && p.own && <Notice tone="warn">{t('errors.cases.public.own_decision')}</Notice>}
      {open && !p.own && (
        <Form id="rule" action={`/moderation/${p.row.number}/rule`} values={p.values} errors={p.errors}>
          <Choice
            name="ruling"
            legend={t('cases.public.moderation.ruling')}
            options={[
              {
                value: 'restored',
                label: t('cases.public.moderation.restore'),
                note: t('cases.public.moderation.restore_note'),
              },
              {
                value: 'upheld',
                label: t('cases.public.moderation.uphold'),
                note: t('cases.public.moderation.uphold_note'),
              },
            ]}
          />
          <Field
            name="reason"
            type="textarea"
            paper="plain"
            rows={3}
            label={t('cases.public.moderation.reason')}
            hint={t('cases.public.moderation.reason_hint')}
            maxLength={500}
            counted
          />
          <Actions>
            <Button primary>{t('cases.public.moderation.decide')}</Button>
          </Actions>
        </Form>
      )}
      {!standing.appeal && <p class="quiet">{t('cases.public.moderation.no_appeal_yet')}</p>}
    </Section>
  );
}
