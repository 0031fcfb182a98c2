import { type ComponentChildren, createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { Fold } from '../../../../ui/dialog.tsx';
import { useUi } from '../../../../ui/page-context.ts';
import { type Standing, Standings } from '../../../../ui/statement.tsx';
import { Pre } from '../../../../ui/text.tsx';
import type { Representative, StatementFigures } from '../math/opinion-map.ts';
import { groupLetter, wordsFor } from '../opinion-map.rules.ts';
import type { Statement } from '../statements/statement.queries.ts';
import { type Agreement, type ResultView, type ShownGroup, shownCounts } from './result-view.ts';
import { percent, SaidWords } from './said.tsx';

// keys: consultations.opinion_map.stance.*, consultations.opinion_map.most_stance.*, consultations.opinion_map.results.*

/** On paper nothing is folded away. */
export const WholeContext = createContext({ all: false });

type Ui = ReturnType<typeof useUi>;

/** One statement with everybody's votes and those of each group. */
function standingOf(
  ui: Ui,
  view: ResultView,
  { statement, figures }: { statement: Statement; figures: StatementFigures },
  { over, id }: { over?: ComponentChildren; id?: string } = {},
): Standing {
  const { t, locale } = ui;
  const words = wordsFor(locale, statement);
  return {
    ...(id ? { id } : {}),
    text: words.text,
    lang: words.language === locale ? undefined : words.language,
    over: over ?? t('consultations.opinion_map.number', { number: statement.number }),
    said: <SaidWords counts={figures.all} />,
    bar: figures.all,
    groups: view.groups.map((group) => groupLine(ui, view, group, figures)),
  };
}

function groupLine({ t }: Ui, view: ResultView, group: ShownGroup, figures: StatementFigures) {
  const name = t('consultations.opinion_map.group', { letter: groupLetter(group.group) });
  const counts = shownCounts(view, group, figures);
  if (!counts)
    return {
      name,
      said: t('consultations.opinion_map.too_few'),
      bar: { agrees: 0, passes: 0, disagrees: 0 },
    };
  const { agrees, seen } = counts;
  const said = t('consultations.opinion_map.group_said', { agrees, seen, agree: percent(agrees, seen) });
  return { name, said, bar: counts };
}

/** The first ones, and the others folded away: a page that is read to its end. */
function FirstOnes({ entries, label, first }: { entries: readonly Standing[]; label: string; first: number }) {
  const { t } = useUi();
  const { all } = useContext(WholeContext);
  const shown = all ? entries.length : first;
  const more = entries.slice(shown);
  return (
    <>
      <Standings label={label} entries={entries.slice(0, shown)} />
      {more.length > 0 && (
        <Fold summary={t('consultations.opinion_map.results.more', { n: more.length })}>
          <Standings label={t('consultations.opinion_map.results.more_of', { label })} entries={more} />
        </Fold>
      )}
    </>
  );
}

/** What people agree on, with the department's answer where there is one. */
export function Agreements({
  view,
  list,
  label,
  by,
}: {
  view: ResultView;
  list: readonly Agreement[];
  label: string;
  /** `stance`: every group; `most_stance`: most people */
  by: 'stance' | 'most_stance';
}) {
  const ui = useUi();
  const { t } = ui;
  return (
    <FirstOnes
      first={5}
      label={label}
      entries={list.map((each) => {
        const { number } = each.statement;
        const answer = view.answers.get(number);
        return {
          ...standingOf(ui, view, each, {
            over: (
              <>
                {t('consultations.opinion_map.number', { number })} ·{' '}
                {t(`consultations.opinion_map.${by}.${each.stance}`)}
              </>
            ),
          }),
          children: answer && <StatementAnswer text={answer} />,
        };
      })}
    />
  );
}

function StatementAnswer({ text }: { text: string }) {
  const { t } = useUi();
  return (
    <div class="own-answer">
      <p>
        <b>{t('consultations.opinion_map.results.answer_to')}</b>
      </p>
      <Pre text={text} />
    </div>
  );
}

/** What groups see differently. */
export function Divisions({ view }: { view: ResultView }) {
  const ui = useUi();
  const { t } = ui;
  return (
    <FirstOnes
      first={5}
      label={t('consultations.opinion_map.results.dividing')}
      entries={view.dividing.map((each) =>
        standingOf(ui, view, each, {
          over: (
            <>
              {t('consultations.opinion_map.number', { number: each.statement.number })} ·{' '}
              {t('consultations.opinion_map.results.apart', { points: Math.round(each.apart * 100) })}
            </>
          ),
        }),
      )}
    />
  );
}

/** What a group is about, in the statements that tell it from everybody else. */
export function GroupPart({ view, group }: { view: ResultView; group: ShownGroup }) {
  const ui = useUi();
  const { t } = ui;
  const letter = groupLetter(group.group);
  const entries = group.representative.flatMap((each) => {
    const statement = view.map.byNumber.get(each.statement);
    const figures = view.figures.get(each.statement);
    if (!statement || !figures || each.seen < view.map.consultation.settings.smallestGroup) return [];
    return [standingOf(ui, view, { statement, figures }, { over: <Own letter={letter} each={each} /> })];
  });
  const counted = view.computed?.result.counted ?? 0;
  return (
    <section class="opinion-group" aria-labelledby={`group-${letter}`}>
      <h3 id={`group-${letter}`}>{t('consultations.opinion_map.group', { letter })}</h3>
      <p class="quiet num">
        {t('consultations.opinion_map.results.group_size', {
          n: group.size,
          share: percent(group.size, counted),
          of: counted,
        })}
      </p>
      {entries.length === 0 ? (
        <p>{t('consultations.opinion_map.results.group_plain')}</p>
      ) : (
        <FirstOnes first={3} label={t('consultations.opinion_map.group', { letter })} entries={entries} />
      )}
    </section>
  );
}

/** A 组 84% 同意（56 人中 47 人），其他人 31% */
function Own({ letter, each }: { letter: string; each: Representative }) {
  const { t } = useUi();
  return (
    <>
      {t('consultations.opinion_map.number', { number: each.statement })} ·{' '}
      {t(`consultations.opinion_map.results.own_${each.stance}`, {
        letter,
        count: each.count,
        seen: each.seen,
        share: percent(each.count, each.seen),
        others: percent(each.otherCount, each.otherSeen),
      })}
    </>
  );
}
