import { seeded } from './seeded.ts';
import type { Votes } from './vote-table.ts';

/** The two directions along which opinions differ most, and how to stand in them. */
export type Plane = {
  /** of each statement the mean of its votes; 0 where it is left out */
  means: Float64Array;
  /** weight of each statement along x and along y; unit length, or all zero where opinions do not differ that way */
  axes: readonly [Float64Array, Float64Array];
  /** share of the variance along each, 0..1 */
  explained: readonly [number, number];
  /** statements that are left out; they count as seen by everybody (README.md, "Where somebody stands") */
  leftOut: number;
};

/** Directions followed at once: two are wanted, and with two more they settle even where the third is nearly as strong. */
const width = 4;
/** For the first map, and for one that goes on from the last: what has not settled by then goes on settling with the next. */
const mostRounds = { first: 300, next: 25 };
const settled = 1e-6;
/** Share of the variance below which a direction is rounding and nothing else. */
const nothing = 1e-9;

/**
 * Principal components of the votes, a vote that is missing taken as the mean of its statement: a cell of the centred matrix
 * is then zero without being stored, and a round costs no more than there are votes. Subspace iteration, from `before` on.
 * @param open of each statement whether it counts
 */
export function findPlane(votes: Votes, open: Uint8Array, before?: Plane['axes']): Plane {
  const size = votes.statements.length;
  const { means, cells, total } = centre(votes, open);
  let block = firstBlock(size, open, before);
  let found = turn(block, block);
  const rounds = before ? mostRounds.next : mostRounds.first;
  for (let round = 0; round < rounds && total > 0; round++) {
    const next = turn(block, multiply(votes, cells, block));
    const matters = (at: number) => (next.strengths[at] as number) > total * nothing;
    const moved = Math.max(...[0, 1].map((at) => (matters(at) ? distance(found.axes[at], next.axes[at]) : 0)));
    found = next;
    if (moved < settled) break;
    block = next.image;
    orthonormalise(block);
  }
  const axis = (at: number) =>
    total > 0 && (found.strengths[at] as number) > total * nothing
      ? pointed(found.axes[at] as Float64Array, before?.[at])
      : new Float64Array(size);
  const share = (at: number) => (total > 0 ? Math.min(1, Math.max(0, found.strengths[at] as number) / total) : 0);
  let leftOut = 0;
  for (const one of open) if (!one) leftOut++;
  return { means, axes: [axis(0), axis(1)], explained: [share(0), share(1)], leftOut };
}

function centre({ statements, columns, values }: Votes, open: Uint8Array) {
  const means = new Float64Array(statements.length);
  const seen = new Int32Array(statements.length);
  for (let at = 0; at < columns.length; at++) {
    const column = columns[at] as number;
    means[column] = (means[column] as number) + (values[at] as number);
    seen[column] = (seen[column] as number) + 1;
  }
  for (let column = 0; column < means.length; column++)
    means[column] = open[column] && seen[column] ? (means[column] as number) / (seen[column] as number) : 0;
  const cells = new Float64Array(columns.length);
  let total = 0;
  for (let at = 0; at < columns.length; at++) {
    const column = columns[at] as number;
    if (!open[column]) continue;
    const cell = (values[at] as number) - (means[column] as number);
    cells[at] = cell;
    total += cell * cell;
  }
  return { means, cells, total };
}

function firstBlock(size: number, open: Uint8Array, before?: Plane['axes']): Float64Array[] {
  const random = seeded(1);
  const block = Array.from({ length: width }, (_, at) => {
    const known = before?.[at];
    const fill = Float64Array.from({ length: size }, (_, column) => (open[column] ? random() - 0.5 : 0));
    if (!known) return fill;
    // A little of everything, so that a direction that is new can grow.
    return fill.map((value, column) => (open[column] ? (known[column] ?? 0) : 0) + value * 1e-3);
  });
  orthonormalise(block);
  return block;
}

/** The centred matrix, transposed, times itself, times each of the four vectors. */
function multiply({ starts, columns }: Votes, cells: Float64Array, block: Float64Array[]): Float64Array[] {
  const size = (block[0] as Float64Array).length;
  // Side by side, so that a cell finds its four numbers in one place.
  const given = new Float64Array(size * width);
  const made = new Float64Array(size * width);
  for (const [at, vector] of block.entries())
    for (let column = 0; column < size; column++) given[column * width + at] = vector[column] as number;
  for (let row = 0; row + 1 < starts.length; row++) {
    const from = starts[row] as number;
    const to = starts[row + 1] as number;
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let at = from; at < to; at++) {
      const cell = cells[at] as number;
      const base = (columns[at] as number) * width;
      a += cell * (given[base] as number);
      b += cell * (given[base + 1] as number);
      c += cell * (given[base + 2] as number);
      d += cell * (given[base + 3] as number);
    }
    for (let at = from; at < to; at++) {
      const cell = cells[at] as number;
      const base = (columns[at] as number) * width;
      made[base] = (made[base] as number) + cell * a;
      made[base + 1] = (made[base + 1] as number) + cell * b;
      made[base + 2] = (made[base + 2] as number) + cell * c;
      made[base + 3] = (made[base + 3] as number) + cell * d;
    }
  }
  return block.map((_, at) => Float64Array.from({ length: size }, (_, column) => made[column * width + at] as number));
}

