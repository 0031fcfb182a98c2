import type { ProofForm } from '../../../kernel/proof-of-work/index.ts';
import { Button, More, VerbLink } from '../../../ui/button.tsx';
import { DateTime, formatDate } from '../../../ui/date-time.tsx';
import { Slip, Steps } from '../../../ui/facts.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues } from '../../../ui/form.tsx';
import { Heading, Section, Sheet, Trail } from '../../../ui/layout.tsx';
import { EmptyState, Notice } from '../../../ui/notice.tsx';
import { type PageContext, uiSettings } from '../../../ui/page-context.ts';
import { ProofQuestion } from '../../../ui/proof-question.tsx';
import { Pre } from '../../../ui/text.tsx';
import type { Competition } from '../competition.queries.ts';
import type { OwnComplaint } from './complaint.queries.ts';

type Typed = { values: FormValues; errors: FormErrors };

function Way({ ctx, competition, title }: { ctx: PageContext; competition: Competition; title: string }) {
  const { slug } = competition;
  return (
    <Trail
      items={[
        { label: competition.title, href: `/competitions/${slug}` },
        { label: ctx.t('competitions.results.notice'), href: `/competitions/${slug}/notice` },
        { label: title },
      ]}
    />
  );
}

function ComplaintForm(p: { ctx: PageContext; action: string; proof: ProofForm | null; typed: Typed }) {
  const { ctx, action } = p;
  const { t } = ctx;
  return (
    <Form id="complain" action={action} values={p.typed.values} errors={p.typed.errors} keepDraft>
      <Field
        name="text"
        type="textarea"
        label={t('competitions.results.complaint_text')}
        hint={t('competitions.results.complaint_text_hint')}
        rows={8}
        maxLength={4000}
        counted
        required
      />
      <Field
        name="entry"
        label={t('competitions.results.complaint_entry')}
        hint={t('competitions.results.complaint_entry_hint')}
        inputmode="numeric"
        width="short"
        optional
      />
      {p.proof && (
        <>
          <Field
            name="contact"
            label={t('competitions.results.complaint_contact')}
            hint={t('competitions.results.complaint_contact_hint')}
            maxLength={120}
            optional
          />
          <ProofQuestion proof={p.proof} />
        </>
      )}
      <Actions note={t('competitions.results.complain_note')}>
        <Button primary>{t('competitions.results.send_complaint')}</Button>
      </Actions>
    </Form>
  );
}

/** The form for a complaint; `proof` for whoever is not signed in. */
export function ComplainPage(p: {
  ctx: PageContext;
  competition: Competition;
  endsAt: Date;
  proof: ProofForm | null;
  typed: Typed;
}) {
  const { ctx, competition } = p;
  const { t } = ctx;
  const action = `/competitions/${competition.slug}/notice/complain`;
  const until = formatDate(p.endsAt, uiSettings(ctx), 'weekday');
  return (
    <>
      <Way ctx={ctx} competition={competition} title={t('competitions.results.to_complain')} />
      <Sheet
        title={t('competitions.results.complain_title')}
        lead={t('competitions.results.complain_lead', { until })}
        aside={{
          title: t('competitions.results.what_next'),
          children: (
            <Steps
              items={(['number', 'handled', 'published'] as const).map((step) => ({
                title: t(`competitions.results.step.${step}`),
                text: t(`competitions.results.step.${step}_note`),
              }))}
            />
          ),
        }}
      >
        <ComplaintForm ctx={ctx} action={action} proof={p.proof} typed={p.typed} />
        {(competition.complaintPhone || competition.complaintEmail) && (
          <p class="quiet">
            {t('competitions.results.or_call')} {competition.complaintPhone} {competition.complaintEmail}
          </p>
        )}
      </Sheet>
    </>
  );
}

/** Sent: the number, and for whoever has no account the code, shown this once. */
export function ComplainedPage(p: { ctx: PageContext; competition: Competition; number: number; code: string }) {
  const { ctx, competition } = p;
  const { t } = ctx;
  return (
    <>
      <Way ctx={ctx} competition={competition} title={t('competitions.results.to_complain')} />
      <Notice tone="success" live title={t('competitions.results.complained')} draftSent="complain" />
      <Slip
        title={t('competitions.results.complaint_number', { number: p.number })}
        code={p.code.match(/.{4}/g)?.join('-') ?? p.code}
        seal={t('competitions.results.complaint_seal')}
      >
        <p>{t('competitions.results.keep_code')}</p>
      </Slip>
      <More>
        <VerbLink href={`/competitions/${competition.slug}/notice/mine`}>{t('competitions.results.to_mine')}</VerbLink>
      </More>
    </>
  );
}

function One({ ctx, complaint }: { ctx: PageContext; complaint: OwnComplaint }) {
  const { t } = ctx;
  const finding = complaint.upheld ? 'competitions.results.upheld' : 'competitions.results.not_upheld';
  return (
    <Section
      id={`complaint-${complaint.number}`}
      title={t('competitions.results.complaint_number', { number: complaint.number })}
      note={<DateTime value={complaint.at} form="datetime" />}
    >
      <Pre text={complaint.text} />
      {complaint.answeredAt ? (
        <Notice title={t(finding)}>
          <Pre text={complaint.answer} />
        </Notice>
      ) : (
        <Notice title={t('competitions.results.waits')} />
      )}
    </Section>
  );
}

/** Somebody's own complaints: by the account, or by the code. */
export function MyComplaintsPage(p: {
  ctx: PageContext;
  competition: Competition;
  signedIn: boolean;
  complaints: readonly OwnComplaint[];
  typed: Typed;
}) {
  const { ctx, competition } = p;
  const { t } = ctx;
  return (
    <>
      <Way ctx={ctx} competition={competition} title={t('competitions.results.my_complaints')} />
      <Heading title={t('competitions.results.my_complaints')} lead={t('competitions.results.my_complaints_lead')} />
      {p.complaints.map((complaint) => (
        <One ctx={ctx} complaint={complaint} />
      ))}
      {p.signedIn && p.complaints.length === 0 && <EmptyState title={t('competitions.results.none_of_mine')} />}
      <Section id="by-code" title={t('competitions.results.by_code')}>
        <Form
          id="code"
          action={`/competitions/${competition.slug}/notice/mine`}
          values={p.typed.values}
          errors={p.typed.errors}
        >
          <Field
            name="code"
            label={t('competitions.results.code')}
            hint={t('competitions.results.code_hint')}
            autocomplete="off"
            maxLength={40}
            width="short"
            required
          />
          <Actions>
            <Button>{t('competitions.results.look_up')}</Button>
          </Actions>
        </Form>
      </Section>
    </>
  );
}
