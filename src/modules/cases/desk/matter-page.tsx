import { Button, VerbLink } from '../../../ui/button.tsx';
import { DateTime, formatDate } from '../../../ui/date-time.tsx';
import { type Deed, Deeds, DeskColumns, DeskSection, Likes, MatterHead } from '../../../ui/desk.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Form } from '../../../ui/form.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Pre } from '../../../ui/text.tsx';
import { isOpen, isPublic } from '../cases.rules.ts';
import { AuthorBlock, CaseLight, MatterLetter, MatterTimeline } from '../matter/index.ts';
import { CasePromises } from './case-promises.tsx';
import { ClosedDialogs, type DeedAttempt, dialogId, isAsked, OpenDialog } from './deed-dialogs.tsx';
import { caseHref, listHref, type Place } from './desk-address.ts';
import { DeskClocks } from './desk-clocks.tsx';
import { DeskFrame, placeOf } from './desk-frame.tsx';
import type { Alike, DeskMatter, DeskView } from './desk-view.ts';
import { type Happened, MatterNotices } from './matter-notices.tsx';
import type { DeedName } from './possible-deeds.ts';
import { ReplyPreview, savedWords } from './reply-preview.tsx';

export type MatterPageProps = {
  view: DeskView;
  desk: DeskMatter;
  /** the number as it is said: 云信 2026-1119-0127 */
  numberSaid: string;
  happened: Happened | null;
  attempt: DeedAttempt | null;
};

const keyOf: Partial<Record<DeedName, string>> = {
  sign: 'S',
  start: 'G',
  write: 'W',
  contact: 'C',
  question: 'B',
  note: 'N',
  opinion: 'O',
  return: 'R',
  extension: 'E',
  ending: 'X',
  review: 'V',
  'send-back': 'M',
  'forum-answer': 'F',
};
const ahead: readonly DeedName[] = [
  'review',
  'sign',
  'forum-answer',
  'write',
  'opinion',
  'send-back',
  'contact',
  'question',
  'note',
];
const rarer: readonly DeedName[] = ['start', 'return', 'extension', 'ending'];

/** A matter at the desk of a department. */
export function MatterPage(p: MatterPageProps) {
  const { view, desk } = p;
  const place = placeOf(view);
  const dialogs = { view, desk, place, attempt: p.attempt };
  return (
    <DeskFrame view={view} current={desk.matter.row.number} deeds={<MatterDeeds {...p} place={place} />}>
      <Head {...p} place={place} />
      <MatterNotices desk={desk} view={view} happened={p.happened} attempt={p.attempt} />
      <OpenDialog {...dialogs} />
      <DeskColumns left={<Left {...p} place={place} />} right={<Right {...p} place={place} />} />
      <ClosedDialogs {...dialogs} />
      {desk.can.has('sign') && <PlainForm deed="sign" desk={desk} place={place} />}
      {desk.can.has('start') && <PlainForm deed="start" desk={desk} place={place} />}
    </DeskFrame>
  );
}

type Placed = MatterPageProps & { place: Place };

/** A deed that takes no words: its button stands in the bar. */
function PlainForm({ deed, desk, place }: { deed: 'sign' | 'start'; desk: DeskMatter; place: Place }) {
  return (
    <Form id={`f-${deed}`} action={caseHref(desk.matter.row.number, place, `/${deed}`)}>
      {null}
    </Form>
  );
}

export function Head({ view, desk, numberSaid, place }: Pick<Placed, 'view' | 'desk' | 'numberSaid' | 'place'>) {
  const { t } = useUi();
  const { row, author } = desk.matter;
  const { previous, next } = view.list;
  return (
    <MatterHead
      title={row.title}
      backLabel={t('cases.desk.back_to_list')}
      facts={[
        numberSaid,
        t(`cases.kind.${row.kind}`),
        t(`cases.state.${row.state}`),
        t(row.confidential ? 'cases.desk.confidential' : 'cases.desk.public'),
        ...(author.displayName ? [t('cases.desk.from', { name: author.displayName })] : []),
        ...(isOpen(row.state) ? [<CaseLight row={row} calendar={desk.matter.calendar} />] : []),
      ]}
      {...(previous ? { previousHref: caseHref(previous.number, place) } : {})}
      {...(next ? { nextHref: caseHref(next.number, place) } : {})}
    />
  );
}

function Left({ view, desk, place }: Placed) {
  const { t } = useUi();
  return (
    <>
      <ReplyInHand view={view} desk={desk} place={place} />
      <MatterLetter matter={desk.matter} />
      <CasePromises promises={desk.promises} linked={desk.handles} />
      <DeskSection id="story" title={t('cases.desk.story')}>
        <MatterTimeline matter={desk.matter} />
      </DeskSection>
    </>
  );
}

/** What the department is writing, or what waits for review: as everybody will see it. */
function ReplyInHand({ view, desk, place }: Pick<Placed, 'view' | 'desk' | 'place'>) {
  const ui = useUi();
  const { t } = ui;
  const { reply, matter } = desk;
  if (!reply) return null;
  const waiting = reply.state === 'for_review';
  const when = formatDate(reply.updated_at, ui, 'datetime');
  return (
    <DeskSection
      id="reply"
      title={t(waiting ? 'cases.desk.reply_waits' : 'cases.desk.draft')}
      end={savedWords(desk, t, when)}
    >
      <ReplyPreview view={view} desk={desk} />
      {desk.can.has('write') && (
        <p>
          <VerbLink href={caseHref(matter.row.number, place, '/reply')}>{t('cases.desk.go_on_writing')}</VerbLink>
        </p>
      )}
    </DeskSection>
  );
}

