import { fileHref } from '../../../kernel/files/index.ts';
import { wordBreaks } from '../../../kernel/text/index.ts';
import { ButtonLink, More, VerbLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Chapter, Heading, Trail } from '../../../ui/layout.tsx';
import { StateMark } from '../../../ui/marks.tsx';
import { Notice } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { StageRow } from '../../../ui/stage-row.tsx';
import { Pre } from '../../../ui/text.tsx';
import { Written } from '../../../ui/written.tsx';
import type { ConsultationOf } from '../consultation.queries.ts';
import type { Status } from '../consultations.rules.ts';
import { statusTones } from '../convene/list-page.tsx';
import { leftWords, periodWords } from '../period-words.ts';
import type { ConsultationView } from './load-consultation.ts';

// keys: consultations.kind.*, consultations.status.*, consultations.public.step.*

type Props = { ctx: PageContext; view: ConsultationView & { consultation: ConsultationOf<'draft'> } };

/** Words of the convener's own language inside a page of another. */
export const writtenIn = ({ locale }: PageContext): string | undefined => (locale === 'en' ? 'zh-CN' : undefined);

/** The way of a draft through the city: published, taken in, worked on, answered. */
function Way({ ctx, view: { consultation, status, today } }: Props) {
  const { t } = ctx;
  const steps = ['not_started', 'running', 'ended', 'answered'] as const;
  const here = steps.indexOf(status as (typeof steps)[number]);
  const left = leftWords(ctx, consultation, today);
  if (here < 0) return null;
  return (
    <StageRow
      label={t('consultations.public.way')}
      stages={steps.map((step, i) => ({
        name: t(`consultations.public.step.${step}`),
        note: step === 'running' ? periodWords(ctx, consultation, today) : t(`consultations.public.step.${step}_note`),
        at: i < here ? 'past' : i === here ? 'here' : 'ahead',
        ...(i === here && left ? { here: left.words } : {}),
      }))}
    />
  );
}

function Deeds({ ctx, view: { consultation, status, contributions } }: Props) {
  const { t } = ctx;
  const base = `/consultations/${consultation.slug}`;
  const { ways } = consultation.settings;
  const says = status === 'running' && (ways.includes('paragraph') || ways.includes('whole'));
  return (
    <div class="do">
      {status === 'answered' ? (
        <ButtonLink primary href={`${base}/result`}>
          {t('consultations.public.see_result')}
        </ButtonLink>
      ) : (
        <ButtonLink primary={says} href={`${base}/text`}>
          {t(says ? 'consultations.public.read_and_say' : 'consultations.public.read_text')}
        </ButtonLink>
      )}
      {status === 'running' && ways.includes('whole') && (
        <VerbLink href={`${base}/say`}>{t('consultations.public.say_whole')}</VerbLink>
      )}
      {status !== 'not_started' && (
        <VerbLink href={`${base}/opinions`}>
          {t('consultations.public.see_opinions', { count: contributions })}
        </VerbLink>
      )}
      {status === 'answered' && <VerbLink href={`${base}/text`}>{t('consultations.public.read_text')}</VerbLink>}
    </div>
  );
}

function StatusNotice({ ctx, status, view }: Props & { status: Status }) {
  const { t } = ctx;
  if (status === 'cancelled')
    return (
      <Notice tone="warn" title={t('consultations.public.cancelled')}>
        <p lang={writtenIn(ctx)}>{view.consultation.cancelReason}</p>
      </Notice>
    );
  if (status === 'ended')
    return (
      <Notice tone="info">
        <p>{t('consultations.public.ended_note')}</p>
      </Notice>
    );
  return null;
}

