import { createReadStream, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { fail } from './kernel/errors/index.ts';
import { type App, localPath, lookCookie, lookOf, lookValue } from './kernel/http/index.ts';
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
  const folder = path.join(k.root, 'dist/assets');

  app.get('/assets/city.css', async (_request, reply) => {
    const { primaryColour, accentColour } = k.settings.get(citySettings);
    return reply
      .type('text/css; charset=utf-8')
      .header('cache-control', 'public, max-age=60')
      .send(cityCss({ primary: primaryColour, accent: accentColour }));
  });

  const small = new Map<string, Buffer>();
  app.get(
    '/assets/:name',
    { schema: { params: z.object({ name: z.string().regex(/^[\w][\w.-]*$/) }) } },
    async (request, reply) => {
      const { name } = request.params;
      const file = path.join(folder, name);
      const type = mediaTypes[path.extname(name)];
      if (!type || !existsSync(file)) fail('kernel.not_found');
      // A name with a hash never changes its content; the service worker is asked for anew each time.
      const hashed = /-[A-Za-z0-9_]{8,}\./.test(name);
      reply.type(type).header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      if (name === 'service-worker.js') reply.header('service-worker-allowed', '/');
      if (path.extname(name) === '.map') return reply.send(createReadStream(file));
      const page = await k.cache.getOrMake(`asset ${name}`, async () => {
        const body = small.get(name) ?? readFileSync(file);
        if (hashed) small.set(name, body);
        return { status: 200, type, body, tags: ['assets'] };
      });
      const accepted = request.headers['accept-encoding'] ?? '';
      reply.header('vary', 'accept-encoding').header('etag', page.etag);
      if (request.headers['if-none-match'] === page.etag) return reply.code(304).send();
      if (accepted.includes('br')) return reply.header('content-encoding', 'br').send(page.brotli);
      if (accepted.includes('gzip')) return reply.header('content-encoding', 'gzip').send(page.gzip);
      return reply.send(page.body);
    },
  );

  app.get(
    '/view',
    { schema: { querystring: z.object({ set: z.string().max(20), back: z.string().max(2000).optional() }) } },
    async (request, reply) => {
      const { set, back } = request.query;
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
    },
  );

  app.get('/site.webmanifest', async (_request, reply) => {
    const city = k.settings.get(citySettings);
    return reply
      .type('application/manifest+json')
      .header('cache-control', 'public, max-age=3600')
      .send(
        JSON.stringify({
          name: city.platformName['zh-CN'],
          short_name: city.brand['zh-CN'],
          start_url: '/',
          display: 'standalone',
          background_color: '#faf6ed',
          theme_color: city.primaryColour,
        }),
      );
  });

  app.get('/robots.txt', async (_request, reply) =>
    reply.type('text/plain').send('User-agent: *\nDisallow: /me\nDisallow: /desk\nDisallow: /admin\nDisallow: /view\n'),
  );
}
