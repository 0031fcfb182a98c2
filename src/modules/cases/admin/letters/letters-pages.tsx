import type { Run } from '../../../../kernel/runs/index.ts';
import type { sampleTable } from '../../../../kernel/sheets/index.ts';
import { ButtonLink } from '../../../../ui/button.tsx';
import { DateTime } from '../../../../ui/date-time.tsx';
import { Progress } from '../../../../ui/due.tsx';
import { Field } from '../../../../ui/field.tsx';
import type { FormErrors } from '../../../../ui/form.tsx';
import {
  ImportColumns,
  ImportDecision,
  ImportOutcome,
  ImportSample,
  ImportUpload,
} from '../../../../ui/import-form.tsx';
import { Heading, Section, Sheet, Trail } from '../../../../ui/layout.tsx';
import { StateMark } from '../../../../ui/marks.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { useUi } from '../../../../ui/page-context.ts';
import { Table } from '../../../../ui/table.tsx';
import { type Book, type Department, reasonsInWords } from '../../../people/index.ts';
import { fields, type Mapping, neededFields } from '../../transfer/columns.ts';
import type { LettersReport } from './import-letters.ts';

// keys: cases.admin.letters.*

/** The file, and what was brought in before. */
export function LettersUploadPage({ runs, errors }: { runs: readonly Run[]; errors: FormErrors }) {
  const { t } = useUi();
  return (
    <>
      <Sheet title={t('cases.admin.letters.title')} lead={t('cases.admin.letters.lead')}>
        <ImportUpload action="/admin/import" errors={errors} hint={t('cases.admin.letters.hint')} backHref="/admin" />
      </Sheet>
      {runs.length > 0 && (
        <Section id="before" title={t('cases.admin.letters.before')}>
          <Table
            caption={t('cases.admin.letters.before')}
            captionHidden
            rows={runs}
            columns={[
              {
                label: t('cases.admin.letters.file'),
                head: true,
                cell: ({ id, fileName }) => <a href={`/admin/import/${id}`}>{fileName}</a>,
              },
              { label: t('cases.admin.letters.when'), cell: ({ createdAt }) => <DateTime value={createdAt} /> },
              { label: t('cases.admin.state'), cell: (run) => <RunState run={run} /> },
            ]}
          />
        </Section>
      )}
    </>
  );
}

function RunState({ run }: { run: Run }) {
  const { t } = useUi();
  const tone = ({ done: 'ok', failed: 'no' } as const)[run.state as string] ?? 'wait';
  return <StateMark tone={tone}>{t(`cases.admin.letters.state_${run.state}`)}</StateMark>;
}

/** The columns and the first rows, to be looked over before anything is written. */
export function LettersCheckPage(p: {
  run: Run;
  sample: Awaited<ReturnType<typeof sampleTable>>;
  mapping: Mapping;
  problems: { missing: string[]; unknown: string[] };
  departments: Book<Department>;
  typed: Record<string, string>;
  errors: FormErrors;
}) {
  const { t, locale } = useUi();
  const here = `/admin/import/${p.run.id}`;
  const label = (name: string) => t(`cases.admin.letters.field_${name}`);
  const ready = p.problems.missing.length + p.problems.unknown.length === 0;
  return (
    <>
      <Trail items={[{ label: t('cases.admin.letters.title'), href: '/admin/import' }, { label: p.run.fileName }]} />
      <Heading title={p.run.fileName} lead={t('cases.admin.letters.check_lead')} />
      {!ready && (
        <Notice
          tone="warn"
          title={t('cases.admin.letters.columns_missing', { fields: p.problems.missing.map(label).join('、') || '-' })}
        >
          <p>{t('cases.admin.letters.columns_missing_text')}</p>
        </Notice>
      )}
      <ImportSample headers={p.sample.headers} rows={p.sample.rows} />
      <ImportColumns
        action={here}
        headers={p.sample.headers}
        fields={fields.map((name) => ({ name, label: label(name), needed: neededFields.includes(name) }))}
        mapping={p.mapping}
      />
      {ready && (
        <Section id="go" title={t('cases.admin.letters.go')} note={t('cases.admin.letters.go_note')}>
          <ImportDecision
            action={here}
            mapping={Object.fromEntries(fields.map((name) => [name, p.mapping[name] ?? '']))}
            // Rows are looked at while it runs, so both ways are offered.
            rejected={1}
            nothing={false}
            errors={p.errors}
            againHref="/admin/import"
          >
            <Field
              name="source"
              width="half"
              maxLength={60}
              value={p.typed.source ?? ''}
              label={t('cases.admin.letters.source')}
              hint={t('cases.admin.letters.source_hint')}
              optional
            />
            <Field
              name="department"
              type="select"
              value={p.typed.department ?? ''}
              label={t('cases.admin.letters.department')}
              hint={t('cases.admin.letters.department_hint')}
              placeholder={t('cases.admin.letters.department_hotline')}
              options={p.departments.all
                .filter(({ active }) => active)
                .map(({ id }) => ({ value: id, label: p.departments.name(id, locale) }))}
            />
          </ImportDecision>
        </Section>
      )}
    </>
  );
}

/** How far it is, and what came of it. */
export function LettersRunPage({ run, still, hasFile }: { run: Run; still: boolean; hasFile: boolean }) {
  const { t } = useUi();
  const here = `/admin/import/${run.id}`;
  const report = run.report as LettersReport | null;
  const running = run.state === 'queued' || run.state === 'running';
  return (
    <>
      <Trail items={[{ label: t('cases.admin.letters.title'), href: '/admin/import' }, { label: run.fileName }]} />
      <Heading title={run.fileName} facts={<RunState run={run} />} />
      {running && (
        <>
          <Progress
            label={t('cases.admin.letters.progress')}
            note={t('cases.admin.letters.rows_done', { n: run.done })}
          />
          <p class="quiet">
            {t('cases.admin.letters.goes_on')}{' '}
            <a href={still ? here : `${here}?still=yes`}>
              {t(still ? 'cases.admin.letters.refresh' : 'cases.admin.letters.stop_refresh')}
            </a>
          </p>
        </>
      )}
      {report?.code !== undefined && (
        <Notice tone="error" title={t(`errors.${report.code}`, report.params)}>
          {report.rejected && (
            <ul>
              {reasonsInWords(report.rejected, t).map(({ line, reason }) => (
                <li>
                  {t('ui.import.line_n', { line })} {reason}
                </li>
              ))}
            </ul>
          )}
        </Notice>
      )}
      {report && report.code === undefined && (
        <>
          <ImportOutcome
            done
            counts={{
              rows: report.rows,
              imported: report.imported,
              unchanged: report.unchanged,
              rejected: report.rejected.length,
            }}
            rejections={reasonsInWords(report.rejected, t)}
            downloadHref={hasFile ? `${here}/rejected.csv` : undefined}
          />
          <p class="quiet">{t('cases.admin.letters.took', { seconds: report.seconds })}</p>
        </>
      )}
      {!running && (
        <p class="send-buttons">
          <ButtonLink href="/cases">{t('cases.admin.letters.see')}</ButtonLink>
          <ButtonLink href="/admin/import">{t('ui.import.other_file')}</ButtonLink>
        </p>
      )}
    </>
  );
}
