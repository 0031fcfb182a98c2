import type { App } from '../../kernel/http/index.ts';

export type Answer = Awaited<ReturnType<App['inject']>>;

/** Sends a form as a browser on this site does. */
export function postForm(
  app: App,
  url: string,
  fields: Record<string, string | string[]>,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const payload = new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) => [value].flat().map((each): [string, string] => [name, each])),
  );
  return app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin', ...headers },
    payload: payload.toString(),
  });
}

/** The Cookie header that a browser would send after this answer. */
export function cookiesOf(answer: Answer): string {
  return answer.cookies
    .filter(({ value }) => value !== '')
    .map(({ name, value }) => `${name}=${encodeURIComponent(decodeURIComponent(value))}`)
    .join('; ');
}
