/**
 * The only grounds on which a membership can be suspended, published at /join. None of them is about what somebody
 * thinks or says. Words: `people.register.rule.<code>`.
 */
export const suspensionRules = [
  'false_particulars',
  'acted_as_office',
  'membership_for_sale',
  'found_unlawful',
] as const;
export type SuspensionRule = (typeof suspensionRules)[number];

export const suspensionStates = ['proposed', 'suspended', 'dismissed', 'lifted', 'dropped'] as const;
/** `dropped`: the membership ended before it was decided. */
export type SuspensionState = (typeof suspensionStates)[number];
