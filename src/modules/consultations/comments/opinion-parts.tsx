import { DateTime } from '../../../ui/date-time.tsx';
import { StateMark } from '../../../ui/marks.tsx';
import { Opinion, Opinions } from '../../../ui/opinion.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { Pre } from '../../../ui/text.tsx';
import { SupportButton } from '../support/support-button.tsx';
import type { Draft, ShownComment } from './load-opinions.ts';
import type { Outcome } from './outcomes.ts';
import type { Paragraph } from './paragraph.ts';

// keys: consultations.way.*

type About = { ctx: PageContext; draft: Draft };

const quoted = 80;
const shorten = (text: string): string => {
  const characters = [...text];
  return characters.length > quoted ? `${characters.slice(0, quoted).join('')}…` : text;
};

/** Words of residents inside a page of another language. */
export const spokenIn = ({ locale }: PageContext): string | undefined => (locale === 'en' ? 'zh-CN' : undefined);

/** The paragraph that an opinion is about, and whether it is still what its author read. */
export function ParagraphLine({ ctx, draft, paragraph }: About & { paragraph: Paragraph }) {
  const { t } = ctx;
  const { slug } = draft.consultation;
  const { anchor, label, text, since, versionNo } = paragraph;
  const compare = `/consultations/${slug}/compare?from=${versionNo}`;
  return (
    <>
      <p lang={spokenIn(ctx)}>
        {since === 'gone' ? <b>{label}</b> : <a href={`/consultations/${slug}/text#a-${anchor}`}>{label}</a>}{' '}
        {label.endsWith('…') ? '' : shorten(text)}
      </p>
      {since !== 'same' && (
        <p>
          {t(`consultations.comments.since.${since}`, { version: versionNo })}{' '}
          <a href={since === 'gone' ? compare : `${compare}#a-${anchor}`}>{t('consultations.comments.compare')}</a>
        </p>
      )}
    </>
  );
}

function By({ ctx, comment }: { ctx: PageContext; comment: ShownComment }) {
  const { t } = ctx;
  const { organisation, shownAs } = comment;
  if (!organisation) return <span lang={spokenIn(ctx)}>{shownAs}</span>;
  return (
    <>
      <a href={`/organisations/${organisation.slug}`} lang={spokenIn(ctx)}>
        {shownAs}
      </a>{' '}
      {organisation.verified && <StateMark tone="ok">{t('consultations.comments.verified')}</StateMark>}
    </>
  );
}

function Instead({ ctx, comment }: { ctx: PageContext; comment: ShownComment }) {
  const { t } = ctx;
  if (comment.state !== 'hidden') return <>{t('consultations.comments.withdrawn')}</>;
  return (
    <>
      {t('consultations.comments.hidden', { rule: comment.ruleNumber ?? '' })}{' '}
      <a href="/contributions/moderation-log">{t('consultations.moderation.log.title')}</a>
    </>
  );
}

/** One comment with what can be done about it, and below it the answers that were loaded. */
export function CommentItem(p: About & { comment: ShownComment; back: string; withPlace: boolean; whole?: boolean }) {
  const { ctx, draft, comment, back } = p;
  const { t } = ctx;
  const { consultation } = draft;
  const { number, parentId, state, paragraph, answered, answers } = comment;
  const isVisible = state === 'visible';
  const href = `/consultations/${consultation.slug}/opinions/${number}`;
  const more = p.whole ? 0 : answers - answered.filter((answer) => answer.state === 'visible').length;
  return (
    <Opinion
      id={`n-${number}`}
      number={<a href={href}>{t('consultations.comments.number', { number })}</a>}
      by={isVisible && <By ctx={ctx} comment={comment} />}
      when={
        <>
          <DateTime value={comment.createdAt} form="date" />
          {comment.way !== 'web' && ` ${t(`consultations.way.${comment.way}`)}`}
        </>
      }
      about={
        p.withPlace && parentId === null
          ? ((paragraph && <ParagraphLine {...{ ctx, draft, paragraph }} />) ??
            (comment.anchor === null && <p>{t('consultations.comments.on_whole')}</p>))
          : paragraph && paragraph.since !== 'same' && <ParagraphLine {...{ ctx, draft, paragraph }} />
      }
      lang={spokenIn(ctx)}
      {...(isVisible ? { text: comment.text, acts: <ActsOf {...{ ctx, draft, comment, back }} /> } : {})}
      {...(isVisible ? {} : { instead: <Instead ctx={ctx} comment={comment} /> })}
    >
      {isVisible && comment.outcome && <Became ctx={ctx} outcome={comment.outcome} />}
      {answered.length > 0 && (
        <Opinions answers label={t('consultations.comments.answers_to', { number })}>
          {answered.map((answer) => (
            <CommentItem {...{ ctx, draft, back }} comment={answer} withPlace={false} />
          ))}
        </Opinions>
      )}
      {more > 0 && (
        <p>
          <a href={href}>{t('consultations.comments.more_answers', { count: more })}</a>
        </p>
      )}
    </Opinion>
  );
}

/** What became of an opinion, once the result is public: the same to everybody as on the result's page. */
function Became({ ctx, outcome }: { ctx: PageContext; outcome: Outcome }) {
  const { t } = ctx;
  return (
    <div class="opinion-became">
      <p>
        <b>{t('consultations.comments.became', { outcome: outcome.label })}</b>{' '}
        {outcome.href && <a href={outcome.href}>{t('consultations.comments.became_where')}</a>}
      </p>
      {outcome.reason && (
        <div lang={spokenIn(ctx)}>
          <Pre text={outcome.reason} />
        </div>
      )}
    </div>
  );
}

function ActsOf({ ctx, draft, comment, back }: About & { comment: ShownComment; back: string }) {
  const { t } = ctx;
  const { slug } = draft.consultation;
  const { id, number, parentId } = comment;
  const takes = draft.status === 'running';
  return (
    <>
      <SupportButton ctx={ctx} contribution={comment} takes={takes} back={`${back}#n-${number}`} />
      {takes && parentId === null && (
        <a
          href={`/consultations/${slug}/say?answers=${number}`}
          rel="nofollow"
          aria-label={t('consultations.comments.answer_to', { number })}
        >
          {t('consultations.comments.answer')}
        </a>
      )}
      <a
        href={`/contributions/${id}/report`}
        rel="nofollow"
        aria-label={t('consultations.moderation.report_label', { number })}
      >
        {t('consultations.moderation.report')}
      </a>
    </>
  );
}
