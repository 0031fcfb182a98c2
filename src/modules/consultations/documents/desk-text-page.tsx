import { Button, ButtonLink, More, VerbLink } from '../../../ui/button.tsx';
import { Choice } from '../../../ui/choice.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { DraftText } from '../../../ui/draft-text.tsx';
import { Figures } from '../../../ui/facts.tsx';
import { Field, FileField } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, Hidden } from '../../../ui/form.tsx';
import { Section } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Table } from '../../../ui/table.tsx';
import type { ConsultationOf } from '../consultation.queries.ts';
import type { Status } from '../consultations.rules.ts';
import type { Sent } from '../desk-page.tsx';
import type { Block, DocumentVersion, WaitingVersion } from './documents.queries.ts';
import { blockKinds, type ImportReport } from './structure/block.ts';
import { compareHref, versionHref } from './text-page.tsx';

export type DeskTextProps = {
  consultation: ConsultationOf<'draft'>;
  status: Status;
  versions: readonly DocumentVersion[];
  waiting: WaitingVersion | undefined;
  /** of what waits */
  blocks: readonly Block[];
  works: boolean;
  lang: string | undefined;
  done: string | null;
  sent: Sent | undefined;
  errors: FormErrors;
};

const doneWords = new Set(['imported', 'published', 'discarded']);

/** The convener's page of a text: what is published, what waits, and how a text comes in. */
export function DeskTextPage(p: DeskTextProps) {
  const { t } = useUi();
  const { waiting, works, done } = p;
  return (
    <>
      {done !== null && doneWords.has(done) && !p.sent && (
        // keys: consultations.documents.done.*
        <Notice
          tone="success"
          live
          title={t(`consultations.documents.done.${done}`)}
          {...(done === 'imported' ? { draftSent: 'import' } : {})}
        />
      )}
      {waiting && <Waiting {...p} waiting={waiting} />}
      {works && <ImportPart {...p} />}
      <VersionsPart {...p} />
      {waiting && (
        <Section id="preview" title={t('consultations.documents.desk.preview')} note={waiting.title}>
          <DraftText pieces={p.blocks} {...(p.lang ? { lang: p.lang } : {})} />
        </Section>
      )}
    </>
  );
}

function Waiting({ waiting, ...p }: DeskTextProps & { waiting: WaitingVersion }) {
  const { t } = useUi();
  const base = `/convene/${p.consultation.slug}/text`;
  const current = p.versions[0];
  const unseen = p.status === 'prepared';
  const needsNote = current !== undefined && !unseen;
  const values =
    p.sent?.form === 'publish' ? p.sent.values : { offerSource: offersByItself(waiting) ? 'yes' : undefined };
  return (
    <Section
      id="waiting"
      title={t('consultations.documents.desk.waiting', { title: waiting.title })}
      note={<DateTime value={waiting.createdAt} form="datetime" />}
    >
      <ReportPart report={waiting.report} />
      <More>
        <VerbLink href="#preview">{t('consultations.documents.desk.see_preview')}</VerbLink>
        {needsNote && <VerbLink href={`${base}/compare`}>{t('consultations.documents.desk.see_changes')}</VerbLink>}
      </More>
      {p.works && (
        <Form
          id="publish"
          action={`${base}/publish`}
          values={values}
          errors={p.sent?.form === 'publish' ? p.errors : {}}
        >
          <Hidden name="importedAt" value={waiting.createdAt.toISOString()} />
          {needsNote && (
            <Field
              name="note"
              type="textarea"
              paper="plain"
              rows={3}
              maxLength={2000}
              label={t('consultations.documents.field.note')}
              hint={t('consultations.documents.hint.note')}
            />
          )}
          <Choice
            name="offerSource"
            multiple
            legend={t('consultations.documents.field.source')}
            hint={
              waiting.report.leftOut.comments || waiting.report.leftOut.changes || waiting.report.leftOut.hidden
                ? t('consultations.documents.hint.source_holds_more')
                : undefined
            }
            options={[{ value: 'yes', label: t('consultations.documents.field.offer_source') }]}
          />
          <Actions
            note={t(unseen ? 'consultations.documents.hint.publish_unseen' : 'consultations.documents.hint.publish')}
          >
            <Button primary>{t('consultations.documents.desk.publish', { no: unseen ? 1 : waiting.no })}</Button>
            <Button formAction={`${base}/discard`}>{t('consultations.documents.desk.discard')}</Button>
          </Actions>
        </Form>
      )}
    </Section>
  );
}

