import type { App } from '../../../../kernel/http/index.ts';

/** A browser of one person: keeps its cookies and says where its requests come from. */
export class Browser {
  readonly #app: App;
  readonly jar = new Map<string, string>();
  userAgent = 'Mozilla/5.0 Chrome/140';

  constructor(app: App, cookie = '') {
    this.#app = app;
    for (const part of cookie.split('; ').filter(Boolean)) {
      const [name = '', ...rest] = part.split('=');
      this.jar.set(name, rest.join('='));
    }
  }

  async get(url: string, site = 'same-origin') {
    return this.#send({ method: 'GET', url, headers: { 'sec-fetch-site': site } });
  }

  async post(url: string, fields: Record<string, string> = {}) {
    return this.#send({
      method: 'POST',
      url,
      headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams(fields).toString(),
    });
  }

  async #send(request: { method: 'GET' | 'POST'; url: string; headers: Record<string, string>; payload?: string }) {
    const cookie = [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const { url } = request;
    const answer = await this.#app.inject({
      ...request,
      url: url.startsWith('http') ? url.slice(new URL(url).origin.length) : url,
      headers: { accept: 'text/html', 'user-agent': this.userAgent, ...request.headers, cookie },
    });
    for (const { name, value } of answer.cookies) {
      if (value === '') this.jar.delete(name);
      else this.jar.set(name, encodeURIComponent(decodeURIComponent(value)));
    }
    return { status: answer.statusCode, location: String(answer.headers.location ?? ''), text: answer.body };
  }
}
