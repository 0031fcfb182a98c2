import { Button, ButtonLink, More } from '../../../ui/button.tsx';
import type { FieldOption } from '../../../ui/field.tsx';
import { FileField } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues, Hidden } from '../../../ui/form.tsx';
import { Heading, Prose, Section, Sheet, Trail } from '../../../ui/layout.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Table } from '../../../ui/table.tsx';
import { languageName } from '../build/languages.ts';
import { NewFields } from '../build/new-page.tsx';
import { type FileProblem, placeOf } from './file-problems.ts';
import type { ReadXlsform } from './read-xlsform.ts';

// keys: surveys.xlsform.*, surveys.fault.*, surveys.expression.*, surveys.wrong.*

/** What was found in a file, each with the cell in which it stands. */
function ProblemTable({ caption, problems }: { caption: string; problems: readonly FileProblem[] }) {
  const { t } = useUi();
  return (
    <Table
      caption={caption}
      captionHidden
      columns={[
        { label: t('surveys.xlsform.column.place'), head: true, cell: (problem) => <code>{placeOf(problem)}</code> },
        { label: t('surveys.xlsform.column.what'), cell: (problem) => wordsOf(t, problem) },
      ]}
      rows={problems}
    />
  );
}

function wordsOf(
  t: (key: string, params?: Record<string, unknown>) => string,
  { key, params = {} }: FileProblem,
): string {
  const language = typeof params.language === 'string' ? { language: languageName(params.language) } : {};
  return t(key, { ...params, ...language });
}

/** Errors and notices of a file that was just brought. */
export function FileReport({ read }: { read: Pick<ReadXlsform, 'errors' | 'errorCount' | 'notices'> }) {
  const { t } = useUi();
  return (
    <>
      {read.errorCount > 0 && (
        <>
          <p>{t('surveys.xlsform.nothing_taken')}</p>
          <ProblemTable caption={t('surveys.xlsform.errors')} problems={read.errors} />
          {read.errorCount > read.errors.length && (
            <p class="quiet">{t('surveys.xlsform.and_more', { count: read.errorCount - read.errors.length })}</p>
          )}
        </>
      )}
      {read.notices.length > 0 && (
        <Section id="notices" title={t('surveys.xlsform.notices')}>
          <ProblemTable caption={t('surveys.xlsform.notices')} problems={read.notices} />
        </Section>
      )}
    </>
  );
}

/** A survey's questions as a file: to take away, and to bring back. */
export function XlsformPage(p: {
  slug: string;
  version: number;
  mayChange: boolean;
  hasQuestions: boolean;
  read: Pick<ReadXlsform, 'errors' | 'errorCount' | 'notices'> | null;
  values: FormValues;
  errors: FormErrors;
}) {
  const { t } = useUi();
  const base = `/questionnaires/${p.slug}`;
  return (
    <>
      <Heading title={t('surveys.xlsform.title')} lead={t('surveys.xlsform.lead')} />
      {p.read && <FileReport read={p.read} />}
      <Section id="take" title={t('surveys.xlsform.take_away')}>
        <p>{t('surveys.xlsform.take_away_note')}</p>
        <More>
          <ButtonLink href={`${base}/xlsform.xlsx`} icon="download" download>
            {t('surveys.xlsform.download')}
          </ButtonLink>
        </More>
      </Section>
      {p.mayChange && (
        <Section id="bring" title={t('surveys.xlsform.bring')}>
          {p.hasQuestions && <p>{t('surveys.xlsform.replaces')}</p>}
          <Form id="xlsform" action={`${base}/xlsform`} values={p.values} errors={p.errors} multipart>
            <Hidden name="version" value={String(p.version)} />
            <FileField
              name="file"
              label={t('surveys.xlsform.file')}
              hint={t('surveys.xlsform.file_hint')}
              accept=".xlsx"
              required
            />
            <Actions note={t('surveys.xlsform.check_first')}>
              <Button primary icon="upload">
                {t('surveys.xlsform.bring_do')}
              </Button>
            </Actions>
          </Form>
        </Section>
      )}
      <WhatIsRead />
    </>
  );
}

/** A new survey from a file. */
export function FromFilePage(p: {
  departments: readonly FieldOption[];
  read: Pick<ReadXlsform, 'errors' | 'errorCount' | 'notices'> | null;
  values: FormValues;
  errors: FormErrors;
}) {
  const { t } = useUi();
  return (
    <>
      <Trail
        items={[
          { label: t('surveys.build.title'), href: '/questionnaires' },
          { label: t('surveys.xlsform.from_file') },
        ]}
      />
      <Sheet title={t('surveys.xlsform.from_file')} lead={t('surveys.xlsform.from_file_lead')}>
        {p.read && <FileReport read={p.read} />}
        <Form id="new" action="/questionnaires/from-file" values={p.values} errors={p.errors} multipart>
          <FileField
            name="file"
            label={t('surveys.xlsform.file')}
            hint={t('surveys.xlsform.file_hint')}
            accept=".xlsx"
            required
          />
          <NewFields departments={p.departments} titleHint={t('surveys.xlsform.title_hint')} />
          <Actions note={t('surveys.xlsform.check_first')}>
            <Button primary icon="upload">
              {t('surveys.build.make')}
            </Button>
            <ButtonLink href="/questionnaires/new">{t('surveys.xlsform.without_file')}</ButtonLink>
          </Actions>
        </Form>
        <WhatIsRead />
      </Sheet>
    </>
  );
}

function WhatIsRead() {
  const { t } = useUi();
  return (
    <Section id="read" title={t('surveys.xlsform.what_is_read')}>
      <Prose>
        <p>{t('surveys.xlsform.types_read')}</p>
        <p>{t('surveys.xlsform.types_not_read')}</p>
      </Prose>
    </Section>
  );
}
