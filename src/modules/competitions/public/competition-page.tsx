import type { ComponentChildren } from 'preact';
import { wordBreaks } from '../../../kernel/text/index.ts';
import { AwardHead } from '../../../ui/award.tsx';
import { ButtonLink, More, VerbLink } from '../../../ui/button.tsx';
import { DateTime, formatNumber } from '../../../ui/date-time.tsx';
import type { IconName } from '../../../ui/icons.ts';
import { Chapter, Trail } from '../../../ui/layout.tsx';
import { renderMarkdown } from '../../../ui/markdown.ts';
import { Notice } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { StageRow } from '../../../ui/stage-row.tsx';
import { Table } from '../../../ui/table.tsx';
import { safeHref } from '../../../ui/text.tsx';
import type { Competition } from '../competition.queries.ts';
import { type Stage, stageTime } from '../competitions.rules.ts';
import type { CompetitionView } from './load-competition.ts';
import { type DeedName, deedsOf, momentOf } from './moment.rules.ts';
import { ShareBox } from './share-box.tsx';
import { dayWordsOf, howWords, momentWords, stageDates, stageName, weightWords, writtenIn } from './words.ts';

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
              {ballots.map((stage) => (
                <>
                  {t('competitions.public.semicolon')}
                  <a href={`/competitions/${competition.slug}/ballots/${stage.id}`}>
                    {t('competitions.public.fact.log', { stage: stageName(ctx, stage), n: ballots.length })}
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
          name: stageName(ctx, stage),
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
  return (
    <Notice tone={moment.is === 'final' ? 'success' : 'info'}>
      <p>{momentWords(ctx, moment)}</p>
    </Notice>
  );
}

/** Text of the organiser as it is meant: headings, lists, emphasis; nothing else. */
function Written({ ctx, text }: { ctx: PageContext; text: string }) {
  return (
    // raw html: made by renderMarkdown, which lets no HTML of the text through
    <div class="prose" lang={writtenIn(ctx)} dangerouslySetInnerHTML={{ __html: renderMarkdown(text) }} />
  );
}

function How({ ctx, competition }: { ctx: PageContext; competition: Competition }) {
  const sentences =
    competition.mode === 'showcase' ? [ctx.t('competitions.public.how.showcase')] : howWords(ctx, competition.stages);
  if (sentences.length === 0) return null;
  return (
    <Chapter id="how" title={ctx.t('competitions.public.how.title')}>
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
          { label: t('competitions.public.category_about'), cell: ({ description }) => description },
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

function People({ ctx, view }: PageProps) {
  const { t } = ctx;
  const duties = (['chair', 'juror', 'observer'] as const)
    .map((duty) => ({ duty, names: view.people.filter((one) => one.duty === duty).map(({ shownAs }) => shownAs) }))
    .filter(({ names }) => names.length > 0);
  if (duties.length === 0) return null;
  return (
    <Chapter id="people" title={t('competitions.public.people')} note={t('competitions.public.people_note')}>
      <dl class="plain ruled">
        {duties.map(({ duty, names }) => (
          <div>
            <dt>{t(`competitions.duty.${duty}`)}</dt>
            <dd>
              <ul>
                {names.map((name) => (
                  <li>{name}</li>
                ))}
              </ul>
            </dd>
          </div>
        ))}
      </dl>
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
          { label: t('competitions.public.time.stage'), head: true, cell: (stage) => stageName(ctx, stage) },
          { label: t('competitions.public.time.from'), cell: (s) => <DateTime value={s.startsAt} form="datetime" /> },
          { label: t('competitions.public.time.until'), cell: (s) => <DateTime value={s.endsAt} form="datetime" /> },
        ]}
      />
    </Chapter>
  );
}

function Complaints({ ctx, view }: PageProps) {
  const { t } = ctx;
  const { complaintPhone, complaintEmail, slug } = view.competition;
  const mail = safeHref(`mailto:${complaintEmail}`);
  return (
    <Chapter id="complaints" title={t('competitions.public.complaints')}>
      <p>{t('competitions.public.complaints_text')}</p>
      <dl class="plain ruled num">
        {complaintPhone && (
          <div>
            <dt>{t('competitions.public.phone')}</dt>
            <dd>
              <a href={`tel:${complaintPhone.replace(/[^\d+*#-]/g, '')}`}>{complaintPhone}</a>
            </dd>
          </div>
        )}
        {complaintEmail && (
          <div>
            <dt>{t('competitions.public.email')}</dt>
            <dd>{mail ? <a href={mail}>{complaintEmail}</a> : complaintEmail}</dd>
          </div>
        )}
        <div>
          <dt>{t('competitions.public.changes')}</dt>
          <dd>
            <a href={`/competitions/${slug}/notes`}>{t('competitions.public.notes_count', { n: view.notes })}</a>
          </dd>
        </div>
      </dl>
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
        <How ctx={ctx} competition={competition} />
        {competition.eligibility && (
          <Chapter id="eligibility" title={t('competitions.public.eligibility')}>
            <Written ctx={ctx} text={competition.eligibility} />
          </Chapter>
        )}
        {competition.rules && (
          <Chapter id="rules" title={t('competitions.public.rules')}>
            <Written ctx={ctx} text={competition.rules} />
          </Chapter>
        )}
        <Categories ctx={ctx} view={view} />
        <People ctx={ctx} view={view} />
        <Times ctx={ctx} competition={competition} />
        <Complaints ctx={ctx} view={view} />
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
