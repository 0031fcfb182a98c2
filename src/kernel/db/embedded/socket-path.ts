import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Bytes of a Unix socket's address without the closing zero: 108 on Linux, 104 on macOS. */
const LIMIT_BYTES = (process.platform === 'linux' ? 108 : 104) - 1;

export type SocketPath = { host: string; release(): void };

/**
 * The folder to connect to. The socket itself stands inside the cluster; where that path is too long for an address, it
 * is reached through a short symbolic link in a private folder, kept until `release`.
 */
export function socketPath(clusterDir: string, port: number): SocketPath {
  if (Buffer.byteLength(join(clusterDir, `.s.PGSQL.${port}`)) <= LIMIT_BYTES) return { host: clusterDir, release() {} };
  const folder = mkdtempSync(join(shortFolder(), 'tongxin-'));
  const host = join(folder, 'pg');
  symlinkSync(clusterDir, host);
  const release = () => {
    process.off('exit', release);
    rmSync(folder, { recursive: true, force: true });
  };
  process.on('exit', release);
  return { host, release };
}

function shortFolder(): string {
  return Buffer.byteLength(tmpdir()) <= 60 ? tmpdir() : '/tmp';
}
