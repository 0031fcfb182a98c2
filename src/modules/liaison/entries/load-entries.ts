import type { PageKey } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { accountNames } from '../../people/index.ts';
import { mattersOfEntries } from '../matters/list.queries.ts';
import { type Addition, additionsOf, type Entry, entriesOfMember } from './entry.queries.ts';

export type ShownEntry = Entry & {
  /** name and office of the contact it was with */
  contactName: string;
  departmentId: string;
  additions: (Addition & { name: string })[];
  /** number of the matter that it became */
  matter: string | null;
};

export type EntriesView = { entries: ShownEntry[]; next: PageKey | null };

const pageSize = 20;

/** A page of what a member and their contacts wrote, the newest first. */
export async function loadEntries(k: Kernel, memberId: string, before: PageKey | null): Promise<EntriesView> {
  const rows = await entriesOfMember(k.db, memberId, before, pageSize + 1);
  const entries = rows.slice(0, pageSize);
  const ids = entries.map(({ id }) => id);
  const [additions, matters] = await Promise.all([additionsOf(k.db, ids), mattersOfEntries(k.db, ids)]);
  const names = await accountNames(k.db, [
    ...entries.map(({ contactId }) => contactId),
    ...additions.filter(({ side }) => side === 'contact').map(({ byId }) => byId),
  ]);
  const last = entries.at(-1);
  return {
    entries: entries.map((entry) => ({
      ...entry,
      contactName: names.get(entry.contactId) ?? '',
      additions: additions
        .filter(({ entryId }) => entryId === entry.id)
        .map((addition) => ({ ...addition, name: names.get(addition.byId) ?? '' })),
      matter: matters.get(entry.id) ?? null,
    })),
    next: rows.length > pageSize && last ? { at: last.heldAt, id: last.id } : null,
  };
}
