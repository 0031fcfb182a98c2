import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import proxyAddress from '@fastify/proxy-addr';
import { AppError } from '../errors/index.ts';
import type { Kernel } from '../kernel.ts';
import { toAppError } from './error-of.ts';
import { crossSite } from './origin.ts';

export type QuickRequest = { headers: IncomingHttpHeaders; ip: string; body: unknown };
export type QuickAnswer = { status: number; body: string };

/**
 * A JSON post that comes so often that what a framework does around it costs more than the deed: it is answered before
 * routing, with the same checks of origin and size. A route of the same address must stand beside it and do the same: for
 * forms, for bodies that come in parts without a length, for whatever is not taken here.
 */
export type QuickPost = {
  /** its pattern, for figures */
  route: string;
  /** @returns what the address says, or null where it is another */
  match(url: string): string | null;
  /** an error that it throws is answered as everywhere */
  answer(matched: string, request: QuickRequest): Promise<QuickAnswer>;
};

type Offered = { posts: QuickPost[]; observers: ((route: string, status: number, seconds: number) => void)[] };
const offered = new WeakMap<Kernel, Offered>();

function offeredBy(k: Kernel): Offered {
  const found = offered.get(k) ?? { posts: [], observers: [] };
  offered.set(k, found);
  return found;
}

/** Answers these before routing. Once a process. */
export function offerQuickPost(k: Kernel, post: QuickPost): void {
  offeredBy(k).posts.push(post);
}

/** Told of every answer given before routing. */
export function onQuickPost(k: Kernel, observer: Offered['observers'][number]): void {
  offeredBy(k).observers.push(observer);
}

const mostBytes = 16 * 1024;

/** @returns a listener that says false where it leaves a request to the framework */
export function quickListener(
  k: Kernel,
  always: Record<string, string>,
  trusted: string[] | undefined,
): (...given: Parameters<RequestListener>) => boolean {
  const { posts, observers } = offeredBy(k);
  const { publicUrl } = k.config;
  const fixed = [
    ...Object.entries(always).flat(),
    'cache-control',
    'no-store',
    'content-type',
    'application/json; charset=utf-8',
  ];
  const trust = trusted && proxyAddress.compile(trusted);
  const addressOf = (request: IncomingMessage) =>
    (trust ? proxyAddress(request, trust) : request.socket.remoteAddress) ?? '';

  const send = (response: ServerResponse, { status, body }: QuickAnswer, more: string[] = []) =>
    response.writeHead(status, [...fixed, ...more, 'content-length', String(Buffer.byteLength(body))]).end(body);

  const refuse = (response: ServerResponse, thrown: unknown): number => {
    const { code, status, params, fields } = toAppError(thrown);
    const reference = randomUUID().slice(-12);
    if (status >= 500) k.log.error({ err: thrown, reference }, code);
    const seconds = params.seconds ?? (status === 503 ? 10 : undefined);
    const body = JSON.stringify({ error: { code, params, fields, reference } });
    send(response, { status, body }, seconds === undefined ? [] : ['retry-after', String(seconds)]);
    return status;
  };

  return (request, response) => {
    if (request.method !== 'POST' || !isSmallJson(request.headers)) return false;
    const { url = '' } = request;
    for (const post of posts) {
      const matched = post.match(url);
      if (matched === null) continue;
      const started = performance.now();
      const tell = (status: number) => {
        const seconds = (performance.now() - started) / 1000;
        for (const observer of observers) observer(post.route, status, seconds);
      };
      readJson(request, (body) => {
        if (crossSite({ method: 'POST', headers: request.headers }, publicUrl)) {
          tell(refuse(response, new AppError('kernel.cross_site')));
          return;
        }
        if (body === undefined) {
          tell(refuse(response, new AppError('kernel.bad_request')));
          return;
        }
        post.answer(matched, { headers: request.headers, ip: addressOf(request), body }).then(
          (answer) => {
            send(response, answer);
            tell(answer.status);
          },
          (error) => tell(refuse(response, error)),
        );
      });
      return true;
    }
    return false;
  };
}

function isSmallJson(headers: IncomingHttpHeaders): boolean {
  const type = headers['content-type'];
  if (type !== 'application/json' && type !== 'application/json; charset=utf-8') return false;
  // A length says that the body does not come in parts without one.
  return Number(headers['content-length']) <= mostBytes && headers.expect === undefined;
}

/** Reads the body to its end. Gives undefined where it is no JSON. A request that breaks off gives nothing. */
function readJson(request: IncomingMessage, done: (body: unknown) => void): void {
  let held: Buffer | null = null;
  request.on('data', (chunk: Buffer) => {
    held = held ? Buffer.concat([held, chunk]) : chunk;
  });
  request.on('end', () => {
    let body: unknown;
    try {
      body = JSON.parse(held?.toString() ?? '');
    } catch {
      body = undefined;
    }
    done(body);
  });
}
