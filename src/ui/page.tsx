import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import './refused-links.ts';
import { Colophon } from './colophon.tsx';
import { Masthead } from './masthead.tsx';
import { htmlLang, type PageContext, UiContext, uiSettings } from './page-context.ts';
import { StaffBar, type StaffBarProps } from './staff-bar.tsx';
import { CallBar, TabBar } from './tab-bar.tsx';
import { safeHref } from './text.tsx';

export type { PageContext } from './page-context.ts';

export type PageProps = {
  ctx: PageContext;
  /** Of this page alone; the brand is added. */
  title: string;
  description?: string;
  feeds?: readonly { href: string; title: string; type?: 'application/atom+xml' | 'application/rss+xml' }[];
  canonical?: string;
  robots?: 'noindex' | 'noindex, nofollow';
  /** How the page looks where it is shared; `image` is a whole address of a picture of 1200 x 630, `alt` what it shows. */
  og?: { title?: string; image?: string; alt?: string; type?: 'website' | 'article' };
  /** The staff's bar; with it the page has neither masthead nor footer. */
  staff?: StaffBarProps;
  /** Children bring their own `<main id="main">`, as DeskPanes do. */
  bare?: boolean;
  /** For the wall of a hall: dark, without masthead and footer. */
  hall?: boolean;
  children: ComponentChildren;
};

function Head({ p }: { p: PageProps }) {
  const { ctx } = p;
  const title = p.title === ctx.city.brand ? p.title : `${p.title} · ${ctx.city.brand}`;
  const themed = ctx.theme === 'light' || ctx.theme === 'dark';
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
      <title>{title}</title>
      {p.description && <meta name="description" content={p.description} />}
      {p.robots && <meta name="robots" content={p.robots} />}
      <meta name="color-scheme" content={themed ? ctx.theme : 'light dark'} />
      <meta name="format-detection" content="telephone=no" />
      <link rel="stylesheet" href={ctx.assets.css} />
      {ctx.assets.city && <link rel="stylesheet" href={ctx.assets.city} />}
      {ctx.assets.js && <script type="module" src={ctx.assets.js} />}
      {ctx.assets.favicon && <link rel="icon" href={ctx.assets.favicon} />}
      {ctx.assets.manifest && <link rel="manifest" href={ctx.assets.manifest} />}
      {p.canonical && <link rel="canonical" href={safeHref(p.canonical)} />}
      {p.feeds?.map((feed) => (
        <link rel="alternate" type={feed.type ?? 'application/atom+xml'} title={feed.title} href={feed.href} />
      ))}
      {p.og && <OpenGraph p={p} />}
    </head>
  );
}

function OpenGraph({ p }: { p: PageProps }) {
  return (
    <>
      <meta property="og:title" content={p.og?.title ?? p.title} />
      <meta property="og:type" content={p.og?.type ?? 'website'} />
      <meta property="og:site_name" content={p.ctx.city.platformName} />
      {p.description && <meta property="og:description" content={p.description} />}
      {p.canonical && <meta property="og:url" content={safeHref(p.canonical)} />}
      {p.og?.image && (
        <>
          <meta property="og:image" content={p.og.image} />
          <meta property="og:image:width" content="1200" />
          <meta property="og:image:height" content="630" />
          {p.og.alt && <meta property="og:image:alt" content={p.og.alt} />}
          <meta name="twitter:card" content="summary_large_image" />
        </>
      )}
    </>
  );
}

/** A whole page: head, masthead or staff bar, main, footer, bottom bar; language, view and theme from the context. */
export function Page(p: PageProps) {
  const { ctx } = p;
  const { t } = ctx;
  const view = ctx.view === 'default' ? undefined : ctx.view;
  const framed = !p.staff && !p.hall;
  return (
    <UiContext.Provider value={uiSettings(ctx)}>
      <html
        lang={htmlLang(ctx.locale)}
        data-theme={p.hall ? 'dark' : ctx.theme === 'light' || ctx.theme === 'dark' ? ctx.theme : undefined}
        data-view={p.staff ? 'desk' : p.hall ? 'hall' : view}
      >
        <Head p={p} />
        <body>
          <a class="skip" href="#main">
            {t('ui.page.skip')}
          </a>
          {p.staff ? <StaffBar ctx={ctx} {...p.staff} /> : !p.hall && <Masthead ctx={ctx} />}
          {p.bare ? (
            p.children
          ) : (
            <main id="main">
              <div class="wrap">{p.children}</div>
            </main>
          )}
          {framed && <Colophon ctx={ctx} />}
          {framed && (ctx.view === 'elder' ? <CallBar ctx={ctx} /> : <TabBar ctx={ctx} />)}
        </body>
      </html>
    </UiContext.Provider>
  );
}

const scriptTag = /<script type="module" src="[^"]*"><\/script>/;

/** The page as a document; its script is left out where nothing on the page needs it. */
export function renderPage(page: VNode): string {
  const html = renderToString(page);
  return `<!DOCTYPE html>${html.includes('data-island=') ? html : html.replace(scriptTag, '')}`;
}

/** A part of a page without frame, for what is fetched or pushed separately. */
export function renderFragment(ctx: PageContext, children: ComponentChildren): string {
  return renderToString(<UiContext.Provider value={uiSettings(ctx)}>{children}</UiContext.Provider>);
}
