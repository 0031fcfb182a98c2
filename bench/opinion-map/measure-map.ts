import { MapKeeper } from '../../src/modules/consultations/opinion-map/math/opinion-map.ts';
import { generateVotes, slice } from './generate-votes.ts';

export type MapGiven = { participants: number; statements: number; updates: number; update_votes: number };

export type MapMeasured = {
  votes: number;
  /** taking in every vote and computing the map for the first time */
  whole_seconds: number;
  /** each update: taking in some new votes and computing the map again */
  update_seconds: number[];
  /** writing the state down and reading it back */
  state_seconds: number;
  state_mb: number;
  /** the most that the process had, the votes that were generated included */
  peak_mb: number;
  groups: number;
  sizes: number[];
};

/** The whole map at once, then updates of new votes, in a process of its own. */
export function measureMap(given: MapGiven): MapMeasured {
  // So many more participants that the last ones are the votes of the updates.
  const all = generateVotes({ participants: given.participants, statements: given.statements, seed: 7 });
  const before = all.votes.length - given.updates * given.update_votes;
  let keeper = new MapKeeper();
  const started = performance.now();
  keeper.apply(slice(all, 0, before));
  let map = keeper.compute();
  const whole_seconds = since(started);
  const update_seconds: number[] = [];
  for (let n = 0; n < given.updates; n++) {
    const begun = performance.now();
    keeper.apply(slice(all, before + n * given.update_votes, before + (n + 1) * given.update_votes));
    map = keeper.compute();
    update_seconds.push(since(begun));
  }
  const begun = performance.now();
  const state = keeper.state();
  keeper = MapKeeper.restore(state);
  return {
    votes: map.votes,
    whole_seconds,
    update_seconds,
    state_seconds: since(begun),
    state_mb: state.byteLength / 2 ** 20,
    peak_mb: process.resourceUsage().maxRSS / 1024,
    groups: map.k,
    sizes: map.groups.map(({ size }) => size),
  };
}

/**
 * The reference: one round of the power method over the same matrix without gaps, in 32-bit numbers. An implementation that
 * fills the matrix needs a hundred or more of them, and its gigabytes.
 */
export function measureDenseRound({ participants, statements }: MapGiven): { seconds: number } {
  const matrix = new Float32Array(participants * statements).fill(0.5);
  const given = new Float64Array(statements).fill(1);
  const made = new Float64Array(statements);
  const started = performance.now();
  for (let row = 0; row < participants; row++) {
    const from = row * statements;
    let sum = 0;
    for (let column = 0; column < statements; column++)
      sum += (matrix[from + column] as number) * (given[column] as number);
    for (let column = 0; column < statements; column++)
      made[column] = (made[column] as number) + (matrix[from + column] as number) * sum;
  }
  return { seconds: since(started) };
}

function since(started: number): number {
  return (performance.now() - started) / 1000;
}
