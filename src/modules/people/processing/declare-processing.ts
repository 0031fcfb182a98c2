import type { Kernel } from '../../../kernel/kernel.ts';
import type { Role } from '../actor.ts';

/** What a column holds of a person. There is no class for opinions, beliefs or what somebody does online: none is kept. */
export const columnClasses = [
  /** ids and links between rows */
  'key',
  /** who somebody is: names, numbers of membership */
  'identity',
  /** how to reach them */
  'contact',
  /** what they do by profession, as they said themselves: categories, organisation, post, skills, works */
  'profession',
  /** what they wrote or handed in themselves, or what was written to them */
  'writing',
  /** what was asked and done on their behalf, in a procedure they can see */
  'procedure',
  /** dates and states of a procedure */
  'state',
  'consent',
  'place',
  'preference',
  /** codes, sessions, keys */
  'security',
  /** not about a person */
  'none',
] as const;
export type ColumnClass = (typeof columnClasses)[number];

/** What a table is for. Every table of the module and every column of it is named; a test compares with the database. */
export type TableProcessing = {
  /** message key of the purpose */
  purpose: string;
  /** why it may be held: consent, an agreement with the person, the city's legal duty, security of the service; none: no personal data */
  basis: 'consent' | 'agreement' | 'duty' | 'security' | 'none';
  /** message key of how long it is kept */
  keep: string;
  /** name of the job that deletes what was kept long enough, where one does */
  job?: string;
  /**
   * who can see it: everybody, the person it is about, people of the same team or organisation, the person's named contact,
   * staff by their roles, or only the system itself
   */
  access?: readonly (Role | 'public' | 'owner' | 'group' | 'contact' | 'nobody')[];
  columns: Readonly<Record<string, ColumnClass>>;
};

const declared = new WeakMap<Kernel, Map<string, TableProcessing>>();

/**
 * Says what a module's tables hold of people; in its `wire`.
 * @param tables by `schema.table`
 */
export function declareProcessing(k: Kernel, tables: Readonly<Record<string, TableProcessing>>): void {
  const all = declared.get(k) ?? new Map<string, TableProcessing>();
  for (const [name, table] of Object.entries(tables)) all.set(name, table);
  declared.set(k, all);
}

export function processingOf(k: Kernel): ReadonlyMap<string, TableProcessing> {
  return declared.get(k) ?? new Map();
}

/** Columns that say nothing about a person. */
export function saysNothing(...names: string[]): Record<string, ColumnClass> {
  return Object.fromEntries(names.map((name) => [name, 'none' as const]));
}
