import { pageKeyText } from '../../../kernel/db/index.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form } from '../../../ui/form.tsx';
import { Heading, Section } from '../../../ui/layout.tsx';
import { Matters } from '../../../ui/lists.tsx';
import { EmptyState, Notice } from '../../../ui/notice.tsx';
import { type PageContext, useUi } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { ContactHistory } from '../contacts/history.tsx';
import type { PastContact } from '../contacts/load-member.ts';
import type { Wish } from '../contacts/wish.queries.ts';
import { type Sent, stateOf } from '../desk-page.tsx';
import { EntryForm, MessageForm, RequestForm } from '../entries/entry-forms.tsx';
import { EntryList } from '../entries/entry-list.tsx';
import type { EntriesView } from '../entries/load-entries.ts';
import type { Matter } from '../matters/matter.queries.ts';
import { MatterLight, type MatterNames, MatterStateMark, titleOf } from '../matters/matter-table.tsx';

export type MyView = {
  /** still in the register */
  member: boolean;
  consents: boolean;
  contact: PastContact | null;
  history: readonly PastContact[];
  entries: EntriesView;
  matters: readonly Matter[];
  names: MatterNames;
  wish: Wish | undefined;
};

type Props = { ctx: PageContext; view: MyView; sent?: Sent | undefined };

/** A member's own page: who is there for them, what they asked for, what was talked about. */
export function MyContactPage({ ctx, view, sent }: Props) {
  const { t } = useUi();
  const whole = sent && stateOf(ctx, sent, sent.form).errors[''];
  if (!view.member && view.history.length === 0 && view.matters.length === 0)
    return (
      <>
        <Heading title={t('liaison.me.title')} />
        <EmptyState
          title={t('liaison.me.no_member')}
          action={<ButtonLink href="/join">{t('liaison.me.join')}</ButtonLink>}
        >
          <p>{t('liaison.me.no_member_text')}</p>
        </EmptyState>
      </>
    );
  return (
    <>
      <Heading title={t('liaison.me.title')} lead={t('liaison.me.lead')} />
      {whole && <Notice tone="error" title={whole} />}
      <Who ctx={ctx} view={view} sent={sent} />
      {view.contact && <Write ctx={ctx} view={view} sent={sent} />}
      <MyMatters ctx={ctx} view={view} />
      <Section id="entries" title={t('liaison.entries.title')} note={t('liaison.entries.both_see_mine')}>
        <EntryList
          ctx={ctx}
          entries={view.entries.entries}
          departments={view.names.departments}
          reader="member"
          mayAdd={view.member && view.contact !== null}
          addTo={(id) => `/me/contact/entries/${id}/add`}
          matterHref={(number) => `/me/contact/${number}`}
          sent={sent}
        />
        <KeysetPager
          {...(view.entries.next ? { nextHref: `/me/contact?before=${pageKeyText(view.entries.next)}#entries` } : {})}
        />
      </Section>
      {view.history.length > 0 && (
        <Section id="history" title={t('liaison.contacts.history')}>
          <ContactHistory history={view.history} departments={view.names.departments} />
        </Section>
      )}
    </>
  );
}