function Right({ view, desk, place }: Placed) {
  const { t } = useUi();
  const { matter } = desk;
  return (
    <>
      <DeskSection id="clocks" title={t('cases.desk.clocks')}>
        <DeskClocks matter={matter} />
      </DeskSection>
      <RarerDeeds desk={desk} />
      <DeskSection id="author" title={t('cases.desk.author')}>
        <AuthorBlock
          matter={matter}
          details={desk.author}
          revealHref={caseHref(matter.row.number, place, '', { who: '1' })}
        />
      </DeskSection>
      <CoHandlers view={view} desk={desk} />
      <AlikeCases desk={desk} place={place} view={view} />
    </>
  );
}

function RarerDeeds({ desk }: { desk: DeskMatter }) {
  const { t } = useUi();
  const shown = rarer.filter((deed) => desk.can.has(deed));
  if (shown.length === 0) return null;
  return (
    <DeskSection id="more" title={t('cases.desk.more')}>
      <p class="send-buttons">
        {shown.map((deed) => (
          <Button
            small
            {...(keyOf[deed] ? { keyHint: keyOf[deed] } : {})}
            {...(isAsked(deed) ? { opens: dialogId(deed) } : { form: `f-${deed}` })}
          >
            {t(`cases.desk.deed.${deed}`)}
          </Button>
        ))}
      </p>
    </DeskSection>
  );
}

function CoHandlers({ view, desk }: Pick<Placed, 'view' | 'desk'>) {
  const ui = useUi();
  const { t, locale } = ui;
  const { coHandlers } = desk.matter;
  if (coHandlers.length === 0) return null;
  return (
    <DeskSection id="helpers" title={t('cases.desk.helpers')}>
      {coHandlers.map(({ departmentId, opinion, opinionAt }) => (
        <div>
          <p>
            <b>{view.departments.name(departmentId, locale)}</b>{' '}
            <span class="quiet">
              {opinionAt ? <DateTime value={opinionAt} form="datetime" /> : t('cases.desk.no_opinion')}
            </span>
          </p>
          {opinion && <Pre text={opinion} />}
        </div>
      ))}
    </DeskSection>
  );
}

/** Letters like it, and how such were answered. */
export function AlikeCases({ desk, place, view }: Pick<Placed, 'desk' | 'place' | 'view'>) {
  const { t } = useUi();
  return (
    <>
      {desk.near.length > 0 && (
        <DeskSection id="near" title={t('cases.desk.near')}>
          <Likes entries={desk.near.map((one) => likeOf(one, view, place))} />
        </DeskSection>
      )}
      {desk.answered.length > 0 && (
        <DeskSection id="answered" title={t('cases.desk.answered')}>
          {desk.answered.map((one) => (
            <AnsweredBefore one={one} view={view} />
          ))}
        </DeskSection>
      )}
    </>
  );
}

function likeOf(one: Alike, { departments }: DeskView, place: Place) {
  const { locale } = useUi();
  const office = departments.name(one.departmentId, locale);
  return {
    href: one.mine ? caseHref(one.number, place) : `/cases/${one.number}`,
    title: one.title,
    facts: [<DateTime value={one.submittedAt} form="date" />, ...(office ? [office] : [])],
  };
}

function AnsweredBefore({ one, view }: { one: Alike; view: DeskView }) {
  const { t, locale } = useUi();
  const rated = one.solved === null ? '' : t(one.solved ? 'cases.desk.solved' : 'cases.desk.unsolved');
  const facts = [view.departments.name(one.departmentId, locale), rated].filter(Boolean).join(t('cases.desk.comma'));
  return (
    <Fold summary={one.title}>
      <p class="quiet">
        <span class="num">{one.number}</span> {facts}
      </p>
      {one.reply && <Pre text={one.reply} />}
    </Fold>
  );
}

function MatterDeeds({ desk, place }: Placed) {
  const { t } = useUi();
  const { row, facts } = desk.matter;
  const shown = ahead.filter((deed) => desk.can.has(deed));
  const main = shown[0];
  const bar: Deed[] = shown.map((deed) => ({
    label: t(`cases.desk.deed.${deed}`),
    primary: deed === main && deed !== 'note',
    keyHint: keyOf[deed] ?? '',
    ...(deed === 'write'
      ? { href: caseHref(row.number, place, '/reply') }
      : isAsked(deed)
        ? { opens: dialogId(deed) }
        : { form: `f-${deed}` }),
  }));
  if (isPublic({ ...facts }))
    bar.push({ label: t('cases.desk.public_page'), href: `/cases/${row.number}`, keyHint: 'P' });
  if (bar.length === 0) bar.push({ label: t('cases.desk.back_to_list'), href: listHref(place) });
  const light = isOpen(row.state) && <CaseLight row={row} calendar={desk.matter.calendar} />;
  return <Deeds deeds={bar} note={light} />;
}
