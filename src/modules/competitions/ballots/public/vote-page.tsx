import type { ComponentChildren, VNode } from 'preact';
import { fileHref } from '../../../../kernel/files/index.ts';
import type { ProofForm } from '../../../../kernel/proof-of-work/index.ts';
import { RulesLine } from '../../../../ui/award.tsx';
import { BallotBar } from '../../../../ui/ballot-bar.tsx';
import { Button, ButtonLink, More, VerbLink } from '../../../../ui/button.tsx';
import { Hidden } from '../../../../ui/form.tsx';
import { Gallery, type Work } from '../../../../ui/gallery.tsx';
import { Chapter, Trail } from '../../../../ui/layout.tsx';
import { EmptyState, Notice } from '../../../../ui/notice.tsx';
import { renderFragment } from '../../../../ui/page.tsx';
import type { PageContext } from '../../../../ui/page-context.ts';
import { ProofQuestion } from '../../../../ui/proof-question.tsx';
import type { Category } from '../../competition.queries.ts';
import { stageTime } from '../../competitions.rules.ts';
import type { FieldEntry } from '../../field.queries.ts';
import { CompetitionHead, Stages } from '../../public/competition-page.tsx';
import type { CompetitionView } from '../../public/load-competition.ts';
import { beginWords } from '../../public/words.ts';
import type { VoterState } from '../cast/voter-state.ts';
import type { OpenBallot } from '../open-ballot.ts';
import { ReceiptForm } from '../receipt/receipt-form.tsx';

/** What a refused ballot brought: it is shown again with every tick. */
export type RefusedBallot = {
  choices: readonly number[];
  category: number | null;
  /** what was wrong, in words */
  said: string;
  /** signing in may help */
  signIn: boolean;
};

export type VoteView = {
  ballot: OpenBallot;
  departments: CompetitionView['departments'];
  /** null: nobody is signed in, or the page is made for everybody */
  voter: VoterState | null;
  proof: ProofForm | null;
  refused?: RefusedBallot | undefined;
  /** code of the receipt whose ballot is to be replaced, with what it says and its category */
  change?: { code: string; choices: readonly number[]; category: number | null } | undefined;
};

type Props = { ctx: PageContext; view: VoteView };

/** The ballot: every entry of the field with a box beside it, and the bar that casts it. */
export function VotePage({ ctx, view }: Props) {
  const { t } = ctx;
  const { competition, stage } = view.ballot;
  const here = `/competitions/${competition.slug}`;
  return (
    <>
      <Trail
        items={[
          { label: t('competitions.public.list.title'), href: '/competitions' },
          { label: competition.title, href: here },
          { label: t('competitions.ballots.public.vote') },
        ]}
      />
      <CompetitionHead ctx={ctx} view={{ competition, departments: view.departments }} />
      <Stages ctx={ctx} competition={competition} />
      {view.refused && <Refused ctx={ctx} refused={view.refused} />}
      <Ballots ctx={ctx} view={view} />
      <div class="chapters">
        <Chapter id="receipt" title={t('competitions.ballots.public.voted_before')}>
          <p>{t(`competitions.ballots.public.voted_before_${stage.settings.changeable ? 'change' : 'look'}`)}</p>
          <ReceiptForm ctx={ctx} slug={competition.slug} id="receipt-form" />
          <More>
            <VerbLink href={`${here}/ballots/${stage.id}`}>{t('competitions.ballots.public.how_counted')}</VerbLink>
          </More>
        </Chapter>
      </div>
    </>
  );
}

function Refused({ ctx, refused }: { ctx: PageContext; refused: RefusedBallot }) {
  const { t } = ctx;
  return (
    <Notice tone="error" title={refused.said}>
      <p>{t('competitions.ballots.public.kept')}</p>
      {refused.signIn && (
        <p>
          <a href={`/sign-in?back=${encodeURIComponent(ctx.path)}`} target="_blank" rel="noopener opener">
            {t('competitions.ballots.public.sign_in_beside')}
          </a>
        </p>
      )}
    </Notice>
  );
}

