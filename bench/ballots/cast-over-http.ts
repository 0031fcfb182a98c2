import { connect, type Socket } from 'node:net';
import { choicesOf, cookieOf } from './voters.ts';

export type CastGiven = {
  port: number;
  path: string;
  secret: string;
  entries: number;
  /** voters from this one on, each once */
  from: number;
  /** at most so many; requests for all of them are made beforehand */
  voters: number;
  /** the last request is sent after so long */
  seconds: number;
  connections: number;
};

export type Cast = {
  /** voters whose ballots were sent: `from` up to before this */
  until: number;
  acknowledged: number;
  errors: number;
  first_error?: string;
  seconds: number;
  per_second: number;
  p50_ms: number | null;
  p99_ms: number | null;
  max_ms: number | null;
  /** processor time of the generator itself for one ballot */
  generator_ms: number | null;
};

/** One request of each voter, ready to be sent. */
function prepare({ port, path, secret, entries, from, voters }: CastGiven): Buffer[] {
  const start = `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: http://127.0.0.1:${port}\r\nAccept: application/json\r\nContent-Type: application/json\r\n`;
  return Array.from({ length: voters }, (_, at) => {
    const n = from + at;
    const body = `{"choices":[${choicesOf(n, entries)}]}`;
    // Sixteen voters of each range of addresses: as it is where nobody is made to prove work.
    const range = n >> 4;
    const address = `${1 + (range >> 16)}.${(range >> 8) & 255}.${range & 255}.${n & 15}`;
    return Buffer.from(
      `${start}X-Forwarded-For: ${address}\r\nCookie: ${cookieOf(n, secret)}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
  });
}

const end = Buffer.from('\r\n\r\n');
const length = Buffer.from('ontent-length: ');

/** Where the answer at the beginning of these bytes ends; -1: it is not whole yet. */
function answerEnd(bytes: Buffer): number {
  const head = bytes.indexOf(end);
  if (head < 0) return -1;
  const at = bytes.indexOf(length) + length.length;
  if (at < length.length || at > head) throw new Error(`an answer without length: ${bytes.subarray(0, 400)}`);
  const whole = head + 4 + Number.parseInt(bytes.toString('latin1', at, at + 8), 10);
  return bytes.length >= whole ? whole : -1;
}

const isGood = (bytes: Buffer) => bytes[9] === 0x32;

/**
 * Casts ballots over keep-alive connections, each sending its next one when the last was acknowledged. Requests are bytes
 * made beforehand and answers are read for their status and length alone: the generator shares the machine with what it
 * measures.
 */
export function castOverHttp(given: CastGiven): Promise<Cast> {
  return sendOverHttp(prepare(given), given);
}

/** The same with requests that somebody else made, in their order. */
export async function sendOverHttp(
  requests: readonly Buffer[],
  given: Pick<CastGiven, 'port' | 'from' | 'seconds' | 'connections'>,
): Promise<Cast> {
  const times: number[] = [];
  let next = 0;
  let errors = 0;
  let first_error: string | undefined;
  const sockets = await Promise.all(Array.from({ length: given.connections }, () => open(given.port)));
  const processor = process.cpuUsage();
  const started = performance.now();
  const last = started + given.seconds * 1000;

  const runOn = (socket: Socket) =>
    new Promise<void>((resolve) => {
      let sent = 0;
      let held: Buffer | null = null;
      const send = () => {
        const request = requests[next];
        sent = performance.now();
        if (!request || sent >= last) {
          socket.end(resolve);
          return;
        }
        next++;
        socket.write(request);
      };
      socket.on('data', (chunk: Buffer) => {
        held = held ? Buffer.concat([held, chunk]) : chunk;
        if (answerEnd(held) < 0) return;
        if (isGood(held)) times.push(performance.now() - sent);
        else {
          errors++;
          first_error ??= held.toString().slice(0, 600);
        }
        held = null;
        send();
      });
      socket.once('error', (error) => {
        errors++;
        first_error ??= error.message;
        resolve();
      });
      send();
    });
  await Promise.all(sockets.map(runOn));
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(processor);
  const sorted = Float64Array.from(times).sort();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
  return {
    until: given.from + next,
    acknowledged: times.length,
    errors,
    ...(first_error ? { first_error } : {}),
    seconds,
    per_second: times.length / seconds,
    p50_ms: at(0.5),
    p99_ms: at(0.99),
    max_ms: at(1),
    generator_ms: times.length > 0 ? (user + system) / 1000 / times.length : null,
  };
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket));
    socket.once('error', reject);
  });
}
