import { Button, ButtonLink, VerbLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Figures } from '../../../ui/facts.tsx';
import { Field } from '../../../ui/field.tsx';
import { Filters } from '../../../ui/filters.tsx';
import { Actions, Form } from '../../../ui/form.tsx';
import { Heading, Section } from '../../../ui/layout.tsx';
import { SignalLight, StateMark } from '../../../ui/marks.tsx';
import { type PageContext, useUi } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { Table } from '../../../ui/table.tsx';
import { Pre } from '../../../ui/text.tsx';
import type { Book, Department } from '../../people/index.ts';
import { type Sent, stateOf } from '../desk-page.tsx';
import { type ContactRow, isQuiet, isVacant, type MemberRow } from './load-contacts.ts';
import { MemberTable } from './member-table.tsx';
import type { Wish } from './wish.queries.ts';

export const shows = ['all', 'vacant', 'full', 'quiet', 'waiting'] as const;
export type Show = (typeof shows)[number];
export type ContactsWish = { show: Show; department: string; after: string };

export type ContactsView = {
  ctx: PageContext;
  wish: ContactsWish;
  /** everybody in scope; the page shows those that are wished for */
  rows: readonly MemberRow[];
  page: readonly MemberRow[];
  next: string | null;
  contacts: readonly ContactRow[];
  departments: Book<Department>;
  offices: readonly string[];
  wishes: readonly (Wish & { name: string; number: string })[];
  mostMembers: number;
  mayAssign: boolean;
  mayHandOver: (departmentId: string) => boolean;
  opens: (row: MemberRow) => boolean;
  sent?: Sent | undefined;
};

export function contactsHref(
  wish: Partial<ContactsWish>,
  change: Partial<ContactsWish> = {},
  path = '/liaison/contacts',
) {
  const given = { ...wish, ...change };
  const query = new URLSearchParams(
    Object.entries(given).filter(([name, value]) => value !== '' && !(name === 'show' && value === 'all')),
  );
  return `${path}${query.size > 0 ? `?${query}` : ''}`;
}

/** Who is whose contact, what is vacant, who has too many, who waits. */
export function ContactsPage({ view }: { view: ContactsView }) {
  const { t } = useUi();
  const { rows, contacts, wish } = view;
  const vacant = rows.filter(isVacant).length;
  const full = contacts.filter((row) => row.tooMany).length;
  const quiet = rows.filter(isQuiet).length;
  const tone = (n: number) => (n > 0 ? { tone: 'no' as const } : {});
  return (
    <>
      <Heading
        title={t('liaison.contacts.who')}
        lead={t('liaison.contacts.who_lead', { n: view.mostMembers })}
        end={
          view.mayAssign && (
            <>
              <ButtonLink href="/liaison/settings" icon="gear">
                {t('liaison.contacts.settings')}
              </ButtonLink>{' '}
              <ButtonLink primary href="/liaison/contacts/assign" icon="plus">
                {t('liaison.contacts.assign')}
              </ButtonLink>
            </>
          )
        }
      />
      <Figures
        items={[
          { label: t('liaison.contacts.figure.members'), value: rows.length },
          { label: t('liaison.contacts.figure.contacts'), value: new Set(contacts.map((row) => row.contactId)).size },
          { label: t('liaison.contacts.figure.vacant'), value: vacant, ...tone(vacant) },
          { label: t('liaison.contacts.figure.full'), value: full, ...tone(full) },
          { label: t('liaison.contacts.figure.quiet'), value: quiet, ...tone(quiet) },
        ]}
      />
      <ContactFilters view={view} />
      <MemberTable
        rows={view.page}
        departments={view.departments}
        caption={t('liaison.contacts.who')}
        empty={t('liaison.contacts.empty')}
        opens={view.opens}
        withContact
        {...(view.mayAssign ? { end: assignColumn(t) } : {})}
      />
      <KeysetPager
        {...(wish.after ? { firstHref: contactsHref(wish, { after: '' }) } : {})}
        {...(view.next ? { nextHref: contactsHref(wish, { after: view.next }) } : {})}
        note={
          <>
            <a href={contactsHref(wish, { after: '' }, '/liaison/contacts/list.xlsx')}>XLSX</a>{' '}
            <a href={contactsHref(wish, { after: '' }, '/liaison/contacts/list.csv')}>CSV</a>
          </>
        }
      />
      <PeoplePart view={view} />
      {view.mayAssign && <WishesPart view={view} />}
    </>
  );
}

function assignColumn(t: (key: string) => string) {
  return {
    label: t('liaison.contacts.deed'),
    labelHidden: true,
    cell: (row: MemberRow) =>
      isVacant(row) ? (
        <VerbLink
          href={`/liaison/contacts/assign?member=${row.member.number}`}
          label={`${t('liaison.contacts.assign')} ${row.member.number}`}
        >
          {t('liaison.contacts.assign')}
        </VerbLink>
      ) : (
        ''
      ),
  };
}

