import { Button, ButtonLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Checkbox } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues } from '../../../ui/form.tsx';
import { Section } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Table } from '../../../ui/table.tsx';
import { spokenNumber } from '../sign-in/address.ts';
import { DataNotice } from '../sign-in/welcome-page.tsx';
import { type ConsentShown, Consents } from './consents-part.tsx';
import { HeldFolds } from './held/held-folds.tsx';
import type { HeldPart } from './held/held-parts.ts';
import type { Words } from './held/readable.ts';
import { MePage } from './me-page.tsx';
import type { Look } from './personal-data.ts';
import type { Profile } from './profile.queries.ts';
import type { DataRequest } from './requests/data-request.ts';
import { OwnRequests } from './requests/own-requests.tsx';
import type { Light } from './requests/requests-pages.tsx';

export type DataPageProps = {
  profile: Profile;
  parts: readonly HeldPart[];
  words: Words;
  kept: readonly string[];
  consents: readonly ConsentShown[];
  looks: readonly Look[];
  moreLooks: boolean;
  requests: readonly DataRequest[];
  light: Light;
  answer_days: number;
  staff: boolean;
  done: string;
  ask: { values: FormValues; errors: FormErrors };
  leave: FormErrors;
};

const outcomes = ['asked', 'withdrawn'];

/** What is held on a person, who looked, and what they can do about it. */
export function DataPage(p: DataPageProps) {
  const { t } = useUi();
  return (
    <MePage title={t('people.data.title')} lead={t('people.data.lead')}>
      {outcomes.includes(p.done) && (
        // keys: people.data.done_*
        <Notice tone="success" live title={t(`people.data.done_${p.done}`)} />
      )}
      <Held profile={p.profile} parts={p.parts} words={p.words} />
      <Looks looks={p.looks} more={p.moreLooks} />
      <Consents consents={p.consents} />
      <OwnRequests requests={p.requests} light={p.light} answer_days={p.answer_days} {...p.ask} />
      <Section id="notice" title={t('people.notice.title')}>
        <DataNotice />
      </Section>
      <Leave staff={p.staff} kept={p.kept} errors={p.leave} />
    </MePage>
  );
}

function Held({ profile, parts, words }: Pick<DataPageProps, 'profile' | 'parts' | 'words'>) {
  const { t } = useUi();
  return (
    <Section id="held" title={t('people.data.held')} note={t('people.data.held_note')}>
      <Facts
        ruled
        items={[
          { label: t('people.profile.name'), value: profile.name },
          { label: t('people.profile.phone'), value: profile.phone && spokenNumber(profile.phone) },
          { label: t('people.profile.email'), value: profile.email },
        ]}
      />
      <p class="send-buttons">
        <ButtonLink primary href="/me/data/export.zip" icon="download">
          {t('people.data.export_zip')}
        </ButtonLink>
        <ButtonLink href="/me/profile">{t('people.data.correct')}</ButtonLink>
      </p>
      <p class="quiet">{t('people.data.export_note')}</p>
      <HeldFolds parts={parts} words={words} />
    </Section>
  );
}

function Looks({ looks, more }: { looks: readonly Look[]; more: boolean }) {
  const { t } = useUi();
  return (
    <Section id="looks" title={t('people.data.looks')} note={t('people.data.looks_note')}>
      <LooksTable looks={looks} />
      {more && (
        <p>
          <a href="/me/data/looks?page=2">{t('people.data.more_looks')}</a>
        </p>
      )}
    </Section>
  );
}

/** Who of the staff looked, when, at what. */
export function LooksTable({ looks }: { looks: readonly Look[] }) {
  const { t } = useUi();
  return (
    <Table
      caption={t('people.data.looks')}
      captionHidden
      columns={[
        { label: t('people.data.when'), head: true, cell: (look: Look) => <DateTime value={look.at} form="exact" /> },
        { label: t('people.data.who'), cell: (look: Look) => look.by },
        { label: t('people.data.what'), cell: (look: Look) => t(look.what) },
      ]}
      rows={looks}
      empty={t('people.data.no_looks')}
    />
  );
}

function Leave({ staff, kept, errors }: { staff: boolean; kept: readonly string[]; errors: FormErrors }) {
  const { t } = useUi();
  return (
    <Section id="leave" title={t('people.data.leave')} note={t('people.data.leave_note')}>
      {staff && (
        <Notice tone="warn" title={t('errors.people.staff_cannot_delete')}>
          <p>{t('people.data.staff_first')}</p>
        </Notice>
      )}
      <p>{t('people.data.goes')}</p>
      <ul class="bullets">
        {kept.map((key) => (
          <li>{t(key)}</li>
        ))}
      </ul>
      {!staff && (
        <Form id="leave-form" action="/me/data/delete" errors={errors} summary={false}>
          <Checkbox name="sure" label={t('people.data.sure')} />
          <Actions note={t('people.data.no_way_back')}>
            <Button danger>{t('people.data.delete')}</Button>
          </Actions>
        </Form>
      )}
    </Section>
  );
}
