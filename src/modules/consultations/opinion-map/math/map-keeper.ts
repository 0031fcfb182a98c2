import { deserialize, serialize } from 'node:v8';
import { groupInformedOf, majorityOf } from './consensus.ts';
import { figuresOf } from './count-votes.ts';
import { type Grouping, groupPoints, nearest, type People, type Points } from './groups.ts';
import { hullOf } from './hull.ts';
import type { OpinionGroup, OpinionMap, Point, StatementFigures, VoteBatch } from './opinion-map.ts';
import { findPlane, type Plane, standing } from './plane.ts';
import { representativeOf } from './representative.ts';
import { type Silhouette, silhouettes } from './silhouette.ts';
import { type Votes, VoteTable } from './vote-table.ts';
import { castInPlay, whoCounts } from './who-counts.ts';

/** What the next map starts from. */
type Before = {
  statements: Float64Array;
  axes: Plane['axes'];
  participants: Float64Array;
  /** group of each of `participants`, for each number of groups that was tried */
  groupings: Map<number, Uint8Array>;
  k: number;
};

type State = {
  version: number;
  batch: { participants: Float64Array; statements: Float64Array; votes: Int8Array };
  moderatedOut: number[];
  before: Before | null;
};

/**
 * Where everybody stands and in which group. For evaluation and for counting only: it must reach no page, no file and no
 * record of a person.
 */
export type Standing = {
  /** numbers, ascending; everybody who voted */
  participants: Float64Array;
  points: Points;
  /** group of each, in the order of `OpinionMap.groups`; whoever does not count has the group next to them; all -1 without groups */
  groups: Int8Array;
  /** 1 for whoever counts */
  counted: Uint8Array;
};

const version = 1;
const mostGroups = 5;
/** Participants that one more group needs. */
const perGroup = 12;
/** Silhouettes that differ by less, or by less than the standard error, say nothing. */
const nearTie = 0.02;

/**
 * Keeps one map up to date as votes come in. Each `compute` starts from the last one, so that groups stay what they are while
 * opinions do; the same sequence of calls always gives the same map. Not for the request path: `compute` may take a second.
 */
export class MapKeeper {
  private readonly table = new VoteTable();
  private moderated = new Set<number>();
  private before: Before | null = null;
  private stood: Standing | null = null;

  /** Takes votes in. @throws RangeError on a number that is not whole, is negative or is no vote; nothing of the batch is taken then */
  apply(batch: VoteBatch): void {
    this.table.apply(batch);
  }

  /** Leaves exactly these statements out from now on: no weight in the plane, not representative, in no consensus. */
  moderateOut(statements: Iterable<number>): void {
    this.moderated = new Set(statements);
  }

  compute(): OpinionMap {
    const votes = this.table.sorted();
    const open = Uint8Array.from(votes.statements, (number) => (this.moderated.has(number) ? 0 : 1));
    const plane = findPlane(votes, open, this.axesFor(votes.statements));
    const points = standing(votes, open, plane);
    const cast = castInPlay(votes, open);
    const rows = whoCounts(open, cast);
    // Where somebody stands is known the better the more they voted: its error falls with the root of their votes.
    const of = { ...pick(points, rows), weight: Float64Array.from(rows, (row) => Math.sqrt(cast[row] as number)) };
    const numbers = Float64Array.from(rows, (row) => votes.participants[row] as number);
    const groupings = this.groupingsOf(of, numbers);
    const measured = silhouettes(
      of,
      groupings.map((one) => one.of),
    );
    const tried = groupings.map(({ k }, at) => ({ k, ...(measured[at] as Silhouette) }));
    const k = chooseNumber(tried, this.before?.k);
    const chosen = groupings.find((one) => one.k === k);
    const ordered = chosen && bySize(chosen);
    this.before = {
      statements: votes.statements,
      axes: plane.axes,
      participants: numbers,
      groupings: new Map(groupings.map((one) => [one.k, one.of])),
      k,
    };
    this.stood = stoodBy(votes, points, rows, ordered);
    const groupOf = this.stood.groups.map((group, row) => (this.stood?.counted[row] ? group : -1));
    const figures = figuresOf(votes, { open, plane, groupOf, groups: ordered?.k ?? 0 });
    return {
      participants: votes.participants.length,
      counted: ordered ? rows.length : 0,
      statements: votes.statements.length,
      votes: this.table.votes,
      groups: ordered ? groupsOf(ordered, of, figures) : [],
      k,
      silhouettes: tried.map(({ k: number, mean }) => ({ k: number, silhouette: mean })),
      explained: plane.explained,
      majority: majorityOf(figures),
      groupInformed: groupInformedOf(figures),
      figures,
    };
  }

  /** Of the last `compute`; null before it. */
  standing(): Standing | null {
    return this.stood;
  }

  /** Everything the keeper knows, for `MapKeeper.restore`: a keeper that is restored goes on as this one would. */
  state(): Uint8Array {
    const state: State = {
      version,
      batch: this.table.asBatch(),
      moderatedOut: [...this.moderated],
      before: this.before,
    };
    return serialize(state);
  }

