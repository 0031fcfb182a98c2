/**
 * A backup is one gzipped tar:
 *   begin.json            what it holds: program, migrations, tables with their columns
 *   secrets/NAME          only where asked for
 *   tables/NAME/000001…   PostgreSQL's COPY text of a table, cut into parts
 *   files/KEY             uploads under their digests
 *   end.json              what must have arrived: rows and digests. Without it the backup is not whole
 */
export const formatVersion = 1;

export type TableEntry = { schema: string; name: string; columns: string[] };

export type Begin = {
  format: number;
  program: string;
  madeAt: string;
  postgres: string;
  migrations: string[];
  /** version of the job queue's own schema; null: there was none yet */
  jobs: number | null;
  tables: TableEntry[];
  secrets: string[];
};

export type Sequence = { schema: string; name: string; last: string; called: boolean };

export type End = {
  /** by `schema.name` */
  tables: Record<string, { rows: number; sha256: string }>;
  sequences: Sequence[];
  files: { count: number; bytes: number; sha256: string };
  secrets: Record<string, string>;
};

export type Progress = { what: 'tables' | 'files'; done: number; of: number; name: string };

export type BackupProblem =
  | 'exists'
  | 'not_a_backup'
  | 'damaged'
  | 'newer'
  | 'not_empty'
  | 'other_schema'
  | 'secrets_differ'
  | 'no_backup';

/** For the operator, in English: what is wrong, that nothing was changed, and what to do. */
export class BackupError extends Error {
  readonly code: BackupProblem;
  constructor(code: BackupProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BackupError';
    this.code = code;
  }
}

export function fullName({ schema, name }: { schema: string; name: string }): string {
  return `${schema}.${name}`;
}
