import { Emblem } from './icon.tsx';
import { htmlLang, type Locale, type PageContext, viewHref } from './page-context.ts';
import { safeHref } from './text.tsx';

// chinese: each language is named in itself, whatever the page is in
export const languageNames: Record<Locale, string> = { 'zh-CN': '简体', 'zh-TW': '繁體', en: 'English' };

/** Emblem and name, leading home. */
export function Brand({ ctx, href = '/' }: { ctx: PageContext; href?: string }) {
  const emblem = safeHref(ctx.city.emblemSrc);
  return (
    <a class="brand" href={href}>
      {emblem ? <img src={emblem} alt="" width="40" height="40" /> : <Emblem />}
      <span>
        <b>{ctx.city.brand}</b>
        <small>{ctx.city.platformName}</small>
      </span>
    </a>
  );
}

/** Links to the other languages, each in its own words. */
export function LanguageLinks({ ctx }: { ctx: PageContext }) {
  return (
    <>
      {ctx.locales
        .filter((locale) => locale !== ctx.locale)
        .map((locale) => (
          <a class="wide" href={viewHref(locale, ctx.path)} lang={htmlLang(locale)} hreflang={htmlLang(locale)}>
            {languageNames[locale]}
          </a>
        ))}
    </>
  );
}

/** Where a person gets to their own things: the name when known, else the way in. */
export function AccountLink({ ctx }: { ctx: PageContext }) {
  const { signedIn, t } = ctx;
  if (signedIn === null) return <a href={`/sign-in?back=${encodeURIComponent(ctx.path)}`}>{t('ui.page.sign_in')}</a>;
  return <a href="/me">{signedIn?.name || t('ui.page.mine')}</a>;
}

/** The public pages' head: brand, sections, view and language, account. */
export function Masthead({ ctx }: { ctx: PageContext }) {
  const { t } = ctx;
  const elder = ctx.view === 'elder';
  return (
    <header class="mast">
      <div class="wrap">
        <Brand ctx={ctx} />
        {ctx.nav.length > 0 && (
          <nav aria-label={t('ui.page.sections')}>
            <ul>
              {ctx.nav.map((item) => (
                <li>
                  <a href={item.href} aria-current={item.current ? 'page' : undefined}>
                    {item.label}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        )}
        <div class="tools">
          <a href={viewHref(elder ? 'default' : 'elder', ctx.path)}>
            {t(elder ? 'ui.page.standard_view' : 'ui.page.elder_view')}
          </a>
          <LanguageLinks ctx={ctx} />
          {ctx.signedIn?.isStaff && (
            <a class="wide" href="/desk">
              {t('ui.page.desk')}
            </a>
          )}
          <AccountLink ctx={ctx} />
        </div>
      </div>
    </header>
  );
}
