import { workNumber } from '../../../ui/gallery.tsx';
import type { T } from '../../../ui/page-context.ts';
import type { Stage } from '../competitions.rules.ts';
import type { FieldEntry } from '../field.queries.ts';

// keys: competitions.stage.*

/** What a stage is called. */
export function stageName(t: T, stage: Pick<Stage, 'title' | 'kind'>): string {
  return stage.title || t(`competitions.stage.${stage.kind}`);
}

/** An entry's number and title; who made it only where jurors may know. */
export function entryName(entry: Pick<FieldEntry, 'number' | 'title'>): string {
  return `${numberOf(entry)}　${entry.title}`;
}

/** As galleries show it. */
export function numberOf({ number }: Pick<FieldEntry, 'number'>): string {
  return workNumber(number);
}
