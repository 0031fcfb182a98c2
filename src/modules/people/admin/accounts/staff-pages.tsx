import { Button, ButtonLink } from '../../../../ui/button.tsx';
import { Field } from '../../../../ui/field.tsx';
import { Filters } from '../../../../ui/filters.tsx';
import { Actions, Form, type FormErrors, type FormValues } from '../../../../ui/form.tsx';
import { Heading, Sheet } from '../../../../ui/layout.tsx';
import { StateMark } from '../../../../ui/marks.tsx';
import { EmptyState, Notice } from '../../../../ui/notice.tsx';
import { useUi } from '../../../../ui/page-context.ts';
import { KeysetPager } from '../../../../ui/pager.tsx';
import { Table } from '../../../../ui/table.tsx';
import { type Role, type RoleGrant, roles } from '../../actor.ts';
import type { Department } from '../../books.queries.ts';
import type { Book } from '../../books.ts';
import type { AccountRow } from './accounts.queries.ts';

export type Scope = { city: boolean; ids: readonly string[] };

/** Departments in which the administrator can give roles, as options. */
export function placeOptions(
  departments: Book<Department>,
  scope: Scope,
  locale: 'zh-CN' | 'zh-TW' | 'en',
  city: string,
) {
  const own = departments.all.filter(({ id, active }) => active && (scope.city || scope.ids.includes(id)));
  const options = own.map(({ id }) => ({ value: id, label: departments.name(id, locale) }));
  return scope.city ? [{ value: 'city', label: city }, ...options] : options;
}

/** A role with where it counts. */
export function GrantWords({ grant, departments }: { grant: RoleGrant; departments: Book<Department> }) {
  const { t, locale } = useUi();
  const place =
    grant.departmentId === null ? t('people.admin.accounts.whole_city') : departments.name(grant.departmentId, locale);
  return (
    <>
      {t(`people.role.${grant.role}`)} <span class="quiet">{place}</span>
    </>
  );
}

type StaffListProps = {
  people: readonly AccountRow[];
  more: boolean;
  typed: Record<string, string>;
  departments: Book<Department>;
  scope: Scope;
  first: boolean;
};

function listHref(typed: Record<string, string>, change: Record<string, string>): string {
  const query = new URLSearchParams(Object.entries({ ...typed, ...change }).filter(([, value]) => value !== ''));
  return `/admin/people${query.size > 0 ? `?${query}` : ''}`;
}

/** Everybody who works here, found by name, pinyin, address or number. */
export function StaffListPage(p: StaffListProps) {
  const { t } = useUi();
  const last = p.people.at(-1);
  return (
    <>
      <Heading
        title={t('people.admin.accounts.title')}
        lead={t(p.scope.city ? 'people.admin.accounts.lead' : 'people.admin.accounts.lead_department')}
        end={
          <ButtonLink primary href="/admin/people/new" icon="plus">
            {t('people.admin.accounts.new')}
          </ButtonLink>
        }
      />
      <Form id="find-people" action="/admin/people" method="get" role="search" values={p.typed}>
        <Field
          name="q"
          type="search"
          label={t('people.admin.accounts.find')}
          hint={t(p.scope.city ? 'people.admin.accounts.find_hint' : 'people.admin.accounts.find_hint_department')}
          after={<Button>{t('people.admin.find')}</Button>}
        />
      </Form>
      <StaffFilters {...p} />
      {p.people.length === 0 ? (
        <EmptyState
          title={t('people.admin.accounts.none')}
          action={<ButtonLink href="/admin/people">{t('people.admin.accounts.all')}</ButtonLink>}
        >
          <p>{t('people.admin.accounts.none_text')}</p>
        </EmptyState>
      ) : (
        <StaffTable people={p.people} departments={p.departments} />
      )}
      <KeysetPager
        firstHref={p.first ? undefined : listHref(p.typed, {})}
        nextHref={p.more && last ? listHref(p.typed, { after: `${last.id} ${last.name}` }) : undefined}
      />
    </>
  );
}

function StaffFilters({ typed, departments, scope }: StaffListProps) {
  const { t, locale } = useUi();
  const words = (name: string, value: string) => {
    if (name === 'role') return t(`people.role.${value}`);
    return name === 'department' ? departments.name(value, locale) : t('people.admin.accounts.disabled');
  };
  const active = Object.entries(typed)
    .filter(([name, value]) => name !== 'q' && value !== '')
    .map(([name, value]) => ({ label: words(name, value), removeHref: listHref(typed, { [name]: '' }) }));
  return (
    <Filters
      action="/admin/people"
      values={typed}
      active={active}
      clearHref={listHref(typed, { role: '', department: '', disabled: '' })}
    >
      <input type="hidden" name="q" value={typed.q ?? ''} />
      <Field
        name="role"
        type="select"
        label={t('people.admin.accounts.role')}
        placeholder={t('people.admin.accounts.any_role')}
        options={roles.map((role) => ({ value: role, label: t(`people.role.${role}`) }))}
      />
      <Field
        name="department"
        type="select"
        label={t('people.admin.accounts.place')}
        placeholder={t('people.admin.accounts.any_place')}
        options={placeOptions(departments, scope, locale, '').filter(({ value }) => value !== 'city')}
      />
      <Field
        name="disabled"
        type="select"
        label={t('people.admin.accounts.state')}
        placeholder={t('people.admin.accounts.any_state')}
        options={[{ value: 'yes', label: t('people.admin.accounts.disabled') }]}
      />
    </Filters>
  );
}

