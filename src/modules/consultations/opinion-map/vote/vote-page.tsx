import type { ProofForm } from '../../../../kernel/proof-of-work/index.ts';
import { Button, ButtonLink, More, VerbLink } from '../../../../ui/button.tsx';
import { Fold } from '../../../../ui/dialog.tsx';
import { Bar } from '../../../../ui/due.tsx';
import { Actions, Form, Hidden } from '../../../../ui/form.tsx';
import { Heading, Trail } from '../../../../ui/layout.tsx';
import { EmptyState, Notice } from '../../../../ui/notice.tsx';
import { useUi } from '../../../../ui/page-context.ts';
import { ProofQuestion } from '../../../../ui/proof-question.tsx';
import { StatementCard } from '../../../../ui/statement.tsx';
import { Meta, Pre } from '../../../../ui/text.tsx';
import type { Status } from '../../consultations.rules.ts';
import { periodWords } from '../../period-words.ts';
import type { OpenMap } from '../open-map.ts';
import { type VoteName, voteName, votes, wordsFor } from '../opinion-map.rules.ts';
import type { Statement } from '../statements/statement.queries.ts';

// keys: consultations.opinion_map.vote.*, consultations.status.*

export type VoteView = {
  map: OpenMap;
  department: string;
  today: string;
  status: Status;
  /** how many participants the last computation knew of */
  participants: number;
  seen: number;
  /** asked now; null: everything has been seen, or nobody can vote */
  statement: Statement | null;
  /** what was said to it before */
  own: number | null;
  /** the one before, to go back to */
  previous: number | null;
  signedIn: boolean;
  /** votes from before signing in on this device */
  earlierVotes: number;
  proof: ProofForm | null;
  said: string | null;
};

/** One statement at a time, and three buttons. */
export function VotePage({ view }: { view: VoteView }) {
  const { t } = useUi();
  const { map, status } = view;
  const { title } = map.consultation;
  return (
    <>
      <Trail items={[{ label: t('consultations.opinion_map.trail'), href: '/consultations' }, { label: title }]} />
      <Heading
        title={title}
        over={
          <>
            <span>{t('consultations.kind.map')}</span>
            <span>{t(`consultations.status.${status}`)}</span>
          </>
        }
      />
      {view.said && <Notice tone="error" title={view.said} />}
      {view.earlierVotes > 0 && <Earlier view={view} />}
      <Asked view={view} />
      <div class="vote-more">
        <More>
          <VerbLink href={`/maps/${map.slug}/results`}>{t('consultations.opinion_map.vote.see_results')}</VerbLink>
          {status === 'running' && map.consultation.settings.adding && (
            <VerbLink href={`/maps/${map.slug}/new`}>{t('consultations.opinion_map.vote.add')}</VerbLink>
          )}
          <VerbLink href={`/maps/${map.slug}/votes`}>{t('consultations.opinion_map.vote.mine')}</VerbLink>
          <VerbLink href={`/maps/${map.slug}/statements`}>{t('consultations.opinion_map.vote.all')}</VerbLink>
        </More>
      </div>
      <About view={view} />
    </>
  );
}

function Asked({ view }: { view: VoteView }) {
  const { t } = useUi();
  const { map, status, statement } = view;
  const results = (
    <ButtonLink href={`/maps/${map.slug}/results`} primary>
      {t('consultations.opinion_map.vote.see_results')}
    </ButtonLink>
  );
  if (status === 'not_started') return <EmptyState title={t('consultations.opinion_map.vote.not_started')} />;
  if (status !== 'running')
    return (
      <EmptyState
        title={t(`consultations.opinion_map.vote.${status === 'cancelled' ? 'cancelled' : 'ended'}`)}
        action={results}
      />
    );
  if (view.proof) return <Prove view={view} proof={view.proof} />;
  if (map.statements.length === 0) return <EmptyState title={t('consultations.opinion_map.vote.no_statements')} />;
  if (!statement)
    return (
      <>
        <Seen view={view} />
        <EmptyState title={t('consultations.opinion_map.vote.all_seen')} action={results}>
          <p>{t('consultations.opinion_map.vote.all_seen_text')}</p>
        </EmptyState>
      </>
    );
  return (
    <section
      aria-label={t('consultations.opinion_map.vote.asked')}
      data-island="vote-statement"
      data-post={`/maps/${map.slug}/votes`}
      data-over={t('consultations.opinion_map.vote.over', { number: '{n}', by: '{by}' })}
      data-seen={t('consultations.opinion_map.vote.seen', { seen: '{seen}', of: '{of}' })}
      data-failed={t('consultations.opinion_map.vote.failed')}
    >
      <Seen view={view} />
      <Question view={view} statement={statement} />
    </section>
  );
}

