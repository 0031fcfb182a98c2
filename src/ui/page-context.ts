import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

/** Looks up a message in the reader's language. */
export type T = (key: string, params?: Record<string, unknown>) => string;

export type Locale = 'zh-CN' | 'zh-TW' | 'en';
export type View = 'default' | 'elder' | 'desk';
export type Theme = 'light' | 'dark' | 'auto';

/** What every component may need to know about the reader; provided by {@link Page} or `UiContext.Provider`. */
export type UiSettings = {
  locale: Locale;
  t: T;
  /** IANA name of the city's time zone. */
  timeZone: string;
  now: Date;
  view: View;
};

export type NavItem = { href: string; label: string; current?: boolean };
export type TabItem = NavItem & { icon: import('./icons.ts').IconName };

export type City = {
  /** The city as people call it: 云川. */
  name: string;
  /** What the platform calls itself under the brand: 云川市市民参与平台. */
  platformName: string;
  /** Short brand in the masthead: 同心. */
  brand: string;
  /** Address of the city's own emblem; the concentric circles when absent. */
  emblemSrc?: string;
  /** The hotline's number as dialled: 12345. */
  hotline: string;
  sponsor: string;
  operator: string;
  address: string;
  hours: string;
};

/** Everything about one request that the frame of a page shows. */
export type PageContext = {
  locale: Locale;
  /** Languages that the reader can switch to, the current one included. */
  locales: Locale[];
  t: T;
  view: View;
  /** `auto` follows the device. */
  theme?: Theme;
  /** Path and query of this page, for links that come back to it. */
  path: string;
  city: City;
  /** Main sections that exist; the app gives them from its modules. */
  nav: NavItem[];
  /** Bottom bar on phones, at most five. */
  tabs?: TabItem[];
  /** Links of the footer: rules, moderation log, data, accessibility. */
  footerLinks?: NavItem[];
  /** Person signed in; null: nobody; undefined: not known, on pages cached for everyone. */
  signedIn?: { name: string; isStaff: boolean } | null;
  /** Addresses of the bundled files; `city` is the stylesheet made by `cityCss`. */
  assets: { css: string; js: string; city?: string; favicon?: string; manifest?: string };
  /** Default Asia/Shanghai. */
  timeZone?: string;
  /** Default: the machine's clock. */
  now?: Date;
};

/** BCP 47 language of the page and of runs in it. */
export function htmlLang(locale: Locale): string {
  return locale === 'zh-TW' ? 'zh-Hant-TW' : locale;
}

export const UiContext = createContext<UiSettings | null>(null);

/** @throws Error when a component is rendered outside of a page or provider. */
export function useUi(): UiSettings {
  const ui = useContext(UiContext);
  if (!ui) throw new Error('a ui component needs <Page> or <UiContext.Provider> around it');
  return ui;
}

/** The part of a page's context that components use. */
export function uiSettings(ctx: Pick<PageContext, 'locale' | 't' | 'view' | 'timeZone' | 'now'>): UiSettings {
  return {
    locale: ctx.locale,
    t: ctx.t,
    view: ctx.view,
    timeZone: ctx.timeZone ?? 'Asia/Shanghai',
    now: ctx.now ?? new Date(),
  };
}

/** Address that changes view, theme or language and comes back; the app serves `/view`. */
export function viewHref(set: View | Theme | Locale, back: string): string {
  return `/view?set=${set}&back=${encodeURIComponent(back)}`;
}
