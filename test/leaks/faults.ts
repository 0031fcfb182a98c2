import { type ActorKey, contestKeys, peopleKeys, staffKeys } from './cast.ts';
import { expectations, type MarkKey } from './marks.ts';

/** Where each word was seen by whom: addresses with blanks between them. */
export type Seen = Map<MarkKey, Map<ActorKey, string>>;

export const everybody: readonly ActorKey[] = ['nobody', ...staffKeys, ...peopleKeys, ...contestKeys];

/** What is wrong, a line for each word: who sees it who may not, and who may and finds it nowhere. */
export function faultsIn(seen: Seen): string[] {
  return expectations.flatMap(({ sees, marks, why }) =>
    (marks as readonly MarkKey[]).flatMap((key) => {
      const by = seen.get(key) ?? new Map<ActorKey, string>();
      const may = (actor: ActorKey) => sees === 'everybody' || sees.includes(actor);
      const wrong = everybody.filter((actor) => by.has(actor) && !may(actor));
      const missing = everybody.filter((actor) => !by.has(actor) && may(actor));
      const places = [...new Set(wrong.flatMap((actor) => by.get(actor)?.split(' ') ?? []))].slice(0, 6);
      return [
        ...(wrong.length > 0 ? [`${key} is seen by ${wrong.join(', ')} at ${places.join(' ')}. But: ${why}`] : []),
        ...(missing.length > 0 ? [`${key} is found nowhere by ${missing.join(', ')}. But: ${why}`] : []),
      ];
    }),
  );
}
