import { type Actor, departmentsOf } from '../../people/index.ts';

/** Departments whose cases are meant; `city`: of every one. */
export type Scope = { city: boolean; ids: readonly string[] };

/** What somebody works on. A reviewer for the whole city reviews everything and works on nothing else. */
export type Mine = {
  work: Scope;
  review: Scope;
};

export function mineOf(actor: Actor): Mine {
  const handles = departmentsOf(actor, 'handler');
  const reviews = departmentsOf(actor, 'reviewer');
  return {
    work: { city: handles.city, ids: [...new Set([...handles.ids, ...reviews.ids])] },
    review: reviews,
  };
}

export function isEmpty(scope: Scope): boolean {
  return !scope.city && scope.ids.length === 0;
}

/** The one of the two that holds the other: a city's scope, or all departments of both. */
export function eitherOf(a: Scope, b: Scope): Scope {
  return { city: a.city || b.city, ids: [...new Set([...a.ids, ...b.ids])] };
}
