import { Button, ButtonLink, More, VerbLink } from '../../../../ui/button.tsx';
import { Field } from '../../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues } from '../../../../ui/form.tsx';
import { Heading, Section } from '../../../../ui/layout.tsx';
import { Tag } from '../../../../ui/marks.tsx';
import { useUi } from '../../../../ui/page-context.ts';
import { KeysetPager } from '../../../../ui/pager.tsx';
import { Table } from '../../../../ui/table.tsx';
import type { ConsultationOf } from '../../consultation.queries.ts';
import type { Status } from '../../consultations.rules.ts';
import type { Counts } from '../math/opinion-map.ts';
import { statement_characters } from '../opinion-map.rules.ts';
import type { Statement } from '../statements/statement.queries.ts';

// keys: consultations.opinion_map.desk.*, consultations.contribution_state.*

export const deskSize = 100;

export type DeskView = {
  consultation: ConsultationOf<'map'>;
  status: Status;
  statements: readonly Statement[];
  total: number;
  from: number;
  next: number | null;
  figures: ReadonlyMap<number, Counts>;
  participants: number;
  /** the reader convenes it, and does not only look over it */
  works: boolean;
  seeds: { values: FormValues; errors: FormErrors };
  archive: { values: FormValues; errors: FormErrors };
};

/** Every statement, and how more of them come in. */
export function StatementsPage({ view }: { view: DeskView }) {
  const { t } = useUi();
  const { consultation, status, works, from, next } = view;
  const here = `/convene/${consultation.slug}/statements`;
  const writes = works && ['prepared', 'not_started', 'running'].includes(status);
  return (
    <>
      <Heading
        title={t('consultations.opinion_map.desk.title')}
        lead={t('consultations.opinion_map.desk.lead', { n: view.total, participants: view.participants })}
      />
      <More>
        {status !== 'prepared' && (
          <>
            <VerbLink href={`/maps/${consultation.slug}`}>{t('consultations.opinion_map.desk.public')}</VerbLink>
            <VerbLink href={`/maps/${consultation.slug}/results`}>
              {t('consultations.opinion_map.vote.see_results')}
            </VerbLink>
          </>
        )}
        {(status === 'ended' || status === 'answered') && (
          <ButtonLink href={`${here}/answer`} primary={status === 'ended' && works}>
            {t(`consultations.opinion_map.desk.${status === 'ended' ? 'answer' : 'see_answer'}`)}
          </ButtonLink>
        )}
      </More>
      {writes && <Seeds view={view} />}
      <Statements view={view} />
      <KeysetPager
        {...(next === null ? {} : { nextHref: `${here}?from=${next}` })}
        {...(from > 1 ? { firstHref: here } : {})}
      />
      <p class="quiet">{t('consultations.opinion_map.desk.hiding')}</p>
      {writes && view.participants === 0 && <Bring view={view} />}
    </>
  );
}

function languages(t: (key: string) => string) {
  return ['zh-CN', 'zh-TW', 'en'].map((value) => ({
    value,
    label: t(`consultations.opinion_map.language.${value.replace('-', '_').toLowerCase()}`),
  }));
}

function Seeds({ view }: { view: DeskView }) {
  const { t } = useUi();
  return (
    <Section id="write" title={t('consultations.opinion_map.desk.write')}>
      <Form id="seeds" action={`/convene/${view.consultation.slug}/statements`} {...view.seeds} keepDraft>
        <Field
          name="lines"
          label={t('consultations.opinion_map.desk.lines')}
          hint={t('consultations.opinion_map.desk.lines_hint', { most: statement_characters })}
          type="textarea"
          paper="plain"
          rows={8}
          required
        />
        <Field
          name="language"
          label={t('consultations.opinion_map.desk.language')}
          type="select"
          options={languages(t)}
          width="short"
        />
        <Actions note={t('consultations.opinion_map.desk.write_note')}>
          <Button primary>{t('consultations.opinion_map.desk.add')}</Button>
        </Actions>
      </Form>
    </Section>
  );
}

function Statements({ view }: { view: DeskView }) {
  const { t } = useUi();
  const { slug } = view.consultation;
  const count = (of: keyof Counts) => (row: Statement) => String(view.figures.get(row.number)?.[of] ?? 0);
  return (
    <Table
      caption={t('consultations.opinion_map.desk.caption', { n: view.total })}
      rows={view.statements}
      rowId={({ number }) => `statement-${number}`}
      dense
      empty={t('consultations.opinion_map.desk.empty')}
      columns={[
        { label: t('consultations.opinion_map.report.number'), numeric: true, cell: ({ number }) => String(number) },
        {
          label: t('consultations.opinion_map.statement'),
          head: true,
          cell: (row) => (
            <>
              <a href={`/convene/${slug}/statements/${row.number}`} lang={row.language}>
                {row.text}
              </a>{' '}
              {Object.keys(row.translations).map((language) => (
                <Tag>{language}</Tag>
              ))}
            </>
          ),
        },
        { label: t('consultations.opinion_map.desk.by'), cell: ({ shownAs }) => shownAs },
        {
          label: t('consultations.opinion_map.desk.state'),
          cell: ({ state }) => <span class="file-name">{t(`consultations.contribution_state.${state}`)}</span>,
        },
        { label: t('consultations.opinion_map.report.seen'), numeric: true, cell: count('seen') },
        { label: t('consultations.opinion_map.report.agrees'), numeric: true, cell: count('agrees') },
        { label: t('consultations.opinion_map.report.disagrees'), numeric: true, cell: count('disagrees') },
      ]}
    />
  );
}

function Bring({ view }: { view: DeskView }) {
  const { t } = useUi();
  return (
    <Section
      id="bring"
      title={t('consultations.opinion_map.desk.bring')}
      note={t('consultations.opinion_map.desk.bring_note')}
    >
      <Form id="import" action={`/convene/${view.consultation.slug}/statements/import`} multipart {...view.archive}>
        <div class="field">
          <label for="import-file">{t('consultations.opinion_map.desk.bring_file')}</label>
          <input id="import-file" type="file" name="file" accept=".zip,application/zip" required />
        </div>
        <Field
          name="source"
          label={t('consultations.opinion_map.desk.bring_source')}
          hint={t('consultations.opinion_map.desk.bring_source_hint')}
          optional
          maxLength={300}
        />
        <Field
          name="language"
          label={t('consultations.opinion_map.desk.language')}
          type="select"
          options={languages(t)}
          width="short"
        />
        <Actions>
          <Button>{t('consultations.opinion_map.desk.bring_do')}</Button>
        </Actions>
      </Form>
    </Section>
  );
}
