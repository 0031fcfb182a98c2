import { More, VerbLink } from '../../../ui/button.tsx';
import { formatNumber } from '../../../ui/date-time.tsx';
import { Progress } from '../../../ui/due.tsx';
import { Chapter, Heading } from '../../../ui/layout.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Table } from '../../../ui/table.tsx';
import type { Consultation } from '../consultation.queries.ts';
import { anchorParam, queryText } from './desk-query.ts';
import { deskPath } from './frame.tsx';
import type { Paragraphs } from './paragraphs.ts';
import type { Progress as Done, ParagraphProgress, PersonProgress } from './progress.queries.ts';

export type ProgressProps = {
  consultation: Consultation;
  progress: Done;
  byParagraph: readonly ParagraphProgress[];
  byPerson: readonly PersonProgress[];
  paragraphs: Paragraphs;
  names: ReadonlyMap<string, string>;
  /** may read the draft of the result */
  reads: boolean;
};

/** How far it is: in all, on each paragraph, and who works on what. */
export function ProgressPage(p: ProgressProps) {
  const { t } = useUi();
  const { consultation, progress } = p;
  const base = deskPath(consultation.slug);
  return (
    <>
      <Heading title={t('consultations.desk.progress')} />
      <Progress
        label={t('consultations.desk.pace', { decided: progress.decided, all: progress.all })}
        value={progress.decided}
        max={Math.max(1, progress.all)}
      />
      <ByParagraph {...p} />
      <ByPerson {...p} />
      <More>
        <VerbLink href={base}>{t('consultations.desk.one_by_one')}</VerbLink>
        {p.reads && (
          <VerbLink href={`/convene/${consultation.slug}/result`}>{t('consultations.desk.to_result')}</VerbLink>
        )}
        {p.reads && <VerbLink href={`${base}/list.docx`}>{t('consultations.desk.docx')}</VerbLink>}
        <VerbLink href={`${base}/list.xlsx`}>{t('consultations.desk.xlsx')}</VerbLink>
      </More>
    </>
  );
}

function useFigures() {
  const { t, locale } = useUi();
  const figure = (label: string, of: (done: Done) => number) => {
    const cell = (done: Done) => formatNumber(of(done), locale);
    return { label, numeric: true, cell };
  };
  return [
    figure(t('consultations.desk.column.all'), ({ all }) => all),
    figure(t('consultations.desk.column.decided'), ({ decided }) => decided),
    figure(t('consultations.desk.column.open'), ({ all, decided }) => all - decided),
  ];
}

function ByParagraph({ consultation, paragraphs, byParagraph }: ProgressProps) {
  const { t } = useUi();
  const base = deskPath(consultation.slug);
  const place = new Map(paragraphs.anchors().map((anchor, at) => [anchor, at]));
  const at = ({ anchor }: ParagraphProgress) => (anchor === null ? -1 : (place.get(anchor) ?? place.size));
  const name = (anchor: string | null) =>
    anchor === null ? t('consultations.desk.whole') : (paragraphs.get(anchor)?.name ?? t('consultations.desk.gone'));
  return (
    <Chapter id="paragraphs" title={t('consultations.desk.by_paragraph')}>
      <Table
        caption={t('consultations.desk.by_paragraph')}
        captionHidden
        rows={[...byParagraph].sort((a, b) => at(a) - at(b))}
        empty={t('consultations.desk.nothing_yet')}
        columns={[
          {
            label: t('consultations.desk.paragraph'),
            head: true,
            cell: ({ anchor }) => (
              <a href={`${base}${queryText({ show: 'all', anchor: anchorParam(anchor) })}`}>{name(anchor)}</a>
            ),
          },
          { label: t('consultations.desk.column.heaps'), numeric: true, cell: ({ heaps }) => heaps },
          ...useFigures(),
        ]}
      />
    </Chapter>
  );
}

function ByPerson({ consultation, byPerson, names }: ProgressProps) {
  const { t } = useUi();
  const base = deskPath(consultation.slug);
  const name = (id: string | null) =>
    id === null ? t('consultations.desk.nobody') : (names.get(id) ?? t('consultations.desk.somebody'));
  return (
    <Chapter id="people" title={t('consultations.desk.by_person')}>
      <Table
        caption={t('consultations.desk.by_person')}
        captionHidden
        rows={[...byPerson].sort((a, b) => b.all - b.decided - (a.all - a.decided))}
        empty={t('consultations.desk.nothing_yet')}
        columns={[
          {
            label: t('consultations.desk.colleague'),
            head: true,
            cell: ({ accountId }) => (
              <a href={`${base}${queryText({ show: 'all', who: accountId ?? 'nobody' })}`}>{name(accountId)}</a>
            ),
          },
          ...useFigures(),
        ]}
      />
    </Chapter>
  );
}
