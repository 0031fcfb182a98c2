import { isId } from '../../../kernel/db/index.ts';
import { textOf } from '../text-of.ts';

/** `after=<id>.<sort key>` of a list of organisations. */
export function afterOf(query: unknown): { sortKey: string; id: string } | null {
  const [id = '', ...rest] = textOf(query, 'after').split('.');
  return isId(id) ? { id, sortKey: rest.join('.').slice(0, 400) } : null;
}
