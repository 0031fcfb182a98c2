/**
 * The mathematics of the opinion map: from votes to groups of people who vote alike and to what everybody agrees on. Pure and
 * deterministic: the same batches in the same order give the same map to the last bit. Definitions are in README.md beside this file.
 */
export { MapKeeper } from './map-keeper.ts';
export { type NextStatementGiven, nextStatement, type StatementToShow } from './next-statement.ts';

/** 1 agrees, -1 disagrees, 0 passes; a statement that somebody has not seen has no vote. */
export type Vote = -1 | 0 | 1;

/** Votes in the order they came; three columns of the same length. A later vote of a pair replaces the earlier one. */
export type VoteBatch = {
  /** number of who voted, within the map: whole, 0 or more; says nothing on who somebody is */
  participants: ArrayLike<number>;
  /** number of the statement within the map: whole, 0 or more */
  statements: ArrayLike<number>;
  votes: ArrayLike<number>;
};

/** A point of the drawing: the two directions along which opinions differ most. */
export type Point = readonly [x: number, y: number];

export type Counts = {
  agrees: number;
  disagrees: number;
  passes: number;
  /** who has seen it and voted: the sum of the three */
  seen: number;
};

export type Stance = 'agree' | 'disagree';

/** A statement that says what a group is about. */
export type Representative = {
  statement: number;
  stance: Stance;
  /** members of the group who took this stance, of `seen` members who voted on it */
  count: number;
  seen: number;
  /** (count + 1) / (seen + 2) */
  probability: number;
  /** z of `probability` against one half */
  test: number;
  /** probability in this group / probability among everybody else who counts */
  ratio: number;
  /** z of the group against everybody else (two proportions) */
  ratioTest: number;
  /** count and seen of everybody else */
  otherCount: number;
  otherSeen: number;
};

export type OpinionGroup = {
  /** 0 is the largest group; groups of the same size by the x of their centre */
  group: number;
  /** participants in it */
  size: number;
  centre: Point;
  /** corners of its outline, against the clock; one point or two where it has no area */
  hull: Point[];
  /** at most 5, those the group agrees with before those it disagrees with */
  representative: Representative[];
};

/** What most of all who count agree (or disagree) on, whatever their group. */
export type MajorityConsensus = {
  statement: number;
  stance: Stance;
  count: number;
  seen: number;
  probability: number;
  test: number;
};

/** What every group agrees (or disagrees) on: small groups weigh as much as large ones. */
export type GroupInformedConsensus = {
  statement: number;
  stance: Stance;
  /** product over groups of (count + 1) / (seen + 2) */
  probability: number;
  /** the same for the least willing group */
  least: number;
  /** in the order of `OpinionMap.groups` */
  groups: { count: number; seen: number; probability: number }[];
};

export type StatementFigures = {
  statement: number;
  /** everybody's votes, those of participants who do not count (yet) included */
  all: Counts;
  /** votes of members, in the order of `OpinionMap.groups`; empty of a statement that is moderated out */
  groups: Counts[];
  moderatedOut: boolean;
  /** how far the statement pulls people apart: length of its own point in the plane; 0 before there is a plane */
  extremity: number;
  /** where somebody would stand who had agreed to this and voted on nothing else */
  point: Point;
};

export type OpinionMap = {
  /** who voted at least once */
  participants: number;
  /** who voted enough to be in a group: the sum of the groups' sizes */
  counted: number;
  /** statements with at least one vote, those moderated out included */
  statements: number;
  /** pairs of participant and statement that have a vote */
  votes: number;
  /** groups; empty until two participants who count differ */
  groups: OpinionGroup[];
  /** number of groups; 0 where there are none */
  k: number;
  /** mean silhouette for each number of groups that was tried, ascending by k */
  silhouettes: { k: number; silhouette: number }[];
  /** share of the votes' variance along x and y, 0..1 */
  explained: Point;
  /** strongest first */
  majority: { agree: MajorityConsensus[]; disagree: MajorityConsensus[] };
  /** strongest first: every statement that every group leans to, at most 20 of a stance; empty with fewer than two groups */
  groupInformed: { agree: GroupInformedConsensus[]; disagree: GroupInformedConsensus[] };
  /** ascending by number */
  figures: StatementFigures[];
};
