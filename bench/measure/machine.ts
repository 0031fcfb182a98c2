import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import type pg from 'pg';

/** What a figure was measured on; the load average says how alone the bench was. */
export type Machine = {
  cpu: string;
  cores: number;
  memory_gb: number;
  os: string;
  node: string;
  postgres: string | null;
  load_average: number[];
};

/** @param pool the database that was measured; null where there was none */
export async function machineOf(pool: pg.Pool | null): Promise<Machine> {
  return {
    cpu: cpus()[0]?.model.trim() || 'unknown',
    cores: availableParallelism(),
    memory_gb: Math.round(totalmem() / 2 ** 30),
    os: osName(),
    node: process.version,
    postgres: pool && (await postgresVersion(pool)),
    load_average: loadavg().map((load) => Math.round(load * 100) / 100),
  };
}

function osName(): string {
  const file = '/etc/os-release';
  const pretty = existsSync(file) ? /^PRETTY_NAME="?([^"\n]*)/m.exec(readFileSync(file, 'utf8'))?.[1] : undefined;
  return pretty ?? process.platform;
}

async function postgresVersion(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<{ version: string; fsync: string; commit: string }>(
    "select current_setting('server_version') as version, current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit",
  );
  const [row] = rows;
  return row ? `${row.version} (fsync ${row.fsync}, synchronous_commit ${row.commit})` : 'unknown';
}
