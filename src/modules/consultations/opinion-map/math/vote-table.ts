import type { VoteBatch } from './opinion-map.ts';

/** Votes of participants that are in `rows`, row by row: `columns` and `values` from `starts[row]` up to `starts[row + 1]`. */
export type Votes = {
  /** numbers of participants, ascending */
  participants: Float64Array;
  /** numbers of statements, ascending */
  statements: Float64Array;
  starts: Int32Array;
  columns: Int32Array;
  values: Int8Array;
};

/** The last vote of every pair, in memory in proportion to the votes and never to participants times statements. */
export class VoteTable {
  private readonly rowOf = new Map<number, number>();
  private readonly columnOf = new Map<number, number>();
  /** of each row its votes as `column * 4 + vote + 1`, in the order they first came */
  private readonly rows: Int32Array[] = [];
  private readonly lengths: number[] = [];
  private pairs = 0;

  get votes(): number {
    return this.pairs;
  }

  /** @throws RangeError on a number that is not whole, is negative or is no vote; nothing of the batch is taken then */
  apply({ participants, statements, votes }: VoteBatch): void {
    if (participants.length !== votes.length || statements.length !== votes.length)
      throw new RangeError(
        `A batch has ${participants.length} participants, ${statements.length} statements, ${votes.length} votes.`,
      );
    for (let at = 0; at < votes.length; at++) {
      whole(participants[at], 'participant', at);
      whole(statements[at], 'statement', at);
      const vote = votes[at];
      if (vote !== 1 && vote !== 0 && vote !== -1) throw new RangeError(`Vote ${at} of a batch is ${vote}.`);
    }
    for (let at = 0; at < votes.length; at++)
      this.set(
        numbered(this.rowOf, participants[at] as number),
        numbered(this.columnOf, statements[at] as number),
        votes[at] as number,
      );
  }

  private set(row: number, column: number, vote: number): void {
    let cells = this.rows[row];
    const length = this.lengths[row] ?? 0;
    if (!cells) {
      cells = new Int32Array(8);
      this.rows[row] = cells;
    }
    for (let at = 0; at < length; at++)
      if ((cells[at] as number) >> 2 === column) {
        cells[at] = column * 4 + vote + 1;
        return;
      }
    if (length === cells.length) {
      const longer = new Int32Array(length * 2);
      longer.set(cells);
      this.rows[row] = longer;
      cells = longer;
    }
    cells[length] = column * 4 + vote + 1;
    this.lengths[row] = length + 1;
    this.pairs++;
  }

  /** Everything, ascending by number both ways, so that the order of arrival makes no difference. */
  sorted(): Votes {
    const participants = ascending(this.rowOf);
    const statements = ascending(this.columnOf);
    const place = new Int32Array(statements.length);
    for (const [at, number] of statements.entries()) place[this.columnOf.get(number) as number] = at;
    const starts = new Int32Array(participants.length + 1);
    const columns = new Int32Array(this.pairs);
    const values = new Int8Array(this.pairs);
    // By statement first and then back by participant: each row comes out in order without being sorted.
    const heads = new Int32Array(statements.length + 1);
    const rowsIn = Int32Array.from(participants, (number) => this.rowOf.get(number) as number);
    for (const [row, own] of rowsIn.entries()) {
      const cells = this.rows[own] as Int32Array;
      const length = this.lengths[own] as number;
      starts[row + 1] = (starts[row] as number) + length;
      for (let at = 0; at < length; at++) {
        const next = (place[(cells[at] as number) >> 2] as number) + 1;
        heads[next] = (heads[next] as number) + 1;
      }
    }
    for (let at = 0; at < statements.length; at++) heads[at + 1] = (heads[at + 1] as number) + (heads[at] as number);
    const byStatement = new Int32Array(this.pairs);
    for (const [row, own] of rowsIn.entries()) {
      const cells = this.rows[own] as Int32Array;
      for (let at = 0; at < (this.lengths[own] as number); at++) {
        const column = place[(cells[at] as number) >> 2] as number;
        const head = heads[column] as number;
        byStatement[head] = row * 4 + ((cells[at] as number) & 3);
        heads[column] = head + 1;
      }
    }
    const ends = starts.slice();
    for (let column = 0, at = 0; column < statements.length; column++)
      for (; at < (heads[column] as number); at++) {
        const row = (byStatement[at] as number) >> 2;
        const end = ends[row] as number;
        columns[end] = column;
        values[end] = ((byStatement[at] as number) & 3) - 1;
        ends[row] = end + 1;
      }
    return { participants, statements, starts, columns, values };
  }

  /** As one batch that makes the same table again. */
  asBatch(): { participants: Float64Array; statements: Float64Array; votes: Int8Array } {
    const { participants, statements, starts, columns, values } = this.sorted();
    const rows = new Float64Array(values.length);
    for (const [row, number] of participants.entries()) rows.fill(number, starts[row], starts[row + 1]);
    return {
      participants: rows,
      statements: Float64Array.from(columns, (column) => statements[column] as number),
      votes: values,
    };
  }
}

function whole(value: number | undefined, what: string, at: number): void {
  if (!Number.isSafeInteger(value) || (value as number) < 0)
    throw new RangeError(`The ${what} of vote ${at} of a batch is ${value}.`);
}

function numbered(places: Map<number, number>, number: number): number {
  let place = places.get(number);
  if (place !== undefined) return place;
  place = places.size;
  places.set(number, place);
  return place;
}

function ascending(places: Map<number, number>): Float64Array {
  return Float64Array.from(places.keys()).sort();
}
