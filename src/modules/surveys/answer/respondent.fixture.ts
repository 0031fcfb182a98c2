import type { App } from '../../../kernel/http/index.ts';

type Fields = Record<string, string | string[]>;

/** Somebody with a browser without scripts: keeps cookies, follows redirects on asking, fills forms. */
export class Respondent {
  readonly cookies = new Map<string, string>();
  readonly #app: App;
  readonly #headers: Record<string, string>;

  constructor(app: App, { cookie, headers = {} }: { cookie?: string; headers?: Record<string, string> } = {}) {
    this.#app = app;
    this.#headers = headers;
    for (const each of (cookie ?? '').split('; ').filter(Boolean)) this.#keep(each);
  }

  #keep(line: string): void {
    const [pair = ''] = line.split(';');
    const at = pair.indexOf('=');
    if (/max-age=0|expires=Thu, 01 Jan 1970/i.test(line)) this.cookies.delete(pair.slice(0, at));
    else this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }

  async #send(method: 'GET' | 'POST', url: string, fields?: Fields) {
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries(fields ?? {}))
      for (const each of typeof value === 'string' ? [value] : value) body.append(name, each);
    const answer = await this.#app.inject({
      method,
      url,
      headers: {
        host: 'tongxin.test',
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        'accept-language': 'zh-CN',
        accept: 'text/html',
        ...(method === 'POST' && {
          'content-type': 'application/x-www-form-urlencoded',
          origin: 'http://tongxin.test',
        }),
        ...this.#headers,
      },
      ...(method === 'POST' && { payload: body.toString() }),
    });
    const set = answer.headers['set-cookie'];
    for (const line of typeof set === 'string' ? [set] : (set ?? [])) this.#keep(line);
    return answer;
  }

  get(url: string) {
    return this.#send('GET', url);
  }

  post(url: string, fields: Fields = {}) {
    return this.#send('POST', url, fields);
  }

  /** Hidden fields of a page's form. */
  async hidden(url: string): Promise<Record<string, string>> {
    return hiddenOf((await this.get(url)).body);
  }

  /** Fills one page as a browser would, hidden fields and all. @returns where it led */
  async fill(url: string, fields: Fields, go = 'next') {
    const answer = await this.post(url, { ...(await this.hidden(url)), ...fields, go });
    return { status: answer.statusCode, to: String(answer.headers.location ?? ''), body: answer.body };
  }

  /** Reads the review page and hands in. */
  async handIn(slug: string, fields: Fields = {}) {
    const answer = await this.post(`/surveys/${slug}/hand-in`, {
      ...(await this.hidden(`/surveys/${slug}/review`)),
      ...fields,
    });
    return { status: answer.statusCode, to: String(answer.headers.location ?? ''), body: answer.body };
  }
}

export function hiddenOf(html: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [tag] of html.matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(tag)?.[1];
    if (name)
      fields[name] = (/value="([^"]*)"/.exec(tag)?.[1] ?? '').replaceAll('&amp;', '&').replaceAll('&quot;', '"');
  }
  return fields;
}
