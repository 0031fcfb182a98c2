import { nextStatement } from '../math/opinion-map.ts';
import type { OpenMap } from '../open-map.ts';
import type { Statement } from '../statements/statement.queries.ts';
import type { Participant } from './participant-token.ts';

/** The statement that somebody is asked next, drawn as math/README.md says; null: they have seen all. */
export function chooseNext(
  { id, toShow, byNumber }: OpenMap,
  { value }: Pick<Participant, 'value'>,
  seen: ReadonlySet<number>,
): Statement | null {
  const number = nextStatement({ statements: toShow, seen, seed: `${id} ${value}` });
  return number === null ? null : (byNumber.get(number) ?? null);
}

/** How many of the statements that are shown somebody has seen. */
export function seenOf({ byNumber }: OpenMap, seen: ReadonlySet<number>): number {
  let n = 0;
  for (const number of seen) if (byNumber.has(number)) n++;
  return n;
}
