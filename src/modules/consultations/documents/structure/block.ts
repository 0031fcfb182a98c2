import type { LeftOut } from '../source-text.ts';

export const blockKinds = ['chapter', 'section', 'article', 'paragraph', 'item', 'table', 'heading'] as const;
export type BlockKind = (typeof blockKinds)[number];

/** One piece of a text that stands by itself; its number in the list is its position. */
export type DraftBlock = {
  kind: BlockKind;
  /** as shown: 第三条, （一）; empty where it has none */
  label: string;
  /** how many others it lies within */
  depth: number;
  /** position of the one it lies within; null: none */
  parent: number | null;
  /** plain text without the label; a table's cells apart by ` | `, its rows by line */
  text: string;
  /** the same as safe HTML made here, nothing of it taken over */
  html: string;
};

/** What is worth a look before it is published, as messages `consultations.documents.warning.*`. */
export type ImportWarning = {
  what: 'repeats' | 'jumps' | 'back' | 'restarts' | 'no_articles' | 'nothing_in_it' | 'very_long';
  /** the label it is about, and the one before it */
  label?: string;
  former?: string;
};

/** What was made of a text. */
export type ImportReport = {
  counts: Partial<Record<BlockKind, number>>;
  notes: number;
  leftOut: LeftOut;
  warnings: ImportWarning[];
  /** warnings that are too many to be listed */
  moreWarnings: number;
  readAs: 'docx' | 'markdown' | 'text';
};

/** A text with what was recognised in it. */
export type Draft = { title: string; blocks: DraftBlock[]; report: ImportReport };
