import { Button, ButtonLink, More } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, FieldRow, Form, type FormErrors, type FormValues, Hidden } from '../../../ui/form.tsx';
import { Heading, Section, Trail } from '../../../ui/layout.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { Table } from '../../../ui/table.tsx';
import type { Batch } from './batches.queries.ts';
import type { CountedRound, Round, RoundCounts } from './rounds.queries.ts';

const counts = ['sent', 'waiting', 'accepted', 'notAccepted', 'withdrawn'] as const satisfies (keyof RoundCounts)[];

/** Rounds with what came of them; nobody is named. */
export function RoundsPage({ rounds, manage }: { rounds: readonly CountedRound[]; manage: boolean }) {
  const { t } = useUi();
  return (
    <>
      <Heading
        title={t('people.nominations.rounds')}
        lead={t('people.nominations.rounds_lead')}
        end={
          manage && (
            <ButtonLink primary href="/secretariat/rounds/new">
              {t('people.nominations.round_new')}
            </ButtonLink>
          )
        }
      />
      <Table
        caption={t('people.nominations.rounds')}
        captionHidden
        rows={rounds}
        empty={t('people.nominations.rounds_none')}
        columns={[
          {
            label: t('people.nominations.round'),
            head: true,
            cell: ({ round }) =>
              round ? (
                manage ? (
                  <a href={`/secretariat/rounds/${round.id}`}>{round.title}</a>
                ) : (
                  round.title
                )
              ) : (
                t('people.nominations.no_round')
              ),
          },
          {
            label: t('people.nominations.days'),
            cell: ({ round }) =>
              round && (
                <span>
                  <DateTime value={round.opensOn} form="date" />
                  {' – '}
                  <DateTime value={round.closesOn} form="date" />
                </span>
              ),
          },
          ...counts.map((count) => ({
            label: t(`people.nominations.count.${count}`),
            numeric: true,
            cell: (row: CountedRound) => row.counts[count],
          })),
        ]}
      />
      <More>
        <a href="/secretariat/rounds.xlsx" download>
          {t('people.nominations.export_xlsx')}
        </a>
        <a href="/secretariat/rounds.csv" download>
          {t('people.nominations.export_csv')}
        </a>
      </More>
    </>
  );
}

export function RoundFormPage(p: { round: Round | null; version: string; values: FormValues; errors: FormErrors }) {
  const { t } = useUi();
  const action = p.round ? `/secretariat/rounds/${p.round.id}` : '/secretariat/rounds';
  const title = p.round ? p.round.title : t('people.nominations.round_new');
  return (
    <>
      <Trail items={[{ label: t('people.nominations.rounds'), href: '/secretariat/rounds' }, { label: title }]} />
      <Heading title={title} />
      <Form id="round" action={action} values={p.values} errors={p.errors}>
        <Hidden name="version" value={p.version} />
        <Field name="title" label={t('people.nominations.round_title')} maxLength={60} width="half" required />
        <FieldRow>
          <Field name="opensOn" type="date" label={t('people.nominations.opens_on')} required />
          <Field name="closesOn" type="date" label={t('people.nominations.closes_on')} required />
        </FieldRow>
        <Field
          name="note"
          type="textarea"
          paper="plain"
          label={t('people.nominations.note')}
          hint={t('people.nominations.note_hint')}
          maxLength={1000}
          rows={5}
          optional
        />
        <Actions>
          <Button primary>{t('people.nominations.round_save')}</Button>
        </Actions>
      </Form>
      {p.round && (
        <Section>
          <form action={`${action}/remove`} method="post">
            <Button danger>{t('people.nominations.round_remove')}</Button>
          </form>
        </Section>
      )}
    </>
  );
}

/** Tables that were handed in: by whom, when, how many; nobody is named. */
export function BatchesPage(p: {
  batches: readonly Batch[];
  manage: boolean;
  nextHref?: string | undefined;
  firstHref?: string | undefined;
}) {
  const { t } = useUi();
  return (
    <>
      <Heading
        title={t('people.nominations.batches')}
        lead={t('people.nominations.batches_lead')}
        end={
          p.manage && (
            <ButtonLink primary href="/secretariat/batches/new">
              {t('people.nominations.batch_new')}
            </ButtonLink>
          )
        }
      />
      <Table
        caption={t('people.nominations.batches')}
        captionHidden
        rows={p.batches}
        empty={t('people.nominations.batches_none')}
        columns={[
          { label: t('people.nominations.for_organisation'), head: true, cell: ({ organisation }) => organisation },
          {
            label: t('people.nominations.handed_in'),
            cell: ({ handedInAt }) => <DateTime value={handedInAt} form="datetime" />,
          },
          {
            label: t('people.nominations.by'),
            cell: ({ bySecretariat }) =>
              t(bySecretariat ? 'people.nominations.by_secretariat' : 'people.nominations.by_organisation'),
          },
          { label: t('people.nominations.round'), cell: ({ round }) => round ?? t('people.nominations.no_round') },
          { label: t('people.nominations.batch_rows'), numeric: true, cell: ({ rows }) => rows },
          { label: t('people.nominations.batch_rejected'), numeric: true, cell: ({ rejected }) => rejected },
          {
            label: t('people.nominations.letter'),
            cell: ({ letterFileId, organisation }) =>
              p.manage && letterFileId ? (
                <a href={`/files/${letterFileId}`} aria-label={t('people.nominations.letter_of', { organisation })}>
                  {t('people.nominations.letter_open')}
                </a>
              ) : (
                ''
              ),
          },
        ]}
      />
      <KeysetPager firstHref={p.firstHref} nextHref={p.nextHref} />
      <More>
        <a href="/secretariat/batches.xlsx" download>
          {t('people.nominations.export_xlsx')}
        </a>
        <a href="/secretariat/batches.csv" download>
          {t('people.nominations.export_csv')}
        </a>
      </More>
    </>
  );
}
