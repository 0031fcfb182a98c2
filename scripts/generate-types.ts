/** Writes src/kernel/db/schema.gen.ts, the types of every table after all migrations: `node scripts/generate-types.ts`. */
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT, runTool } from './checks/project.ts';
import { withMigratedDatabase } from './migrated-database.ts';
import { writeIfChanged } from './write-if-changed.ts';

export const SCHEMA_FILE = 'src/kernel/db/schema.gen.ts';

/** The types of the database behind `connectionString` as text. */
export async function schemaTypes(connectionString: string): Promise<string> {
  const file = join(tmpdir(), `tongxin-schema-${process.pid}.ts`);
  const place = ['--dialect', 'postgres', '--url', connectionString, '--out-file', file, '--log-level', 'error'];
  // As kernel/db/connect.ts parses them: bigint as number, date as text.
  const types = ['--date-parser', 'string', '--type-mapping', '{"int8":"number"}'];
  try {
    const { status, output } = await runTool('kysely-codegen', [...place, ...types, '--exclude-pattern', 'public.*']);
    if (status !== 0) throw new Error(`kysely-codegen: ${output}`);
    return readFileSync(file, 'utf8');
  } finally {
    rmSync(file, { force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const text = await withMigratedDatabase((_pool, connectionString) => schemaTypes(connectionString));
  const changed = writeIfChanged(join(ROOT, SCHEMA_FILE), text);
  process.stderr.write(changed ? `${SCHEMA_FILE} is written.\n` : `${SCHEMA_FILE} was up to date.\n`);
}
