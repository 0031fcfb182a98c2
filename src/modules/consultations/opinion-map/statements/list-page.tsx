import { VerbLink } from '../../../../ui/button.tsx';
import { DateTime } from '../../../../ui/date-time.tsx';
import { Heading, Trail } from '../../../../ui/layout.tsx';
import { useUi } from '../../../../ui/page-context.ts';
import { KeysetPager } from '../../../../ui/pager.tsx';
import type { StatementFigures } from '../math/opinion-map.ts';
import type { OpenMap } from '../open-map.ts';
import { wordsFor } from '../opinion-map.rules.ts';
import { Said } from '../results/said.tsx';
import type { Statement } from './statement.queries.ts';

export const listSize = 50;

export type ListView = {
  map: OpenMap;
  running: boolean;
  statements: readonly Statement[];
  /** moderated out already where they came from, and not listed */
  leftOut: number;
  /** number under which each hidden one's rule is published */
  rules: ReadonlyMap<string, string>;
  figures: ReadonlyMap<number, StatementFigures>;
  /** figures are shown */
  open: boolean;
  from: number;
  next: number | null;
};

/** Every statement in the order in which it came. */
export function ListPage({ view }: { view: ListView }) {
  const { t } = useUi();
  const { map, next, from } = view;
  const here = `/maps/${map.slug}`;
  const title = t('consultations.opinion_map.list.title');
  return (
    <>
      <Trail
        items={[
          { label: t('consultations.opinion_map.trail'), href: '/consultations' },
          { label: map.consultation.title, href: here },
          { label: title },
        ]}
      />
      <Heading
        title={title}
        lead={t('consultations.opinion_map.list.lead', { n: map.statements.length })}
        facts={view.leftOut > 0 && <span>{t('consultations.opinion_map.list.left_out', { n: view.leftOut })}</span>}
      />
      <ol class="standings">
        {view.statements.map((statement) => (
          <Entry view={view} statement={statement} />
        ))}
      </ol>
      <KeysetPager
        {...(next === null ? {} : { nextHref: `${here}/statements?from=${next}` })}
        {...(from > 1 ? { firstHref: `${here}/statements` } : {})}
      />
    </>
  );
}

function Entry({ view, statement }: { view: ListView; statement: Statement }) {
  const { t, locale } = useUi();
  const { number } = statement;
  const figures = view.figures.get(number);
  const words = wordsFor(locale, statement);
  if (statement.state !== 'visible')
    return (
      <li id={`statement-${number}`}>
        <p class="over">{t('consultations.opinion_map.number', { number })}</p>
        <p class="quiet">
          <Gone view={view} statement={statement} />
        </p>
      </li>
    );
  return (
    <li id={`statement-${number}`}>
      <p class="over">
        {t('consultations.opinion_map.vote.over', { number, by: statement.shownAs })} ·{' '}
        <DateTime value={statement.createdAt} form="date" />
      </p>
      <p class="statement-text" lang={words.language === locale ? undefined : words.language}>
        {words.text}
      </p>
      {words.text !== statement.text && (
        <p class="quiet" lang={statement.language}>
          {t('consultations.opinion_map.list.original', { text: statement.text })}
        </p>
      )}
      {view.open && figures && figures.all.seen > 0 && <Said counts={figures.all} />}
      <p class="meta">
        {view.running && (
          <VerbLink
            href={`/maps/${view.map.slug}?statement=${number}`}
            label={`${t('consultations.opinion_map.list.vote')}: ${words.text}`}
          >
            {t('consultations.opinion_map.list.vote')}
          </VerbLink>
        )}
        <a href={`/maps/${view.map.slug}/statements/${number}/report`}>{t('consultations.opinion_map.vote.report')}</a>
      </p>
    </li>
  );
}

function Gone({ view, statement }: { view: ListView; statement: Statement }) {
  const { t } = useUi();
  if (statement.state !== 'hidden') return <>{t('consultations.opinion_map.list.withdrawn')}</>;
  const rule = view.rules.get(statement.contributionId);
  return (
    <>
      {t('consultations.opinion_map.list.hidden', { rule: rule ?? '' })}{' '}
      <a href="/contributions/moderation-log">{t('consultations.opinion_map.list.log')}</a>
    </>
  );
}
