import { ButtonLink } from '../../../ui/button.tsx';
import { DeskPanes } from '../../../ui/desk.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import type { FormErrors, FormValues } from '../../../ui/form.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { type PageContext, useUi } from '../../../ui/page-context.ts';
import type { PageDraft } from '../../../ui/send-page.tsx';
import { type Sent, stateOf } from '../desk-page.tsx';
import { isNarrowed, queryText } from './desk-query.ts';
import { deskFrame, deskPath, VerdictMark } from './frame.tsx';
import { type DeskView, excerptOf } from './load-desk.ts';
import { Narrow } from './narrow.tsx';
import { OpinionDeeds, OpinionInHand } from './opinion-in-hand.tsx';

export type DeskPageProps = {
  view: DeskView;
  sent?: Sent | undefined;
  /** what was just done, in words */
  said?: string | undefined;
};

/** The desk of opinions: the list on the left by paragraph and likeness, the opinion in hand on the right. */
export function deskDraft(ctx: PageContext, props: DeskPageProps): PageDraft {
  const { view } = props;
  const title = view.inHand
    ? ctx.t('consultations.desk.opinion', { number: view.inHand.opinion.number })
    : ctx.t('consultations.desk.title');
  return {
    title: `${title} · ${view.consultation.title}`,
    bare: true,
    ...deskFrame(ctx, view),
    main: <DeskMain {...props} forms={formsOf(ctx, props.sent)} />,
  };
}

/** Values and errors of a form on the page by its id, and whether it is the one that was refused. */
export type Forms = (form: string, begin?: FormValues) => { values: FormValues; errors: FormErrors; refused: boolean };

export function formsOf(ctx: PageContext, sent: Sent | undefined): Forms {
  return (form, begin = {}) => ({ ...stateOf(ctx, sent, form, begin), refused: sent?.form === form });
}

function DeskMain({ view, said, forms }: DeskPageProps & { forms: Forms }) {
  const { t } = useUi();
  const { rows, inHand, query, consultation, paragraphs, sizes, further, progress } = view;
  const base = deskPath(consultation.slug);
  const text = queryText(query);
  const first = rows[0];
  const name = (anchor: string | null) =>
    anchor === null ? t('consultations.desk.whole') : (paragraphs.get(anchor)?.name ?? t('consultations.desk.gone'));
  return (
    <DeskPanes
      listLabel={t('consultations.desk.title')}
      order={t('consultations.desk.order')}
      longKinds
      listHead={
        <>
          {!inHand && said && (
            <Notice tone="success" live>
              <p>{said}</p>
            </Notice>
          )}
          <Fold summary={t('consultations.desk.narrow')} icon="filter" open={isNarrowed(query)}>
            <Narrow view={view} path={base} />
          </Fold>
        </>
      }
      listFoot={
        <>
          {further && (
            <p class="nothing">
              <a href={`${base}/${further.number}${text}#list`}>{t('consultations.desk.further')}</a>
            </p>
          )}
          <nav class="pager" aria-label={t('consultations.desk.elsewhere')}>
            {view.works && <a href={`${base}/several${text}`}>{t('consultations.desk.to_several')}</a>}
            <a href={`${base}/progress`}>{t('consultations.desk.to_progress')}</a>
            {view.reads && <a href={`/convene/${consultation.slug}/result`}>{t('consultations.desk.to_result')}</a>}
            {view.reads && <a href={`/convene/${consultation.slug}`}>{t('consultations.desk.to_consultation')}</a>}
          </nav>
        </>
      }
      entries={rows.map((row) => {
        const same = sizes.get(row.head)?.all ?? 1;
        return {
          href: `${base}/${row.number}${text}`,
          kind: name(row.anchor),
          title: excerptOf(row),
          meta: t('consultations.desk.meta', { number: row.number, name: row.shownAs, way: row.way, same }),
          light: row.outcome ? <VerdictMark {...row} /> : undefined,
          current: row.id === inHand?.opinion.id,
        };
      })}
      empty={t(progress.all === 0 ? 'consultations.desk.nothing_yet' : 'consultations.desk.empty')}
      start={
        first && (
          <ButtonLink href={`${base}/${first.number}${text}`} primary keyHint="J">
            {t('consultations.desk.start')}
          </ButtonLink>
        )
      }
      deeds={inHand ? <OpinionDeeds view={view} inHand={inHand} /> : undefined}
    >
      {inHand && <OpinionInHand {...{ view, inHand, said, forms }} />}
    </DeskPanes>
  );
}