function Ballots({ ctx, view }: Props) {
  const { ballot, change } = view;
  const { competition, stage, entries } = ballot;
  const now = ctx.now ?? new Date(0);
  if (competition.state !== 'open' || stageTime(stage, now) !== 'running') return <Closed ctx={ctx} view={view} />;
  if (entries.length === 0) return <EmptyState title={ctx.t('competitions.ballots.public.no_entries')} />;
  if (stage.settings.scope === 'whole') return <BallotForm ctx={ctx} view={view} category={null} />;
  const categories = competition.categories.filter(({ position }) =>
    change ? position === change.category : ballot.sizes.has(position),
  );
  return (
    <>
      {forEveryBallot(view) && <Standing ctx={ctx} view={view} category={null} />}
      {categories.map((category) => (
        <BallotForm ctx={ctx} view={view} category={category} />
      ))}
    </>
  );
}

function Closed({ ctx, view: { ballot } }: Props) {
  const { t } = ctx;
  const { competition, stage } = ballot;
  const here = `/competitions/${competition.slug}`;
  const waits = competition.state === 'open' && stageTime(stage, ctx.now ?? new Date(0)) === 'waiting';
  return (
    <EmptyState
      title={
        waits
          ? t('competitions.ballots.public.begins', { from: beginWords(ctx, stage) })
          : t(`competitions.ballots.public.${competition.state === 'cancelled' ? 'cancelled' : 'over'}`)
      }
      action={<ButtonLink href={`${here}/entries`}>{t('competitions.ballots.public.see_entries')}</ButtonLink>}
    >
      <p>
        <a href={`${here}/ballots/${stage.id}`}>{t('competitions.ballots.public.how_counted')}</a>
      </p>
    </EmptyState>
  );
}

/** Whether what is said of the reader's standing holds for every ballot of the page: it is said once, above them. */
function forEveryBallot({ change, voter }: VoteView): boolean {
  return !change && !(voter && !voter.problem);
}

/** Why the ballot cannot be cast by whoever reads, and what they can do; null: it can. */
function Standing({ ctx, view, category }: Props & { category: Category | null }) {
  const { t } = ctx;
  const { voter, change } = view;
  if (change)
    return (
      <Notice title={t('competitions.ballots.public.changing', { code: change.code })}>
        <p>{t('competitions.ballots.public.changing_note')}</p>
      </Notice>
    );
  if (!voter)
    return (
      <p class="lead">
        {t('competitions.ballots.public.sign_in_first')}{' '}
        <a href={`/sign-in?back=${encodeURIComponent(`/competitions/${view.ballot.competition.slug}/vote`)}`}>
          {t('competitions.ballots.public.sign_in')}
        </a>
      </p>
    );
  if (voter.problem)
    return (
      <Notice
        tone="warn"
        title={t(`errors.${voter.problem.code}`, { hotline: ctx.city.hotline, ...voter.problem.params })}
      />
    );
  const left = voter.left.get(category?.position ?? null) ?? 0;
  if (left > 0) return null;
  const { per, changeable } = view.ballot.stage.settings;
  return (
    <Notice tone="success" title={t(`competitions.ballots.public.cast_${per}`)}>
      {changeable && (
        <p>
          <a href="#receipt">{t('competitions.ballots.public.change_by_receipt')}</a>
        </p>
      )}
    </Notice>
  );
}

function BallotForm({ ctx, view, category }: Props & { category: Category | null }) {
  const { t } = ctx;
  const { ballot, refused, change } = view;
  const position = category?.position ?? null;
  const entries = ballot.entries.filter(({ number }) => position === null || ballot.field.get(number) === position);
  const most = Math.min(ballot.stage.settings.most, entries.length);
  const sent = refused !== null && refused !== undefined && refused.category === position;
  // Nothing to press where nothing can be cast any more; what was sent all the same is shown as it was ticked.
  const cast = !sent && !change && !!view.voter && !view.voter.problem && (view.voter.left.get(position) ?? 0) <= 0;
  const shown = sent ? refused.choices : (change?.choices ?? []);
  const name = 'choices';
  const id = position === null ? 'ballot' : `ballot-${position}`;
  const title = `${id}-title`;
  const works = (
    <>
      <RulesLine
        id={title}
        title={category ? `${category.name} · ${ruleWords(ctx, ballot, most)}` : ruleWords(ctx, ballot, most)}
        note={t('competitions.ballots.public.order', { n: entries.length })}
      />
      {(category === null || !forEveryBallot(view)) && <Standing ctx={ctx} view={view} category={category} />}
      {!cast && position !== null && <Hidden name="category" value={String(position)} />}
      {change && <Hidden name="receipt" value={change.code} />}
      <Works ctx={ctx} view={view} entries={entries} chosen={shown} name={cast ? null : name} within={category} />
    </>
  );
  if (cast)
    return (
      <section id={id} aria-labelledby={title}>
        {works}
      </section>
    );
  return (
    <form id={id} action={`/competitions/${ballot.competition.slug}/vote`} method="post" aria-labelledby={title}>
      {works}
      <Casting ctx={ctx} view={view} name={name} chosen={shown.length} most={most} />
    </form>
  );
}

