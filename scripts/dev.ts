/**
 * `bin/dev`: builds and serves, builds again at every change, restarts the server and reloads the pages that are open.
 * A small proxy stands in front: it asks to try again while the server restarts, and adds the script that reloads.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { connect, createServer as createTcpServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build, watchSources } from './build.ts';
import { NODE, ROOT } from './checks/project.ts';

const PORT = Number(process.env.PORT ?? 8180);
const HOST = process.env.HOST ?? '127.0.0.1';
const RELOAD = '/-dev/reload';
const SCRIPT = `new EventSource('${RELOAD}').onmessage = () => location.reload();\n`;

const say = (text: string) => process.stderr.write(`${text}\n`);
const listeners = new Set<ServerResponse>();
let server: ChildProcess | undefined;
let innerPort = 0;

function freePort(): Promise<number> {
  return new Promise((done) => {
    const probe = createTcpServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => done(port));
    });
  });
}

async function stopServer(): Promise<void> {
  const running = server;
  if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
  const gone = new Promise((done) => running.once('exit', done));
  running.kill('SIGTERM');
  await gone;
}

async function restart(): Promise<void> {
  await stopServer();
  innerPort = await freePort();
  const publicUrl = process.env.PUBLIC_URL ?? `http://${HOST}:${PORT}`;
  server = spawn(NODE, ['--enable-source-maps', join(ROOT, 'dist/main.js')], {
    cwd: ROOT,
    stdio: 'inherit',
    // Out of the terminal's group: Ctrl-C comes to us, and we stop it in order.
    detached: true,
    env: { ...process.env, PORT: String(innerPort), HOST: '127.0.0.1', PUBLIC_URL: publicUrl },
  });
  if (await isListening(innerPort, server)) {
    for (const listener of listeners) listener.write('data: reload\n\n');
    say(`Serving on http://${HOST}:${PORT}`);
  } else {
    say('The server did not start; waiting for the next change.');
  }
}

async function isListening(port: number, child: ChildProcess): Promise<boolean> {
  while (child.exitCode === null && child.signalCode === null) {
    const answered = await new Promise<boolean>((done) => {
      const socket = connect(port, '127.0.0.1', () => socket.end(() => done(true))).on('error', () => done(false));
    });
    if (answered) return true;
    await sleep(50);
  }
  return false;
}

function proxy(incoming: IncomingMessage, outgoing: ServerResponse): void {
  if (incoming.url === RELOAD) listen(outgoing);
  else if (incoming.url === `${RELOAD}.js`) outgoing.setHeader('content-type', 'text/javascript').end(SCRIPT);
  else forward(incoming, outgoing);
}

function forward(incoming: IncomingMessage, outgoing: ServerResponse): void {
  // Uncompressed, so that the script can be put in.
  const headers = { ...incoming.headers, 'accept-encoding': 'identity' };
  const options = { port: innerPort, host: '127.0.0.1', method: incoming.method, path: incoming.url, headers };
  const inner = request(options, (answer) => pass(answer, outgoing));
  inner.on('error', () => outgoing.writeHead(503, { refresh: '1' }).end('The server is starting again.\n'));
  incoming.pipe(inner);
}

function listen(outgoing: ServerResponse): void {
  outgoing.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' }).write(': here\n\n');
  listeners.add(outgoing);
  outgoing.on('close', () => listeners.delete(outgoing));
}

function pass(answer: IncomingMessage, outgoing: ServerResponse): void {
  const isPage = (answer.headers['content-type'] ?? '').startsWith('text/html');
  const headers = { ...answer.headers, ...(isPage && { 'content-length': undefined, etag: undefined }) };
  const named = Object.entries(headers).filter(([, value]) => value !== undefined) as [string, string | string[]][];
  outgoing.writeHead(answer.statusCode ?? 502, Object.fromEntries(named));
  answer.pipe(outgoing, { end: !isPage });
  if (isPage) answer.on('end', () => outgoing.end(`<script src="${RELOAD}.js"></script>`));
}

async function main(): Promise<void> {
  await build({ ifChanged: true }).catch((error: Error) => say(error.message));
  createServer(proxy).listen(PORT, HOST);
  await restart();
  let last = Promise.resolve();
  watchSources((error, result) => {
    if (error) {
      say(`The build failed; the old one goes on.\n${error.message}`);
    } else {
      say(`Built in ${result?.seconds.toFixed(1)} s.`);
      last = last.then(restart);
    }
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stopServer().then(() => process.exit(0)));
  }
}

if (process.argv.includes('--help')) process.stdout.write('Usage: bin/dev   (the settings of bin/start apply)\n');
else await main();
