import { Button } from '../../../../ui/button.tsx';
import { DateTime } from '../../../../ui/date-time.tsx';
import { Dialog } from '../../../../ui/dialog.tsx';
import { Facts } from '../../../../ui/facts.tsx';
import { Field } from '../../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues, Hidden } from '../../../../ui/form.tsx';
import { Heading, Section, Trail } from '../../../../ui/layout.tsx';
import { StateMark } from '../../../../ui/marks.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { useUi } from '../../../../ui/page-context.ts';
import { Table } from '../../../../ui/table.tsx';
import type { Role, RoleGrant } from '../../actor.ts';
import type { Department } from '../../books.queries.ts';
import type { Book } from '../../books.ts';
import { roleWarnings } from '../admin.policy.ts';
import { versionOf } from '../admin-page.tsx';
import type { AccountDetails } from './accounts.queries.ts';
import { accountState } from './change-account.ts';
import { GrantFields, type Scope } from './staff-pages.tsx';

type AccountPageProps = {
  account: AccountDetails & { mayManage: boolean };
  isSelf: boolean;
  departments: Book<Department>;
  scope: Scope;
  roles: readonly Role[];
  mayRevoke: (grant: RoleGrant) => boolean;
  mayReadAudit: boolean;
  /** the form that did not go through */
  wrong?: { form: string; values: FormValues; errors: FormErrors };
};

/** One person's account: roles, addresses, ways in. */
export function AccountPage(p: AccountPageProps) {
  const { t } = useUi();
  const { account, wrong } = p;
  const here = ['change', 'grant'].includes(wrong?.form ?? '') ? undefined : wrong?.errors[''];
  return (
    <>
      <Trail
        items={[
          { label: t('people.admin.accounts.title'), href: '/admin/people' },
          { label: account.name || account.id },
        ]}
      />
      <Heading
        title={account.name || t('people.admin.accounts.no_name')}
        facts={
          <>
            {account.disabled ? (
              <StateMark tone="no">{t('people.admin.accounts.disabled')}</StateMark>
            ) : (
              <StateMark tone="ok">{t('people.admin.accounts.in_use')}</StateMark>
            )}
            <span>
              {t('people.admin.accounts.since')} <DateTime value={account.createdAt} form="date" />
            </span>
            {p.mayReadAudit && (
              <a href={`/admin/audit?person=${account.id}`}>{t('people.admin.accounts.what_they_did')}</a>
            )}
          </>
        }
      />
      {here && <Notice tone="error" title={here} />}
      {/* keys: people.admin.accounts.warn_* */}
      {roleWarnings(account.grants).map((warning) => (
        <Notice tone="warn" title={t(`people.admin.accounts.warn_${warning}`)} />
      ))}
      <Roles {...p} />
      {account.mayManage && <Addresses {...p} />}
      <WaysIn {...p} />
    </>
  );
}

function Roles(p: AccountPageProps) {
  const { t } = useUi();
  const { account } = p;
  const own = p.wrong?.form === 'grant' ? p.wrong : undefined;
  return (
    <Section id="roles" title={t('people.admin.accounts.roles')}>
      <Table
        caption={t('people.admin.accounts.roles')}
        captionHidden
        rows={account.grants}
        empty={t('people.admin.accounts.no_role_text')}
        columns={[
          { label: t('people.admin.accounts.role'), head: true, cell: (grant) => t(`people.role.${grant.role}`) },
          {
            label: t('people.admin.accounts.place'),
            cell: ({ departmentId }) => <Place departmentId={departmentId} departments={p.departments} />,
          },
          {
            label: t('people.admin.accounts.revoke'),
            labelHidden: true,
            cell: (grant) =>
              p.mayRevoke(grant) && (
                <form action={`/admin/people/${account.id}/revoke`} method="post">
                  <Hidden name="role" value={grant.role} />
                  <Hidden name="place" value={grant.departmentId ?? 'city'} />
                  <Button small label={`${t('people.admin.accounts.revoke')}: ${t(`people.role.${grant.role}`)}`}>
                    {t('people.admin.accounts.revoke')}
                  </Button>
                </form>
              ),
          },
        ]}
      />
      <h3>{t('people.admin.accounts.grant_title')}</h3>
      <Form id="grant" action={`/admin/people/${account.id}/grant`} values={own?.values} errors={own?.errors}>
        <GrantFields roles={p.roles} departments={p.departments} scope={p.scope} />
        <Actions note={t('people.admin.accounts.grant_note')}>
          <Button>{t('people.admin.accounts.grant')}</Button>
        </Actions>
      </Form>
    </Section>
  );
}

