import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ComponentChildren } from 'preact';
import { type App, lookOf, readyName, sendCached } from '../kernel/http/index.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { citySettings } from '../kernel/settings/index.ts';
import { Page, type PageProps, renderPage } from './page.tsx';
import type { PageContext } from './page-context.ts';
import type { StaffBarProps } from './staff-bar.tsx';

/** What the frame needs to know of whoever is signed in. */
export type SignedIn = {
  accountId: string;
  name: string;
  isStaff: boolean;
  roles: readonly string[];
  secondFactor: boolean;
};

/** Made once by the app, which knows the modules and the assets. */
export type Frame = {
  /** For everybody alike: nobody is known to be signed in. */
  anonymous(request: FastifyRequest): PageContext;
  /** With the person who is signed in. */
  personal(request: FastifyRequest): Promise<PageContext>;
  /** The staff's places, or the administrator's, that this person may open. */
  staffPlaces(
    context: PageContext,
    request: FastifyRequest,
    place?: 'staff' | 'admin',
  ): Promise<NonNullable<StaffBarProps['places']>>;
};

declare module 'fastify' {
  interface FastifyInstance {
    frame: Frame;
  }
}

/** A page: everything of `Page` but its context; `staff` gets its places by itself. */
export type PageDraft = Omit<PageProps, 'ctx' | 'children'> & { main: ComponentChildren };

/** Sends a page made for one person: never cached. */
export async function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  make: PageDraft | ((ctx: PageContext) => PageDraft | Promise<PageDraft>),
  status = 200,
): Promise<FastifyReply> {
  const ctx = await request.server.frame.personal(request);
  const draft = typeof make === 'function' ? await make(ctx) : make;
  if (draft.staff && !draft.staff.places)
    draft.staff = { ...draft.staff, places: await request.server.frame.staffPlaces(ctx, request) };
  return reply
    .code(status)
    .header('cache-control', 'private, no-store')
    .type('text/html; charset=utf-8')
    .send(document(ctx, draft));
}

/**
 * Sends a public page, the same for everybody with the same language and view: rendered once, kept as bytes until one of
 * its tags is invalidated.
 */
export async function sendPublicPage(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  make: (ctx: PageContext) => Promise<PageDraft & { tags: string[] }>,
): Promise<FastifyReply> {
  const { locale, view, theme } = lookOf(request, k.settings.get(citySettings).languages);
  const key = `${locale} ${view} ${theme} ${request.url}`;
  const page =
    k.cache.get(key) ??
    (await k.cache.getOrMake(key, async () => {
      const ctx = request.server.frame.anonymous(request);
      const { tags, ...draft } = await make(ctx);
      return { status: 200, type: 'text/html; charset=utf-8', body: document(ctx, draft), tags };
    }));
  const ready = readyName(request.raw);
  if (ready !== undefined) k.cache.alias(ready, key);
  return sendCached(request, reply, page);
}

/** The document of a page. */
export function document(ctx: PageContext, { main, ...rest }: PageDraft): string {
  return renderPage(
    <Page ctx={ctx} {...rest}>
      {main}
    </Page>,
  );
}

export type { App };
