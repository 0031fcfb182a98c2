import type { ComponentChildren } from 'preact';
import { wordBreaks } from '../../../kernel/text/index.ts';
import { AwardHead } from '../../../ui/award.tsx';
import { ButtonLink, More, VerbLink } from '../../../ui/button.tsx';
import { DateTime, formatNumber } from '../../../ui/date-time.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Gallery } from '../../../ui/gallery.tsx';
import type { IconName } from '../../../ui/icons.ts';
import { Chapter, Trail } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { StageRow } from '../../../ui/stage-row.tsx';
import { Table } from '../../../ui/table.tsx';
import { safeHref } from '../../../ui/text.tsx';
import { Written } from '../../../ui/written.tsx';
import type { Competition } from '../competition.queries.ts';
import { type Stage, stageOf, stageTime } from '../competitions.rules.ts';
import { stageName } from '../stage-name.ts';
import type { CompetitionView } from './load-competition.ts';
import { type DeedName, deedsOf, momentOf } from './moment.rules.ts';
import { ShareBox } from './share-box.tsx';
import { dayWordsOf, howWords, momentWords, stageDates, weightWords, writtenIn } from './words.ts';
import { workOf } from './work-entry.ts';

type PageProps = { ctx: PageContext; view: CompetitionView };

const icons: Partial<Record<DeedName, IconName>> = { vote: 'vote', enter: 'pen', nominate: 'join' };

/** What can be done at this moment: one button, and links beside it. */
export function Deeds({ ctx, competition, works }: { ctx: PageContext; competition: Competition; works: number }) {
  const [first, ...others] = deedsOf(competition, ctx.now ?? new Date(0), { works });
  if (!first) return null;
  return (
    <div class="do">
      <ButtonLink href={first.href} primary {...(icons[first.name] ? { icon: icons[first.name] } : {})}>
        {ctx.t(`competitions.public.deed.${first.name}`)}
      </ButtonLink>
      {others.map((deed) => (
        <VerbLink href={deed.href}>{ctx.t(`competitions.public.deed.${deed.name}`)}</VerbLink>
      ))}
    </div>
  );
}

/** The head of every page of a competition. */
export function CompetitionHead({
  ctx,
  view,
  children,
}: {
  ctx: PageContext;
  view: Pick<CompetitionView, 'competition' | 'departments'>;
  children?: ComponentChildren;
}) {
  const { t, locale } = ctx;
  const { competition, departments } = view;
  const { mode, stages } = competition;
  const ballots = stages.filter((stage): stage is Stage<'ballot'> => stage.kind === 'ballot');
  const begun = ballots.filter(({ startsAt }) => startsAt <= (ctx.now ?? new Date(0)));
  const secret = ballots.some(({ settings }) => settings.live === 'none');
  return (
    <AwardHead
      title={wordBreaks(competition.title)}
      over={`${t(`competitions.mode.${mode}`)} · ${t(`competitions.format.${competition.format}`)}`}
      lead={<span lang={writtenIn(ctx)}>{competition.summary}</span>}
      facts={[
        { label: t('competitions.public.fact.organiser'), value: departments.name(competition.departmentId, locale) },
        { label: t('competitions.public.fact.co_organisers'), value: competition.coOrganisers },
        mode === 'award'
          ? { label: t('competitions.public.fact.approval'), value: competition.approvalNumber }
          : { label: t('competitions.public.fact.mode'), value: t('competitions.public.fact.showcase') },
        mode === 'award' && { label: t('competitions.public.fact.how'), value: weightWords(ctx, stages) },
        ballots.length > 0 && {
          label: t('competitions.public.fact.fair'),
          value: (
            <>
              {t(`competitions.public.fact.${secret ? 'secret' : 'by_heads'}`)}
              {begun.map((stage) => (
                <>
                  {t('competitions.public.semicolon')}
                  <a href={`/competitions/${competition.slug}/ballots/${stage.id}`}>
                    {t('competitions.public.fact.log', { stage: stageName(ctx.t, stage), n: begun.length })}
                  </a>
                </>
              ))}
            </>
          ),
        },
      ]}
    >
      {children}
    </AwardHead>
  );
}

