import { ButtonLink, VerbLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Figures } from '../../../ui/facts.tsx';
import { Heading, Section } from '../../../ui/layout.tsx';
import { Rows } from '../../../ui/lists.tsx';
import { type T, useUi } from '../../../ui/page-context.ts';
import type { Handing } from '../matters/handing.queries.ts';
import type { Matter } from '../matters/matter.queries.ts';
import { type MatterNames, MatterTable } from '../matters/matter-table.tsx';
import { isQuiet, isVacant, type MemberRow } from './load-contacts.ts';
import { MemberTable } from './member-table.tsx';

export type DeskView = {
  /** 2026Q4 */
  quarter: string;
  own: readonly MemberRow[];
  /** members in the wider scope; null where one has only one's own */
  scope: readonly MemberRow[] | null;
  matters: readonly Matter[];
  /** more are on the list of matters */
  moreMatters: boolean;
  offers: readonly (Handing & { matter: Matter })[];
  names: MatterNames;
  wishes: number;
  /** contacts with too many members */
  full: number;
};

function figuresOf(rows: readonly MemberRow[], view: DeskView, t: T) {
  const quiet = rows.filter(isQuiet).length;
  const vacant = rows.filter(isVacant).length;
  const late = rows.reduce((sum, row) => sum + row.late, 0);
  return [
    { label: t('liaison.contacts.figure.members'), value: rows.length },
    {
      label: t('liaison.contacts.figure.reached'),
      value: rows.filter((row) => row.contact && row.last).length,
      note: t('liaison.contacts.figure.of', {
        year: view.quarter.slice(0, 4),
        quarter: view.quarter.slice(-1),
        n: rows.filter((row) => row.contact).length,
      }),
    },
    {
      label: t('liaison.contacts.figure.quiet'),
      value: quiet,
      ...(quiet > 0 ? { tone: 'no' as const } : {}),
    },
    { label: t('liaison.contacts.figure.open'), value: rows.reduce((sum, row) => sum + row.open, 0) },
    {
      label: t('liaison.contacts.figure.late'),
      value: late,
      ...(late > 0 ? { tone: 'no' as const } : {}),
    },
    ...(view.scope
      ? [
          {
            label: t('liaison.contacts.figure.vacant'),
            value: vacant,
            ...(vacant > 0 ? { tone: 'no' as const } : {}),
          },
          {
            label: t('liaison.contacts.figure.full'),
            value: view.full,
            ...(view.full > 0 ? { tone: 'no' as const } : {}),
          },
        ]
      : []),
  ];
}

function Offers({ view }: { view: DeskView }) {
  const { t, locale } = useUi();
  if (view.offers.length === 0) return null;
  return (
    <Section id="offers" title={t('liaison.contacts.offers')} note={t('liaison.contacts.offers_note')}>
      <Rows
        entries={view.offers.map((offer) => ({
          href: `/liaison/matters/${offer.matter.number}`,
          title: offer.matter.title,
          facts: [
            view.names.departments.name(offer.fromDepartmentId, locale),
            <DateTime key="at" value={offer.at} form="date" />,
          ],
        }))}
      />
    </Section>
  );
}

/** One's members and matters; for the liaison office, leaders and auditors how it stands in the whole. */
export function LiaisonDeskPage({ view }: { view: DeskView }) {
  const { t } = useUi();
  const rows = view.scope ?? view.own;
  const mine = view.own.length > 0;
  return (
    <>
      <Heading title={t('liaison.contacts.desk_title')} lead={t('liaison.contacts.charter')} />
      <Figures items={figuresOf(rows, view, t)} />
      {view.wishes > 0 && (
        <p>
          <VerbLink href="/liaison/contacts#wishes">{t('liaison.contacts.wishes_wait', { n: view.wishes })}</VerbLink>
        </p>
      )}
      <Offers view={view} />
      <Section id="matters" title={t(view.scope ? 'liaison.contacts.matters_all' : 'liaison.contacts.matters_mine')}>
        <MatterTable
          rows={view.matters}
          names={view.names}
          caption={t('liaison.matters.title')}
          empty={t('liaison.contacts.matters_none')}
          withOwner={view.scope !== null}
        />
        {view.moreMatters && <VerbLink href="/liaison/matters">{t('liaison.contacts.matters_more')}</VerbLink>}
      </Section>
      {(mine || !view.scope) && (
        <Section id="members" title={t('liaison.contacts.members_mine')}>
          <MemberTable
            rows={view.own}
            departments={view.names.departments}
            caption={t('liaison.contacts.members_mine')}
            empty={t('liaison.contacts.members_none')}
            opens={() => true}
          />
        </Section>
      )}
      {view.scope && (
        <p>
          <ButtonLink href="/liaison/contacts">{t('liaison.contacts.who')}</ButtonLink>
        </p>
      )}
    </>
  );
}