function StaffTable({ people, departments }: { people: readonly AccountRow[]; departments: Book<Department> }) {
  const { t } = useUi();
  return (
    <Table
      caption={t('people.admin.accounts.title')}
      captionHidden
      rows={people}
      columns={[
        {
          label: t('people.admin.accounts.name'),
          head: true,
          cell: (person) => (
            <a href={`/admin/people/${person.id}`}>{person.name || t('people.admin.accounts.no_name')}</a>
          ),
        },
        {
          label: t('people.admin.accounts.roles'),
          cell: (person) =>
            person.grants.length === 0 ? (
              t('people.admin.accounts.no_role')
            ) : (
              <ul class="lines">
                {person.grants.map((grant) => (
                  <li>
                    <GrantWords grant={grant} departments={departments} />
                  </li>
                ))}
              </ul>
            ),
        },
        {
          label: t('people.admin.accounts.reach'),
          cell: (person) => (
            <>
              {person.email}
              {person.email && person.phone && <br />}
              {person.phone && <span class="num">{person.phone}</span>}
            </>
          ),
        },
        {
          label: t('people.admin.accounts.state'),
          cell: (person) =>
            person.disabled ? (
              <StateMark tone="no">{t('people.admin.accounts.disabled')}</StateMark>
            ) : (
              <StateMark tone="ok">{t('people.admin.accounts.in_use')}</StateMark>
            ),
        },
      ]}
    />
  );
}

/** Fields of a role and of where it counts. */
export function GrantFields(p: { roles: readonly Role[]; departments: Book<Department>; scope: Scope }) {
  const { t, locale } = useUi();
  return (
    <>
      <Field
        name="role"
        type="select"
        width="half"
        label={t('people.admin.accounts.role')}
        hint={t(p.scope.city ? 'people.admin.accounts.role_hint' : 'people.admin.accounts.role_hint_department')}
        placeholder={t('people.admin.accounts.choose')}
        options={p.roles.map((role) => ({ value: role, label: t(`people.role.${role}`) }))}
        required
      />
      <Field
        name="place"
        type="select"
        width="half"
        label={t('people.admin.accounts.place')}
        placeholder={t('people.admin.accounts.choose')}
        options={placeOptions(p.departments, p.scope, locale, t('people.admin.accounts.whole_city'))}
        required
      />
    </>
  );
}

/** A new account for somebody who works here. */
export function NewStaffPage(p: {
  values: FormValues;
  errors: FormErrors;
  departments: Book<Department>;
  scope: Scope;
  roles: readonly Role[];
  known: AccountRow | undefined;
}) {
  const { t } = useUi();
  return (
    <Sheet
      title={t('people.admin.accounts.new')}
      lead={t('people.admin.accounts.new_lead')}
      aside={{
        title: t('people.admin.next'),
        children: (
          <>
            <p>{t('people.admin.accounts.new_next')}</p>
            <p>{t('people.admin.accounts.new_next_factor')}</p>
          </>
        ),
      }}
    >
      {p.known && (
        <Notice tone="warn" title={t('people.admin.accounts.taken', { name: p.known.name })}>
          <p>
            <a href={`/admin/people/${p.known.id}`}>{t('people.admin.accounts.taken_link')}</a>
          </p>
        </Notice>
      )}
      <Form id="staff" action="/admin/people" values={p.values} errors={p.errors}>
        <Field name="name" label={t('people.admin.accounts.real_name')} maxLength={50} width="half" required />
        <Field
          name="email"
          label={t('people.admin.accounts.email')}
          inputmode="email"
          autocomplete="off"
          width="half"
          optional
        />
        <Field
          name="phone"
          label={t('people.admin.accounts.phone')}
          inputmode="tel"
          autocomplete="off"
          width="half"
          optional
        />
        <GrantFields roles={p.roles} departments={p.departments} scope={p.scope} />
        <Actions note={t('people.admin.accounts.new_note')}>
          <Button primary>{t('people.admin.accounts.make')}</Button>
          <ButtonLink href="/admin/people">{t('people.admin.back')}</ButtonLink>
        </Actions>
      </Form>
    </Sheet>
  );
}