/** The row of stages, with where the day stands. */
export function Stages({ ctx, competition }: { ctx: PageContext; competition: Competition }) {
  const at = ctx.now ?? new Date(0);
  const over = competition.state === 'final';
  const stopped = competition.state === 'cancelled';
  return (
    <StageRow
      label={ctx.t('competitions.public.stages')}
      stages={competition.stages.map((stage) => {
        const time = over ? 'over' : stageTime(stage, at);
        const here = time === 'running' && !stopped;
        return {
          name: stageName(ctx.t, stage),
          note: stageDates(ctx, stage),
          at: here ? 'here' : time === 'over' ? 'past' : 'ahead',
          ...(here ? { here: dayWordsOf(ctx, stage) } : {}),
        };
      })}
    />
  );
}

function StateNotice({ ctx, competition }: { ctx: PageContext; competition: Competition }) {
  const { t } = ctx;
  if (competition.state === 'cancelled')
    return (
      <Notice tone="warn" title={t('competitions.public.cancelled')}>
        <p lang={writtenIn(ctx)}>{competition.cancelReason}</p>
      </Notice>
    );
  const moment = momentOf(competition, ctx.now ?? new Date(0));
  if (moment.is === 'running') return null;
  const isShown = moment.is === 'final' && competition.mode === 'showcase';
  return (
    <Notice tone={moment.is === 'final' ? 'success' : 'info'}>
      <p>{isShown ? t('competitions.public.moment.shown') : momentWords(ctx, moment)}</p>
    </Notice>
  );
}

function How({ ctx, competition }: { ctx: PageContext; competition: Competition }) {
  const sentences =
    competition.mode === 'showcase' ? [ctx.t('competitions.public.how.showcase')] : howWords(ctx, competition.stages);
  if (sentences.length === 0) return null;
  return (
    <Chapter
      id="how"
      title={ctx.t(`competitions.public.how.${competition.mode === 'showcase' ? 'showcase_title' : 'title'}`)}
    >
      <ul class="bullets">
        {sentences.map((sentence) => (
          <li>{sentence}</li>
        ))}
      </ul>
    </Chapter>
  );
}

function Categories({ ctx, view }: PageProps) {
  const { t, locale } = ctx;
  const { competition, works, total } = view;
  if (competition.categories.length < 2 && !competition.categories[0]?.description) return null;
  return (
    <Chapter id="categories" title={t('competitions.public.categories')}>
      <Table
        caption={t('competitions.public.categories')}
        captionHidden
        rows={competition.categories}
        columns={[
          { label: t('competitions.public.category'), head: true, cell: ({ name }) => name },
          ...(competition.categories.some(({ description }) => description)
            ? [
                {
                  label: t('competitions.public.category_about'),
                  cell: ({ description }: { description: string }) => description,
                },
              ]
            : []),
          {
            label: t('competitions.public.works'),
            numeric: true,
            cell: ({ id, position }) => {
              const n = works.get(id) ?? 0;
              if (n === 0 || total === 0) return formatNumber(n, locale);
              return (
                <a href={`/competitions/${competition.slug}/entries?category=${position}`}>{formatNumber(n, locale)}</a>
              );
            },
          },
        ]}
      />
    </Chapter>
  );
}

function PeopleAndComplaints({ ctx, view }: PageProps) {
  const { t } = ctx;
  const { complaintPhone, complaintEmail, slug, stages } = view.competition;
  const now = ctx.now ?? new Date(0);
  const screening = stageOf(stages, 'screening');
  const announcement = stageOf(stages, 'announcement');
  const screened = screening !== undefined && stageTime(screening, now) === 'over';
  const announced = announcement !== undefined && announcement.startsAt <= now;
  const mail = safeHref(`mailto:${complaintEmail}`);
  const duties = (['chair', 'juror', 'observer'] as const).map((duty) => ({
    label: t(`competitions.duty.${duty}`),
    names: view.people.filter((one) => one.duty === duty).map(({ shownAs }) => shownAs),
  }));
  return (
    <Chapter id="people" title={t(`competitions.public.${view.people.length > 0 ? 'people' : 'complaints'}`)}>
      <Facts
        ruled
        items={[
          ...duties.map(
            ({ label, names }) =>
              names.length > 0 && {
                label,
                value: (
                  <ul>
                    {names.map((name) => (
                      <li>{name}</li>
                    ))}
                  </ul>
                ),
              },
          ),
          complaintPhone !== '' && {
            label: t('competitions.public.phone'),
            value: <a href={`tel:${complaintPhone.replace(/[^\d+*#-]/g, '')}`}>{complaintPhone}</a>,
          },
          complaintEmail !== '' && {
            label: t('competitions.public.email'),
            value: mail ? <a href={mail}>{complaintEmail}</a> : complaintEmail,
          },
          screened && {
            label: t('competitions.stage.screening'),
            value: <a href={`/competitions/${slug}/notice/screening`}>{t('competitions.public.screening')}</a>,
          },
          announced && {
            label: t('competitions.stage.announcement'),
            value: <a href={`/competitions/${slug}/notice`}>{t('competitions.public.deed.notice')}</a>,
          },
          {
            label: t('competitions.public.changes'),
            value: (
              <a href={`/competitions/${slug}/notes`}>{t('competitions.public.notes_count', { n: view.notes })}</a>
            ),
          },
        ]}
      />
      <p class="quiet">{t('competitions.public.complaints_text')}</p>
    </Chapter>
  );
}