/** What casts a ballot: a question where one is asked, and the bar with its button. */
function Casting({ ctx: { t }, view, ...bar }: Props & { name: string; chosen: number; most: number }) {
  const { form, changeable } = view.ballot.stage.settings;
  return (
    <>
      {view.proof && <ProofQuestion proof={view.proof} />}
      <BallotBar
        {...bar}
        words={{
          chosen: t('competitions.ballots.public.bar.chosen'),
          left: t(`competitions.ballots.public.bar.left_${form}`),
          full: t('competitions.ballots.public.bar.full'),
          over: t('competitions.ballots.public.bar.over'),
        }}
        note={t(`competitions.ballots.public.bar.note_${changeable ? 'change' : 'fixed'}`)}
      >
        <Button primary>{t(`competitions.ballots.public.${view.change ? 'cast_change' : 'cast'}`)}</Button>
      </BallotBar>
    </>
  );
}

/** 今天的一票，最多选十件 */
function ruleWords({ t }: PageContext, { stage }: OpenBallot, most: number): ComponentChildren {
  const { form, per, times } = stage.settings;
  return t('competitions.ballots.public.rule', {
    whose: t(`competitions.ballots.public.whose_${per}`, { times }),
    how: t(`competitions.ballots.public.how_${form}`, { most }),
  });
}

type WorksProps = Props & {
  entries: readonly FieldEntry[];
  chosen: readonly number[];
  /** null: only to look at, the ballot is cast */
  name: string | null;
  within: Category | null;
};

/** Galleries without a tick, as they were made for somebody else: a thousand entries take too long to make for each. */
const made = new WeakMap<OpenBallot, Map<string, string>>();

function readyWorks({ ctx, view: { ballot }, within, name }: WorksProps, make: () => VNode): string {
  const galleries = made.get(ballot) ?? new Map<string, string>();
  made.set(ballot, galleries);
  const key = `${ctx.locale} ${ctx.view} ${within?.position ?? ''} ${name ?? ''}`;
  const gallery = galleries.get(key) ?? renderFragment(ctx, make());
  galleries.set(key, gallery);
  return gallery;
}

function Works(props: WorksProps) {
  const { chosen } = props;
  const galleries = <Galleries {...props} />;
  if (chosen.length > 0) return galleries;
  // raw html: rendered by Galleries itself
  return <div dangerouslySetInnerHTML={{ __html: readyWorks(props, () => galleries) }} />;
}

/** All in one gallery, or with several categories on one ballot a gallery for each. */
function Galleries({ ctx, view, entries, chosen, name, within }: WorksProps) {
  const { ballot } = view;
  const { slug, categories } = ballot.competition;
  const choice = name === null ? {} : { choice: { name, chosen, see: ctx.t('competitions.ballots.public.see') } };
  const works = (some: readonly FieldEntry[]) => some.map((entry) => workOf(slug, entry));
  const several = within === null && ballot.sizes.size > 1;
  const label = within?.name ?? ctx.t('competitions.ballots.public.works');
  if (!several) return <Gallery label={label} works={works(entries)} {...choice} />;
  return (
    <>
      {categories
        .filter(({ position }) => ballot.sizes.has(position))
        .map((category) => (
          <>
            <h3>{category.name}</h3>
            <Gallery
              label={category.name}
              works={works(entries.filter(({ categoryId }) => categoryId === category.id))}
              {...choice}
            />
          </>
        ))}
    </>
  );
}

function workOf(slug: string, { number, title, byLine, coverFileId }: FieldEntry): Work {
  const cover = coverFileId && fileHref(coverFileId, 'thumb');
  return { number, title, byLine, href: `/competitions/${slug}/entries/${number}`, cover };
}
