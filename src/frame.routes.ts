import { createReadStream, existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { fail } from './kernel/errors/index.ts';
import { type App, localPath, lookCookie, lookOf, lookValue, sendCached } from './kernel/http/index.ts';
import { isLocale } from './kernel/i18n/index.ts';
import type { Kernel } from './kernel/kernel.ts';
import { citySettings } from './kernel/settings/index.ts';
import { cityCss } from './ui/city-css.ts';

const mediaTypes: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.map': 'application/json',
  '.json': 'application/json',
};

/** What belongs to the frame itself: assets, colours of the city, the switch of language and view, the web manifest. */
export function frameRoutes(app: App, k: Kernel): void {
  const assetName = z.object({ name: z.string().regex(/^[\w][\w.-]*$/) });
  const change = z.object({ set: z.string().max(20), back: z.string().max(2000).optional() });
  app.get('/assets/city.css', (_request, reply) => sendCityCss(k, reply));
  app.get('/assets/:name', { schema: { params: assetName } }, (request, reply) =>
    sendAsset(k, request, reply, request.params.name),
  );
  app.get('/view', { schema: { querystring: change } }, (request, reply) =>
    changeLook(k, request, reply, request.query),
  );
  app.get('/site.webmanifest', (_request, reply) => sendManifest(k, reply));
  app.get('/robots.txt', (_request, reply) => reply.type('text/plain').send(robots));
}

const robots = 'User-agent: *\nDisallow: /me\nDisallow: /desk\nDisallow: /admin\nDisallow: /view\n';

function sendCityCss(k: Kernel, reply: FastifyReply) {
  const { primaryColour, accentColour } = k.settings.get(citySettings);
  return reply
    .type('text/css; charset=utf-8')
    .header('cache-control', 'public, max-age=60')
    .send(cityCss({ primary: primaryColour, accent: accentColour }));
}

async function sendAsset(k: Kernel, request: FastifyRequest, reply: FastifyReply, name: string) {
  const extension = path.extname(name);
  const type = mediaTypes[extension];
  const file = path.join(k.root, 'dist/assets', name);
  const key = `asset ${name}`;
  if (!type || (!k.cache.get(key) && !existsSync(file))) fail('kernel.not_found');
  // A name with a hash never changes its content; the service worker is asked for anew each time.
  const hashed = /-[A-Za-z0-9_]{8,}\./.test(name);
  const caching = hashed ? 'public, max-age=31536000, immutable' : 'no-cache';
  if (name === 'service-worker.js') reply.header('service-worker-allowed', '/');
  if (extension === '.map') return reply.type(type).header('cache-control', caching).send(createReadStream(file));
  const page = await k.cache.getOrMake(key, async () => ({
    status: 200,
    type,
    body: await readFile(file),
    tags: ['assets'],
  }));
  return sendCached(request, reply, page, { control: caching, vary: 'accept-encoding' });
}

function changeLook(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  { set, back }: { set: string; back?: string | undefined },
) {
  const look = lookOf(request, k.settings.get(citySettings).languages);
  if (isLocale(set)) look.locale = set;
  else if (set === 'elder' || set === 'default') look.view = set;
  else if (set === 'light' || set === 'dark' || set === 'auto') look.theme = set;
  reply.setCookie(lookCookie, lookValue(look), {
    path: '/',
    maxAge: 365 * 86_400,
    sameSite: 'lax',
    httpOnly: true,
    secure: k.config.publicUrl.startsWith('https:'),
  });
  // A language in the address would win over the one just chosen.
  const target = localPath(back)
    .replace(/([?&])lang=[^&]*&?/, '$1')
    .replace(/[?&]$/, '');
  return reply.header('cache-control', 'no-store').redirect(target, 303);
}

function sendManifest(k: Kernel, reply: FastifyReply) {
  const city = k.settings.get(citySettings);
  const manifest = {
    name: city.platformName['zh-CN'],
    short_name: city.brand['zh-CN'],
    start_url: '/',
    display: 'standalone',
    background_color: '#faf6ed',
    theme_color: city.primaryColour,
  };
  return reply
    .type('application/manifest+json')
    .header('cache-control', 'public, max-age=3600')
    .send(JSON.stringify(manifest));
}