function Times({ ctx, competition }: { ctx: PageContext; competition: Competition }) {
  const { t } = ctx;
  return (
    <Chapter id="times" title={t('competitions.public.times')}>
      <Table
        caption={t('competitions.public.times')}
        captionHidden
        rows={competition.stages}
        columns={[
          { label: t('competitions.public.time.stage'), head: true, cell: (stage) => stageName(ctx.t, stage) },
          { label: t('competitions.public.time.from'), cell: (s) => <DateTime value={s.startsAt} form="datetime" /> },
          { label: t('competitions.public.time.until'), cell: (s) => <DateTime value={s.endsAt} form="datetime" /> },
        ]}
      />
    </Chapter>
  );
}

function Rules({ ctx, competition }: { ctx: PageContext; competition: Competition }) {
  const { t } = ctx;
  const { eligibility, rules } = competition;
  if (!eligibility && !rules) return null;
  return (
    <Chapter id="rules" title={t('competitions.public.rules')}>
      {eligibility && (
        <>
          <h3>{t('competitions.public.eligibility')}</h3>
          <Written text={eligibility} lang={writtenIn(ctx)} />
        </>
      )}
      {rules && <Written text={rules} lang={writtenIn(ctx)} />}
    </Chapter>
  );
}

/** The first works, and the way to all of them. */
function FirstWorks({ ctx, view }: PageProps) {
  const { t, locale } = ctx;
  const { competition, first, total } = view;
  if (first.length === 0) return null;
  return (
    <Chapter id="works" title={t('competitions.public.works')} note={t('competitions.public.gallery.by_number')}>
      <Gallery works={first.map((entry) => workOf(ctx, competition.slug, entry))} />
      {total > first.length && (
        <More>
          <VerbLink href={`/competitions/${competition.slug}/entries`}>
            {t('competitions.public.gallery.see_all', { n: formatNumber(total, locale) })}
          </VerbLink>
        </More>
      )}
    </Chapter>
  );
}

/** A competition: who holds it, what counts how, where it stands, and what one can do now. */
export function CompetitionPage({ ctx, view, url }: PageProps & { url: string }) {
  const { t } = ctx;
  const { competition, total } = view;
  const here = `/competitions/${competition.slug}`;
  return (
    <>
      <Trail
        items={[
          { label: t('competitions.public.home'), href: '/' },
          { label: t('competitions.public.list.title'), href: '/competitions' },
          { label: competition.title },
        ]}
      />
      <CompetitionHead ctx={ctx} view={view}>
        <Deeds ctx={ctx} competition={competition} works={total} />
      </CompetitionHead>
      <Stages ctx={ctx} competition={competition} />
      <StateNotice ctx={ctx} competition={competition} />
      <div class="chapters">
        <FirstWorks ctx={ctx} view={view} />
        <How ctx={ctx} competition={competition} />
        <Rules ctx={ctx} competition={competition} />
        <Categories ctx={ctx} view={view} />
        <Times ctx={ctx} competition={competition} />
        <PeopleAndComplaints ctx={ctx} view={view} />
        <Chapter id="share" title={t('competitions.public.share.title')}>
          <ShareBox ctx={ctx} url={url} title={competition.title} card={`${here}/card.png`} />
          <More>
            <VerbLink href={`${here}/poster.pdf`}>{t('competitions.public.share.poster')}</VerbLink>
            <VerbLink href={`${here}/screen`}>{t('competitions.public.share.screen')}</VerbLink>
            <VerbLink href={`/api/v1${here}`}>{t('competitions.public.share.data')}</VerbLink>
          </More>
        </Chapter>
      </div>
    </>
  );
}