function Place({ departmentId, departments }: { departmentId: string | null; departments: Book<Department> }) {
  const { t, locale } = useUi();
  return <>{departmentId === null ? t('people.admin.accounts.whole_city') : departments.name(departmentId, locale)}</>;
}

function Addresses(p: AccountPageProps) {
  const { t } = useUi();
  const { account } = p;
  const own = p.wrong?.form === 'change' ? p.wrong : undefined;
  const stored = { name: account.name, email: account.email ?? '', phone: account.phone ?? '' };
  return (
    <Section
      id="addresses"
      title={t('people.admin.accounts.addresses')}
      note={t('people.admin.accounts.addresses_note')}
    >
      {own && (
        <Facts
          items={[
            { label: t('people.admin.accounts.real_name'), value: account.name },
            { label: t('people.admin.accounts.email'), value: account.email },
            { label: t('people.admin.accounts.phone'), value: account.phone },
          ]}
        />
      )}
      <Form
        id="change"
        action={`/admin/people/${account.id}/change`}
        values={own?.values ?? stored}
        errors={own?.errors}
      >
        <Hidden name="version" value={versionOf(accountState(account))} />
        <Field name="name" label={t('people.admin.accounts.real_name')} maxLength={50} width="half" required />
        <Field
          name="email"
          label={t('people.admin.accounts.email')}
          inputmode="email"
          autocomplete="off"
          width="half"
        />
        <Field name="phone" label={t('people.admin.accounts.phone')} inputmode="tel" autocomplete="off" width="half" />
        <Actions>
          <Button>{t('people.admin.save')}</Button>
        </Actions>
      </Form>
    </Section>
  );
}

function WaysIn(p: AccountPageProps) {
  const { t } = useUi();
  const { account } = p;
  return (
    <Section id="ways-in" title={t('people.admin.accounts.ways_in')}>
      <Facts
        items={[
          {
            label: t('people.admin.accounts.factor'),
            value: t(
              account.secondFactor ? 'people.admin.accounts.factor_set' : 'people.admin.accounts.factor_not_set',
            ),
          },
          {
            label: t('people.admin.accounts.passkeys'),
            value: t('people.admin.accounts.n_passkeys', { n: account.passkeys }),
          },
          {
            label: t('people.admin.accounts.sessions'),
            value: (
              <>
                {t('people.admin.accounts.n_sessions', { n: account.sessions })}
                {account.lastSeenAt && (
                  <>
                    {' '}
                    <span class="quiet">
                      {t('people.admin.accounts.last_seen')} <DateTime value={account.lastSeenAt} />
                    </span>
                  </>
                )}
              </>
            ),
          },
          account.disabledAt && {
            label: t('people.admin.accounts.disabled'),
            value: <DateTime value={account.disabledAt} form="exact" />,
          },
        ]}
      />
      {account.mayManage ? <Deeds {...p} /> : <p class="quiet">{t('people.admin.accounts.not_yours')}</p>}
    </Section>
  );
}

type DeedName = 'end-sessions' | 'reset-factor' | 'disable' | 'enable';

function Deeds({ account, isSelf }: AccountPageProps) {
  const { t } = useUi();
  if (isSelf)
    return (
      <p>
        {t('people.admin.accounts.yourself')} <a href="/me">{t('people.admin.accounts.yourself_link')}</a>
      </p>
    );
  const names: DeedName[] = ['end-sessions', 'reset-factor', account.disabled ? 'enable' : 'disable'];
  // keys: people.admin.accounts.deed_*
  const words = (name: DeedName, part: string) => t(`people.admin.accounts.deed_${name.replace('-', '_')}${part}`);
  return (
    <>
      <div class="send-buttons">
        {names.map((name) => (
          <Button opens={`dialog-${name}`} danger={name === 'disable'}>
            {words(name, '')}
          </Button>
        ))}
      </div>
      {names.map((name) => (
        <Dialog id={`dialog-${name}`} title={words(name, '_ask')}>
          <p>{words(name, '_text')}</p>
          <form action={`/admin/people/${account.id}/${name}`} method="post">
            <Button primary={name !== 'disable'} danger={name === 'disable'}>
              {words(name, '')}
            </Button>
          </form>
        </Dialog>
      ))}
    </>
  );
}
