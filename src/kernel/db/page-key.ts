import { isId } from './ids.ts';

/** Where a page of a list begins that is read along a moment and, of the same moment, the id. */
export type PageKey = { at: Date; id: string };

/** A key as it stands in an address, the moment in milliseconds; null for anything else. */
export function readPageKey(text: unknown): PageKey | null {
  const [, at = '', id = ''] = (typeof text === 'string' && /^(\d{1,15})_([0-9a-f-]{36})$/.exec(text)) || [];
  return at !== '' && isId(id) ? { at: new Date(Number(at)), id } : null;
}

export function pageKeyText({ at, id }: PageKey): string {
  return `${at.getTime()}_${id}`;
}
