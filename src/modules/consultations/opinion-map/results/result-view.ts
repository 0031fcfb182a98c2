import type { MapState } from '../compute/map-state.queries.ts';
import type { Counts, OpinionGroup, OpinionMap, Stance, StatementFigures } from '../math/opinion-map.ts';
import type { OpenMap } from '../open-map.ts';
import type { Statement } from '../statements/statement.queries.ts';

/** Entries of each list on the page; the data has all. */
const longest = 10;
/** From so many points between the most and the least willing group on, a statement divides. */
const dividesFrom = 0.3;

/** Whether anything of groups is shown: enough people took part. */
export function shows({ consultation }: OpenMap, result: OpinionMap | undefined): boolean {
  return result !== undefined && result.counted >= consultation.settings.leastParticipants;
}

/** A group that is large enough to be described. */
export type ShownGroup = OpinionGroup & {
  /** its place in `StatementFigures.groups` */
  at: number;
};

export type Agreement = {
  statement: Statement;
  figures: StatementFigures;
  stance: Stance;
};

export type Dividing = { statement: Statement; figures: StatementFigures; apart: number };

export type ResultView = {
  map: OpenMap;
  computed: (MapState & { result: OpinionMap }) | undefined;
  /** false: too few took part, and nothing of groups is shown */
  open: boolean;
  groups: ShownGroup[];
  /** people in groups that are too small to be described, and how many such groups */
  small: { people: number; groups: number };
  /** what every group agrees or disagrees on, the strongest first */
  everybody: Agreement[];
  /** what most people agree or disagree on, and not every group */
  most: Agreement[];
  dividing: Dividing[];
  figures: ReadonlyMap<number, StatementFigures>;
  /** what the department says: 0 to the whole */
  answers: ReadonlyMap<number, string>;
};

/** What is shown of a computed map; everything is left out that would describe a few people. */
export function resultView(
  map: OpenMap,
  computed: (MapState & { result: OpinionMap }) | undefined,
  answers: ReadonlyMap<number, string>,
): ResultView {
  const result = computed?.result;
  const open = shows(map, result);
  const none = { everybody: [], most: [], dividing: [] };
  const base = { map, computed, open, answers, figures: new Map<number, StatementFigures>() };
  if (!result || !open) return { ...base, ...none, groups: [], small: { people: 0, groups: 0 } };
  const { smallestGroup } = map.consultation.settings;
  const all = result.groups.map((group, at) => ({ ...group, at }));
  const groups = all.filter(({ size }) => size >= smallestGroup);
  const tiny = all.filter(({ size }) => size < smallestGroup);
  const figures = new Map(result.figures.map((each) => [each.statement, each]));
  const agreements = (list: readonly { statement: number; stance: Stance }[]): Agreement[] =>
    list.flatMap(({ statement: number, stance }) => {
      const statement = map.byNumber.get(number);
      const counts = figures.get(number);
      return statement && counts ? [{ statement, figures: counts, stance }] : [];
    });
  const { groupInformed, majority } = result;
  const everybody = agreements(byStrength([...groupInformed.agree, ...groupInformed.disagree])).slice(0, longest);
  const said = new Set(everybody.map(({ statement }) => statement.number));
  const most = agreements(byStrength([...majority.agree, ...majority.disagree])).filter(
    ({ statement }) => !said.has(statement.number),
  );
  return {
    ...base,
    figures,
    groups,
    small: { people: tiny.reduce((sum, { size }) => sum + size, 0), groups: tiny.length },
    everybody,
    most: most.slice(0, longest),
    dividing: dividingOf(map, result, groups),
  };
}

function byStrength<E extends { probability: number; statement: number }>(list: E[]): E[] {
  return list.sort((a, b) => b.probability - a.probability || a.statement - b.statement);
}

/** Share that agrees, as the mathematics reckons it: nobody's single vote makes a whole group of one opinion. */
const agreeing = ({ agrees, seen }: Counts): number => (agrees + 1) / (seen + 2);

function dividingOf(map: OpenMap, result: OpinionMap, groups: readonly ShownGroup[]): Dividing[] {
  if (groups.length < 2) return [];
  const { smallestGroup } = map.consultation.settings;
  return result.figures
    .flatMap((figures) => {
      const statement = map.byNumber.get(figures.statement);
      const counts = groups.map(({ at }) => figures.groups[at]).filter((each) => each !== undefined);
      if (!statement || counts.length < groups.length || counts.some(({ seen }) => seen < smallestGroup)) return [];
      const shares = counts.map(agreeing);
      return [{ statement, figures, apart: Math.max(...shares) - Math.min(...shares) }];
    })
    .filter(({ apart }) => apart >= dividesFrom)
    .sort((a, b) => b.apart - a.apart || a.statement.number - b.statement.number)
    .slice(0, longest);
}

/** Counts of a group for a statement; null where so few of it voted that single people would show. */
export function shownCounts(view: ResultView, group: ShownGroup, figures: StatementFigures): Counts | null {
  const counts = figures.groups[group.at];
  return counts && counts.seen >= view.map.consultation.settings.smallestGroup ? counts : null;
}
