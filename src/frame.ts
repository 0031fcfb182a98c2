import type { FastifyRequest } from 'fastify';
import { lookOf } from './kernel/http/index.ts';
import { type LocalisedText, localised } from './kernel/i18n/index.ts';
import type { Kernel } from './kernel/kernel.ts';
import type { Module, NavEntry } from './kernel/module.ts';
import { citySettings } from './kernel/settings/index.ts';
import type { NavItem, PageContext, TabItem } from './ui/page-context.ts';
import type { Frame, SignedIn } from './ui/send-page.tsx';

/** Who is signed in; given by the people module. */
export type Identify = (k: Kernel, request: FastifyRequest) => Promise<SignedIn | null>;

/** The frame of every page: city, sections of the modules that exist, language, view, and who is signed in. */
export function createFrame(
  k: Kernel,
  modules: readonly Module[],
  manifest: Record<string, string>,
  identify: Identify,
): Frame {
  const nav = modules.flatMap((module) => module.nav ?? []).sort((a, b) => a.order - b.order);
  const entries = (place: NavEntry['place']) => nav.filter((entry) => entry.place === place);
  const anonymous = (request: FastifyRequest): PageContext => contextOf(k, request, manifest, entries);
  return {
    anonymous,
    async personal(request) {
      const person = await identify(k, request).catch(() => null);
      return { ...anonymous(request), signedIn: person && { name: person.name, isStaff: person.isStaff } };
    },
    async staffPlaces(ctx, request, place = 'staff') {
      const person = await identify(k, request);
      const mine: NavEntry[] = [];
      for (const entry of entries(place)) if (await mayOpen(k, entry, person)) mine.push(entry);
      const current = currentOf(ctx.path, mine);
      return mine.map((entry) => ({
        href: entry.href,
        label: ctx.t(entry.label),
        current: entry.href === current,
      }));
    },
  };
}

async function mayOpen(k: Kernel, { roles, who }: NavEntry, person: SignedIn | null): Promise<boolean> {
  if (!roles || roles.some((role) => person?.roles.includes(role))) return true;
  return who && person ? who(k, person.accountId) : false;
}

function isUnder(path: string, href: string): boolean {
  const [pathname = ''] = path.split('?');
  return href === '/' ? pathname === '/' : pathname === href || pathname.startsWith(`${href}/`);
}

/** The address that this page stands under: of several the longest, so that /cases/new is not /cases. */
function currentOf(path: string, entries: readonly NavEntry[]): string | undefined {
  const over = entries.flatMap(({ href, also = [] }) =>
    [href, ...also].filter((each) => isUnder(path, each)).map((under) => ({ href, under })),
  );
  return over.sort((a, b) => b.under.length - a.under.length)[0]?.href;
}

function contextOf(
  k: Kernel,
  request: FastifyRequest,
  manifest: Record<string, string>,
  entries: (place: NavEntry['place']) => NavEntry[],
): PageContext {
  const city = k.settings.get(citySettings);
  const look = lookOf(request, city.languages);
  const t = k.i18n.t(look.locale);
  const say = (text: LocalisedText) => localised(text, look.locale);
  const links = (place: NavEntry['place']): (NavItem & { icon?: string })[] => {
    const current = currentOf(request.url, entries(place));
    return entries(place).map(({ href, label, icon }) => ({
      href,
      label: t(label),
      current: href === current,
      ...(icon ? { icon } : {}),
    }));
  };
  return {
    locale: look.locale,
    locales: [...city.languages],
    t,
    view: look.view,
    theme: look.theme,
    path: request.url,
    city: {
      name: say(city.name),
      platformName: say(city.platformName),
      brand: say(city.brand),
      hotline: city.hotline,
      sponsor: say(city.sponsor),
      operator: say(city.operator),
      address: say(city.address),
      hours: say(city.hours),
      ...(city.emblemFileId ? { emblemSrc: `/files/${city.emblemFileId}` } : {}),
    },
    nav: links('main'),
    tabs: links('tab').map((entry) => ({ ...entry, icon: entry.icon as TabItem['icon'] })),
    footerLinks: links('foot'),
    assets: {
      css: manifest['app.css'] ?? '',
      js: manifest['app.js'] ?? '',
      ...(usesDefaultColours(city) ? {} : { city: '/assets/city.css' }),
      ...(manifest['favicon.svg'] ? { favicon: manifest['favicon.svg'] } : {}),
      manifest: '/site.webmanifest',
    },
    timeZone: k.config.TIME_ZONE,
    now: k.clock.now(),
  };
}

function usesDefaultColours(city: { primaryColour: string; accentColour: string }): boolean {
  return city.primaryColour === '#0f4a4e' && city.accentColour === '#b5351d';
}
