import { createHash } from 'node:crypto';
import { createReadStream, openAsBlob } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AwsClient } from 'aws4fetch';
import { XMLParser } from 'fast-xml-parser';
import { type ByteStore, keyPattern, placeOfKey } from './byte-store.ts';

export type S3Options = { url: string; key: string; secret: string; region: string };

const patience_ms = 60_000;
/** A film takes longer to send than a photo. */
const slowest_bytesPerMs = 200;

/** A bucket of any S3-compatible store, addressed `https://host/bucket` (a path after the bucket becomes a prefix). */
export function s3Store({ url, key: accessKeyId, secret, region }: S3Options): ByteStore {
  const client = new AwsClient({ accessKeyId, secretAccessKey: secret, region, service: 's3', retries: 3 });
  const root = url.replace(/\/$/, '');
  const send = (place: string, init: RequestInit = {}, bytes = 0) =>
    client.fetch(`${root}/${place}`, {
      ...init,
      signal: AbortSignal.timeout(patience_ms + Math.ceil(bytes / slowest_bytesPerMs)),
    });
  return {
    async put(key, source) {
      const found = await send(placeOfKey(key), { method: 'HEAD' });
      if (found.ok) return;
      // Signed with the digest of the bytes, so that the store refuses what was damaged on the way.
      const headers = { 'x-amz-content-sha256': await digestOf(source) };
      const body = await openAsBlob(source);
      await mustSucceed(await send(placeOfKey(key), { method: 'PUT', body, headers }, body.size), 'PUT');
    },
    async open(key, part) {
      const headers = part && { range: `bytes=${part.first}-${part.last}` };
      const answer = await client.fetch(`${root}/${placeOfKey(key)}`, { headers });
      if (answer.status === 404) return undefined;
      await mustSucceed(answer, 'GET', false);
      if (!answer.body) throw new Error('object store: GET without a body');
      return {
        stream: Readable.fromWeb(answer.body as never),
        sizeBytes: sizeOf(answer),
      };
    },
    async delete(key) {
      const answer = await send(placeOfKey(key), { method: 'DELETE' });
      if (answer.status !== 404) await mustSucceed(answer, 'DELETE');
    },
    list: () => listBucket(new URL(root), (place) => client.fetch(place, { signal: AbortSignal.timeout(patience_ms) })),
  };
}

/** Of the whole, also where a part was asked for: `bytes 0-99/12345`. */
function sizeOf(answer: Response): number {
  const whole = answer.status === 206 ? answer.headers.get('content-range')?.split('/')[1] : undefined;
  return Number(whole ?? answer.headers.get('content-length'));
}

async function* listBucket(
  root: URL,
  get: (place: string) => Promise<Response>,
): AsyncIterable<{ key: string; changedAt: Date }> {
  const [bucket = '', ...prefix] = root.pathname.split('/').filter(Boolean);
  const parser = new XMLParser({ isArray: (name) => name === 'Contents', parseTagValue: false });
  for (let token: string | undefined; ; ) {
    const query = new URLSearchParams({ 'list-type': '2', 'max-keys': '1000' });
    if (prefix.length > 0) query.set('prefix', `${prefix.join('/')}/`);
    if (token) query.set('continuation-token', token);
    const answer = await get(`${root.origin}/${bucket}?${query}`);
    await mustSucceed(answer, 'LIST', false);
    const { ListBucketResult: page } = parser.parse(await answer.text()) as { ListBucketResult: Listing };
    for (const item of page.Contents ?? []) {
      const key = item.Key.split('/').at(-1) ?? '';
      if (keyPattern.test(key)) yield { key, changedAt: new Date(item.LastModified) };
    }
    if (page.IsTruncated !== 'true') return;
    token = page.NextContinuationToken;
  }
}

type Listing = {
  Contents?: { Key: string; LastModified: string }[];
  IsTruncated?: string;
  NextContinuationToken?: string;
};

async function mustSucceed(answer: Response, what: string, discard = true): Promise<void> {
  if (!answer.ok)
    throw new Error(`object store: ${what} answered ${answer.status} ${(await answer.text()).slice(0, 300)}`);
  if (discard) await answer.body?.cancel();
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
