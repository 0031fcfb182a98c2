import { Button, ButtonLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Checkbox } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors } from '../../../ui/form.tsx';
import { Section } from '../../../ui/layout.tsx';
import { StateMark } from '../../../ui/marks.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Table } from '../../../ui/table.tsx';
import { spokenNumber } from '../sign-in/address.ts';
import { DataNotice } from '../sign-in/welcome-page.tsx';
import type { Consent } from './consent.queries.ts';
import { MePage } from './me-page.tsx';
import type { Look } from './personal-data.ts';
import type { Profile } from './profile.queries.ts';

export type DataPageProps = {
  profile: Profile;
  counts: { label: string; count: number }[];
  kept: string[];
  consents: Consent[];
  looks: Look[];
  staff: boolean;
  errors: FormErrors;
};

/** What is held on a person, who looked, and what they can do about it. */
export function DataPage(p: DataPageProps) {
  const { t } = useUi();
  return (
    <MePage title={t('people.data.title')} lead={t('people.data.lead')}>
      <Section id="held" title={t('people.data.held')} note={t('people.data.held_note')}>
        <Facts
          ruled
          items={[
            { label: t('people.profile.name'), value: p.profile.name },
            { label: t('people.profile.display_name'), value: p.profile.displayName },
            { label: t('people.profile.phone'), value: p.profile.phone && spokenNumber(p.profile.phone) },
            { label: t('people.profile.email'), value: p.profile.email },
            { label: t('people.data.since'), value: <DateTime value={p.profile.createdAt} form="date" /> },
            ...p.counts.map(({ label, count }) => ({ label: t(label), value: t('people.data.items', { count }) })),
          ]}
        />
        <p class="send-buttons">
          <ButtonLink href="/me/data/export.json" icon="download" download>
            {t('people.data.export')}
          </ButtonLink>
          <ButtonLink href="/me/profile">{t('people.data.correct')}</ButtonLink>
        </p>
      </Section>
      <Section id="looks" title={t('people.data.looks')} note={t('people.data.looks_note')}>
        <Table
          caption={t('people.data.looks')}
          captionHidden
          columns={[
            {
              label: t('people.data.when'),
              head: true,
              cell: (look: Look) => <DateTime value={look.at} form="exact" />,
            },
            { label: t('people.data.who'), cell: (look: Look) => look.by },
            { label: t('people.data.what'), cell: (look: Look) => t(look.what) },
          ]}
          rows={p.looks}
          empty={t('people.data.no_looks')}
        />
      </Section>
      <Consents consents={p.consents} />
      <Section id="notice" title={t('people.notice.title')}>
        <DataNotice />
      </Section>
      <Leave p={p} />
    </MePage>
  );
}

function Consents({ consents }: { consents: Consent[] }) {
  const { t } = useUi();
  return (
    <Section id="consents" title={t('people.data.consents')}>
      {consents.length === 0 && <p>{t('people.data.no_consents')}</p>}
      <ul class="holdings">
        {consents.map((consent) => (
          <li>
            <div>
              <h3>{t(`people.consent.${consent.purpose}`)}</h3>
              <p class="quiet">
                {t('people.data.given')} <DateTime value={consent.givenAt} form="date" />
              </p>
              {consent.withdrawnAt && <StateMark tone="no">{t('people.data.withdrawn')}</StateMark>}
            </div>
            {!consent.withdrawnAt &&
              (consent.purpose === 'people.account' ? (
                <a href="#leave">{t('people.data.withdraw_account')}</a>
              ) : (
                <form action={`/me/data/consents/${consent.id}/withdraw`} method="post">
                  <Button small>{t('people.data.withdraw')}</Button>
                </form>
              ))}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Leave({ p }: { p: DataPageProps }) {
  const { t } = useUi();
  return (
    <Section id="leave" title={t('people.data.leave')} note={t('people.data.leave_note')}>
      {p.staff ? (
        <p>{t('errors.people.staff_cannot_delete')}</p>
      ) : (
        <>
          <p>{t('people.data.goes')}</p>
          <ul class="bullets">
            {p.kept.map((key) => (
              <li>{t(key)}</li>
            ))}
          </ul>
          <Form id="leave-form" action="/me/data/delete" errors={p.errors} summary={false}>
            <Checkbox name="sure" label={t('people.data.sure')} />
            <Actions note={t('people.data.no_way_back')}>
              <Button danger>{t('people.data.delete')}</Button>
            </Actions>
          </Form>
        </>
      )}
    </Section>
  );
}
