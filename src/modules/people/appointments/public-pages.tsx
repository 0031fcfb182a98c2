import { ButtonLink, VerbLink } from '../../../ui/button.tsx';
import { formatDate } from '../../../ui/date-time.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Field } from '../../../ui/field.tsx';
import { Filters } from '../../../ui/filters.tsx';
import { CaseLayout, Chapter, Heading, Section, SideSection, Trail } from '../../../ui/layout.tsx';
import { Matters } from '../../../ui/lists.tsx';
import { EmptyState, Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { Table } from '../../../ui/table.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import type { Appointment, PublicAppointment, Term as TermRow } from './appointment.queries.ts';
import { Day, Term, titleOf } from './appointment-words.tsx';
import { appointmentKinds, type standingOf } from './appointments.rules.ts';
import type { Piece } from './piece.queries.ts';
import { type Offices, PublishedPiece } from './piece-parts.tsx';
import type { PublicSeat } from './seat.queries.ts';

export type PublicQuery = { department: string; kind: string; state: 'held' | 'ended' };

function addressOf(query: PublicQuery, change: Partial<PublicQuery> & { after?: string } = {}, path = '/appointments') {
  const given = Object.entries({ ...query, ...change }).filter(
    ([name, value]) => value && !(name === 'state' && value === 'held'),
  );
  return given.length > 0 ? `${path}?${new URLSearchParams(given)}` : path;
}

export type PublicListProps = {
  query: PublicQuery;
  first: boolean;
  appointments: readonly PublicAppointment[];
  nextAfter: string | null;
  pieces: readonly Piece[];
  seats: readonly PublicSeat[];
  departments: readonly { value: string; label: string }[];
  offices: Offices;
};

/** Whom departments asked to look and to advise, what they said and what was answered; and the seats that members hold. */
export function PublicListPage(p: PublicListProps) {
  const { t } = useUi();
  return (
    <>
      <Trail items={[{ label: t('people.appointments.home'), href: '/' }, { label: t('people.appointments.title') }]} />
      <Heading title={t('people.appointments.title')} lead={t('people.appointments.lead')} />
      <Tabs
        label={t('people.appointments.lists')}
        items={(['held', 'ended'] as const).map((state) => ({
          href: addressOf(p.query, { state }),
          label: t(`people.appointments.state.${state}`),
          current: p.query.state === state,
        }))}
      />
      <PublicFilter p={p} />
      <AppointmentTable p={p} />
      {p.first && p.query.state === 'held' && (
        <>
          <LatestPieces p={p} />
          <Seats seats={p.seats} />
        </>
      )}
      <p class="more">
        <VerbLink href="/appointments/log">{t('people.appointments.log.title')}</VerbLink>
      </p>
    </>
  );
}

function PublicFilter({ p }: { p: PublicListProps }) {
  const { t } = useUi();
  const { query, departments } = p;
  const any = { value: '', label: t('people.appointments.any') };
  const active = [
    query.department && {
      label: departments.find(({ value }) => value === query.department)?.label ?? query.department,
      removeHref: addressOf(query, { department: '' }),
    },
    query.kind && { label: t(`people.appointments.kind.${query.kind}`), removeHref: addressOf(query, { kind: '' }) },
  ].filter((one): one is { label: string; removeHref: string } => Boolean(one));
  return (
    <Filters action="/appointments" values={query} active={active} clearHref="/appointments">
      <Field
        name="department"
        type="select"
        label={t('people.appointments.department')}
        options={[any, ...departments]}
      />
      <Field
        name="kind"
        type="select"
        label={t('people.appointments.what')}
        options={[any, ...appointmentKinds.map((value) => ({ value, label: t(`people.appointments.kind.${value}`) }))]}
      />
    </Filters>
  );
}

function AppointmentTable({ p }: { p: PublicListProps }) {
  const { t } = useUi();
  return (
    <>
      <Table
        caption={t(`people.appointments.list.${p.query.state}`)}
        rows={p.appointments}
        empty={t('people.appointments.none')}
        columns={[
          {
            label: t('people.appointments.who'),
            head: true,
            cell: (row) => (
              <a href={`/appointments/${row.number}`}>{row.publicName || t('people.appointments.nameless')}</a>
            ),
          },
          { label: t('people.appointments.what'), cell: (row) => titleOf(row, t) },
          { label: t('people.appointments.department'), cell: (row) => p.offices(row.departmentId) },
          {
            label: t('people.appointments.term'),
            cell: (row) => <Term from={row.startsOn} until={row.endedOn ?? row.endsOn} />,
          },
          { label: t('people.appointments.published'), numeric: true, cell: (row) => String(row.published) },
        ]}
      />
      <KeysetPager
        {...(p.first ? {} : { firstHref: addressOf(p.query) })}
        {...(p.nextAfter ? { nextHref: addressOf(p.query, { after: p.nextAfter }) } : {})}
      />
      <p class="more">
        <VerbLink href="/appointments.csv">{t('people.appointments.csv')}</VerbLink>
      </p>
    </>
  );
}

function LatestPieces({ p }: { p: PublicListProps }) {
  const ui = useUi();
  const { t } = ui;
  if (p.pieces.length === 0) return null;
  return (
    <Chapter id="latest" title={t('people.appointments.latest')}>
      <Matters
        level="h3"
        entries={p.pieces.map((piece) => ({
          href: `/appointments/${piece.number}#p${piece.n}`,
          title: piece.title,
          meta: `${t(`people.appointments.piece.${piece.kind}`)} · ${piece.publicName || t('people.appointments.nameless')} · ${p.offices(
            piece.answerDepartmentId,
          )} · ${piece.publishedAt ? formatDate(piece.publishedAt, ui, 'date') : ''}`,
          excerpt: piece.advice.slice(0, 120),
        }))}
      />
    </Chapter>
  );
}

function Seats({ seats }: { seats: readonly PublicSeat[] }) {
  const { t } = useUi();
  if (seats.length === 0) return null;
  return (
    <Chapter id="seats" title={t('people.appointments.seats')} note={t('people.appointments.seats_note')}>
      <Table
        caption={t('people.appointments.seats')}
        captionHidden
        rows={seats}
        columns={[
          {
            label: t('people.appointments.who'),
            head: true,
            cell: (seat) => <a href={`/members/${seat.slug}`}>{seat.name}</a>,
          },
          { label: t('people.appointments.body'), cell: (seat) => seat.body },
          { label: t('people.appointments.seat_level'), cell: (seat) => t(`people.appointments.level.${seat.level}`) },
          { label: t('people.appointments.seat_kind'), cell: (seat) => t(`people.appointments.seat.${seat.kind}`) },
          {
            label: t('people.appointments.term'),
            cell: (seat) =>
              seat.endsOn ? <Term from={seat.startsOn} until={seat.endsOn} /> : <Day on={seat.startsOn} />,
          },
        ]}
      />
    </Chapter>
  );
}

export type PublicAppointmentProps = {
  appointment: Appointment & { number: string };
  terms: readonly TermRow[];
  pieces: readonly Piece[];
  nextBefore: number | null;
  standing: ReturnType<typeof standingOf>;
  offices: Offices;
};

/** One appointment with what was published in it. */
export function PublicAppointmentPage(p: PublicAppointmentProps) {
  const { t } = useUi();
  const { appointment } = p;
  const name = appointment.publicName || t('people.appointments.nameless');
  return (
    <>
      <Trail
        items={[
          { label: t('people.appointments.home'), href: '/' },
          { label: t('people.appointments.title'), href: '/appointments' },
          { label: name },
        ]}
      />
      <CaseLayout
        heading={<Heading over={titleOf(appointment, t)} title={name} lead={p.offices(appointment.departmentId)} />}
        afterLabel={t('people.appointments.about')}
        after={<AboutAppointment p={p} />}
      >
        {p.pieces.length === 0 && <EmptyState title={t('people.appointments.no_pieces')} />}
        {p.pieces.map((piece) => (
          <Section
            id={`p${piece.n}`}
            title={piece.hiddenAt ? t('people.appointments.hidden_title') : piece.title}
            note={t(`people.appointments.piece.${piece.kind}`)}
          >
            <PublishedPiece piece={piece} offices={p.offices} />
          </Section>
        ))}
        <KeysetPager
          {...(p.nextBefore ? { nextHref: `/appointments/${appointment.number}?before=${p.nextBefore}` } : {})}
        />
      </CaseLayout>
    </>
  );
}

function AboutAppointment({ p }: { p: PublicAppointmentProps }) {
  const { t } = useUi();
  const { appointment, terms } = p;
  return (
    <SideSection id="about" title={t('people.appointments.about')}>
      <Facts
        ruled
        items={[
          { label: t('people.appointments.number'), value: appointment.number },
          { label: t('people.appointments.standing'), value: <Standing standing={p.standing} /> },
          ...terms.map(({ startsOn, endsOn }) => ({
            label: t('people.appointments.term'),
            value: <Term from={startsOn} until={endsOn} />,
          })),
        ]}
      />
      <p class="more">
        <VerbLink href={`/appointments/verify/${appointment.number}`}>{t('people.appointments.verify_it')}</VerbLink>
      </p>
    </SideSection>
  );
}

export function Standing({ standing }: { standing: ReturnType<typeof standingOf> }) {
  const { t } = useUi();
  if (standing.is !== 'ended') return <>{t(`people.appointments.standing_is.${standing.is}`)}</>;
  return (
    <>
      {t('people.appointments.standing_is.ended')} <Day on={standing.on} />
    </>
  );
}

export type VerifyProps = {
  number: string;
  found:
    | (Pick<Appointment, 'kind' | 'field' | 'publicName' | 'startsOn' | 'endsOn' | 'departmentId'> & {
        standing: ReturnType<typeof standingOf>;
      })
    | null;
  offices: Offices;
};

/** Whether a letter of appointment holds: nothing but what everybody may know. */
export function VerifyPage({ number, found, offices }: VerifyProps) {
  const { t } = useUi();
  return (
    <>
      <Trail
        items={[
          { label: t('people.appointments.home'), href: '/' },
          { label: t('people.appointments.title'), href: '/appointments' },
          { label: t('people.appointments.verify_title') },
        ]}
      />
      <Heading title={t('people.appointments.verify_title')} over={number} />
      {found ? (
        <>
          <Notice
            tone={found.standing.is === 'valid' ? 'success' : 'warn'}
            title={t(`people.appointments.verify_is.${found.standing.is}`)}
          >
            <p>
              <Standing standing={found.standing} />
            </p>
          </Notice>
          <Facts
            ruled
            items={[
              { label: t('people.appointments.who'), value: found.publicName || t('people.appointments.nameless') },
              { label: t('people.appointments.what'), value: t(`people.appointments.kind.${found.kind}`) },
              { label: t('people.appointments.department'), value: offices(found.departmentId) },
              { label: t('people.appointments.term'), value: <Term from={found.startsOn} until={found.endsOn} /> },
            ]}
          />
        </>
      ) : (
        <Notice tone="error" title={t('people.appointments.verify_is.unknown')}>
          <p>{t('people.appointments.verify_unknown')}</p>
        </Notice>
      )}
      <p class="more">
        <ButtonLink href="/appointments">{t('people.appointments.all')}</ButtonLink>
      </p>
    </>
  );
}
