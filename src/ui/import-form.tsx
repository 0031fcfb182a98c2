import type { ComponentChildren } from 'preact';
import { Button, ButtonLink } from './button.tsx';
import { Figures } from './facts.tsx';
import { Field, FileField } from './field.tsx';
import { Actions, Form, type FormErrors, Hidden } from './form.tsx';
import { Section } from './layout.tsx';
import { Notice } from './notice.tsx';
import { useUi } from './page-context.ts';
import { Table } from './table.tsx';

/** First step of bringing a table in: the file. */
export function ImportUpload(p: { action: string; errors: FormErrors; hint: ComponentChildren; backHref: string }) {
  const { t } = useUi();
  return (
    <Form id="table" action={p.action} errors={p.errors} multipart>
      <FileField name="file" label={t('ui.import.file')} hint={p.hint} accept=".xlsx,.csv,.txt,.tsv" required />
      <Actions note={t('ui.import.nothing_yet')}>
        <Button primary icon="upload">
          {t('ui.import.look')}
        </Button>
        <ButtonLink href={p.backHref}>{t('ui.import.back')}</ButtonLink>
      </Actions>
    </Form>
  );
}

export type ImportField = { name: string; label: string; needed?: boolean };

/** Which column is which: recognised, to be looked over. */
export function ImportColumns(p: {
  /** address of the step that shows the result of the mapping (GET) */
  action: string;
  headers: readonly string[];
  fields: readonly ImportField[];
  /** field → heading; empty: no column */
  mapping: Readonly<Record<string, string | undefined>>;
  errors?: FormErrors;
}) {
  const { t } = useUi();
  const values = Object.fromEntries(p.fields.map(({ name }) => [`map_${name}`, p.mapping[name] ?? '']));
  const options = p.headers.map((header) => ({ value: header, label: header }));
  return (
    <Section id="columns" title={t('ui.import.columns')} note={t('ui.import.columns_note')}>
      <Form id="mapping" action={p.action} method="get" values={values} errors={p.errors}>
        <Hidden name="mapped" value="yes" />
        <div class="filter-fields">
          {p.fields.map(({ name, label, needed }) => (
            <Field
              name={`map_${name}`}
              type="select"
              label={label}
              options={options}
              placeholder={needed ? t('ui.import.choose') : t('ui.import.no_column')}
              required={needed}
            />
          ))}
        </div>
        <Actions>
          <Button>{t('ui.import.look_again')}</Button>
        </Actions>
      </Form>
    </Section>
  );
}

export type SampleRow = { line: number; cells: Readonly<Record<string, string>> };

/** The first rows as the table has them. */
export function ImportSample({ headers, rows }: { headers: readonly string[]; rows: readonly SampleRow[] }) {
  const { t } = useUi();
  return (
    <Table
      caption={t('ui.import.sample')}
      scroll
      dense
      rows={rows}
      columns={[
        { label: t('ui.import.line'), head: true, numeric: true, cell: (row) => row.line },
        ...headers.map((header) => ({
          label: header,
          cell: (row: SampleRow) => shortened(row.cells[header] ?? ''),
        })),
      ]}
    />
  );
}

const shortened = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

export type ImportCounts = { rows: number; imported: number; changed?: number; unchanged: number; rejected: number };

/** What an import does, or did. */
export function ImportOutcome(p: {
  counts: ImportCounts;
  /** false: what it would do */
  done: boolean;
  /** line and reason in words, the first of them */
  rejections: readonly { line: number; reason: string }[];
  /** rejected rows as a table to mend */
  downloadHref?: string;
}) {
  const { t } = useUi();
  const { counts } = p;
  return (
    <>
      <Figures
        items={[
          { label: t('ui.import.rows'), value: counts.rows },
          { label: t(p.done ? 'ui.import.imported' : 'ui.import.would_import'), value: counts.imported },
          ...(counts.changed === undefined
            ? []
            : [{ label: t(p.done ? 'ui.import.changed' : 'ui.import.would_change'), value: counts.changed }]),
          { label: t('ui.import.unchanged'), value: counts.unchanged },
          { label: t('ui.import.rejected'), value: counts.rejected },
        ]}
      />
      {counts.rejected > 0 && (
        <>
          <Table
            caption={t('ui.import.rejections')}
            dense
            rows={p.rejections}
            columns={[
              { label: t('ui.import.line'), head: true, cell: ({ line }) => t('ui.import.line_n', { line }) },
              { label: t('ui.import.reason'), cell: ({ reason }) => reason },
            ]}
          />
          {counts.rejected > p.rejections.length && (
            <p class="quiet">{t('ui.import.more', { n: counts.rejected - p.rejections.length })}</p>
          )}
          {p.downloadHref && (
            <p>
              <ButtonLink href={p.downloadHref} icon="download" small download>
                {t('ui.import.download')}
              </ButtonLink>
            </p>
          )}
        </>
      )}
    </>
  );
}

/** The decision: bring in what is good, or all or nothing. */
export function ImportDecision(p: {
  action: string;
  mapping: Readonly<Record<string, string | undefined>>;
  rejected: number;
  nothing: boolean;
  /** more fields to decide */
  children?: ComponentChildren;
  errors?: FormErrors;
  againHref: string;
}) {
  const { t } = useUi();
  return (
    <Form id="decide" action={p.action} errors={p.errors}>
      {Object.entries(p.mapping).map(([field, heading]) => (
        <Hidden name={`map_${field}`} value={heading ?? ''} />
      ))}
      {p.children}
      {p.nothing && <Notice title={t('ui.import.nothing_to_do')} />}
      <Actions note={p.rejected > 0 ? t('ui.import.decide_note') : undefined}>
        {!p.nothing && (
          <Button primary name="mode" value="good">
            {p.rejected > 0 ? t('ui.import.take_good') : t('ui.import.take')}
          </Button>
        )}
        {!p.nothing && p.rejected > 0 && (
          <Button name="mode" value="all">
            {t('ui.import.take_all')}
          </Button>
        )}
        <ButtonLink href={p.againHref}>{t('ui.import.other_file')}</ButtonLink>
      </Actions>
    </Form>
  );
}
