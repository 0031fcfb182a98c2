import { ButtonLink, More, VerbLink } from '../../../../ui/button.tsx';
import { DateTime, formatNumber } from '../../../../ui/date-time.tsx';
import { Facts, Figures, Hash, Steps } from '../../../../ui/facts.tsx';
import { workNumber } from '../../../../ui/gallery.tsx';
import { Chapter, Heading, Trail } from '../../../../ui/layout.tsx';
import { EmptyState, Notice } from '../../../../ui/notice.tsx';
import type { PageContext } from '../../../../ui/page-context.ts';
import { KeysetPager } from '../../../../ui/pager.tsx';
import { Table } from '../../../../ui/table.tsx';
import { stageName } from '../../stage-name.ts';
import type { Head } from '../log/log.queries.ts';
import { headKey, type ShownBallot } from './log-answers.ts';

export type BallotsView = ShownBallot & {
  heads: readonly Head[];
  /** older ones are on the next page */
  more: boolean;
  /** not the first page of heads */
  paged: boolean;
  /** what may be shown of the count, by number; null: nothing, or not yet */
  counts: readonly { number: number; title: string; votes: number }[] | null;
};

type Props = { ctx: PageContext; view: BallotsView };

const logPath = ({ competition, stage }: ShownBallot): string =>
  `/competitions/${competition.slug}/ballots/${stage.id}`;

/** The log of a ballot for a doubter: what it is, how far it has come, and how to check it. */
export function BallotsPage({ ctx, view }: Props) {
  const { t } = ctx;
  const { competition, stage } = view;
  return (
    <>
      <Trail
        items={[
          { label: t('competitions.public.list.title'), href: '/competitions' },
          { label: competition.title, href: `/competitions/${competition.slug}` },
          { label: t('competitions.ballots.public.log.title') },
        ]}
      />
      <Heading
        title={t('competitions.ballots.public.log.of', { stage: stageName(ctx.t, stage) })}
        lead={t('competitions.ballots.public.log.lead')}
      />
      <State ctx={ctx} view={view} />
      <div class="chapters">
        <Chapter id="check" title={t('competitions.ballots.public.log.check')}>
          <Check ctx={ctx} view={view} />
        </Chapter>
        {view.counts && <Counts ctx={ctx} view={view} counts={view.counts} />}
        <Chapter id="heads" title={t('competitions.ballots.public.log.heads')}>
          <Heads ctx={ctx} view={view} />
        </Chapter>
        <Chapter id="secret" title={t('competitions.ballots.public.log.secret')}>
          <ul class="bullets">
            {['apart', 'order', 'operator', 'receipt'].map((point) => (
              // keys: competitions.ballots.public.log.secret_*
              <li>{t(`competitions.ballots.public.log.secret_${point}`)}</li>
            ))}
          </ul>
        </Chapter>
      </div>
    </>
  );
}

function State({ ctx, view }: Props) {
  const { t, locale } = ctx;
  const { ballot, stage } = view;
  const [last] = view.heads;
  const n = (value: number) => formatNumber(value, locale);
  const closed = ballot.header !== null;
  const turnout = ballot.ballots - ballot.replaced;
  return (
    <>
      {ballot.alarm && <Notice tone="warn" title={t('competitions.ballots.public.log.alarm', ballot.alarm)} />}
      <Figures
        items={[
          {
            label: t('competitions.ballots.public.log.turnout'),
            value: n(turnout),
            note: t(`competitions.ballots.public.log.turnout_${closed ? 'closed' : 'running'}`),
          },
          { label: t('competitions.ballots.public.log.changed'), value: n(ballot.replaced) },
          ...(ballot.invalidated > 0
            ? [
                {
                  label: t('competitions.ballots.public.log.invalidated'),
                  value: n(ballot.invalidated),
                  tone: 'no' as const,
                },
              ]
            : []),
          {
            label: t('competitions.ballots.public.log.last'),
            value: last && !view.paged ? <DateTime value={last.at} form="datetime" /> : '—',
            note: closed ? (
              t('competitions.ballots.public.log.is_closed')
            ) : (
              <>
                {t('competitions.ballots.public.log.closes')} <DateTime value={stage.endsAt} form="datetime" />
              </>
            ),
          },
        ]}
      />
    </>
  );
}

