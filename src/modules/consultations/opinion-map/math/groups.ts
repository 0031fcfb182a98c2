import { seeded } from './seeded.ts';

/** Points of the plane, x and y of each. */
export type Points = { x: Float64Array; y: Float64Array };
/** People in the plane; `weight` says how hard each pulls at the centre of their group. */
export type People = Points & { weight: Float64Array };

export type Grouping = {
  k: number;
  /** group of each point, 0 up to k - 1 */
  of: Uint8Array;
  centres: Points;
  /** weighted sum of the squared distances to the own group's centre */
  inertia: number;
};

const mostSteps = 200;
/** So many points choose where to start from; all of them decide where it ends. */
const mostToStart = 2000;
/** Another solution has to be better by this share before people are moved to it. */
const worthMoving = 0.01;

/**
 * k-means: the best of several starts that are always the same. With `before`, the grouping that grows from those centres is
 * kept unless another is clearly better, so that groups stay what they are while opinions do.
 * @param points in an order that does not depend on who came first
 * @returns null where fewer than k points differ
 */
export function groupPoints(points: People, k: number, before?: Points): Grouping | null {
  const few = sampleOf(points);
  let start: Grouping | null = null;
  for (const centres of startsFor(few, k)) {
    const one = settle(few, centres);
    if (one && (!start || one.inertia < start.inertia * (1 - 1e-9))) start = one;
  }
  if (before?.x.length === k) {
    // Where not even those few would be better off elsewhere, nobody else need be asked.
    const kept = settle(few, before);
    const warm = kept && (!start || start.inertia >= kept.inertia * (1 - worthMoving)) ? settle(points, before) : null;
    if (warm) return warm;
  }
  return start && (few === points ? start : settle(points, start.centres));
}

function sampleOf(people: People): People {
  const { x: weight } = everyNth({ x: people.weight, y: people.weight }, mostToStart);
  return people.x.length <= mostToStart ? people : { ...everyNth(people, mostToStart), weight };
}

/** The same points for the same points: in steps of one length through them. */
export function everyNth(points: Points, most: number): Points {
  const count = points.x.length;
  if (count <= most) return points;
  const at = Int32Array.from({ length: most }, (_, n) => Math.floor((n * count) / most));
  return {
    x: Float64Array.from(at, (n) => points.x[n] as number),
    y: Float64Array.from(at, (n) => points.y[n] as number),
  };
}

/** Lloyd's steps from these centres to where nobody moves any more; null where a group loses everybody. */
function settle({ x, y, weight }: People, start: Points): Grouping | null {
  const k = start.x.length;
  const of = new Uint8Array(x.length);
  let centres = start;
  for (let step = 0; ; step++) {
    const sums = { x: new Float64Array(k), y: new Float64Array(k), size: new Float64Array(k) };
    let [moved, inertia] = [0, 0];
    for (let at = 0; at < x.length; at++) {
      const group = nearest(centres, x[at] as number, y[at] as number);
      if (of[at] !== group) moved++;
      of[at] = group;
      const pull = weight[at] as number;
      const [dx, dy] = [
        (x[at] as number) - (centres.x[group] as number),
        (y[at] as number) - (centres.y[group] as number),
      ];
      inertia += pull * (dx * dx + dy * dy);
      sums.x[group] = (sums.x[group] as number) + pull * (x[at] as number);
      sums.y[group] = (sums.y[group] as number) + pull * (y[at] as number);
      sums.size[group] = (sums.size[group] as number) + pull;
    }
    if (sums.size.includes(0)) return null;
    if ((moved === 0 && step > 0) || step === mostSteps) return { k, of, centres, inertia };
    centres = {
      x: sums.x.map((sum, g) => sum / (sums.size[g] as number)),
      y: sums.y.map((sum, g) => sum / (sums.size[g] as number)),
    };
  }
}

/** The centre next to a point; the first of those equally near. */
export function nearest(centres: Points, x: number, y: number): number {
  let group = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let at = 0; at < centres.x.length; at++) {
    const [dx, dy] = [x - (centres.x[at] as number), y - (centres.y[at] as number)];
    const squared = dx * dx + dy * dy;
    if (squared < least) {
      least = squared;
      group = at;
    }
  }
  return group;
}

function* startsFor(points: Points, k: number): Generator<Points> {
  const distinct = new Set(Array.from(points.x, (x, at) => `${x} ${points.y[at]}`)).size;
  if (distinct < k) return;
  yield inSlices(points, points.x, k);
  yield inSlices(points, points.y, k);
  yield apart(points, k, null);
  for (let seed = 1; seed <= 12; seed++) yield apart(points, k, seeded(seed));
}

/** Means of k slices of the same size along one axis. */
function inSlices(points: Points, along: Float64Array, k: number): Points {
  const count = along.length;
  const order = [...along.keys()].sort((a, b) => (along[a] as number) - (along[b] as number));
  const centres = { x: new Float64Array(k), y: new Float64Array(k) };
  for (let slice = 0; slice < k; slice++) {
    const members = order.slice(Math.floor((slice * count) / k), Math.floor(((slice + 1) * count) / k));
    for (const axis of ['x', 'y'] as const)
      centres[axis][slice] = members.reduce((sum, at) => sum + (points[axis][at] as number), 0) / members.length;
  }
  return centres;
}

/** k points far from each other: always the farthest, or drawn by the square of the distance (k-means++). */
function apart({ x, y }: Points, k: number, random: (() => number) | null): Points {
  const count = x.length;
  const meanX = x.reduce((sum, value) => sum + value, 0) / count;
  const meanY = y.reduce((sum, value) => sum + value, 0) / count;
  const far = Float64Array.from(x, (value, at) => (value - meanX) ** 2 + ((y[at] as number) - meanY) ** 2);
  const centres = { x: new Float64Array(k), y: new Float64Array(k) };
  for (let n = 0; n < k; n++) {
    const chosen = random && n === 0 ? Math.floor(random() * count) : random ? drawn(far, random()) : farthest(far);
    centres.x[n] = x[chosen] as number;
    centres.y[n] = y[chosen] as number;
    for (let at = 0; at < count; at++) {
      const squared =
        ((x[at] as number) - (x[chosen] as number)) ** 2 + ((y[at] as number) - (y[chosen] as number)) ** 2;
      far[at] = n === 0 ? squared : Math.min(far[at] as number, squared);
    }
  }
  return centres;
}

function farthest(far: Float64Array): number {
  let chosen = 0;
  for (let at = 1; at < far.length; at++) if ((far[at] as number) > (far[chosen] as number)) chosen = at;
  return chosen;
}

function drawn(weights: Float64Array, share: number): number {
  let left = share * weights.reduce((sum, weight) => sum + weight, 0);
  for (let at = 0; at < weights.length; at++) {
    left -= weights[at] as number;
    if (left < 0) return at;
  }
  return farthest(weights);
}
