import type { RowRefusal, TextRow } from '../../../kernel/sheets/index.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Figures } from '../../../ui/facts.tsx';
import { Field, FileField } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues, Hidden } from '../../../ui/form.tsx';
import { ImportColumns, ImportSample } from '../../../ui/import-form.tsx';
import { Heading, Section, Sheet, Trail } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Table } from '../../../ui/table.tsx';
import type { BatchReport } from './hand-in-batch.ts';
import { batchFields, mostRows } from './read-batch.ts';

/** Where tables are handed in: by an organisation itself, or by the secretariat for one. */
export type BatchPlace = { base: string; backHref: string; backLabel: string; secretariat: boolean };

/** The first step: the table, and for which organisation. */
export function BatchUploadPage(p: {
  place: BatchPlace;
  organisations: readonly { slug: string; name: string }[];
  values: FormValues;
  errors: FormErrors;
}) {
  const { t } = useUi();
  const { place, organisations } = p;
  return (
    <Sheet title={t('people.nominations.batch_title')} lead={t('people.nominations.batch_lead', { most: mostRows })}>
      <p>
        <ButtonLink href="/nominate/template.xlsx" icon="download" download>
          {t('people.nominations.template_get')}
        </ButtonLink>
      </p>
      {organisations.length === 0 && !place.secretariat ? (
        <Notice title={t('people.nominations.no_organisation')}>
          <p>{t('people.nominations.no_organisation_text')}</p>
        </Notice>
      ) : (
        <Form id="table" action={place.base} values={p.values} errors={p.errors} multipart>
          {place.secretariat ? (
            <Field
              name="organisation"
              label={t('people.nominations.for_organisation')}
              hint={t('people.nominations.for_organisation_hint')}
              suggestions={organisations.map(({ name }) => name)}
              maxLength={100}
              required
            />
          ) : (
            <Field
              name="organisation"
              type="select"
              label={t('people.nominations.for_organisation')}
              options={organisations.map(({ slug, name }) => ({ value: slug, label: name }))}
              width="half"
            />
          )}
          <FileField
            name="file"
            label={t('people.nominations.batch_file')}
            hint={t('people.nominations.batch_hint')}
            accept=".xlsx,.csv,.txt,.tsv"
            required
          />
          <Actions note={t('people.nominations.batch_nothing_yet')}>
            <Button primary icon="upload">
              {t('people.nominations.batch_look')}
            </Button>
            <ButtonLink href={place.backHref}>{t('people.nominations.back')}</ButtonLink>
          </Actions>
        </Form>
      )}
    </Sheet>
  );
}

export type BatchPageProps = {
  place: BatchPlace;
  id: string;
  organisation: string;
  headers: readonly string[];
  sample: readonly TextRow[];
  mapping: Readonly<Record<string, string | undefined>>;
  /** null where the columns cannot be told yet */
  trial: { rows: number; good: number; rejected: readonly RowRefusal[] } | null;
  problem?: string | undefined;
  errors: FormErrors;
};

/** The second step: what would go out, what is wrong line by line, and the decision. */
export function BatchPage(p: BatchPageProps) {
  const { t } = useUi();
  const { place } = p;
  const here = `${place.base}/${p.id}`;
  return (
    <>
      <Trail
        items={[{ label: place.backLabel, href: place.backHref }, { label: t('people.nominations.batch_title') }]}
      />
      <Heading title={t('people.nominations.batch_of', { organisation: p.organisation })} />
      {p.problem && <Notice tone="error" title={p.problem} />}
      {p.trial && (
        <>
          <Outcome counts={{ ...p.trial, rejected: p.trial.rejected.length }} sent={false} />
          <Rejections rejected={p.trial.rejected} href={`${here}/rejected.csv`} />
          <Section>
            <Decision p={p} trial={p.trial} here={here} />
          </Section>
        </>
      )}
      <Section>
        <form action={`${here}/discard`} method="post">
          <Button>{t('people.nominations.batch_discard')}</Button>
        </form>
      </Section>
      <Section id="sample">
        <ImportSample headers={p.headers} rows={p.sample} />
      </Section>
      <ImportColumns
        action={here}
        headers={p.headers}
        mapping={p.mapping}
        fields={batchFields.map((name) => ({
          name,
          label: t(`people.nominations.field.${name}`),
          needed: name !== 'phone' && name !== 'email',
        }))}
      />
    </>
  );
}

