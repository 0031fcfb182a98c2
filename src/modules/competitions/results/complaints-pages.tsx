import { Button } from '../../../ui/button.tsx';
import { Choice } from '../../../ui/choice.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Checkbox, Field } from '../../../ui/field.tsx';
import { Actions, Form } from '../../../ui/form.tsx';
import { workNumber } from '../../../ui/gallery.tsx';
import { Heading, Section } from '../../../ui/layout.tsx';
import { Rows } from '../../../ui/lists.tsx';
import { EmptyState, Notice } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { Pre } from '../../../ui/text.tsx';
import type { Competition } from '../competition.queries.ts';
import { type Sent, stateOf } from '../desk-page.tsx';
import type { Complaint } from './complaint.queries.ts';
import type { Complainant } from './read-complainant.ts';

/** Complaints that wait, or those that were answered; the newest first. */
export function ComplaintsPage(p: {
  ctx: PageContext;
  slug: string;
  open: boolean;
  complaints: readonly Complaint[];
  more: boolean;
}) {
  const { t } = p.ctx;
  const base = `/organise/${p.slug}/results/complaints`;
  const list = p.open ? 'open' : 'answered';
  return (
    <>
      <Heading title={t('competitions.results.complaints')} lead={t('competitions.results.complaints_lead')} />
      <Tabs
        label={t('competitions.results.complaints')}
        items={[
          { href: base, label: t('competitions.results.complaints_open'), current: p.open },
          { href: `${base}?list=answered`, label: t('competitions.results.complaints_answered'), current: !p.open },
        ]}
      />
      {p.complaints.length === 0 ? (
        <EmptyState title={t(`competitions.results.none_${list}`)} />
      ) : (
        <Rows
          label={t('competitions.results.complaints')}
          entries={p.complaints.map((complaint) => ({
            href: `${base}/${complaint.number}`,
            title: t('competitions.results.complaint_number', { number: complaint.number }),
            facts: [
              complaint.entryNumber === null
                ? t('competitions.results.about_whole')
                : `${workNumber(complaint.entryNumber)} ${complaint.entryTitle ?? ''}`,
              <DateTime value={complaint.at} form="datetime" />,
            ],
          }))}
        />
      )}
      {p.more && <KeysetPager nextHref={`${base}?list=${list}&before=${p.complaints.at(-1)?.number ?? 0}`} />}
    </>
  );
}

function AnswerForm({
  ctx,
  competition,
  complaint,
  sent,
}: {
  ctx: PageContext;
  competition: Competition;
  complaint: Complaint;
  sent: Sent | undefined;
}) {
  const { t } = ctx;
  return (
    <Section id="answer" title={t('competitions.results.answer_it')}>
      <Form
        id="answer-form"
        action={`/organise/${competition.slug}/results/complaints/${complaint.number}`}
        {...stateOf(ctx, sent, 'answer')}
        keepDraft
      >
        <Choice
          name="upheld"
          legend={t('competitions.results.finding')}
          options={[
            { value: 'yes', label: t('competitions.results.upheld') },
            { value: 'no', label: t('competitions.results.not_upheld') },
          ]}
          required
        />
        <Field
          name="answer"
          type="textarea"
          label={t('competitions.results.answer_text')}
          hint={t('competitions.results.answer_hint')}
          rows={6}
          maxLength={2000}
          counted
          required
        />
        {complaint.entryId !== null && (
          <>
            <Checkbox
              name="disqualify"
              label={t('competitions.results.disqualify_too', { number: workNumber(complaint.entryNumber ?? 0) })}
              hint={t('competitions.results.disqualify_too_hint')}
            />
            <Field
              name="reason"
              type="textarea"
              label={t('competitions.results.disqualify_reason')}
              hint={t('competitions.results.published_hint')}
              rows={2}
              maxLength={1000}
              optional
            />
          </>
        )}
        <Actions>
          <Button primary>{t('competitions.results.send_answer')}</Button>
        </Actions>
      </Form>
    </Section>
  );
}

/** One complaint, its answer, and on request who complained. */
export function ComplaintPage(p: {
  ctx: PageContext;
  competition: Competition;
  complaint: Complaint;
  complainant: Complainant | undefined;
  sent: Sent | undefined;
}) {
  const { ctx, competition, complaint, complainant } = p;
  const { t } = ctx;
  return (
    <>
      <Heading
        title={t('competitions.results.complaint_number', { number: complaint.number })}
        facts={<DateTime value={complaint.at} form="datetime" />}
      />
      <Section id="text" title={t('competitions.results.complaint_text')}>
        {complaint.text ? <Pre text={complaint.text} /> : <p class="quiet">{t('competitions.results.text_erased')}</p>}
        <Facts
          items={[
            {
              label: t('competitions.results.column.entry'),
              value:
                complaint.entryNumber === null
                  ? t('competitions.results.about_whole')
                  : `${workNumber(complaint.entryNumber)} ${complaint.entryTitle ?? ''}`,
            },
            complainant && { label: t('competitions.results.complainant'), value: complainant.name },
            complainant && { label: t('competitions.results.complaint_contact'), value: complainant.contact },
          ]}
        />
        {!complainant && complaint.hasAuthor && (
          <Form id="author-form" action={`/organise/${competition.slug}/results/complaints/${complaint.number}/author`}>
            <Actions note={t('competitions.results.look_note')}>
              <Button small>{t('competitions.results.see_complainant')}</Button>
            </Actions>
          </Form>
        )}
      </Section>
      {complaint.answeredAt ? (
        <Notice title={t(complaint.upheld ? 'competitions.results.upheld' : 'competitions.results.not_upheld')}>
          <Pre text={complaint.answer} />
        </Notice>
      ) : (
        competition.state === 'open' && (
          <AnswerForm ctx={ctx} competition={competition} complaint={complaint} sent={p.sent} />
        )
      )}
    </>
  );
}
