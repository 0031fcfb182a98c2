import { dayWords } from '../../../kernel/time/index.ts';
import { Notice } from '../../../ui/notice.tsx';
import { type UiSettings, useUi } from '../../../ui/page-context.ts';
import { Pre } from '../../../ui/text.tsx';
import type { DeedAttempt } from './deed-dialogs.tsx';
import { untilWords } from './desk-clocks.tsx';
import type { DeskMatter, DeskView } from './desk-view.ts';
import { isWriter } from './possible-deeds.ts';

/** How the last deed went. `draftOf`: the form whose draft on this device has arrived. */
export type Happened = { tone: 'success' | 'error'; words: string; draftOf?: string };

/** What there is to know before doing anything: how the last deed went, and what the case is waiting for. */
export function MatterNotices(p: {
  desk: DeskMatter;
  view: DeskView;
  happened: Happened | null;
  attempt: DeedAttempt | null;
}) {
  const ui = useUi();
  const lost = typedBefore(p.attempt, p.desk);
  return (
    <>
      {p.happened && (
        <Notice
          tone={p.happened.tone}
          title={p.happened.words}
          live
          {...(p.happened.draftOf ? { draftSent: p.happened.draftOf } : {})}
        />
      )}
      {lost && (
        <Notice title={ui.t('cases.desk.you_wrote')}>
          <Pre text={lost} />
        </Notice>
      )}
      <Order desk={p.desk} />
      <Returned desk={p.desk} />
      <Waiting desk={p.desk} view={p.view} />
      {p.desk.reviews && p.desk.reply && isWriter(p.view.actor, p.desk.reply) && (
        <Notice>{ui.t('cases.desk.own_reply')}</Notice>
      )}
      {p.desk.can.has('forum-answer') && (
        <Notice tone="warn">{ui.t('cases.desk.forum_waits', { site: p.desk.matter.forum?.site ?? '' })}</Notice>
      )}
    </>
  );
}

/** Words of a deed that is no longer possible: they are shown, so that nothing typed is lost. */
function typedBefore(attempt: DeedAttempt | null, desk: DeskMatter): string {
  if (!attempt || desk.can.has(attempt.deed)) return '';
  const { text, note, reason } = attempt.values;
  return [text, note, reason].filter((value): value is string => typeof value === 'string').join('\n');
}

function Order({ desk }: { desk: DeskMatter }) {
  const ui = useUi();
  const { standingOrder, names } = desk.matter;
  if (!standingOrder) return null;
  return (
    <Notice
      tone="warn"
      title={ui.t('cases.desk.order_title', {
        who: names.get(standingOrder.supervisorId) ?? '',
        until: untilWords(standingOrder.dueAt, ui),
      })}
    >
      <Pre text={standingOrder.order} />
    </Notice>
  );
}

function Returned({ desk }: { desk: DeskMatter }) {
  const { t } = useUi();
  const { reply } = desk;
  if (!reply?.review_note || reply.state !== 'draft') return null;
  return (
    <Notice tone="warn" title={t('cases.desk.returned_title')}>
      <Pre text={reply.review_note} />
    </Notice>
  );
}

function Waiting({ desk, view }: { desk: DeskMatter; view: DeskView }) {
  const ui = useUi();
  const { openReturn, openExtension, openEnding, waitsForAuthor } = desk.matter;
  const lines = [
    openReturn && ui.t('cases.desk.waits.return', { when: said(openReturn.at, ui), reason: openReturn.reason }),
    openReturn?.suggestedDepartmentId &&
      ui.t('cases.desk.waits.suggested', {
        office: view.departments.name(openReturn.suggestedDepartmentId, ui.locale),
      }),
    openExtension &&
      ui.t('cases.desk.waits.extension', {
        when: said(openExtension.at, ui),
        n: openExtension.working_days,
        reason: openExtension.reason,
      }),
    openEnding && ui.t('cases.desk.waits.ending', { when: said(openEnding.at, ui), reason: openEnding.reason }),
    waitsForAuthor && ui.t('cases.desk.waits.author'),
  ].filter((line): line is string => Boolean(line));
  if (lines.length === 0) return null;
  return (
    <Notice>
      {lines.map((line) => (
        <p>{line}</p>
      ))}
    </Notice>
  );
}

function said(at: Date, { now, timeZone, locale }: UiSettings): string {
  return dayWords(at, now, timeZone, locale);
}
