export const itemKinds = ['news', 'need', 'request'] as const;
export type ItemKind = (typeof itemKinds)[number];
export type Direction = 'to_city' | 'to_organisation';

/**
 * News are open and stay so. A need is taken on, answered, done or declined by the side it was said to, or withdrawn by
 * the side that said it. A request for a member waits for that member first: agreed it is open, refused or without an
 * answer in time its words are taken away.
 */
export const itemStates = [
  'awaiting_consent',
  'open',
  'taken',
  'answered',
  'done',
  'declined',
  'withdrawn',
  'refused',
  'lapsed',
] as const;
export type ItemState = (typeof itemStates)[number];

export type ItemAct = 'agree' | 'refuse' | 'lapse' | 'take' | 'answer' | 'settle' | 'withdraw';

const possible: Record<ItemAct, readonly ItemState[]> = {
  agree: ['awaiting_consent'],
  refuse: ['awaiting_consent'],
  lapse: ['awaiting_consent'],
  take: ['open', 'answered'],
  answer: ['open', 'taken', 'answered'],
  settle: ['open', 'taken', 'answered'],
  withdraw: ['awaiting_consent', 'open', 'taken', 'answered'],
};

export function isPossible(item: { kind: ItemKind; state: ItemState }, act: ItemAct): boolean {
  if (item.kind === 'news' && (act === 'take' || act === 'settle')) return false;
  return possible[act].includes(item.state);
}

/** States in which nobody of the city may see it. */
export const hiddenFromCity: readonly ItemState[] = ['awaiting_consent', 'refused', 'lapsed'];
export const consent_days = 14;
