import type { VNode } from 'preact';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { FieldEntry } from '../field.queries.ts';
import { bodyOf } from './entry-work.queries.ts';
import type { OwnWork } from './own-work.ts';

/** What jurors read of an entry; in a blind stage without anything that names who made it. */
export async function entryWork(
  k: Kernel,
  _work: OwnWork,
  entry: FieldEntry,
): Promise<{ body: string; files: VNode | null }> {
  return { body: await bodyOf(k.db, entry.id), files: null };
}
