import type { FastifyRequest } from 'fastify';
import { isLocale, type Locale, negotiate } from '../i18n/index.ts';

export type View = 'default' | 'elder';
export type Theme = 'auto' | 'light' | 'dark';

/** How somebody wants pages shown: kept in one cookie that says nothing about who it is. */
export type Look = { locale: Locale; view: View; theme: Theme };

export const lookCookie = 'look';
const langPattern = /[?&]lang=([A-Za-z-]+)/;
const cookiePattern = /(?:^|;\s*)look=([A-Za-z-]+)\.([a-z]+)\.([a-z]+)/;

/**
 * The visitor's language, view and theme: from the address (`?lang=en`, for links to one language), the cookie, or
 * Accept-Language, in this order. Reads the raw header, because every cached page asks this.
 */
export function lookOf(request: FastifyRequest, available: readonly Locale[]): Look {
  const match = cookiePattern.exec(request.headers.cookie ?? '');
  // From the address itself: a route's schema may leave `lang` out of the parsed query.
  const asked = langPattern.exec(request.url)?.[1];
  const locale =
    isLocale(asked) && available.includes(asked)
      ? asked
      : negotiate(request.headers['accept-language'], match?.[1], available);
  return {
    locale,
    view: match?.[2] === 'elder' ? 'elder' : 'default',
    theme: match?.[3] === 'dark' || match?.[3] === 'light' ? match[3] : 'auto',
  };
}

/** The cookie's value for a look. */
export function lookValue(look: Look): string {
  return `${look.locale}.${look.view}.${look.theme}`;
}

/** A path on this site, or `/`: never another host, never a scheme. */
export function localPath(given: unknown): string {
  if (typeof given !== 'string' || given.length > 2000) return '/';
  if (!given.startsWith('/') || given.startsWith('//')) return '/';
  // A backslash is a slash to browsers, and control characters are left out by them.
  if (given.includes('\\') || [...given].some((character) => character < ' ')) return '/';
  return given;
}
