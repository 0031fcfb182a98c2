import { readFileSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { EmbeddedError } from './embedded-error.ts';

/** The account of the operating system that PostgreSQL runs under. */
export type OsAccount = { uid: number; gid: number; name: string };

/** Preferred in this order when root starts a new cluster: an account of our own if the operator made one, then these. */
const PREFERRED = ['tongxin', 'postgres', '_postgres', 'nobody'];

/**
 * PostgreSQL refuses to run as root. Undefined when this process is not root: then PostgreSQL runs under the same account.
 * As root: the owner of the existing cluster, or the first usable ordinary account.
 * @throws EmbeddedError no_account
 */
export function accountFor(clusterDir: string): OsAccount | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readAccounts();
  const owner = ownerOf(clusterDir);
  if (owner !== undefined && owner !== 0) {
    return accounts.find((account) => account.uid === owner) ?? { uid: owner, gid: owner, name: String(owner) };
  }
  const preferred = PREFERRED.map((name) => accounts.find((account) => account.name === name && account.uid !== 0));
  const found = preferred.find((account) => account !== undefined) ?? accounts.find((account) => account.uid > 0);
  if (found === undefined) {
    throw new EmbeddedError(
      'no_account',
      'PostgreSQL does not run as root, and this machine has no other account to run it under. ' +
        'Create one (useradd --system tongxin), start as an ordinary user, or set DATABASE_URL to a server of your own.',
    );
  }
  return found;
}

/** The name of the account that owns a folder or file, for messages. */
export function ownerName(path: string): string {
  const uid = ownerOf(path);
  if (uid === process.getuid?.()) return userInfo().username;
  return readAccounts().find((account) => account.uid === uid)?.name ?? `uid ${uid}`;
}

function ownerOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.uid;
}

function readAccounts(): OsAccount[] {
  let lines: string[] = [];
  try {
    lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  } catch {
    return [];
  }
  return lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter((account) => Number.isInteger(account.uid) && Number.isInteger(account.gid));
}
