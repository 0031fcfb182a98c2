import { dateWords } from '../../../kernel/time/index.ts';
import { Button, ButtonLink, VerbLink } from '../../../ui/button.tsx';
import { DateTime, formatNumber } from '../../../ui/date-time.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Field, FileField } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues, Hidden } from '../../../ui/form.tsx';
import { Heading, Section, Sheet, Trail } from '../../../ui/layout.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { Table } from '../../../ui/table.tsx';
import type { ActivityRow } from './activity.queries.ts';
import type { Participant, Training } from './training.queries.ts';

// keys: people.activity.kind.*

/** 2, 1.5, 0.25: without noughts at the end. */
const hoursWords = (hours: number) => String(Math.round(hours * 100) / 100);

export type RecordProps = {
  rows: readonly ActivityRow[];
  sums: readonly { year: number; count: number; hours: number }[];
  nextHref: string | undefined;
  firstHref: string | undefined;
};

function Entries({ rows, nextHref, firstHref }: RecordProps) {
  const { t } = useUi();
  return (
    <>
      <Table
        caption={t('people.activity.entries')}
        captionHidden
        rows={rows}
        empty={t('people.activity.none')}
        columns={[
          { label: t('people.activity.when'), cell: (row) => <DateTime value={row.at} form="date" /> },
          { label: t('people.activity.what'), cell: (row) => t(`people.activity.kind.${row.kind}`) },
          { label: t('people.activity.title_of'), head: true, cell: (row) => row.title },
          {
            label: t('people.activity.hours'),
            numeric: true,
            cell: (row) => (row.hours === null ? '—' : hoursWords(row.hours)),
          },
        ]}
      />
      <KeysetPager {...(firstHref ? { firstHref } : {})} {...(nextHref ? { nextHref } : {})} />
    </>
  );
}

function Sums({ sums }: Pick<RecordProps, 'sums'>) {
  const { t } = useUi();
  return (
    <Facts
      ruled
      items={sums.map(({ year, count, hours }) => ({
        label: String(year),
        value: t('people.activity.sum', { n: count, hours: hoursWords(hours) }),
      }))}
    />
  );
}

/** What somebody took part in, for themself. */
export function MyRecordPage(p: RecordProps) {
  const { t } = useUi();
  return (
    <>
      <Trail items={[{ label: t('people.me.title'), href: '/me' }, { label: t('people.activity.mine') }]} />
      <Heading title={t('people.activity.mine')} lead={t('people.activity.lead')} />
      {p.rows.length === 0 && !p.firstHref ? (
        <EmptyState title={t('people.activity.none')}>
          <p>{t('people.activity.none_text')}</p>
        </EmptyState>
      ) : (
        <>
          <Sums sums={p.sums} />
          <Actions>
            <ButtonLink href="/me/record.pdf" icon="download">
              {t('people.activity.certificate_get')}
            </ButtonLink>
          </Actions>
          <Entries {...p} />
        </>
      )}
      <p class="more">
        <VerbLink href="/me/data">{t('people.activity.correct')}</VerbLink>
      </p>
    </>
  );
}

/** The same for the secretariat, whose look is recorded. */
export function MemberRecordPage(p: RecordProps & { name: string; number: string }) {
  const { t } = useUi();
  return (
    <>
      <Trail
        items={[
          { label: t('people.activity.trainings'), href: '/secretariat/trainings' },
          { label: `${p.name} ${p.number}` },
        ]}
      />
      <Heading title={p.name} over={p.number} lead={t('people.activity.look')} />
      <Sums sums={p.sums} />
      <Entries {...p} />
    </>
  );
}

export type TrainingsProps = {
  trainings: readonly Training[];
  mayEnter: boolean;
  nextHref: string | undefined;
  firstHref: string | undefined;
};

/** Trainings, the newest first. */
export function TrainingsPage(p: TrainingsProps) {
  const { t, locale } = useUi();
  return (
    <>
      <Heading
        title={t('people.activity.trainings')}
        lead={t('people.activity.trainings_lead')}
        end={
          p.mayEnter && (
            <ButtonLink primary href="/secretariat/trainings/new" icon="plus">
              {t('people.activity.enter')}
            </ButtonLink>
          )
        }
      />
      <Table
        caption={t('people.activity.trainings')}
        captionHidden
        rows={p.trainings}
        empty={t('people.activity.no_trainings')}
        dense
        columns={[
          { label: t('people.activity.when'), cell: (row) => <DateTime value={row.heldOn} form="date" /> },
          {
            label: t('people.activity.title_of'),
            head: true,
            cell: (row) => <a href={`/secretariat/trainings/${row.id}`}>{row.title}</a>,
          },
          { label: t('people.activity.place'), cell: (row) => row.place || '—' },
          { label: t('people.activity.hours'), numeric: true, cell: (row) => hoursWords(row.hours) },
          { label: t('people.activity.people'), numeric: true, cell: (row) => formatNumber(row.participants, locale) },
        ]}
      />
      <KeysetPager
        {...(p.firstHref ? { firstHref: p.firstHref } : {})}
        {...(p.nextHref ? { nextHref: p.nextHref } : {})}
      />
      {p.mayEnter && <RecordFinder />}
    </>
  );
}

