import { isId } from '../../../kernel/db/index.ts';
import type { PostCursor } from './post.queries.ts';

/** Where a page of what was published begins, as it stands in an address: the moment in milliseconds and the id. */
export function readPostCursor(text: string): PostCursor | null {
  const [, at = '', id = ''] = /^(\d{1,15})_([0-9a-f-]{36})$/.exec(text) ?? [];
  return at !== '' && isId(id) ? { at: new Date(Number(at)), id } : null;
}

export const postCursorText = (at: Date, id: string): string => `${at.getTime()}_${id}`;
