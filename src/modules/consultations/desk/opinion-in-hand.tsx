import { More, VerbLink } from '../../../ui/button.tsx';
import { DateTime, formatDate } from '../../../ui/date-time.tsx';
import { type Deed, Deeds, DeskColumns, DeskSection, Likes, MatterHead } from '../../../ui/desk.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Letter, Said } from '../../../ui/letter.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Pre } from '../../../ui/text.tsx';
import { Timeline } from '../../../ui/timeline.tsx';
import { AssignForm, DecideForm } from './decide-form.tsx';
import { verdictOf } from './desk.rules.ts';
import { queryText } from './desk-query.ts';
import { deskPath, VerdictMark } from './frame.tsx';
import { type DeskView, excerptOf, type InHand } from './load-desk.ts';
import type { Forms } from './opinions-page.tsx';

type P = { view: DeskView; inHand: InHand };

/** The opinion in hand: what was said and on what, what says the same, and the decision beside it. */
export function OpinionInHand({ view, inHand, said, forms }: P & { said: string | undefined; forms: Forms }) {
  const { t } = useUi();
  const { opinion } = inHand;
  const { consultation, previous, next, query } = view;
  const href = (number: number) => `${deskPath(consultation.slug)}/${number}${queryText(query)}`;
  return (
    <>
      <MatterHead
        title={t('consultations.desk.opinion', { number: opinion.number })}
        backLabel={t('consultations.desk.title')}
        facts={[
          opinion.shownAs,
          opinion.organisationId && t('consultations.desk.org.yes'),
          t(`consultations.way.${opinion.way}`),
          <DateTime value={opinion.createdAt} form="datetime" />,
          opinion.supports > 0 && t('consultations.desk.supports', { n: opinion.supports }),
          <VerdictMark {...opinion} />,
        ].filter(Boolean)}
        {...(previous && { previousHref: href(previous.number) })}
        {...(next && { nextHref: href(next.number) })}
      />
      {said && (
        <Notice tone="success" live>
          <p>{said}</p>
        </Notice>
      )}
      <DeskColumns
        left={<Left view={view} inHand={inHand} />}
        right={
          <>
            <Decision view={view} inHand={inHand} forms={forms} />
            {view.leads && <AssignForm view={view} inHand={inHand} forms={forms} />}
          </>
        }
      />
    </>
  );
}

function Left({ view, inHand }: P) {
  const { t } = useUi();
  const { opinion, answers } = inHand;
  return (
    <>
      <Letter text={opinion.text} />
      <OnWhat view={view} inHand={inHand} />
      <Alike view={view} inHand={inHand} />
      {answers.length > 0 && (
        <Fold summary={t('consultations.desk.answers', { n: answers.length })}>
          {answers.map(({ number, shownAs, text }) => (
            <>
              <p>
                <b>{shownAs}</b> <small>{t('consultations.desk.number', { number })}</small>
              </p>
              <Said text={text} />
            </>
          ))}
        </Fold>
      )}
    </>
  );
}

/** The paragraph as it stands, and as the author read it where it has changed since. */
function OnWhat({ view, inHand }: P) {
  const { t } = useUi();
  const { opinion, since, asRead } = inHand;
  const { consultation, paragraphs } = view;
  if (opinion.anchor === null)
    return (
      <DeskSection id="on" title={t('consultations.desk.on_whole')}>
        <p>{t('consultations.desk.on_whole_note')}</p>
      </DeskSection>
    );
  const now = paragraphs.get(opinion.anchor);
  // keys: consultations.desk.since.*
  return (
    <DeskSection id="on" title={now?.name ?? t('consultations.desk.gone')} end={t(`consultations.desk.since.${since}`)}>
      {since !== 'gone' && now?.text && <Pre text={now.text} links={false} />}
      {since !== 'same' && asRead && (
        <Fold summary={t('consultations.desk.as_read', { version: opinion.versionNo })}>
          <Pre text={asRead} links={false} />
        </Fold>
      )}
      {since === 'same' && !now?.text && <p>{t('consultations.desk.see_text')}</p>}
      <More>
        <VerbLink href={`/consultations/${consultation.slug}/text#a-${opinion.anchor}`}>
          {t('consultations.desk.to_text')}
        </VerbLink>
      </More>
    </DeskSection>
  );
}

