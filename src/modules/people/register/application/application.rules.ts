export const applicationStates = ['submitted', 'returned', 'checked', 'approved', 'declined', 'withdrawn'] as const;
/** Words: `people.register.state.<code>`. */
export type ApplicationState = (typeof applicationStates)[number];

/** What can be done to an application: by whom is the policy's question. */
export const applicationActs = ['return', 'resubmit', 'pass', 'approve', 'decline', 'withdraw'] as const;
export type ApplicationAct = (typeof applicationActs)[number];

const moves: Record<ApplicationAct, Partial<Record<ApplicationState, ApplicationState>>> = {
  return: { submitted: 'returned' },
  resubmit: { returned: 'submitted' },
  pass: { submitted: 'checked' },
  approve: { checked: 'approved' },
  decline: { checked: 'declined' },
  withdraw: { submitted: 'withdrawn', returned: 'withdrawn', checked: 'withdrawn' },
};

/** The state that an act leads to; null where it is not possible. */
export function nextApplicationState(state: ApplicationState, act: ApplicationAct): ApplicationState | null {
  return moves[act][state] ?? null;
}

export function isOpen(state: ApplicationState): boolean {
  return nextApplicationState(state, 'withdraw') !== null;
}

/** What the secretariat checks, each by itself. Words: `people.register.item.<code>`. */
export const checkItems = ['name', 'contact', 'category', 'works', 'references'] as const;
export type CheckItem = (typeof checkItems)[number];