// keys: liaison.contacts.show.*
function ContactFilters({ view }: { view: ContactsView }) {
  const { t, locale } = useUi();
  const { wish, departments } = view;
  const active = [
    ...(wish.show === 'all'
      ? []
      : [
          {
            label: t(`liaison.contacts.show.${wish.show}`),
            removeHref: contactsHref(wish, { show: 'all', after: '' }),
          },
        ]),
    ...(wish.department
      ? [
          {
            label: departments.name(wish.department, locale),
            removeHref: contactsHref(wish, { department: '', after: '' }),
          },
        ]
      : []),
  ];
  return (
    <Filters action="/liaison/contacts" values={wish} active={active} clearHref="/liaison/contacts">
      <Field
        name="show"
        type="select"
        label={t('liaison.contacts.show_label')}
        options={shows.map((value) => ({ value, label: t(`liaison.contacts.show.${value}`) }))}
      />
      <Field
        name="department"
        type="select"
        label={t('liaison.contacts.department')}
        placeholder={t('liaison.contacts.any_department')}
        options={view.offices.map((id) => ({ value: id, label: departments.name(id, locale) }))}
      />
    </Filters>
  );
}

function PeoplePart({ view }: { view: ContactsView }) {
  const { t, locale } = useUi();
  return (
    <Section id="people" title={t('liaison.contacts.people')} note={t('liaison.contacts.people_note')}>
      <Table
        caption={t('liaison.contacts.people')}
        captionHidden
        dense
        rows={view.contacts}
        empty={t('liaison.contacts.people_none')}
        columns={[
          { label: t('liaison.contacts.contact'), head: true, cell: (row) => row.name },
          { label: t('liaison.contacts.department'), cell: (row) => view.departments.name(row.departmentId, locale) },
          {
            label: t('liaison.contacts.figure.members'),
            numeric: true,
            cell: (row) => (
              <span>
                {row.members} {row.tooMany && <StateMark tone="no">{t('liaison.contacts.too_many')}</StateMark>}
              </span>
            ),
          },
          {
            label: t('liaison.contacts.waiting'),
            cell: (row) =>
              row.waiting ? (
                <span>
                  <SignalLight level="yellow">
                    <DateTime value={row.waiting} form="date" />
                  </SignalLight>
                </span>
              ) : (
                ''
              ),
          },
          {
            label: t('liaison.contacts.deed'),
            labelHidden: true,
            cell: (row) =>
              view.mayHandOver(row.departmentId) ? (
                <VerbLink
                  href={`/liaison/contacts/hand-over?from=${row.contactId}&department=${row.departmentId}`}
                  label={`${t('liaison.contacts.hand_over')} ${row.name}`}
                >
                  {t('liaison.contacts.hand_over')}
                </VerbLink>
              ) : (
                ''
              ),
          },
        ]}
      />
    </Section>
  );
}

function WishesPart({ view }: { view: ContactsView }) {
  const { t } = useUi();
  return (
    <Section id="wishes" title={t('liaison.contacts.wishes')} note={t('liaison.contacts.wishes_note')}>
      {view.wishes.length === 0 && <p class="quiet">{t('liaison.contacts.wishes_none')}</p>}
      {view.wishes.map((wish) => {
        const row = view.rows.find(({ member }) => member.accountId === wish.memberId);
        const form = `decline-${wish.id}`;
        const refused = view.sent?.form === form;
        return (
          <article>
            <h3>
              {wish.name} <span class="quiet num">{wish.number}</span>
            </h3>
            {wish.text && <Pre text={wish.text} links={false} />}
            <p>
              <DateTime value={wish.at} form="date" />{' '}
              {row?.contact ? (
                <VerbLink
                  href={`/liaison/contacts/hand-over?from=${row.contact.contactId}&department=${row.contact.departmentId}&member=${wish.memberId}`}
                  label={`${t('liaison.contacts.hand_over')} ${wish.number}`}
                >
                  {t('liaison.contacts.hand_over')}
                </VerbLink>
              ) : (
                <VerbLink
                  href={`/liaison/contacts/assign?member=${wish.number}`}
                  label={`${t('liaison.contacts.assign')} ${wish.number}`}
                >
                  {t('liaison.contacts.assign')}
                </VerbLink>
              )}{' '}
              <Button small opens={form} label={`${t('liaison.contacts.wish_decline')} ${wish.number}`}>
                {t('liaison.contacts.wish_decline')}
              </Button>
            </p>
            <Dialog id={form} title={t('liaison.contacts.wish_decline')} open={refused}>
              <Form
                id={`${form}-form`}
                action={`/liaison/wishes/${wish.id}/decline`}
                {...stateOf(view.ctx, view.sent, form)}
              >
                <Field
                  name="text"
                  type="textarea"
                  rows={3}
                  paper="plain"
                  label={t('liaison.contacts.wish_why')}
                  maxLength={1000}
                />
                <Actions>
                  <Button danger>{t('liaison.contacts.wish_decline')}</Button>
                </Actions>
              </Form>
            </Dialog>
          </article>
        );
      })}
    </Section>
  );
}
