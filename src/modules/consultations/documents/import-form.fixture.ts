import type { App } from '../../../kernel/http/index.ts';

/** Sends the form that brings a text in, as a browser on this site does. */
export async function sendImport(
  app: App,
  slug: string,
  cookie: string,
  given: { file?: { name: string; bytes: Uint8Array }; text?: string },
) {
  const form = new FormData();
  const { name, bytes } = given.file ?? { name: '', bytes: new Uint8Array() };
  form.append('file', new Blob([new Uint8Array(bytes)]), name);
  form.append('text', given.text ?? '');
  const request = new Request('http://tongxin.test/', { method: 'POST', body: form });
  return app.inject({
    method: 'POST',
    url: `/convene/${slug}/text/import`,
    headers: {
      'content-type': request.headers.get('content-type') ?? '',
      'sec-fetch-site': 'same-origin',
      cookie,
    },
    payload: Buffer.from(await request.arrayBuffer()),
  });
}
