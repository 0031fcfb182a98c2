import { Button, More } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues } from '../../../ui/form.tsx';
import { Find, Heading, Section, Trail } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { Table } from '../../../ui/table.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { Pre, safeHref } from '../../../ui/text.tsx';
import type { OrganisationCheck, WaitingOrganisation } from './organisation-checks.queries.ts';
import type { Place } from './organisation-people.queries.ts';
import type { ListedOrganisation, Organisation } from './organisations.queries.ts';
import { Standing } from './public-pages.tsx';

type Listing =
  | { view: 'waiting'; waiting: readonly WaitingOrganisation[] }
  | { view: 'all'; q: string; all: readonly ListedOrganisation[] };

/** Organisations that wait to be verified, and all there are. */
export function SecretariatOrganisationsPage(p: {
  listing: Listing;
  nextHref?: string | undefined;
  firstHref?: string | undefined;
}) {
  const { t } = useUi();
  const { listing } = p;
  const base = '/secretariat/organisations';
  return (
    <>
      <Heading title={t('people.organisations.title')} />
      <Tabs
        label={t('people.organisations.title')}
        items={[
          { href: base, label: t('people.organisations.waiting'), current: listing.view === 'waiting' },
          { href: `${base}?view=all`, label: t('people.organisations.all'), current: listing.view === 'all' },
        ]}
      />
      {listing.view === 'waiting' ? (
        <Table
          caption={t('people.organisations.waiting')}
          captionHidden
          rows={listing.waiting}
          empty={t('people.organisations.none_waiting')}
          columns={[
            {
              label: t('people.organisations.name'),
              head: true,
              cell: (row) => <a href={`${base}/${row.id}`}>{row.name}</a>,
            },
            { label: t('people.organisations.kind'), cell: (row) => t(`people.organisation.kind.${row.kind}`) },
            { label: t('people.organisations.asked'), cell: (row) => <DateTime value={row.askedAt} form="date" /> },
          ]}
        />
      ) : (
        <AllOrganisations base={base} q={listing.q} all={listing.all} />
      )}
      <KeysetPager firstHref={p.firstHref} nextHref={p.nextHref} />
    </>
  );
}

function AllOrganisations({ base, q, all }: { base: string; q: string; all: readonly ListedOrganisation[] }) {
  const { t } = useUi();
  return (
    <>
      <Find action={base} label={t('people.organisations.find')} value={q} />
      <Table
        caption={t('people.organisations.all')}
        captionHidden
        rows={all}
        empty={t('people.organisations.none_found')}
        columns={[
          {
            label: t('people.organisations.name'),
            head: true,
            cell: (row) => <a href={`${base}/${row.id}`}>{row.name}</a>,
          },
          { label: t('people.organisations.kind'), cell: (row) => t(`people.organisation.kind.${row.kind}`) },
          { label: t('people.organisations.credit_code'), cell: (row) => row.creditCode ?? '' },
          { label: t('people.organisations.state'), cell: (row) => <Standing organisation={row} /> },
        ]}
      />
      <More>
        <a href={`${base}.xlsx`} download>
          {t('people.organisations.export_xlsx')}
        </a>
        <a href={`${base}.csv`} download>
          {t('people.organisations.export_csv')}
        </a>
      </More>
    </>
  );
}

export type SecretariatOrganisationProps = {
  organisation: Organisation;
  district: string;
  checks: readonly OrganisationCheck[];
  staff: ReadonlyMap<string, string>;
  places: readonly Place[];
  evidence: { href: string; name: string } | null;
  /** has or had a part in the organisation: somebody else decides */
  own: boolean;
  mayVerify: boolean;
  mayRescue: boolean;
  orphaned: boolean;
  values: FormValues;
  wrong: Partial<Record<'verdict' | 'offer' | 'page', FormErrors>>;
};

