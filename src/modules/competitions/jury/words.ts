import { workNumber } from '../../../ui/gallery.tsx';
import type { FieldEntry } from '../field.queries.ts';

/** An entry's number and title; who made it only where jurors may know. */
export function entryName(entry: Pick<FieldEntry, 'number' | 'title'>): string {
  return `${numberOf(entry)}　${entry.title}`;
}

/** As galleries show it. */
export function numberOf({ number }: Pick<FieldEntry, 'number'>): string {
  return workNumber(number);
}