function Check({ ctx, view }: Props) {
  const { t } = ctx;
  const { competition, ballot } = view;
  const here = logPath(view);
  const closed = ballot.header !== null;
  return (
    <>
      <Steps
        items={[
          {
            title: t('competitions.ballots.public.log.step.mine'),
            text: (
              <a href={`/competitions/${competition.slug}/receipt`}>
                {t('competitions.ballots.public.log.step.mine_text')}
              </a>
            ),
          },
          {
            title: t('competitions.ballots.public.log.step.keep'),
            text: t('competitions.ballots.public.log.step.keep_text'),
          },
          {
            title: t('competitions.ballots.public.log.step.recount'),
            text: closed
              ? t('competitions.ballots.public.log.step.recount_text')
              : t('competitions.ballots.public.log.step.recount_later'),
          },
        ]}
      />
      <p class="do">
        {closed && (
          <ButtonLink primary icon="download" href={`${here}/ballots.jsonl`} download>
            {t('competitions.ballots.public.log.file')}
          </ButtonLink>
        )}
        <VerbLink href="/verify-tally">{t('competitions.ballots.public.log.verify')}</VerbLink>
        <VerbLink href={`${here}/invalidations`}>{t('competitions.ballots.public.log.invalidations')}</VerbLink>
      </p>
    </>
  );
}

function Counts({ ctx, view, counts }: Props & { counts: NonNullable<BallotsView['counts']> }) {
  const { t, locale } = ctx;
  const closed = view.ballot.header !== null;
  return (
    <Chapter
      id="counts"
      title={t('competitions.ballots.public.log.counts')}
      note={t(`competitions.ballots.public.log.counts_${closed ? 'closed' : 'running'}`)}
    >
      <Table
        caption={t('competitions.ballots.public.log.counts_caption')}
        captionHidden
        rows={counts}
        columns={[
          { label: t('competitions.ballots.public.log.number'), cell: ({ number }) => workNumber(number) },
          { label: t('competitions.ballots.public.log.work'), head: true, cell: ({ title }) => title },
          {
            label: t('competitions.ballots.public.log.votes'),
            numeric: true,
            cell: ({ votes }) => formatNumber(votes, locale),
          },
        ]}
      />
    </Chapter>
  );
}

function Heads({ ctx, view }: Props) {
  const { t, locale } = ctx;
  const { ballot, heads, more, paged } = view;
  const here = logPath(view);
  const last = heads.at(-1);
  if (heads.length === 0)
    return (
      <EmptyState title={t('competitions.ballots.public.log.no_heads')}>
        <p>{t('competitions.ballots.public.log.no_heads_text')}</p>
      </EmptyState>
    );
  return (
    <>
      <p>{t('competitions.ballots.public.log.heads_text')}</p>
      <Table<Head>
        caption={t('competitions.ballots.public.log.heads_caption')}
        captionHidden
        rows={heads}
        columns={[
          {
            label: t('competitions.ballots.public.log.at'),
            head: true,
            cell: (head) => <DateTime value={head.at} form="exact" />,
          },
          // keys: competitions.ballots.public.log.kind.*
          {
            label: t('competitions.ballots.public.log.kind'),
            cell: ({ kind }) => t(`competitions.ballots.public.log.kind.${kind}`),
          },
          {
            label: t('competitions.ballots.public.log.size'),
            numeric: true,
            cell: ({ size }) => formatNumber(size, locale),
          },
          {
            label: t('competitions.ballots.public.log.root'),
            cell: ({ root }) => <Hash value={root.toString('hex')} />,
          },
        ]}
      />
      <KeysetPager
        {...(more && last ? { nextHref: `${here}?before=${headKey(last)}` } : {})}
        {...(paged ? { firstHref: here } : {})}
      />
      <More>
        <VerbLink href={`${here}/heads`}>{t('competitions.ballots.public.log.notes')}</VerbLink>
        <VerbLink href={`${here}/heads.json`}>{t('competitions.ballots.public.log.json')}</VerbLink>
      </More>
      <Facts
        ruled
        items={[
          { label: t('competitions.ballots.public.log.origin'), value: ballot.origin },
          { label: t('competitions.ballots.public.log.key'), value: ballot.publicKey.toString('base64') },
          { label: t('competitions.ballots.public.log.hash'), value: ballot.hash === 'sm3' ? 'SM3' : 'SHA-256' },
        ]}
      />
    </>
  );
}
