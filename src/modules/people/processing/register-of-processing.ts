import type { Kernel } from '../../../kernel/kernel.ts';
import { type ColumnClass, columnClasses, processingOf, type TableProcessing } from './declare-processing.ts';
import { tablesInDatabase } from './processing.queries.ts';

/** One table as the register shows it: what the database has, and what its module says of it. */
export type ProcessingEntry = {
  /** `schema.table` */
  name: string;
  rows: number;
  columns: { name: string; type: string; class: ColumnClass | null }[];
  /** classes of personal data in it, in the order of the list */
  classes: ColumnClass[];
  /** null: nobody declared it, which is an error of the program */
  declared: TableProcessing | null;
};

/** Classes that say nothing about a person by themselves. */
const impersonal: readonly ColumnClass[] = ['key', 'state', 'none'];

/** The register as it stands now, made from the schema itself: a table that nobody declared is in it too. */
export async function registerOfProcessing(k: Kernel): Promise<ProcessingEntry[]> {
  const declared = processingOf(k);
  return (await tablesInDatabase(k.db)).map(({ name, rows, columns }) => {
    const table = declared.get(name) ?? null;
    const known = columns.map((column) => ({ ...column, class: table?.columns[column.name] ?? null }));
    const classes = columnClasses.filter(
      (each) => !impersonal.includes(each) && known.some((column) => column.class === each),
    );
    return { name, rows, columns: known, classes, declared: table };
  });
}

/** Whether a table is about people at all. */
export function isPersonal({ declared }: ProcessingEntry): boolean {
  return declared === null || declared.basis !== 'none';
}
