import { pageKeyText } from '../../../kernel/db/index.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Dialog, Fold } from '../../../ui/dialog.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form } from '../../../ui/form.tsx';
import { Acts, CaseLayout, Heading, Section, SideSection } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { type PageContext, useUi } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { type Sent, stateOf } from '../desk-page.tsx';
import { EntryForm, MessageForm, RequestForm } from '../entries/entry-forms.tsx';
import { EntryList } from '../entries/entry-list.tsx';
import { MatterTable } from '../matters/matter-table.tsx';
import { ContactHistory } from './history.tsx';
import type { MemberView } from './load-member.ts';

type Props = { ctx: PageContext; view: MemberView; sent?: Sent | undefined };

const openStates = new Set(['open', 'in_progress', 'answered']);

/** One member for the staff: matters, what was talked about, and the forms for both. */
export function MemberPage({ ctx, view, sent }: Props) {
  const { t } = useUi();
  const open = view.matters.filter(({ state }) => openStates.has(state));
  const over = view.matters.filter(({ state }) => !openStates.has(state));
  const here = `/liaison/members/${view.number}`;
  const whole = sent && stateOf(ctx, sent, sent.form).errors[''];
  return (
    <CaseLayout
      heading={
        <>
          <Heading over={view.number} title={view.name || t('liaison.contacts.member_gone')} />
          {whole && <Notice tone="error" title={whole} />}
        </>
      }
      after={<MemberSide ctx={ctx} view={view} sent={sent} />}
      afterLabel={t('liaison.contacts.member_facts')}
    >
      <Section id="matters" title={t('liaison.contacts.matters_open')}>
        <MatterTable
          rows={open}
          names={view.names}
          caption={t('liaison.contacts.matters_open')}
          empty={t('liaison.contacts.matters_none')}
          withOwner
        />
        {over.length > 0 && (
          <Fold summary={t('liaison.contacts.matters_over', { n: over.length })}>
            <MatterTable
              rows={over}
              names={view.names}
              caption={t('liaison.contacts.matters_closed')}
              empty=""
              withOwner
            />
          </Fold>
        )}
      </Section>
      {view.mayWrite && <Writing ctx={ctx} view={view} sent={sent} />}
      <Section id="entries" title={t('liaison.entries.title')} note={t('liaison.entries.both_see')}>
        <EntryList
          ctx={ctx}
          entries={view.entries.entries}
          departments={view.names.departments}
          reader="contact"
          mayAdd={view.mayWrite}
          addTo={(id) => `/liaison/entries/${id}/add`}
          matterHref={(number) => `/liaison/matters/${number}`}
          sent={sent}
        />
        <KeysetPager
          {...(view.entries.next ? { nextHref: `${here}?before=${pageKeyText(view.entries.next)}#entries` } : {})}
        />
      </Section>
      <Section id="history" title={t('liaison.contacts.history')}>
        <ContactHistory history={view.history} departments={view.names.departments} />
      </Section>
    </CaseLayout>
  );
}

function Writing({ ctx, view, sent }: Props) {
  const { t } = ctx;
  const here = `/liaison/members/${view.number}`;
  return (
    <Section id="write" title={t('liaison.contacts.write')}>
      <Fold summary={t('liaison.entries.write_one')} icon="pen" open={sent?.form === 'entry'}>
        <EntryForm ctx={ctx} action={`${here}/entries`} sent={sent} side="contact" />
      </Fold>
      <Fold summary={t('liaison.entries.message_theirs')} icon="mail" open={sent?.form === 'message'}>
        <MessageForm ctx={ctx} action={`${here}/messages`} sent={sent} side="contact" />
      </Fold>
      <Fold summary={t('liaison.entries.request')} icon="plus" open={sent?.form === 'request'}>
        <RequestForm ctx={ctx} action={`${here}/matters`} sent={sent} side="contact" />
      </Fold>
    </Section>
  );
}

function MemberSide({ ctx, view, sent }: Props) {
  const { t } = ctx;
  const { profession, reach } = view;
  return (
    <>
      <SideSection id="who" title={t('liaison.contacts.member_facts')}>
        <Facts
          items={[
            profession && { label: t('liaison.contacts.pen_name'), value: profession.penName },
            profession && {
              label: t('liaison.contacts.organisation'),
              value: [profession.organisation, profession.post].filter(Boolean).join(' '),
            },
            reach && {
              label: t('liaison.contacts.phone'),
              value: reach.phone && <a href={`tel:${reach.phone}`}>{reach.phone}</a>,
            },
            reach && {
              label: t('liaison.contacts.email'),
              value: reach.email && <a href={`mailto:${reach.email}`}>{reach.email}</a>,
            },
          ]}
        />
        {!reach && <p class="quiet">{t('liaison.contacts.reach_hidden')}</p>}
        <p class="quiet">{t('liaison.contacts.look_noted')}</p>
      </SideSection>
      <ContactSide ctx={ctx} view={view} sent={sent} />
    </>
  );
}

function ContactSide({ ctx, view, sent }: Props) {
  const { t, locale } = ctx;
  const { contact } = view;
  return (
    <SideSection id="contact" title={t('liaison.contacts.contact')}>
      {contact ? (
        <Facts
          items={[
            { label: t('liaison.contacts.contact'), value: [contact.name, contact.post].filter(Boolean).join(' ') },
            {
              label: t('liaison.contacts.department'),
              value: view.names.departments.name(contact.departmentId, locale),
            },
            { label: t('liaison.contacts.since'), value: <DateTime value={contact.since} form="date" /> },
          ]}
        />
      ) : (
        <p>{t('liaison.contacts.vacant')}</p>
      )}
      {view.mayEnd && contact && (
        <Acts>
          <ButtonLink href={`/liaison/contacts/hand-over?from=${contact.contactId}&member=${view.memberId}`}>
            {t('liaison.contacts.hand_over')}
          </ButtonLink>
          <Button opens="end" danger>
            {t('liaison.contacts.end_it')}
          </Button>
          <EndDialog ctx={ctx} view={view} sent={sent} />
        </Acts>
      )}
    </SideSection>
  );
}

function EndDialog({ ctx, view, sent }: Props) {
  const { t } = ctx;
  return (
    <Dialog id="end" title={t('liaison.contacts.end_it')} open={sent?.form === 'end'}>
      <Form
        id="end-form"
        action={`/liaison/members/${view.number}/end`}
        {...stateOf(ctx, sent, 'end', { reason: 'left_post' })}
      >
        <Field
          name="reason"
          type="select"
          label={t('liaison.contacts.why')}
          options={(['left_post', 'asked'] as const).map((value) => ({
            value,
            label: t(`liaison.contacts.end.${value}`),
          }))}
        />
        <Field
          name="note"
          type="textarea"
          rows={3}
          paper="plain"
          label={t('liaison.contacts.end_note')}
          maxLength={1000}
          optional
        />
        <Actions note={t('liaison.contacts.end_next')}>
          <Button danger>{t('liaison.contacts.end_it')}</Button>
        </Actions>
      </Form>
    </Dialog>
  );
}
