import multipart from '@fastify/multipart';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../errors/index.ts';
import type { App } from '../http/index.ts';
import type { BytePart } from './byte-store.ts';
import type { FileAccess } from './file-guard.ts';
import { contentDisposition } from './file-name.ts';
import type { Files, StoredFile, Variant } from './files.ts';
import { isMedia } from './media-kinds.ts';
import { multipartLimits } from './read-multipart.ts';

// A day and not a year, so that a picture hidden under a rule is gone from caches soon.
const publicCache = 'public, max-age=86400, immutable';

/** Address of a file; `thumb` of pictures only. */
export function fileHref(id: string, variant: Variant = 'original'): string {
  return variant === 'thumb' ? `/files/${id}/thumb` : `/files/${id}`;
}

/** Serves uploads under /files, and lets the whole server read forms with files. */
export async function fileRoutes(app: App, files: Files): Promise<void> {
  await app.register(multipart, { limits: multipartLimits, throwFileSizeLimit: false });
  app.get<{ Params: { id: string; variant?: string } }>('/files/:id/:variant?', async (request, reply) => {
    const variant = variantOf(request.params.variant);
    const file = variant && (await files.find(request.params.id));
    const access = file ? await files.access(request, file) : 'nobody';
    if (!file || access === 'nobody') throw new AppError('kernel.not_found');
    return sendFile(request, reply, { files, file, variant, access });
  });
}

function variantOf(given: string | undefined): Variant | undefined {
  if (given === undefined || given === '') return 'original';
  return given === 'thumb' ? 'thumb' : undefined;
}

type Sending = { files: Files; file: StoredFile; variant: Variant; access: FileAccess };

async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  { files, file, variant, access }: Sending,
): Promise<FastifyReply> {
  const plays = isMedia(file.mediaType);
  const shown = file.width !== null || plays;
  const etag = `"${file.digest.slice(0, 32)}${variant === 'thumb' ? '-thumb' : ''}"`;
  reply
    .header('etag', etag)
    .header('cache-control', access === 'everybody' ? publicCache : 'private, no-cache')
    .header('x-content-type-options', 'nosniff')
    // Nothing in a file runs here, whatever a browser takes it for.
    .header('content-security-policy', `default-src 'none'; ${plays ? "media-src 'self'; " : ''}sandbox`);
  if (request.headers['if-none-match'] === etag) return reply.code(304).send();
  const range = variant === 'original' ? partOf(request, etag, file.sizeBytes) : undefined;
  if (variant === 'original') reply.header('accept-ranges', 'bytes');
  if (range === 'outside') return reply.code(416).header('content-range', `bytes */${file.sizeBytes}`).send();
  const opened = await files.open(file, variant, range);
  if (!opened) throw new AppError('kernel.not_found');
  const name = variant === 'thumb' ? file.name.replace(/\.jpg$/, '.webp') : file.name;
  if (range) reply.code(206).header('content-range', `bytes ${range.first}-${range.last}/${file.sizeBytes}`);
  return reply
    .header('content-type', variant === 'thumb' ? 'image/webp' : file.mediaType)
    .header('content-length', String(range ? range.last - range.first + 1 : opened.sizeBytes))
    .header('content-disposition', contentDisposition(shown ? 'inline' : 'attachment', name))
    .send(opened.stream);
}

/**
 * The one part of a file that a player asks for (RFC 9110, 14). What cannot be read, several parts, and a part of a file
 * that has changed since are answered with the whole.
 */
function partOf({ headers, method }: FastifyRequest, etag: string, size: number): BytePart | 'outside' | undefined {
  const asked = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(headers.range ?? '');
  const [, from = '', to = ''] = asked ?? [];
  const since = headers['if-range'];
  if ((from === '' && to === '') || method !== 'GET' || (since !== undefined && since !== etag)) return undefined;
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (from !== '' && to !== '' && Number(to) < Number(from)) return undefined;
  return first > last ? 'outside' : { first, last };
}
