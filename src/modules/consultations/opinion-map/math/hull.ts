import type { Point } from './opinion-map.ts';

/** Corners of the smallest convex outline around the points, against the clock from the leftmost (Andrew's monotone chain). */
export function hullOf(points: readonly Point[]): Point[] {
  const sorted = [...points].sort(([ax, ay], [bx, by]) => ax - bx || ay - by);
  const distinct = sorted.filter(([x, y], at) => at === 0 || sorted[at - 1]?.[0] !== x || sorted[at - 1]?.[1] !== y);
  if (distinct.length < 3) return distinct;
  const lower = chain(distinct);
  const upper = chain(distinct.reverse());
  return [...lower.slice(0, -1), ...upper.slice(0, -1)];
}

function chain(points: Point[]): Point[] {
  const made: Point[] = [];
  for (const point of points) {
    while (made.length > 1 && turn(made.at(-2) as Point, made.at(-1) as Point, point) <= 0) made.pop();
    made.push(point);
  }
  return made;
}

function turn([ax, ay]: Point, [bx, by]: Point, [cx, cy]: Point): number {
  return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
}