/** How one takes part, each way with what it needs. */
function WaysPart({ ctx, view: { consultation, status, hearings } }: Props) {
  const { t } = ctx;
  const { ways, email, post } = consultation.settings;
  if (status === 'cancelled' || status === 'answered') return null;
  const base = `/consultations/${consultation.slug}`;
  return (
    <Chapter id="ways" title={t('consultations.public.ways')}>
      <Facts
        ruled
        items={[
          ways.includes('paragraph') && {
            label: t('consultations.answer_way.paragraph'),
            value: <a href={`${base}/text`}>{t('consultations.public.way.paragraph')}</a>,
          },
          ways.includes('whole') && {
            label: t('consultations.answer_way.whole'),
            value: <a href={`${base}/say`}>{t('consultations.public.way.whole')}</a>,
          },
          ways.includes('email') &&
            email !== '' && {
              label: t('consultations.answer_way.email'),
              value: <a href={`mailto:${email}`}>{email}</a>,
            },
          post !== '' && { label: t('consultations.way.paper'), value: <span lang={writtenIn(ctx)}>{post}</span> },
          (ways.includes('hearing') || hearings.length > 0) && {
            label: t('consultations.answer_way.hearing'),
            value:
              hearings.length > 0 ? (
                <a href={`${base}/hearings`}>{t('consultations.public.way.hearing')}</a>
              ) : (
                t('consultations.public.way.no_hearing')
              ),
          },
        ]}
      />
      <p>{t('consultations.public.ways_note')}</p>
    </Chapter>
  );
}

function Papers({ ctx, view: { annexes } }: Props) {
  if (annexes.length === 0) return null;
  return (
    <Chapter id="annexes" title={ctx.t('consultations.public.annexes')}>
      <ul class="bullets" lang={writtenIn(ctx)}>
        {annexes.map(({ title, fileId }) => (
          <li>
            <a href={fileHref(fileId)}>{title}</a>
          </li>
        ))}
      </ul>
    </Chapter>
  );
}

/** A draft that is put before the city: what it is about, how to answer, where it stands. */
export function ConsultationPage({ ctx, view }: Props) {
  const { t, locale } = ctx;
  const { consultation, status, today, departments, notes } = view;
  return (
    <>
      <Trail
        items={[{ label: t('consultations.public.list.title'), href: '/consultations' }, { label: consultation.title }]}
      />
      <Heading
        title={wordBreaks(consultation.title)}
        over={
          <>
            <span>{t('consultations.kind.draft')}</span>
            <StateMark tone={statusTones[status]}>{t(`consultations.status.${status}`)}</StateMark>
          </>
        }
        lead={<span lang={writtenIn(ctx)}>{consultation.summary}</span>}
      />
      <StatusNotice ctx={ctx} view={view} status={status} />
      <Way ctx={ctx} view={view} />
      <Deeds ctx={ctx} view={view} />
      <Chapter id="about" title={t('consultations.public.about')}>
        <Written text={consultation.explanation} lang={writtenIn(ctx)} />
        <Facts
          ruled
          items={[
            {
              label: t('consultations.public.fact.department'),
              value: departments.name(consultation.departmentId, locale),
            },
            { label: t('consultations.public.fact.period'), value: periodWords(ctx, consultation, today) },
            consultation.shortReason !== '' && {
              label: t('consultations.public.fact.short_reason'),
              value: <span lang={writtenIn(ctx)}>{consultation.shortReason}</span>,
            },
            { label: t('consultations.public.fact.audience'), value: consultation.audience },
            { label: t('consultations.public.fact.contact'), value: consultation.contact },
          ]}
        />
      </Chapter>
      <WaysPart ctx={ctx} view={view} />
      <Papers ctx={ctx} view={view} />
      {notes.length > 0 && (
        <Chapter id="notes" title={t('consultations.public.notes')} note={t('consultations.public.notes_note')}>
          {notes.map(({ at, text }) => (
            <div lang={writtenIn(ctx)}>
              <p>
                <DateTime value={at} form="datetime" />
              </p>
              <Pre text={text} />
            </div>
          ))}
        </Chapter>
      )}
      <More>
        <VerbLink href={`/consultations/${consultation.slug}/compare`}>{t('consultations.public.compare')}</VerbLink>
        <VerbLink href="/contributions/moderation-log">{t('consultations.public.moderation')}</VerbLink>
        <VerbLink href={`/api/v1/consultations/${consultation.slug}`}>{t('consultations.public.data')}</VerbLink>
      </More>
    </>
  );
}