/** An original that says more than the text shows is offered only where somebody wants it. */
function offersByItself({ report: { leftOut, readAs } }: WaitingVersion): boolean {
  return readAs === 'docx' && !leftOut.comments && !leftOut.changes && !leftOut.hidden && !leftOut.macros;
}

/** What was made of a text: what was recognised, what was left out, what is worth a look. */
function ReportPart({ report }: { report: ImportReport }) {
  const { t } = useUi();
  const { counts, leftOut, warnings, moreWarnings, notes } = report;
  const out = Object.entries(leftOut);
  return (
    <>
      <Figures
        items={[
          // keys: consultations.documents.count.*
          ...blockKinds
            .filter((kind) => counts[kind])
            .map((kind) => ({ label: t(`consultations.documents.count.${kind}`), value: counts[kind] ?? 0 })),
          ...(notes > 0 ? [{ label: t('consultations.documents.count.notes'), value: notes }] : []),
        ]}
      />
      {warnings.length > 0 && (
        <Notice
          tone="warn"
          title={t('consultations.documents.desk.warnings', { count: warnings.length + moreWarnings })}
        >
          <ul class="bullets">
            {warnings.map(({ what, label = '', former = 'none' }) => (
              // keys: consultations.documents.warning.*
              <li>{t(`consultations.documents.warning.${what}`, { label, former })}</li>
            ))}
            {moreWarnings > 0 && <li>{t('consultations.documents.desk.more_warnings', { count: moreWarnings })}</li>}
          </ul>
        </Notice>
      )}
      {out.length > 0 && (
        <Notice tone="info" title={t('consultations.documents.desk.left_out')}>
          <ul class="bullets">
            {out.map(([what, count]) => (
              // keys: consultations.documents.left_out.*
              <li>{t(`consultations.documents.left_out.${what}`, { count })}</li>
            ))}
          </ul>
        </Notice>
      )}
    </>
  );
}

function ImportPart({ consultation, waiting, versions, sent, errors }: DeskTextProps) {
  const { t } = useUi();
  const refused = sent?.form === 'import';
  const form = (
    <Form
      id="import"
      action={`/convene/${consultation.slug}/text/import`}
      values={refused ? sent.values : {}}
      errors={refused ? errors : {}}
      multipart
      keepDraft
    >
      <FileField
        name="file"
        label={t('consultations.documents.field.file')}
        hint={t('consultations.documents.hint.file')}
        accept=".docx,.md,.markdown,.txt"
      />
      <Field
        name="text"
        type="textarea"
        paper="plain"
        rows={10}
        label={t('consultations.documents.field.text')}
        hint={t('consultations.documents.hint.text')}
      />
      <Actions note={t('consultations.documents.hint.import')}>
        <Button primary={!waiting} icon="upload">
          {t('consultations.documents.desk.read_in')}
        </Button>
      </Actions>
    </Form>
  );
  const title = t(
    waiting || versions.length > 0
      ? 'consultations.documents.desk.import_again'
      : 'consultations.documents.desk.import',
  );
  if (!waiting || refused)
    return (
      <Section id="bring" title={title}>
        {form}
      </Section>
    );
  return <Fold summary={title}>{form}</Fold>;
}

function VersionsPart({ consultation, status, versions }: DeskTextProps) {
  const { t } = useUi();
  if (versions.length === 0) return null;
  const { slug } = consultation;
  const seen = status !== 'prepared';
  return (
    <Section id="versions" title={t('consultations.documents.versions')}>
      <Table
        caption={t('consultations.documents.versions')}
        captionHidden
        rows={versions}
        columns={[
          {
            label: t('consultations.documents.desk.column.version'),
            head: true,
            cell: ({ no }) =>
              seen ? (
                <a href={versionHref(slug, no)}>{t('consultations.documents.version', { no })}</a>
              ) : (
                t('consultations.documents.version', { no })
              ),
          },
          {
            label: t('consultations.documents.desk.column.published'),
            cell: ({ publishedAt }) => publishedAt && <DateTime value={publishedAt} form="datetime" />,
          },
          { label: t('consultations.documents.desk.column.note'), cell: ({ note }) => note },
          {
            label: t('consultations.documents.desk.column.compare'),
            labelHidden: true,
            cell: ({ no }) =>
              seen && no > 1 ? (
                <ButtonLink small href={compareHref(slug, no - 1, no)}>
                  {t('consultations.documents.compare_with', { no: no - 1 })}
                </ButtonLink>
              ) : null,
          },
        ]}
      />
    </Section>
  );
}
