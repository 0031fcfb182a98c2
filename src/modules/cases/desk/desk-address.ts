import { readPageKey } from '../../../kernel/db/index.ts';
import type { DeskWish } from './desk-view.ts';
import { isQueue, type ListName } from './queues.ts';

/** The list as it stands in an address: which queue, or what is looked for. */
export type Place = { queue: ListName | null; words: string };

const longestWords = 100;

function textOf(source: unknown, name: string): string {
  const value = (source as Record<string, unknown> | null | undefined)?.[name];
  return typeof value === 'string' ? value : '';
}

/** What the query or a form says of the list; what it does not understand is as good as not said. */
export function wishOf(source: unknown): DeskWish {
  const words = textOf(source, 'q').trim().slice(0, longestWords);
  const queue = textOf(source, 'queue');
  const after = readPageKey(textOf(source, 'after'));
  const before = readPageKey(textOf(source, 'before'));
  return {
    queue: words ? 'found' : isQueue(queue) ? queue : null,
    words,
    key: after ?? before,
    back: !after && before !== null,
  };
}

function query(parts: Record<string, string | undefined>): string {
  const given = Object.entries(parts).filter((part): part is [string, string] => Boolean(part[1]));
  return given.length > 0 ? `?${new URLSearchParams(given)}` : '';
}

function placeParts({ queue, words }: Place): Record<string, string | undefined> {
  return words ? { q: words } : { queue: queue ?? undefined };
}

export function listHref(place: Place, more: { after?: string; before?: string } = {}): string {
  return `/desk${query({ ...placeParts(place), ...more })}`;
}

/** A case at the desk; `part` is what follows its number: `/reply`, `/sign`. */
export function caseHref(number: string, place: Place, part = '', more: Record<string, string> = {}): string {
  return `/desk/${encodeURIComponent(number)}${part}${query({ ...placeParts(place), ...more })}`;
}