function Outcome({ counts, sent }: { counts: { rows: number; good: number; rejected: number }; sent: boolean }) {
  const { t } = useUi();
  return (
    <Figures
      items={[
        { label: t('people.nominations.batch_rows'), value: counts.rows },
        {
          label: t(sent ? 'people.nominations.batch_sent' : 'people.nominations.batch_would_send'),
          value: counts.good,
        },
        { label: t('people.nominations.batch_rejected'), value: counts.rejected },
      ]}
    />
  );
}

const mostShown = 100;

function Rejections({ rejected, href }: { rejected: readonly RowRefusal[]; href?: string }) {
  const { t } = useUi();
  if (rejected.length === 0) return null;
  return (
    <Section>
      <Table
        caption={t('people.nominations.batch_rejected')}
        dense
        rows={rejected.slice(0, mostShown)}
        columns={[
          {
            label: t('people.nominations.line'),
            head: true,
            cell: ({ line }) => t('people.nominations.line_n', { line }),
          },
          { label: t('people.nominations.reason'), cell: ({ reason, params }) => t(reason, params) },
        ]}
      />
      {rejected.length > mostShown && (
        <p class="quiet">{t('people.nominations.batch_more', { n: rejected.length - mostShown })}</p>
      )}
      {href && (
        <p>
          <ButtonLink href={href} icon="download" small download>
            {t('people.nominations.batch_rejected_get')}
          </ButtonLink>
        </p>
      )}
    </Section>
  );
}

function Decision({
  p,
  trial,
  here,
}: {
  p: BatchPageProps;
  trial: NonNullable<BatchPageProps['trial']>;
  here: string;
}) {
  const { t } = useUi();
  const bad = trial.rejected.length;
  return (
    <Form id="decide" action={here} errors={p.errors} multipart={p.place.secretariat}>
      {Object.entries(p.mapping).map(([field, heading]) => (
        <Hidden name={`map_${field}`} value={heading ?? ''} />
      ))}
      {p.place.secretariat && trial.good > 0 && (
        <FileField
          name="letter"
          label={t('people.nominations.letter')}
          hint={t('people.nominations.letter_hint')}
          accept=".pdf,.jpg,.jpeg,.png"
          required
        />
      )}
      {trial.good === 0 && <Notice title={t('people.nominations.batch_nobody')} />}
      {trial.good > 0 && (
        <Actions note={p.place.secretariat ? undefined : t('people.nominations.batch_silent')}>
          <Button primary name="mode" value="good">
            {t(bad > 0 ? 'people.nominations.batch_send_good' : 'people.nominations.batch_send', { n: trial.good })}
          </Button>
          {bad > 0 && (
            <Button name="mode" value="all">
              {t('people.nominations.batch_send_all')}
            </Button>
          )}
        </Actions>
      )}
    </Form>
  );
}

/** The last step: what went out. Of the table only lines and reasons are left. */
export function BatchDonePage({
  place,
  organisation,
  report,
}: {
  place: BatchPlace;
  organisation: string;
  report: BatchReport;
}) {
  const { t } = useUi();
  const rejected = report.rejected.map(({ line, reason, first }) => ({
    line,
    reason,
    params: { first: first ?? 0, column: '' },
  }));
  return (
    <>
      <Trail
        items={[{ label: place.backLabel, href: place.backHref }, { label: t('people.nominations.batch_title') }]}
      />
      <Heading
        title={t('people.nominations.batch_done', { organisation })}
        lead={t('people.nominations.batch_done_text')}
      />
      <Outcome counts={{ rows: report.rows, good: report.sent, rejected: report.rejected.length }} sent />
      <Rejections rejected={rejected} />
      <p class="send-buttons">
        <ButtonLink primary href={place.backHref}>
          {place.backLabel}
        </ButtonLink>
        <ButtonLink href={place.secretariat ? `${place.base}/new` : place.base}>
          {t('people.nominations.batch_another')}
        </ButtonLink>
      </p>
    </>
  );
}
