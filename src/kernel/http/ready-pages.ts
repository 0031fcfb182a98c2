import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { CachedPage, PageCache } from '../cache/index.ts';
import { cachedControl, cachedVary } from './send-cached.ts';

type Encoding = 'br' | 'gzip' | 'identity';
/** A whole answer: what `writeHead` takes as it is. */
type Answer = { headers: string[]; body: Buffer };
type Prepared = Record<Encoding, Answer> & { unchanged: string[] };

const onlyLook = /^look=[A-Za-z-]{1,10}\.[a-z]{1,10}\.[a-z]{1,10}$/;
const language_characters = 200;

/**
 * Everything that a public page without a query depends on, as one text; undefined where a request may depend on more:
 * a query (searches are counted), any cookie but the look (somebody may be signed in).
 */
export function readyName({ method, url, headers }: IncomingMessage): string | undefined {
  if (method !== 'GET' || url === undefined || url.includes('?')) return undefined;
  const { cookie } = headers;
  if (cookie !== undefined && !onlyLook.test(cookie)) return undefined;
  const language = headers['accept-language'] ?? '';
  if (language.length > language_characters) return undefined;
  return `${url}\n${cookie ?? ''}\n${language}`;
}

/**
 * A server that answers pages which were cached a moment ago by itself and leaves everything else to `otherwise`: for
 * those no route, query or cookie is parsed, and neither hooks nor loggers run, which is more than half of what a cached
 * page costs. They are counted by `cache.ready`.
 * @param always headers of every response
 * @param quick asked next; false: it leaves the request to `otherwise`
 */
export function createReadyServer(
  cache: PageCache,
  always: Record<string, string>,
  otherwise: RequestListener,
  quick: (...given: Parameters<RequestListener>) => boolean,
  timeouts: { requestTimeout?: number; keepAliveTimeout?: number },
): Server {
  const prepared = new WeakMap<CachedPage, Prepared>();
  const answersOf = (page: CachedPage): Prepared => {
    const answers = prepared.get(page) ?? prepare(page, always);
    prepared.set(page, answers);
    return answers;
  };
  const server = createServer(timeouts, (request, response) => {
    const name = readyName(request);
    const page = name === undefined ? undefined : cache.getByAlias(name);
    // A server that is closing tells everybody to go elsewhere.
    if (page && server.listening) answer(request, response, page, answersOf(page));
    else if (!server.listening || !quick(request, response)) otherwise(request, response);
  });
  return server;
}

function answer({ headers }: IncomingMessage, response: ServerResponse, page: CachedPage, answers: Prepared): void {
  if (headers['if-none-match'] === page.etag) {
    response.writeHead(304, answers.unchanged).end();
    return;
  }
  const accepted = headers['accept-encoding'] ?? '';
  const encoding = accepted.includes('br') ? 'br' : accepted.includes('gzip') ? 'gzip' : 'identity';
  response.writeHead(200, answers[encoding].headers).end(answers[encoding].body);
}

function prepare(page: CachedPage, always: Record<string, string>): Prepared {
  const shared = [
    ...Object.entries(always).flat(),
    ...['etag', page.etag, 'vary', cachedVary, 'cache-control', cachedControl],
  ];
  const answer = (body: Buffer, encoding?: string): Answer => ({
    body,
    headers: [
      ...shared,
      ...['content-type', page.type],
      ...(encoding ? ['content-encoding', encoding] : []),
      ...['content-length', String(body.length)],
    ],
  });
  let zipped: Answer | undefined;
  return {
    br: answer(page.brotli, 'br'),
    get gzip() {
      zipped ??= answer(page.gzip, 'gzip');
      return zipped;
    },
    identity: answer(page.body),
    unchanged: shared,
  };
}
