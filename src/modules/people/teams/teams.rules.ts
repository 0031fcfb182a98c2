/**
 * What a team may be for. None of them is about what people say: nothing here coordinates comments, boosts or buries
 * them. Words: `people.teams.purpose.<code>`.
 */
export const purposes = [
  'translation',
  'fact_check',
  'elderly_phone',
  'photo_archive',
  'charity',
  'festival',
  'tour_guide',
  'first_aid',
  'environment',
  'reading',
  'other',
] as const;
export type Purpose = (typeof purposes)[number];

export const teamStates = ['proposed', 'declined', 'active', 'vacant', 'closed'] as const;
export type TeamState = (typeof teamStates)[number];

/** States in which everybody may read a team's page: what was published stays to be read. */
export const publicStates: readonly TeamState[] = ['active', 'vacant', 'closed'];

export type Part = 'leader' | 'deputy' | 'member';
export type PersonState = 'asked' | 'offered' | 'held';
export type HoursState = 'claimed' | 'confirmed' | 'declined' | 'withdrawn';
export type TaskState = 'open' | 'done' | 'cancelled';

/** Fewer people than this: their hours together are not told, so that nobody's can be told from them. */
export const fewestForTotals = 5;
export const mostPlaces = 200;
/** Hours that lie longer back are not claimed any more. */
export const claim_days = 180;
export const appeal_ms = 30 * 86_400_000;
/** Somebody's standing invitations and requests, and a team's standing ones, at most. */
export const mostOpenOffers = 100;