function Alike({ view, inHand }: P) {
  const ui = useUi();
  const { t } = ui;
  const { opinion, alike } = inHand;
  const size = view.sizes.get(opinion.head);
  if (alike.length === 0 || !size) return null;
  const base = deskPath(view.consultation.slug);
  return (
    <DeskSection
      id="alike"
      title={t('consultations.desk.alike', { n: size.all - 1 })}
      end={
        <a href={`${base}/several${queryText({ show: 'all', alike: opinion.head })}`}>
          {t('consultations.desk.all_alike')}
        </a>
      }
    >
      <Likes
        entries={alike.map((other) => ({
          href: `${base}/${other.number}${queryText(view.query)}`,
          title: excerptOf(other, 30),
          facts: [
            t('consultations.desk.number', { number: other.number }),
            formatDate(other.createdAt, ui, 'date'),
            <VerdictMark {...other} />,
          ],
        }))}
      />
    </DeskSection>
  );
}

/** What is decided, the form to decide it, and what was decided before. */
function Decision({ view, inHand, forms }: P & { forms: Forms }) {
  const { t } = useUi();
  const { opinion, past, names, isTheirs } = inHand;
  const decides = view.works && isTheirs && (opinion.outcome === null || view.status !== 'answered');
  const who = (id: string | null) => (id && names.get(id)) || t('consultations.desk.somebody');
  return (
    <>
      <DeskSection id="decision" title={t('consultations.desk.decision')}>
        {opinion.outcome && (
          <Facts
            items={[
              { label: t('consultations.desk.decision'), value: <VerdictMark {...opinion} /> },
              { label: t('consultations.desk.reason'), value: <Pre text={opinion.reason ?? ''} /> },
              {
                label: t('consultations.desk.decided_by'),
                value: (
                  <>
                    {who(opinion.decidedBy)}{' '}
                    {opinion.decidedAt && <DateTime value={opinion.decidedAt} form="datetime" />}
                  </>
                ),
              },
              opinion.changedVersion !== null && {
                label: t('consultations.desk.changed'),
                value: t('consultations.desk.changed_in', {
                  version: opinion.changedVersion,
                  paragraphs: opinion.changedAnchors
                    .map((anchor) => view.paragraphs.get(anchor)?.name ?? anchor)
                    .join(t('consultations.desk.and')),
                }),
              },
            ]}
          />
        )}
        {decides ? (
          opinion.outcome ? (
            <Fold summary={t('consultations.desk.decide_anew')} open={forms('decide').refused}>
              <DecideForm view={view} inHand={inHand} forms={forms} />
            </Fold>
          ) : (
            <DecideForm view={view} inHand={inHand} forms={forms} />
          )
        ) : (
          opinion.outcome === null && (
            <p>{t(view.works ? 'consultations.desk.not_yours' : 'consultations.desk.only_read')}</p>
          )
        )}
      </DeskSection>
      {past.length > 0 && (
        <Fold summary={t('consultations.desk.past', { n: past.length })}>
          <Timeline
            entries={past.map((one) => ({
              at: one.decidedAt,
              step: t(`consultations.desk.verdict.${verdictOf(one)}`),
              note: who(one.decidedBy),
              body: <Pre text={one.reason} />,
            }))}
          />
        </Fold>
      )}
    </>
  );
}

/** The bar at the foot: decide and go on. */
export function OpinionDeeds({ view, inHand }: P) {
  const { t } = useUi();
  const { opinion, isTheirs } = inHand;
  const { slug } = view.consultation;
  const decides = view.works && isTheirs && opinion.outcome === null;
  const deeds: Deed[] = [
    ...(decides ? [{ label: t('consultations.desk.decide'), form: 'decide', primary: true, keyHint: 'D' }] : []),
    ...(view.works
      ? [
          {
            label: t('consultations.desk.to_several'),
            href: `${deskPath(slug)}/several${queryText(view.query)}`,
            keyHint: 'M',
          },
        ]
      : []),
    { label: t('consultations.desk.to_progress'), href: `${deskPath(slug)}/progress`, keyHint: 'P' },
  ];
  return <Deeds deeds={deeds} />;
}
