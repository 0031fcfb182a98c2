import type { Counts, StatementFigures } from './opinion-map.ts';
import type { Plane } from './plane.ts';
import type { Votes } from './vote-table.ts';

/** What is counted of every statement: by everybody and by each group. @param groupOf of each row its group, or -1 */
export function figuresOf(
  votes: Votes,
  given: { open: Uint8Array; plane: Plane; groupOf: Int8Array; groups: number },
): StatementFigures[] {
  const { open, plane, groupOf, groups } = given;
  const size = votes.statements.length;
  // Three numbers for everybody, then three for each group; agrees, disagrees, passes.
  const width = 3 * (groups + 1);
  const counts = new Int32Array(size * width);
  for (let row = 0; row < groupOf.length; row++) {
    const group = groupOf[row] as number;
    for (let at = votes.starts[row] as number; at < (votes.starts[row + 1] as number); at++) {
      const value = votes.values[at] as number;
      const cell = (votes.columns[at] as number) * width + (value === 1 ? 0 : value === -1 ? 1 : 2);
      counts[cell] = (counts[cell] as number) + 1;
      if (group >= 0) counts[cell + 3 * (group + 1)] = (counts[cell + 3 * (group + 1)] as number) + 1;
    }
  }
  const countsAt = (from: number): Counts => {
    const [agrees, disagrees, passes] = [
      counts[from] as number,
      counts[from + 1] as number,
      counts[from + 2] as number,
    ];
    return { agrees, disagrees, passes, seen: agrees + disagrees + passes };
  };
  const stretch = Math.sqrt(size / (1 + plane.leftOut));
  return Array.from({ length: size }, (_, column) => {
    const away = (1 - (plane.means[column] as number)) * stretch;
    const point = open[column]
      ? ([away * (plane.axes[0][column] as number), away * (plane.axes[1][column] as number)] as const)
      : ([0, 0] as const);
    return {
      statement: votes.statements[column] as number,
      all: countsAt(column * width),
      groups: open[column]
        ? Array.from({ length: groups }, (_, group) => countsAt(column * width + 3 * (group + 1)))
        : [],
      moderatedOut: !open[column],
      extremity: Math.hypot(...point),
      point,
    };
  });
}
