import type { ComponentChildren } from 'preact';
import { Button } from '../../../ui/button.tsx';
import { Dialog, Fold } from '../../../ui/dialog.tsx';
import { Checkbox, Field, type FieldProps } from '../../../ui/field.tsx';
import { Actions, Form, type FormValues } from '../../../ui/form.tsx';
import { Acts, CaseLayout, Heading, Section, SideSection, Trail } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { Pre } from '../../../ui/text.tsx';
import { type Sent, stateOf } from '../desk-page.tsx';
import type { MatterView } from './load-matter.ts';
import { MatterFacts, MatterStory } from './matter-story.tsx';
import { titleOf } from './matter-table.tsx';

type Props = { ctx: PageContext; view: MatterView; sent?: Sent | undefined };

/** A matter for the staff: the story, and what this person can do with it. */
export function MatterPage({ ctx, view, sent }: Props) {
  const { t, locale } = ctx;
  const { matter, offer } = view;
  const whole = sent && stateOf(ctx, sent, sent.form).errors[''];
  const person = `${view.memberName} ${view.memberNumber}`;
  return (
    <>
      <Trail
        items={[
          { label: t('liaison.matters.title'), href: '/liaison/matters' },
          view.opensMember ? { label: person, href: `/liaison/members/${view.memberNumber}` } : { label: person },
          { label: matter.number },
        ]}
      />
      <CaseLayout
        heading={
          <>
            <Heading title={titleOf(matter, t)} />
            {whole && <Notice tone="error" title={whole} />}
            {offer && (
              <Notice
                tone="info"
                title={t('liaison.matters.offered_to', { office: view.departments.name(offer.toDepartmentId, locale) })}
              >
                <Pre text={offer.note} links={false} />
              </Notice>
            )}
          </>
        }
        before={
          <SideSection id="facts" title={t('liaison.matters.facts')}>
            <MatterFacts view={view} caseHref={() => null} />
            <p class="quiet">{t('liaison.contacts.look_noted')}</p>
          </SideSection>
        }
        after={<Deeds ctx={ctx} view={view} sent={sent} />}
        afterLabel={t('liaison.matters.deeds')}
      >
        <MatterStory ctx={ctx} view={view} />
        <Working ctx={ctx} view={view} sent={sent} />
      </CaseLayout>
    </>
  );
}

type DeedProps = Props & {
  deed: string;
  button: string;
  begin?: FormValues;
  note?: string;
  primary?: boolean;
  danger?: boolean;
  children?: ComponentChildren;
};

function DeedForm(p: DeedProps) {
  return (
    <Form
      id={p.deed}
      action={`/liaison/matters/${p.view.matter.number}/${p.deed}`}
      {...stateOf(p.ctx, p.sent, p.deed, p.begin)}
    >
      {p.children}
      <Actions {...(p.note ? { note: p.note } : {})}>
        <Button {...(p.primary ? { primary: true } : {})} {...(p.danger ? { danger: true } : {})}>
          {p.button}
        </Button>
      </Actions>
    </Form>
  );
}

function Text(p: { label: string; hint?: string; rows?: number; most?: number } & Partial<FieldProps>) {
  const { label, hint, rows = 3, most = 1000 } = p;
  return <Field name="text" type="textarea" paper="plain" rows={rows} label={label} hint={hint} maxLength={most} />;
}

/** Below the story: the next step, and the answer. */
function Working(p: Props) {
  const { t } = p.ctx;
  const { can } = p.view;
  if (!can.has('step')) return null;
  return (
    <Section id="work" title={t('liaison.matters.work')}>
      <DeedForm {...p} deed="step" button={t('liaison.matters.do.step')} note={t('liaison.matters.step_note')}>
        <Text label={t('liaison.matters.step_text')} most={2000} />
      </DeedForm>
      <Fold summary={t('liaison.matters.do.answer')} icon="done" open={p.sent?.form === 'answer'}>
        <DeedForm
          {...p}
          deed="answer"
          button={t('liaison.matters.do.answer')}
          note={t('liaison.matters.answer_note')}
          primary
        >
          <Text label={t('liaison.matters.answer_text')} rows={6} most={4000} />
        </DeedForm>
      </Fold>
    </Section>
  );
}

/** A button that opens the deed's small form; open at once where it was refused. */
function Deed(p: DeedProps) {
  const id = `${p.deed}-dialog`;
  return (
    <>
      <Button opens={id}>{p.button}</Button>
      <Dialog id={id} title={p.button} open={p.sent?.form === p.deed}>
        <DeedForm {...p} primary />
      </Dialog>
    </>
  );
}

function Deeds(p: Props) {
  const { t } = p.ctx;
  const { can, candidates } = p.view;
  if (can.size === 0) return null;
  return (
    <SideSection id="deeds" title={t('liaison.matters.deeds')}>
      <Acts>
        {can.has('take') && <DeedForm {...p} deed="take" button={t('liaison.matters.do.take')} primary />}
        {can.has('refuse') && (
          <Deed {...p} deed="refuse" button={t('liaison.matters.do.refuse')}>
            <Text label={t('liaison.matters.refuse_text')} />
          </Deed>
        )}
        {can.has('to_case') && (
          <Deed
            {...p}
            deed="case"
            button={t('liaison.matters.do.case')}
            begin={{ kind: 'help' }}
            note={t('liaison.matters.case_note')}
          >
            <Field
              name="kind"
              type="select"
              label={t('liaison.matters.case_kind')}
              // keys: cases.kind.*
              options={(['help', 'enquiry', 'complaint', 'suggestion'] as const).map((value) => ({
                value,
                label: t(`cases.kind.${value}`),
              }))}
            />
            <Checkbox
              name="open"
              value="yes"
              label={t('liaison.matters.case_open')}
              hint={t('liaison.matters.case_open_hint')}
            />
          </Deed>
        )}
        <OfferDeeds {...p} />
        {can.has('postpone') && (
          <Deed {...p} deed="postpone" button={t('liaison.matters.do.postpone')}>
            <Field name="due" type="date" label={t('liaison.matters.new_due')} />
            <Text label={t('liaison.matters.postpone_text')} hint={t('liaison.matters.member_reads')} />
          </Deed>
        )}
        {can.has('give') && (
          <Deed {...p} deed="give" button={t('liaison.matters.do.give')}>
            <Field
              name="contact"
              type="select"
              label={t('liaison.matters.owner')}
              placeholder={t('liaison.matters.choose_owner')}
              options={candidates.map(({ id, name }) => ({ value: id, label: name }))}
            />
          </Deed>
        )}
      </Acts>
    </SideSection>
  );
}

/** Offering the matter to another department, and taking the offer back. */
function OfferDeeds(p: Props) {
  const { t, locale } = p.ctx;
  const { can, departments, matter } = p.view;
  const others = departments.all.filter(({ active, id }) => active && id !== matter.department_id);
  return (
    <>
      {can.has('offer') && (
        <Deed {...p} deed="offer" button={t('liaison.matters.do.offer')} note={t('liaison.matters.offer_note')}>
          <Field
            name="department"
            type="select"
            label={t('liaison.contacts.department')}
            placeholder={t('liaison.contacts.choose_department')}
            options={others.map(({ id }) => ({ value: id, label: departments.name(id, locale) }))}
          />
          <Text label={t('liaison.matters.offer_text')} />
        </Deed>
      )}
      {can.has('withdraw_offer') && (
        <DeedForm {...p} deed="withdraw_offer" button={t('liaison.matters.do.withdraw_offer')} />
      )}
    </>
  );
}
