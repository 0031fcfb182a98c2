import { type Actor, isStaff } from '../actor.ts';

/**
 * Where somebody who is signed in goes on: the welcome page until they have said how to be called and read what is kept
 * of them, the second factor for staff, else where they came from.
 * @param back path on this site
 */
export function nextPlace(actor: Pick<Actor, 'name' | 'roles' | 'secondFactor'>, back: string): string {
  const onward = `?back=${encodeURIComponent(back)}`;
  if (actor.name === '') return `/welcome${onward}`;
  if (isStaff(actor as Actor) && !actor.secondFactor) return `/second-factor${onward}`;
  return back;
}
