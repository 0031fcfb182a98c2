import { ButtonLink, More, VerbLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Heading } from '../../../ui/layout.tsx';
import { SignalLight } from '../../../ui/marks.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { Table } from '../../../ui/table.tsx';
import type { OrganisationFacts } from '../../people/index.ts';
import type { OrganisationLine } from './organisation-lines.ts';

/** Every verified organisation: who speaks for it, what is open with it, what was agreed. */
export function OrganisationsPage(p: { lines: readonly OrganisationLine[]; nextHref: string | null }) {
  const { t } = useUi();
  return (
    <>
      <Heading title={t('liaison.exchange.organisations')} lead={t('liaison.exchange.organisations_lead')} />
      <Table
        caption={t('liaison.exchange.organisations')}
        captionHidden
        rows={p.lines}
        empty={t('liaison.exchange.no_organisations')}
        columns={[
          {
            label: t('liaison.exchange.organisation'),
            head: true,
            cell: (line) => <a href={`/organisations/${line.slug}/liaison`}>{line.name}</a>,
          },
          {
            label: t('liaison.exchange.speakers'),
            numeric: true,
            cell: (line) =>
              line.officers === 0 ? (
                <SignalLight level="yellow">{t('liaison.exchange.nobody_speaks')}</SignalLight>
              ) : (
                line.officers
              ),
          },
          { label: t('liaison.exchange.open_needs'), numeric: true, cell: (line) => line.open },
          {
            label: t('liaison.exchange.light.red'),
            numeric: true,
            cell: (line) => (line.late > 0 ? <SignalLight level="red">{String(line.late)}</SignalLight> : 0),
          },
          { label: t('liaison.exchange.in_force'), numeric: true, cell: (line) => line.agreements },
          {
            label: t('liaison.exchange.last_said'),
            cell: (line) => (line.lastAt ? <DateTime value={line.lastAt} form="date" /> : ''),
          },
        ]}
      />
      <KeysetPager {...(p.nextHref ? { nextHref: p.nextHref } : {})} />
      <More>
        <VerbLink href="/liaison/organisations.xlsx">{t('liaison.exchange.as_xlsx')}</VerbLink>
        <VerbLink href="/liaison/organisations.csv">{t('liaison.exchange.as_csv')}</VerbLink>
      </More>
    </>
  );
}

/** For which organisations somebody speaks. */
export function SpeakingPage({ organisations }: { organisations: readonly OrganisationFacts[] }) {
  const { t } = useUi();
  return (
    <>
      <Heading title={t('liaison.exchange.speaking')} lead={t('liaison.exchange.speaking_note')} />
      {organisations.map((each) => (
        <p>
          <ButtonLink href={`/organisations/${each.slug}/liaison`}>{each.name}</ButtonLink>
        </p>
      ))}
    </>
  );
}
