import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { readConfig } from '../config/index.ts';
import { startEmbedded } from '../db/embedded/index.ts';
import { createPool, readMigrations } from '../db/index.ts';
import { byteStoreOf } from '../files/index.ts';
import type { WithKernel } from '../module.ts';
import type { Progress } from './backup-format.ts';
import { restoreFrom } from './restore-backup.ts';
import { backupTo } from './write-backup.ts';

/** `backup FILE` and `restore FILE`. */
export function backupCommands(program: Command, withKernel: WithKernel, root: string): void {
  program
    .command('backup')
    .argument('<file>', 'file to write, for example tongxin-2026-11-19.tar.gz')
    .description('write the whole city, database and uploads, into one file, while it goes on working')
    .option('--with-secrets', 'the keys in DATA_DIR/secrets too; whoever has the file can then sign in as anybody')
    .option('--json', 'print one JSON object')
    .action(async (file: string, options: { withSecrets?: boolean; json?: boolean }) => {
      const bar = progressBar();
      const result = await withKernel(async (k) => {
        const { pool, log, config, files, clock } = k;
        const place = path.resolve(file);
        return backupTo(place, {
          pool,
          log,
          store: files.store,
          dataDir: config.dataDir,
          program: await versionOf(root),
          madeAt: clock.now(),
          withSecrets: options.withSecrets,
          progress: bar.show,
        });
      }).finally(bar.clear);
      say(
        options.json,
        result,
        `${result.file}: ${result.rows} rows of ${result.tables} tables and ${result.files} files, ${(result.bytes / 1e6).toFixed(1)} MB.`,
      );
    });
  program
    .command('restore')
    .argument('<file>', 'a file that backup has written')
    .description('fill an empty database and data folder from a backup, all or nothing')
    .option('--json', 'print one JSON object')
    .action(async (file: string, options: { json?: boolean }) => {
      const bar = progressBar();
      const result = await restore(path.resolve(file), root, bar.show).finally(bar.clear);
      const jobs = result.jobs ? '' : ' Jobs that waited were left out: another version of the job queue made them.';
      say(
        options.json,
        result,
        `Restored ${result.rows} rows of ${result.tables} tables and ${result.files} files from ${result.madeAt}.${jobs}`,
      );
    });
}

/** Not by the kernel, which would migrate the database first: a restore begins with an empty one. */
async function restore(file: string, root: string, progress: (progress: Progress) => void) {
  const config = readConfig({ LOG_LEVEL: 'warn', ...process.env });
  const embedded = config.DATABASE_URL
    ? undefined
    : await startEmbedded({ dataDir: path.join(config.dataDir, 'postgres') });
  const connection = config.DATABASE_URL ? { connectionString: config.DATABASE_URL } : embedded;
  const pool = createPool({ ...(connection as { connectionString: string }), size: 2 });
  try {
    const migrations = await readMigrations(path.join(root, 'migrations'));
    return await restoreFrom(file, { pool, store: byteStoreOf(config), dataDir: config.dataDir, migrations, progress });
  } finally {
    await pool.end();
    await embedded?.stop();
  }
}

async function versionOf(root: string): Promise<string> {
  const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as { version: string };
  return version;
}

function say(json: boolean | undefined, result: object, words: string): void {
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : `${words}\n`);
}

/** One line on standard error that is written over; nothing where nobody looks. */
function progressBar(): { show: (progress: Progress) => void; clear: () => void } {
  const { stderr } = process;
  if (!stderr.isTTY) return { show: () => {}, clear: () => {} };
  return {
    show: ({ what, done, of, name }) =>
      stderr.write(`\r\x1b[K${what} ${done}${of > 0 ? `/${of}` : ''} ${name.slice(0, 40)}`),
    clear: () => void stderr.write('\r\x1b[K'),
  };
}
