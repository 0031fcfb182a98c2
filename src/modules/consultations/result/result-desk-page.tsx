import { Button, More, VerbLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form, Hidden } from '../../../ui/form.tsx';
import { Chapter } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Written } from '../../../ui/written.tsx';
import type { Consultation } from '../consultation.queries.ts';
import type { Status } from '../consultations.rules.ts';
import { deskPath } from '../desk/frame.tsx';
import type { Forms } from '../desk/opinions-page.tsx';
import { FiguresPart } from './figures-part.tsx';
import type { Result } from './result.queries.ts';
import type { ResultFigures } from './result.rules.ts';

export type ResultDeskProps = {
  consultation: Consultation;
  status: Status;
  figures: ResultFigures;
  result: Result | undefined;
  names: ReadonlyMap<string, string>;
  /** versions after the first, with how many adopted opinions are linked with each */
  versions: readonly { no: number; changed: readonly string[]; linked: number }[];
  /** opinions whose authors this program cannot reach */
  unreachable: number;
  /** letters that nobody read out yet */
  letters: number;
  works: boolean;
  forms: Forms;
  said: string | undefined;
  /** the summary was just kept */
  kept: boolean;
};

/** The draft of the result: what is open, the summary, links with the next version, and publishing it. */
export function ResultDeskPage(p: ResultDeskProps) {
  const { t } = useUi();
  const { consultation, figures, status, result, works } = p;
  return (
    <>
      {p.said && <Notice tone="success" live title={p.said} {...(p.kept && { draftSent: 'summary-form' })} />}
      <Chapter id="figures" title={t('consultations.result.figures')}>
        <FiguresPart figures={figures} />
        <More>
          {figures.undecided > 0 && (
            <VerbLink href={deskPath(consultation.slug)}>
              {t('consultations.result.to_open', { n: figures.undecided })}
            </VerbLink>
          )}
          {works && p.letters > 0 && (
            <VerbLink href={`/convene/${consultation.slug}/intake`}>
              {t('consultations.result.to_letters', { n: p.letters })}
            </VerbLink>
          )}
          <VerbLink href={`${deskPath(consultation.slug)}/progress`}>{t('consultations.desk.to_progress')}</VerbLink>
          <VerbLink href={`${deskPath(consultation.slug)}/list.docx`}>{t('consultations.desk.docx')}</VerbLink>
          <VerbLink href={`${deskPath(consultation.slug)}/list.xlsx`}>{t('consultations.desk.xlsx')}</VerbLink>
          {status === 'answered' && (
            <VerbLink href={`/consultations/${consultation.slug}/result`}>{t('consultations.result.see')}</VerbLink>
          )}
        </More>
      </Chapter>
      <Summary {...p} />
      {p.versions.length > 0 && <Versions {...p} />}
      {status !== 'answered' && works && <Publish {...p} />}
      {result?.publishedAt && (
        <p>
          {t('consultations.result.published_by', {
            name: (result.publishedBy && p.names.get(result.publishedBy)) || t('consultations.desk.somebody'),
          })}{' '}
          <DateTime value={result.publishedAt} form="datetime" />
        </p>
      )}
    </>
  );
}

function Summary({ consultation, result, forms, works, status, names }: ResultDeskProps) {
  const { t } = useUi();
  const writes = works && (status === 'running' || status === 'ended');
  return (
    <Chapter id="summary" title={t('consultations.result.summary')} note={t('consultations.result.summary_note')}>
      {result && (
        <>
          <Written text={result.summary} />
          <p class="quiet">
            {(result.writtenBy && names.get(result.writtenBy)) || t('consultations.desk.somebody')}{' '}
            <DateTime value={result.writtenAt} form="datetime" />
          </p>
        </>
      )}
      {writes && (
        <Form
          id="summary-form"
          action={`/convene/${consultation.slug}/result/summary`}
          keepDraft
          {...forms('summary-form', { summary: result?.summary ?? '' })}
        >
          <Hidden name="version" value={String(result?.version ?? 0)} />
          <Field
            name="summary"
            type="textarea"
            paper="plain"
            rows={10}
            maxLength={20_000}
            label={t('consultations.result.summary_field')}
            hint={t('consultations.result.summary_hint')}
          />
          <Actions>
            <Button>{t('consultations.result.keep')}</Button>
          </Actions>
        </Form>
      )}
    </Chapter>
  );
}

function Versions({ consultation, versions, works, status }: ResultDeskProps) {
  const { t } = useUi();
  return (
    <Chapter id="versions" title={t('consultations.result.versions')} note={t('consultations.result.versions_note')}>
      {versions.map(({ no, changed, linked }) => (
        <Form id={`version-${no}`} action={`/convene/${consultation.slug}/result/link`}>
          <Hidden name="versionNo" value={String(no)} />
          <p>
            {t('consultations.result.version_line', { no, changed: changed.length, linked })}{' '}
            <a href={`/consultations/${consultation.slug}/compare?from=${no - 1}&to=${no}`}>
              {t('consultations.result.compare')}
            </a>
          </p>
          {works && status !== 'cancelled' && (
            <Actions note={t('consultations.result.link_note')}>
              <Button small>{t('consultations.result.link_all')}</Button>
            </Actions>
          )}
        </Form>
      ))}
      <More>
        <VerbLink href={`${deskPath(consultation.slug)}/several?show=decided`}>
          {t('consultations.result.link_some')}
        </VerbLink>
      </More>
    </Chapter>
  );
}

function Publish({ consultation, figures, result, status, unreachable, letters, forms }: ResultDeskProps) {
  const { t } = useUi();
  const open = [
    status !== 'ended' && t('consultations.result.missing.period'),
    letters > 0 && t('consultations.result.missing.letters', { n: letters }),
    figures.undecided > 0 && t('consultations.result.missing.undecided', { n: figures.undecided }),
    !result && t('consultations.result.missing.summary'),
  ].filter((text) => text !== false);
  return (
    <Chapter id="publish" title={t('consultations.result.publish_title')}>
      {open.length > 0 ? (
        <>
          <p>{t('consultations.result.missing')}</p>
          <ul>
            {open.map((text) => (
              <li>{text}</li>
            ))}
          </ul>
        </>
      ) : (
        <Form id="publish-form" action={`/convene/${consultation.slug}/result/publish`} {...forms('publish-form')}>
          <p>{t('consultations.result.publish_note')}</p>
          {unreachable > 0 && <p>{t('consultations.result.unreachable', { n: unreachable })}</p>}
          <Actions>
            <Button primary>{t('consultations.result.publish')}</Button>
          </Actions>
        </Form>
      )}
    </Chapter>
  );
}