function Seen({ view }: { view: VoteView }) {
  const { t } = useUi();
  const of = view.map.statements.length;
  return (
    <div class="vote-progress">
      <p class="num quiet" data-seen-words>
        {t('consultations.opinion_map.vote.seen', { seen: view.seen, of })}
      </p>
      <Bar share={of === 0 ? 0 : view.seen / of} />
    </div>
  );
}

function Question({ view, statement }: { view: VoteView; statement: Statement }) {
  const { t, locale } = useUi();
  const { slug } = view.map;
  const words = wordsFor(locale, statement);
  const own: VoteName | null = view.own === null ? null : voteName(view.own);
  return (
    <form action={`/maps/${slug}/votes`} method="post">
      <input type="hidden" name="statement" value={statement.number} />
      <StatementCard
        text={words.text}
        lang={words.language === locale ? undefined : words.language}
        over={t('consultations.opinion_map.vote.over', { number: statement.number, by: statement.shownAs })}
      >
        <div class="vote-buttons">
          {votes.map((name) => (
            <button
              class={name === 'pass' ? 'btn' : 'btn primary'}
              type="submit"
              name="vote"
              value={name}
              aria-pressed={own === null ? undefined : own === name ? 'true' : 'false'}
            >
              {t(`consultations.opinion_map.vote.${name}`)}
            </button>
          ))}
        </div>
      </StatementCard>
      <p class="quiet" role="alert" data-said />
      <p class="meta vote-under">
        <a
          href={view.previous === null ? `/maps/${slug}/votes` : `/maps/${slug}?statement=${view.previous}`}
          data-back={`/maps/${slug}?statement=`}
        >
          {t('consultations.opinion_map.vote.back')}
        </a>
        <a href={`/maps/${slug}/statements/${statement.number}/report`} data-report>
          {t('consultations.opinion_map.vote.report')}
        </a>
        <span class="keys">{t('consultations.opinion_map.vote.keys')}</span>
      </p>
    </form>
  );
}

function Prove({ view, proof }: { view: VoteView; proof: ProofForm }) {
  const { t } = useUi();
  return (
    <Form id="begin" action={`/maps/${view.map.slug}/begin`}>
      <p>{t('consultations.opinion_map.vote.prove')}</p>
      <ProofQuestion proof={proof} />
      <Actions>
        <Button primary>{t('consultations.opinion_map.vote.begin')}</Button>
      </Actions>
    </Form>
  );
}

function Earlier({ view }: { view: VoteView }) {
  const { t } = useUi();
  return (
    <Notice title={t('consultations.opinion_map.vote.earlier', { n: view.earlierVotes })}>
      <Form id="join" action={`/maps/${view.map.slug}/join`}>
        <Hidden name="to" value={`/maps/${view.map.slug}`} />
        <Actions>
          <Button name="mine" value="yes">
            {t('consultations.opinion_map.vote.earlier_mine')}
          </Button>
          <Button name="mine" value="no">
            {t('consultations.opinion_map.vote.earlier_not')}
          </Button>
        </Actions>
      </Form>
    </Notice>
  );
}

/** Below the question, which must stand on a phone's first screen together with its buttons. */
function About({ view }: { view: VoteView }) {
  const ui = useUi();
  const { t } = ui;
  const { map } = view;
  const { explanation, settings, summary } = map.consultation;
  return (
    <>
      <p class="lead">{summary}</p>
      <Meta
        items={[
          view.department,
          periodWords(ui, map.consultation, view.today),
          t('consultations.opinion_map.vote.taking_part', { n: view.participants }),
        ]}
      />
      {explanation && (
        <Fold summary={t('consultations.opinion_map.vote.about')}>
          <Pre text={explanation} />
        </Fold>
      )}
      <Fold summary={t('consultations.opinion_map.vote.how_next')}>
        <p>{t('consultations.opinion_map.vote.how_next_text')}</p>
        <p>{t('consultations.opinion_map.vote.how_next_seed')}</p>
      </Fold>
      <Fold summary={t('consultations.opinion_map.vote.who')}>
        <p>{t(`consultations.opinion_map.vote.who_${view.signedIn ? 'account' : 'visitor'}`)}</p>
        <p>{t('consultations.opinion_map.vote.who_groups', { least: settings.leastParticipants })}</p>
        <p>{t('consultations.opinion_map.vote.who_end')}</p>
      </Fold>
    </>
  );
}
