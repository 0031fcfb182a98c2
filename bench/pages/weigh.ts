import { get } from 'node:http';
import { brotliDecompressSync } from 'node:zlib';

type Size = { br: number; gzip: number };
/** Bytes of one first visit; kB are 1000 bytes. */
export type Weight = {
  path: string;
  html_br: number;
  css_br: number;
  js_br: number;
  /** HTML, CSS and JS together */
  brotli_kb: number;
  gzip_kb: number;
  js_kb: number;
};

/**
 * What a first visit costs: the page with every stylesheet and script that it names, the islands on it and what those
 * import, each as the server sends it.
 */
export async function weigh(origin: string, path: string): Promise<Weight> {
  const html = await textOf(origin + path);
  const sheets = [...html.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)].map((match) => match[1] ?? '');
  const scripts = await scriptsOf(origin, html);
  const page = await sizeOf([origin + path]);
  const css = await sizeOf(sheets.map((href) => origin + href));
  const js = await sizeOf(scripts.map((href) => origin + href));
  return {
    path,
    html_br: page.br,
    css_br: css.br,
    js_br: js.br,
    brotli_kb: kilobytes(page.br + css.br + js.br),
    gzip_kb: kilobytes(page.gzip + css.gzip + js.gzip),
    js_kb: kilobytes(js.br),
  };
}

const kilobytes = (bytes: number) => Math.round(bytes / 100) / 10;

async function scriptsOf(origin: string, html: string): Promise<string[]> {
  const islands = islandsOn(html);
  const found = new Set([...html.matchAll(/<script[^>]* src="([^"]+)"/g)].map((match) => match[1] ?? ''));
  // A set grows while it is walked: what a script imports is looked into as well.
  for (const script of found)
    for (const imported of importsOf(await textOf(origin + script), islands))
      found.add(new URL(imported, `http://x${script}`).pathname);
  return [...found];
}

/** Names of the islands on a page. */
export function islandsOn(html: string): Set<string> {
  const named = [...html.matchAll(/data-island="([^"]*)"/g)].flatMap((match) => (match[1] ?? '').split(' '));
  return new Set(named.filter((name) => name !== ''));
}

/** What a built script loads at once, and those of its islands that are on the page. */
export function importsOf(script: string, islands: ReadonlySet<string>): string[] {
  const all = [...script.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"(\.[^"]+\.js)"/g)].map((match) => match[1] ?? '');
  return all.filter((file) => {
    const island = /([^/]+)\.island-[^/]*\.js$/.exec(file)?.[1];
    return island === undefined || islands.has(island);
  });
}

async function sizeOf(urls: string[]): Promise<Size> {
  const size: Size = { br: 0, gzip: 0 };
  for (const url of urls) {
    size.br += (await bytesOf(url, 'br')).body.length;
    size.gzip += (await bytesOf(url, 'gzip')).body.length;
  }
  return size;
}

async function textOf(url: string): Promise<string> {
  const { body, encoding } = await bytesOf(url, 'br');
  return (encoding === 'br' ? brotliDecompressSync(body) : body).toString('utf8');
}

/** The body as it comes over the wire. @throws Error unless the answer is 200 */
function bytesOf(url: string, accepted: 'br' | 'gzip'): Promise<{ body: Buffer; encoding: string | undefined }> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { 'accept-encoding': accepted, 'accept-language': 'zh-CN' } }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () =>
        answer.statusCode === 200
          ? resolve({ body: Buffer.concat(parts), encoding: answer.headers['content-encoding'] })
          : reject(new Error(`${url}: ${answer.statusCode}`)),
      );
    }).on('error', reject);
  });
}
