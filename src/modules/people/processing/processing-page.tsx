import type { T } from '../../../kernel/i18n/index.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { Count, DateTime } from '../../../ui/date-time.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Heading, Section } from '../../../ui/layout.tsx';
import { StateMark } from '../../../ui/marks.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Table } from '../../../ui/table.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import type { ProcessingEntry } from './register-of-processing.ts';

type ProcessingPageProps = {
  entries: readonly ProcessingEntry[];
  all: boolean;
  /** every column is shown: to print */
  columns: boolean;
  total: number;
  at: Date;
};

/** Who can see a table, in words. */
export function accessWords(t: T, { declared }: ProcessingEntry): string[] {
  const plain = ['public', 'owner', 'group', 'contact', 'nobody'];
  // keys: people.processing.access.*
  return (declared?.access ?? []).map((who) =>
    t(plain.includes(who) ? `people.processing.access.${who}` : `people.role.${who}`),
  );
}

/** The register of processing: every table, by the part of the system it belongs to. */
export function ProcessingPage({ entries, all, columns, total, at }: ProcessingPageProps) {
  const { t } = useUi();
  const here = '/admin/processing';
  const schemas = [...new Set(entries.map(({ name }) => schemaOf(name)))];
  return (
    <>
      <Heading
        title={t('people.processing.title')}
        lead={t('people.processing.lead')}
        facts={
          <span>
            {t('people.processing.as_of')} <DateTime value={at} form="exact" />
          </span>
        }
        end={
          <span class="send-buttons">
            <ButtonLink small href={`${here}.csv`} icon="download" download>
              CSV
            </ButtonLink>
            <ButtonLink small href={`${here}.xlsx`} icon="download" download>
              Excel
            </ButtonLink>
          </span>
        }
      />
      <Tabs
        label={t('people.processing.title')}
        items={[
          { href: here, label: t('people.processing.personal'), current: !all && !columns },
          { href: `${here}?all=1`, label: t('people.processing.every'), count: total, current: all },
          { href: `${here}?columns=1`, label: t('people.processing.with_columns'), current: columns },
        ]}
      />
      {schemas.map((schema) => (
        <Section id={schema} title={t(`people.processing.schema.${schema}`)}>
          <Entries open={columns} schema={schema} entries={entries.filter(({ name }) => schemaOf(name) === schema)} />
        </Section>
      ))}
    </>
  );
}

const known = ['kernel', 'people', 'cases', 'liaison'];

/** Parts that come later stand under one heading until they have words of their own. */
function schemaOf(name: string): string {
  const schema = name.split('.')[0] ?? '';
  return known.includes(schema) ? schema : 'other';
}

function Entries({ schema, entries, open }: { schema: string; entries: readonly ProcessingEntry[]; open: boolean }) {
  const { t } = useUi();
  return (
    <Table
      caption={t(`people.processing.schema.${schema}`)}
      captionHidden
      dense
      rows={entries}
      rowId={({ name }) => name.replaceAll('.', '-')}
      columns={[
        { label: t('people.processing.table'), head: true, cell: ({ name }) => <span lang="en">{name}</span> },
        { label: t('people.processing.purpose_of'), cell: (entry) => <Purpose entry={entry} open={open} /> },
        {
          label: t('people.processing.basis_of'),
          cell: ({ declared }) => declared && t(`people.processing.basis.${declared.basis}`),
        },
        {
          label: t('people.processing.classes'),
          cell: ({ classes }) => classes.map((each) => t(`people.processing.class.${each}`)).join(' · '),
        },
        { label: t('people.processing.keep_of'), cell: ({ declared }) => declared && t(declared.keep) },
        { label: t('people.processing.access_of'), cell: (entry) => accessWords(t, entry).join(' · ') },
        { label: t('people.processing.rows'), numeric: true, cell: ({ rows }) => <Count value={rows} /> },
      ]}
    />
  );
}

function Purpose({ entry: { declared, columns }, open }: { entry: ProcessingEntry; open: boolean }) {
  const { t } = useUi();
  return (
    <>
      {declared ? t(declared.purpose) : <StateMark tone="no">{t('people.processing.undeclared')}</StateMark>}
      <Fold summary={t('people.processing.columns_of', { n: columns.length })} open={open}>
        <ul>
          {columns.map((column) => (
            <li>
              <span lang="en">{column.name}</span>{' '}
              <span class="quiet">
                {column.class ? t(`people.processing.class.${column.class}`) : t('people.processing.undeclared')}
              </span>
            </li>
          ))}
        </ul>
      </Fold>
    </>
  );
}
