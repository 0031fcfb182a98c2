import { Button, ButtonLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Facts, Steps } from '../../../ui/facts.tsx';
import { Checkbox, Field } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, Hidden } from '../../../ui/form.tsx';
import { Heading, Sheet, Trail } from '../../../ui/layout.tsx';
import { StateMark } from '../../../ui/marks.tsx';
import { EmptyState, Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { Table } from '../../../ui/table.tsx';
import type { Profile } from '../me/profile.queries.ts';
import { type Address, spokenNumber } from '../sign-in/address.ts';
import type { Recovery } from './recovery.queries.ts';

// keys: people.recovery.*
const words = 'people.recovery';
const base = '/admin/recoveries';
const spoken = ({ channel, to }: Address) => (channel === 'sms' && to ? spokenNumber(to) : to);
const tones = {
  asked: 'open',
  checked: 'wait',
  waiting: 'wait',
  done: 'ok',
  stopped: 'no',
  refused: 'no',
  expired: 'no',
} as const;

/** Requests that somebody has to do with, or those that ended. */
export function RecoveriesPage(p: { rows: Recovery[]; open: boolean; number: string; next?: string }) {
  const { t } = useUi();
  return (
    <>
      <Heading title={t(`${words}.admin_title`)} lead={t(`${words}.admin_lead`)} />
      <Form id="find" action={base} method="get" role="search" values={{ number: p.number }}>
        {!p.open && <Hidden name="ended" value="yes" />}
        <Field
          name="number"
          type="search"
          label={t(`${words}.number`)}
          maxLength={12}
          width="half"
          after={<Button>{t('people.admin.find')}</Button>}
        />
      </Form>
      <p class="quiet">
        <a href={p.open ? `${base}?ended=yes` : base}>{t(p.open ? `${words}.show_ended` : `${words}.show_open`)}</a>
      </p>
      {p.rows.length === 0 ? (
        <EmptyState title={t(`${words}.empty`)}>
          <p>{t(`${words}.empty_text`)}</p>
        </EmptyState>
      ) : (
        <Table
          caption={t(`${words}.admin_title`)}
          captionHidden
          columns={[
            {
              label: t(`${words}.number`),
              head: true,
              cell: (row) => (
                <a class="num" href={`${base}/${row.id}`}>
                  {row.number}
                </a>
              ),
            },
            { label: t(`${words}.name`), cell: (row) => row.name || t(`${words}.forgotten`) },
            { label: t(`${words}.asked_at`), cell: (row) => <DateTime value={row.askedAt} form="datetime" /> },
            {
              label: t(`${words}.state_label`),
              cell: (row) => <StateMark tone={tones[row.state]}>{t(`${words}.state.${row.state}`)}</StateMark>,
            },
          ]}
          rows={p.rows}
        />
      )}
      <KeysetPager
        nextHref={
          p.next && `${base}?${new URLSearchParams({ ...(!p.open && { ended: 'yes' }), before: p.next }).toString()}`
        }
      />
    </>
  );
}

export type OneProps = {
  recovery: Recovery;
  account: Profile | undefined;
  staff: boolean;
  /** the new address belongs to another account */
  taken: boolean;
  /** this administrator checked it */
  mine: boolean;
  names: ReadonlyMap<string, string>;
  hours: number;
  errors: FormErrors;
};

/** One request: what was told, what the account says, and what to check. */
export function OneRecoveryPage(p: OneProps) {
  const { t } = useUi();
  const { recovery, names } = p;
  const by = (id: string | null) => (id ? (names.get(id) ?? '') : '');
  return (
    <>
      <Trail items={[{ label: t(`${words}.admin_title`), href: base }, { label: recovery.number }]} />
      <Sheet
        title={t(`${words}.admin_one`, { number: recovery.number })}
        lead={<StateMark tone={tones[recovery.state]}>{t(`${words}.state.${recovery.state}`)}</StateMark>}
        aside={recovery.endedAt ? undefined : { title: t(`${words}.what_to_check`), children: <WhatToCheck /> }}
      >
        <Facts
          items={[
            ...(recovery.endedAt
              ? [{ label: t(`${words}.ended_at`), value: <DateTime value={recovery.endedAt} form="datetime" /> }]
              : [
                  { label: t(`${words}.name`), value: recovery.name },
                  { label: t(`${words}.lost_short`), value: spoken(recovery.lost) },
                  { label: t(`${words}.fresh_short`), value: spoken(recovery.fresh) },
                ]),
            { label: t(`${words}.asked_at`), value: <DateTime value={recovery.askedAt} form="datetime" /> },
            ...(recovery.checkedBy ? [{ label: t(`${words}.checked_by`), value: by(recovery.checkedBy) }] : []),
            ...(recovery.confirmedBy ? [{ label: t(`${words}.confirmed_by`), value: by(recovery.confirmedBy) }] : []),
            ...(recovery.state === 'waiting' && recovery.runsAt
              ? [{ label: t(`${words}.runs_at`), value: <DateTime value={recovery.runsAt} form="datetime" /> }]
              : []),
          ]}
        />
        {!recovery.endedAt && <Account {...p} />}
        {!recovery.endedAt && <Deeds {...p} />}
      </Sheet>
    </>
  );
}

function WhatToCheck() {
  const { t } = useUi();
  return (
    <Steps
      items={(['person', 'name', 'account', 'lost'] as const).map((key) => ({
        title: t(`${words}.check_${key}`),
        text: t(`${words}.check_${key}_text`),
      }))}
    />
  );
}

function Account({ account, staff, taken }: OneProps) {
  const { t } = useUi();
  return (
    <>
      <h2>{t(`${words}.account`)}</h2>
      {account ? (
        <Facts
          items={[
            { label: t('people.profile.name'), value: account.name || t(`${words}.forgotten`) },
            { label: t(`${words}.since`), value: <DateTime value={account.createdAt} form="date" /> },
            { label: t(`${words}.kind`), value: t(staff ? `${words}.kind_staff` : `${words}.kind_resident`) },
          ]}
        />
      ) : (
        <Notice tone="warn">
          <p>{t('errors.people.recovery_no_account')}</p>
        </Notice>
      )}
      {taken && (
        <Notice tone="warn">
          <p>{t('errors.people.recovery_taken')}</p>
        </Notice>
      )}
    </>
  );
}

function Deeds({ recovery, account, staff, taken, mine, hours, errors }: OneProps) {
  const { t } = useUi();
  const at = `${base}/${recovery.id}`;
  const possible = account !== undefined && !taken;
  const deed = recovery.state === 'asked' ? 'check' : recovery.state === 'checked' && !mine ? 'confirm' : null;
  const next = deed === 'check' && staff ? t(`${words}.next_second`) : t(`${words}.next_wait`, { hours });
  return (
    <>
      {recovery.state === 'checked' && mine && (
        <Notice>
          <p>{t(`${words}.second_needed`)}</p>
        </Notice>
      )}
      {Object.keys(errors).length > 0 && (!deed || !possible) && (
        <Notice tone="error" live>
          <p>{Object.values(errors)[0]}</p>
        </Notice>
      )}
      {deed && possible && (
        <Form id={deed} action={`${at}/${deed}`} errors={errors}>
          <Checkbox name="sure" label={t(`${words}.sure_${deed}`)} required />
          <Actions note={next}>
            <Button primary>{t(`${words}.do_${deed}`)}</Button>
            <ButtonLink href={base}>{t('people.admin.back')}</ButtonLink>
          </Actions>
        </Form>
      )}
      <Form id="refuse" action={`${at}/refuse`} summary={false}>
        <Actions note={t(`${words}.refuse_note`)}>
          <Button danger>{t(`${words}.do_refuse`)}</Button>
        </Actions>
      </Form>
    </>
  );
}