/** One organisation as the secretariat sees it: what it says, its licence, the decision. */
export function SecretariatOrganisationPage(p: SecretariatOrganisationProps) {
  const { t } = useUi();
  const { organisation } = p;
  const here = `/secretariat/organisations/${organisation.id}`;
  const waits = p.checks[0]?.state === 'waiting';
  const href = safeHref(organisation.website);
  return (
    <>
      <Trail
        items={[
          { label: t('people.organisations.title'), href: '/secretariat/organisations' },
          { label: organisation.name },
        ]}
      />
      <Heading
        over={t(`people.organisation.kind.${organisation.kind}`)}
        title={organisation.name}
        facts={<Standing organisation={organisation} />}
      />
      {p.wrong.page && <Notice tone="error" title={Object.values(p.wrong.page)[0]} />}
      <Facts
        ruled
        items={[
          { label: t('people.organisations.credit_code'), value: organisation.creditCode },
          { label: t('people.organisations.short_name'), value: organisation.shortName },
          { label: t('people.organisations.district'), value: p.district },
          {
            label: t('people.organisations.website'),
            value: href && (
              <a href={href} rel="nofollow noopener">
                {organisation.website}
              </a>
            ),
          },
          { label: t('people.organisations.contact'), value: organisation.publicContact },
          {
            label: t('people.organisations.administrators'),
            value: p.places
              .filter(({ part, state }) => part === 'administrator' && state === 'held')
              .map(({ name }) => name)
              .join(t('people.organisations.comma')),
          },
          {
            label: t('people.organisations.evidence'),
            value: p.evidence && <a href={p.evidence.href}>{p.evidence.name}</a>,
          },
        ]}
      />
      {organisation.about && <Pre text={organisation.about} />}
      {p.own && <Notice title={t('people.organisations.own')} />}
      {waits && p.mayVerify && <Verdict action={`${here}/verdict`} values={p.values} errors={p.wrong.verdict ?? {}} />}
      {p.orphaned && p.mayRescue && (
        <Offer action={`${here}/administrator`} values={p.values} errors={p.wrong.offer ?? {}} />
      )}
      <History checks={p.checks} staff={p.staff} />
      {p.mayRescue && !organisation.closedAt && (
        <Fold summary={t('people.organisations.close_title')}>
          <p>{t('people.organisations.close_means')}</p>
          <form action={`${here}/close`} method="post">
            <Button danger>{t('people.organisations.close')}</Button>
          </form>
        </Fold>
      )}
    </>
  );
}

function Verdict({ action, values, errors }: { action: string; values: FormValues; errors: FormErrors }) {
  const { t } = useUi();
  return (
    <Section id="verdict" title={t('people.organisations.verdict')} note={t('people.organisations.verdict_note')}>
      <Form id="verdict-form" action={action} values={values} errors={errors}>
        <Field
          name="reason"
          type="textarea"
          paper="plain"
          label={t('people.organisations.reason')}
          hint={t('people.organisations.reason_hint')}
          maxLength={500}
          rows={3}
        />
        <Actions>
          <Button primary name="verdict" value="grant">
            {t('people.organisations.grant')}
          </Button>
          <Button name="verdict" value="refuse">
            {t('people.organisations.refuse')}
          </Button>
        </Actions>
      </Form>
    </Section>
  );
}

function Offer({ action, values, errors }: { action: string; values: FormValues; errors: FormErrors }) {
  const { t } = useUi();
  return (
    <Section id="orphaned" title={t('people.organisations.orphaned')} note={t('people.organisations.orphaned_note')}>
      <Form id="offer" action={action} values={values} errors={errors}>
        <Field name="number" label={t('people.organisations.offer_number')} maxLength={20} width="short" required />
        <Actions>
          <Button>{t('people.organisations.offer')}</Button>
        </Actions>
      </Form>
    </Section>
  );
}

function History({ checks, staff }: { checks: readonly OrganisationCheck[]; staff: ReadonlyMap<string, string> }) {
  const { t } = useUi();
  if (checks.length === 0) return null;
  return (
    <Section id="history">
      <Table
        caption={t('people.organisations.history')}
        rows={checks}
        columns={[
          { label: t('people.organisations.asked'), cell: (check) => <DateTime value={check.askedAt} form="date" /> },
          {
            label: t('people.organisations.state'),
            head: true,
            cell: (check) => t(`people.organisations.check.${check.state}`),
          },
          {
            label: t('people.organisations.decided'),
            cell: (check) => check.decidedAt && <DateTime value={check.decidedAt} form="date" />,
          },
          {
            label: t('people.organisations.by'),
            cell: (check) => (check.decidedBy ? (staff.get(check.decidedBy) ?? '') : ''),
          },
          { label: t('people.organisations.reason'), cell: (check) => check.reason },
        ]}
      />
    </Section>
  );
}