function RecordFinder() {
  const { t } = useUi();
  return (
    <Section id="record" title={t('people.activity.find')}>
      <Form id="find" action="/secretariat/records" method="get">
        <Field name="number" label={t('people.activity.member')} hint={t('people.activity.look')} width="half" />
        <Actions>
          <Button>{t('people.activity.open')}</Button>
        </Actions>
      </Form>
    </Section>
  );
}

export type Typed = { values: FormValues; errors: FormErrors };

function MemberFields({ typed }: { typed?: Typed | undefined }) {
  const { t } = useUi();
  return (
    <>
      <Field
        name="members"
        type="textarea"
        paper="plain"
        rows={5}
        label={t('people.activity.members')}
        hint={t('people.activity.members_hint')}
        {...(typed?.errors.members ? { error: typed.errors.members } : {})}
      />
      <FileField
        name="file"
        label={t('people.activity.file')}
        hint={t('people.activity.file_hint')}
        accept=".xlsx,.csv"
        optional
      />
    </>
  );
}

/** A training held, and who took part. */
export function EnterTrainingPage({ typed }: { typed?: Typed | undefined }) {
  const { t } = useUi();
  return (
    <>
      <Trail
        items={[
          { label: t('people.activity.trainings'), href: '/secretariat/trainings' },
          { label: t('people.activity.enter') },
        ]}
      />
      <Sheet title={t('people.activity.enter')} lead={t('people.activity.enter_lead')}>
        <Form
          id="training"
          action="/secretariat/trainings"
          values={typed?.values ?? {}}
          errors={typed?.errors ?? {}}
          multipart
        >
          <Field name="title" label={t('people.activity.title_of')} maxLength={100} required />
          <Field name="heldOn" type="date" label={t('people.activity.when')} width="half" required />
          <Field name="hours" label={t('people.activity.hours')} inputmode="decimal" width="short" required />
          <Field name="place" label={t('people.activity.place')} maxLength={100} optional />
          <MemberFields typed={typed} />
          <Actions note={t('people.activity.enter_note')}>
            <Button primary>{t('people.activity.save')}</Button>
          </Actions>
        </Form>
      </Sheet>
    </>
  );
}

export type TrainingProps = {
  training: Training;
  /** null: the reader may not know who took part */
  participants: readonly Participant[] | null;
  typed?: Typed | undefined;
};

/** One training; who took part is for the secretariat alone. */
export function TrainingPage({ training, participants, typed }: TrainingProps) {
  const { t, locale } = useUi();
  const base = `/secretariat/trainings/${training.id}`;
  return (
    <>
      <Trail
        items={[{ label: t('people.activity.trainings'), href: '/secretariat/trainings' }, { label: training.title }]}
      />
      <Heading title={training.title} />
      <Facts
        ruled
        items={[
          { label: t('people.activity.when'), value: dateWords(training.heldOn, { locale }) },
          { label: t('people.activity.hours'), value: hoursWords(training.hours) },
          { label: t('people.activity.place'), value: training.place },
          { label: t('people.activity.people'), value: formatNumber(training.participants, locale) },
        ]}
      />
      {participants && (
        <>
          <Table
            caption={t('people.activity.people')}
            rows={participants}
            dense
            columns={[
              { label: t('people.activity.member'), cell: (row) => row.number ?? '—' },
              { label: t('people.activity.name'), head: true, cell: (row) => row.name },
              {
                label: t('people.activity.take_out'),
                labelHidden: true,
                cell: (row) =>
                  row.number && (
                    <Form id={`take-${row.number}`} action={`${base}/take`} label={row.number}>
                      <Hidden name="number" value={row.number} />
                      <Button small>{t('people.activity.take_out')}</Button>
                    </Form>
                  ),
              },
            ]}
          />
          <Fold summary={t('people.activity.add')} open={typed !== undefined}>
            <Form id="add" action={`${base}/add`} values={typed?.values ?? {}} errors={typed?.errors ?? {}} multipart>
              <MemberFields typed={typed} />
              <Actions>
                <Button primary>{t('people.activity.add_now')}</Button>
              </Actions>
            </Form>
          </Fold>
          <Fold summary={t('people.activity.remove')}>
            <Form id="remove" action={`${base}/remove`}>
              <Actions note={t('people.activity.remove_note')}>
                <Button danger>{t('people.activity.remove_now')}</Button>
              </Actions>
            </Form>
          </Fold>
        </>
      )}
    </>
  );
}