function Who({ ctx, view, sent }: Props) {
  const { t, locale } = ctx;
  const { contact } = view;
  const { departments } = view.names;
  if (!contact)
    return (
      <Section id="who" title={t('liaison.me.who')}>
        {!view.member && <p>{t('liaison.me.left')}</p>}
        {view.member && !view.consents && (
          <Notice tone="info" title={t('liaison.me.no_consent')}>
            <p>
              <a href="/me/membership">{t('liaison.me.consent_where')}</a>
            </p>
          </Notice>
        )}
        {view.member && view.consents && (
          <>
            <p>{t('liaison.me.none')}</p>
            <WishPart ctx={ctx} view={view} sent={sent} />
          </>
        )}
      </Section>
    );
  const phone = departments.get(contact.departmentId)?.phone ?? '';
  return (
    <Section id="who" title={t('liaison.me.who')}>
      <Facts
        ruled
        items={[
          { label: t('liaison.me.name'), value: <b>{contact.name}</b>, end: contact.post },
          { label: t('liaison.contacts.department'), value: departments.name(contact.departmentId, locale) },
          { label: t('liaison.me.office_phone'), value: phone && <a href={`tel:${phone}`}>{phone}</a> },
          { label: t('liaison.contacts.since'), value: <DateTime value={contact.since} form="date" /> },
        ]}
      />
      {view.history[0]?.endReason === 'handed_over' && view.history[0].note && (
        <Notice tone="info" title={t('liaison.me.handed_over', { name: view.history[0].name })}>
          <p>{view.history[0].note}</p>
        </Notice>
      )}
      <WishPart ctx={ctx} view={view} sent={sent} />
    </Section>
  );
}

/** Asking for a contact, or another one; what came of it. */
function WishPart({ ctx, view, sent }: Props) {
  const { t } = ctx;
  const { wish, contact } = view;
  if (wish?.state === 'open')
    return (
      <Notice tone="info" title={t('liaison.me.wish_open')}>
        <p>
          <DateTime value={wish.at} form="date" /> {wish.text}
        </p>
        <Form id="withdraw-wish" action="/me/contact/withdraw-wish">
          <Button small>{t('liaison.me.wish_withdraw')}</Button>
        </Form>
      </Notice>
    );
  return (
    <>
      {wish?.state === 'declined' && (
        <Notice tone="info" title={t('liaison.me.wish_declined')}>
          <p>{wish.answer}</p>
        </Notice>
      )}
      <Fold summary={t(contact ? 'liaison.me.wish_other' : 'liaison.me.wish_first')} open={sent?.form === 'wish'}>
        <Form id="wish" action="/me/contact/wish" {...stateOf(ctx, sent, 'wish')}>
          <Field
            name="text"
            type="textarea"
            rows={3}
            label={t('liaison.me.wish_text')}
            hint={t('liaison.me.wish_hint')}
            maxLength={1000}
            optional
          />
          <Actions>
            <Button>{t(contact ? 'liaison.me.wish_other' : 'liaison.me.wish_first')}</Button>
          </Actions>
        </Form>
      </Fold>
    </>
  );
}

function Write({ ctx, sent }: Props) {
  const { t } = ctx;
  return (
    <Section id="write" title={t('liaison.me.write')}>
      <Fold summary={t('liaison.entries.message_mine')} icon="mail" open={!sent || sent.form === 'message'}>
        <MessageForm ctx={ctx} action="/me/contact/message" sent={sent} side="member" />
      </Fold>
      <Fold summary={t('liaison.entries.request')} icon="plus" open={sent?.form === 'request'}>
        <RequestForm ctx={ctx} action="/me/contact/matter" sent={sent} side="member" />
      </Fold>
      <Fold summary={t('liaison.entries.write_one')} icon="pen" open={sent?.form === 'entry'}>
        <EntryForm ctx={ctx} action="/me/contact/entry" sent={sent} side="member" />
      </Fold>
    </Section>
  );
}

function MyMatters({ ctx, view }: Props) {
  const { t } = ctx;
  return (
    <Section id="matters" title={t('liaison.me.matters')}>
      {view.matters.length === 0 && <p class="quiet">{t('liaison.me.matters_none')}</p>}
      <Matters
        level="h3"
        entries={view.matters.map((matter) => ({
          href: `/me/contact/${matter.number}`,
          title: titleOf(matter, t),
          meta: <span class="num">{matter.number}</span>,
          state: (
            <>
              <MatterStateMark state={matter.state} />{' '}
              {matter.state === 'answered' ? (
                t('liaison.me.rate_now')
              ) : (
                <MatterLight matter={matter} calendar={view.names.calendar} />
              )}
            </>
          ),
        }))}
      />
    </Section>
  );
}