/** Gram and Schmidt, twice over each vector; one that has nothing of its own becomes zero. */
function orthonormalise(block: Float64Array[]): void {
  for (const [at, vector] of block.entries()) {
    const length = Math.sqrt(dot(vector, vector));
    for (let pass = 0; pass < 2; pass++)
      for (const earlier of block.slice(0, at)) {
        const along = dot(vector, earlier);
        for (let n = 0; n < vector.length; n++) vector[n] = (vector[n] as number) - along * (earlier[n] as number);
      }
    const left = Math.sqrt(dot(vector, vector));
    const scale = left > length * 1e-10 ? 1 / left : 0;
    for (let n = 0; n < vector.length; n++) vector[n] = (vector[n] as number) * scale;
  }
}

/**
 * Rayleigh and Ritz: the best directions within the block, strongest first, and what the matrix makes of each.
 * @param image the matrix times the block
 */
function turn(block: Float64Array[], image: Float64Array[]) {
  const small = block.map((one) => image.map((other) => dot(one, other)));
  const { values, vectors } = symmetricEigen(small);
  const order = [...values.keys()].sort((a, b) => (values[b] as number) - (values[a] as number));
  const mixed = (of: Float64Array[], at: number) => {
    const made = new Float64Array(of[0]?.length ?? 0);
    for (const [from, vector] of of.entries()) {
      const weight = (vectors[from] as number[])[at] as number;
      for (let n = 0; n < made.length; n++) made[n] = (made[n] as number) + weight * (vector[n] as number);
    }
    return made;
  };
  return {
    axes: order.map((at) => mixed(block, at)),
    image: order.map((at) => mixed(image, at)),
    strengths: Float64Array.from(order, (at) => values[at] as number),
  };
}

/** Eigenvalues and, in columns, eigenvectors of a small symmetric matrix (Jacobi's rotations). */
export function symmetricEigen(given: number[][]): { values: number[]; vectors: number[][] } {
  const a = given.map((row, i) => row.map((value, j) => (value + (given[j]?.[i] ?? value)) / 2));
  const v = a.map((row, i) => row.map((_, j) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < 30; sweep++) {
    let off = 0;
    for (let p = 0; p < a.length; p++) for (let q = p + 1; q < a.length; q++) off += (a[p]?.[q] ?? 0) ** 2;
    if (off < 1e-300) break;
    for (let p = 0; p < a.length; p++) for (let q = p + 1; q < a.length; q++) rotate(a, v, p, q);
  }
  return { values: a.map((row, i) => row[i] as number), vectors: v };
}

function rotate(a: number[][], v: number[][], p: number, q: number): void {
  const at = (i: number, j: number) => (a[i] as number[])[j] as number;
  if (at(p, q) === 0) return;
  const theta = (at(q, q) - at(p, p)) / (2 * at(p, q));
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (const m of [a, v])
    for (const row of m) {
      const [x, y] = [row[p] as number, row[q] as number];
      row[p] = c * x - s * y;
      row[q] = s * x + c * y;
    }
  const [upper, lower] = [a[p] as number[], a[q] as number[]];
  for (let n = 0; n < a.length; n++) {
    const [x, y] = [upper[n] as number, lower[n] as number];
    upper[n] = c * x - s * y;
    lower[n] = s * x + c * y;
  }
}

/** How far apart two unit vectors are, whichever way each points. */
function distance(one: Float64Array | undefined, other: Float64Array | undefined): number {
  if (!one || !other) return 0;
  return Math.sqrt(Math.max(0, 1 - dot(one, other) ** 2));
}

/** The same direction, pointing as before; for the first time so that the larger weights are positive. */
function pointed(axis: Float64Array, before?: Float64Array): Float64Array {
  let way = 0;
  for (let n = 0; n < axis.length; n++) way += (axis[n] as number) * (before?.[n] ?? 0);
  if (Math.abs(way) < 1e-9) for (const weight of axis) way += weight ** 3;
  return way < 0 ? axis.map((weight) => -weight) : axis;
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let n = 0; n < one.length; n++) sum += (one[n] as number) * (other[n] as number);
  return sum;
}

/** Where everybody stands: x and y of each row. */
export function standing(votes: Votes, open: Uint8Array, plane: Plane): { x: Float64Array; y: Float64Array } {
  const rows = votes.participants.length;
  const [x, y] = [new Float64Array(rows), new Float64Array(rows)];
  const [along, across] = plane.axes;
  for (let row = 0; row < rows; row++) {
    let [sumX, sumY, seen] = [0, 0, 0];
    for (let at = votes.starts[row] as number; at < (votes.starts[row + 1] as number); at++) {
      const column = votes.columns[at] as number;
      if (!open[column]) continue;
      const cell = (votes.values[at] as number) - (plane.means[column] as number);
      sumX += cell * (along[column] as number);
      sumY += cell * (across[column] as number);
      seen++;
    }
    const stretch = Math.sqrt(open.length / Math.max(1, seen + plane.leftOut));
    x[row] = sumX * stretch;
    y[row] = sumY * stretch;
  }
  return { x, y };
}