  /** @throws Error on bytes that no keeper of this version wrote: build a new one from the votes */
  static restore(bytes: Uint8Array): MapKeeper {
    const state = deserialize(bytes) as State;
    if (state?.version !== version)
      throw new Error(`The state of an opinion map has version ${state?.version}, not ${version}.`);
    const keeper = new MapKeeper();
    keeper.apply(state.batch);
    keeper.moderateOut(state.moderatedOut);
    keeper.before = state.before;
    return keeper;
  }

  /** The axes of the last map with a place for every statement of this one. */
  private axesFor(statements: Float64Array): Plane['axes'] | undefined {
    const { before } = this;
    if (!before) return undefined;
    const place = new Map(Array.from(before.statements, (number, at) => [number, at]));
    const fitted = (axis: Float64Array) =>
      Float64Array.from(statements, (number) => axis[place.get(number) ?? -1] ?? 0);
    return [fitted(before.axes[0]), fitted(before.axes[1])];
  }

  private groupingsOf(points: People, numbers: Float64Array): Grouping[] {
    const most = Math.min(mostGroups, 2 + Math.floor(numbers.length / perGroup));
    const made: Grouping[] = [];
    for (let k = 2; k <= most; k++) {
      const grouping = groupPoints(points, k, this.centresBefore(points, numbers, k));
      if (grouping) made.push(grouping);
    }
    return made;
  }

  /** Where the members of the last map's groups stand now. */
  private centresBefore(points: Points, numbers: Float64Array, k: number): Points | undefined {
    const of = this.before?.groupings.get(k);
    if (!this.before || !of) return undefined;
    const { participants } = this.before;
    const sums = { x: new Float64Array(k), y: new Float64Array(k) };
    const size = new Float64Array(k);
    for (let now = 0, then = 0; now < numbers.length && then < participants.length; ) {
      const ahead = (numbers[now] as number) - (participants[then] as number);
      if (ahead === 0) {
        const group = of[then] as number;
        sums.x[group] = (sums.x[group] as number) + (points.x[now] as number);
        sums.y[group] = (sums.y[group] as number) + (points.y[now] as number);
        size[group] = (size[group] as number) + 1;
      }
      if (ahead <= 0) now++;
      if (ahead >= 0) then++;
    }
    if (size.includes(0)) return undefined;
    return {
      x: sums.x.map((sum, group) => sum / (size[group] as number)),
      y: sums.y.map((sum, group) => sum / (size[group] as number)),
    };
  }
}

/**
 * The smallest number of groups whose silhouette is nearly the best. To leave the number there was for fewer takes half of
 * that margin and for more takes one and a half, so that it does not go to and fro.
 */
function chooseNumber(tried: readonly (Silhouette & { k: number })[], before: number | undefined): number {
  const best = tried.reduce<(typeof tried)[number] | null>(
    (high, one) => (high && high.mean >= one.mean ? high : one),
    null,
  );
  if (!best) return 0;
  const margin = Math.max(nearTie, best.error);
  const width = (k: number) => (before === undefined || k > before ? 1 : k === before ? 1.5 : 0.5);
  return tried.find(({ k, mean }) => mean >= best.mean - margin * width(k))?.k ?? best.k;
}

/** The same grouping with the largest group first. */
function bySize({ k, of, centres, inertia }: Grouping): Grouping {
  const size = new Float64Array(k);
  for (const group of of) size[group] = (size[group] as number) + 1;
  const order = [...size.keys()].sort(
    (a, b) => (size[b] as number) - (size[a] as number) || (centres.x[a] as number) - (centres.x[b] as number) || a - b,
  );
  const place = new Uint8Array(k);
  for (const [at, group] of order.entries()) place[group] = at;
  return { k, of: of.map((group) => place[group] as number), centres: pick(centres, order), inertia };
}

function stoodBy(votes: Votes, points: Points, rows: Int32Array, grouping: Grouping | undefined): Standing {
  const counted = new Uint8Array(votes.participants.length);
  const groups = new Int8Array(counted.length).fill(-1);
  for (const row of rows) counted[row] = grouping ? 1 : 0;
  if (grouping) {
    for (let row = 0; row < groups.length; row++)
      if (!counted[row]) groups[row] = nearest(grouping.centres, points.x[row] as number, points.y[row] as number);
    for (const [at, row] of rows.entries()) groups[row] = grouping.of[at] as number;
  }
  return { participants: votes.participants, points, groups, counted };
}

function groupsOf({ k, of, centres }: Grouping, points: Points, figures: readonly StatementFigures[]): OpinionGroup[] {
  return Array.from({ length: k }, (_, group) => {
    const members: Point[] = [];
    for (const [at, own] of of.entries())
      if (own === group) members.push([points.x[at] as number, points.y[at] as number]);
    return {
      group,
      size: members.length,
      centre: [centres.x[group] as number, centres.y[group] as number] as const,
      hull: hullOf(members),
      representative: representativeOf(group, figures),
    };
  });
}

function pick({ x, y }: Points, at: Iterable<number> & ArrayLike<number>): Points {
  return { x: Float64Array.from(at, (n) => x[n] as number), y: Float64Array.from(at, (n) => y[n] as number) };
}
