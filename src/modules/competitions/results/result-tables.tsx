import { formatNumber } from '../../../ui/date-time.tsx';
import { workNumber } from '../../../ui/gallery.tsx';
import { Section } from '../../../ui/layout.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { type Column, Table } from '../../../ui/table.tsx';
import { writtenIn } from '../public/words.ts';
import { stageName } from '../stage-name.ts';
import type { NamedEntry } from './notice.queries.ts';
import type { FinalResult, ResultEntry, ResultPart } from './result.rules.ts';

export type Names = ReadonlyMap<string, NamedEntry>;

/** An entry in a table of results: number, title with the way to it, who made it. */
export function EntryName({
  ctx,
  slug,
  entry,
  names,
}: {
  ctx: PageContext;
  slug: string;
  entry: ResultEntry;
  names: Names;
}) {
  const named = names.get(entry.id);
  const number = workNumber(entry.number);
  if (!named?.title)
    return (
      <>
        {number} {ctx.t('competitions.results.gone')}
      </>
    );
  const title = <span lang={writtenIn(ctx)}>{named.title}</span>;
  return (
    <>
      {number}{' '}
      {named.state === 'accepted' ? <a href={`/competitions/${slug}/entries/${entry.number}`}>{title}</a> : title}
      {named.byLine && (
        <small class="by" lang={writtenIn(ctx)}>
          {' '}
          {named.byLine}
        </small>
      )}
      {named.state === 'disqualified' && <em> {ctx.t('competitions.entry_state.disqualified')}</em>}
    </>
  );
}

/** One part: its score, and how votes became it. */
function Part({ ctx, part }: { ctx: PageContext; part: ResultPart | undefined }) {
  if (part?.score == null) return <>—</>;
  const score = part.score.toFixed(2);
  if (part.votes === null || part.most === null) return <>{score}</>;
  const [votes, most] = [formatNumber(part.votes, ctx.locale), formatNumber(part.most, ctx.locale)];
  return (
    <>
      {score} <small>{ctx.t('competitions.results.votes_of', { votes, most })}</small>
    </>
  );
}

/** 88.50 × 70% + 100.00 × 30% = 91.95 */
export function sumWords(entry: ResultEntry): string {
  const terms = entry.parts
    .filter(({ weight }) => weight > 0)
    .map(({ score, weight }) => `${(score ?? 0).toFixed(2)} × ${weight}%`);
  return `${terms.join(' + ')} = ${(entry.score ?? 0).toFixed(2)}`;
}

function scoreColumns(ctx: PageContext, result: FinalResult): Column<ResultEntry>[] {
  return result.stages.map((stage, at) => ({
    label: ctx.t('competitions.results.column.stage', { stage: stageName(ctx.t, stage), weight: stage.weight }),
    numeric: true,
    cell: (entry) => <Part ctx={ctx} part={entry.parts[at]} />,
  }));
}

const levelOf = (ctx: PageContext, result: FinalResult, { level, shared }: ResultEntry) => {
  const name = level === null ? '' : (result.levels[level]?.name ?? '');
  return shared && name ? ctx.t('competitions.results.shared', { level: name }) : name;
};

/** Every entry of the last round in the order of its places, with all that its score is made of. */
export function ScoreTables({
  ctx,
  slug,
  result,
  names,
}: {
  ctx: PageContext;
  slug: string;
  result: FinalResult;
  names: Names;
}) {
  const { t } = ctx;
  return (
    <>
      {result.categories.map((category) => (
        <Section id={`category-${category.position}`} title={category.name}>
          <Table
            caption={t('competitions.results.table_of', { category: category.name })}
            captionHidden
            rows={category.entries}
            empty={t('competitions.results.no_entries')}
            columns={[
              { label: t('competitions.results.column.rank'), numeric: true, cell: ({ rank }) => rank },
              {
                label: t('competitions.results.column.entry'),
                head: true,
                cell: (entry) => <EntryName ctx={ctx} slug={slug} entry={entry} names={names} />,
              },
              ...scoreColumns(ctx, result),
              {
                label: t('competitions.results.column.score'),
                numeric: true,
                cell: (entry) => <strong title={sumWords(entry)}>{(entry.score ?? 0).toFixed(2)}</strong>,
              },
              ...(result.levels.length > 0
                ? [
                    {
                      label: t('competitions.results.column.level'),
                      cell: (entry: ResultEntry) => levelOf(ctx, result, entry),
                    },
                  ]
                : []),
            ]}
          />
          {category.entries[0]?.score != null && (
            <p class="quiet">
              {t('competitions.results.example', { number: workNumber(category.entries[0].number) })}{' '}
              <span class="num">{sumWords(category.entries[0])}</span>
            </p>
          )}
        </Section>
      ))}
    </>
  );
}

/** Whom the organiser chose, or invited, with the reason of each; nobody else stands there. */
export function ChosenTables({
  ctx,
  slug,
  result,
  names,
}: {
  ctx: PageContext;
  slug: string;
  result: FinalResult;
  names: Names;
}) {
  const { t } = ctx;
  const withLevels = result.basis === 'chosen' && result.levels.length > 0;
  return (
    <>
      {result.categories.map((category) => (
        <Section id={`category-${category.position}`} title={category.name}>
          <Table
            caption={t('competitions.results.table_of', { category: category.name })}
            captionHidden
            rows={category.entries.filter(({ chosen }) => chosen)}
            empty={t('competitions.results.none_in_category')}
            columns={[
              ...(withLevels
                ? [
                    {
                      label: t('competitions.results.column.level'),
                      cell: (entry: ResultEntry) => levelOf(ctx, result, entry),
                    },
                  ]
                : []),
              {
                label: t('competitions.results.column.entry'),
                head: true,
                cell: (entry) => <EntryName ctx={ctx} slug={slug} entry={entry} names={names} />,
              },
              {
                label: t('competitions.results.column.reason'),
                cell: ({ reason }) => <span lang={writtenIn(ctx)}>{reason}</span>,
              },
            ]}
          />
        </Section>
      ))}
    </>
  );
}

/** Everybody who took part, by number: nobody is before anybody. */
export function ShownLists({
  ctx,
  slug,
  result,
  names,
}: {
  ctx: PageContext;
  slug: string;
  result: FinalResult;
  names: Names;
}) {
  return (
    <>
      {result.categories.map((category) => (
        <Section
          id={`category-${category.position}`}
          title={category.name}
          note={ctx.t('competitions.results.by_number')}
        >
          {category.entries.length === 0 ? (
            <p>{ctx.t('competitions.results.no_entries')}</p>
          ) : (
            <ul class="plain num">
              {[...category.entries]
                .sort((a, b) => a.number - b.number)
                .map((entry) => (
                  <li>
                    <EntryName ctx={ctx} slug={slug} entry={entry} names={names} />
                  </li>
                ))}
            </ul>
          )}
        </Section>
      ))}
    </>
  );
}

/** A result by what it rests on. */
export function ResultTables(p: { ctx: PageContext; slug: string; result: FinalResult; names: Names }) {
  if (p.result.basis === 'scores') return <ScoreTables {...p} />;
  const isChosen = p.result.categories.some(({ entries }) => entries.some(({ chosen }) => chosen));
  if (p.result.basis === 'chosen') return <ChosenTables {...p} />;
  return (
    <>
      {isChosen && (
        <Section id="invited" title={p.ctx.t('competitions.results.invited')}>
          <ChosenTables {...p} />
        </Section>
      )}
      <ShownLists {...p} />
    </>
  );
}
