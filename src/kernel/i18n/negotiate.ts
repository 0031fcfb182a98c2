import { isLocale, type Locale } from './locale.ts';

/** Longer headers are no browser's; what lies beyond is not read. */
const HEADER_LIMIT = 500;

/**
 * The language of a request: what the person chose (the cookie), else the best of Accept-Language, else the first of
 * `available`. Any input is taken; what makes no sense is passed over.
 */
export function negotiate(
  acceptLanguage: string | undefined,
  cookie: string | undefined,
  available: readonly Locale[],
): Locale {
  if (isLocale(cookie) && available.includes(cookie)) return cookie;
  for (const tag of byPreference(acceptLanguage ?? '')) {
    const found = candidates(tag).find((locale) => available.includes(locale));
    if (found !== undefined) return found;
  }
  return available[0] ?? 'zh-CN';
}

function byPreference(header: string): string[] {
  return header
    .slice(0, HEADER_LIMIT)
    .split(',')
    .map((part, index) => {
      const [tag = '', ...params] = part
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/);
      const q = params.find((param) => param.startsWith('q='));
      return { tag, index, weight: q === undefined ? 1 : Number(q.slice(2)) };
    })
    .filter(({ tag, weight }) => tag !== '' && weight > 0)
    .sort((a, b) => b.weight - a.weight || a.index - b.index)
    .map(({ tag }) => tag);
}

/** What can serve a language tag, best first. Who reads one Chinese script rather reads the other than English. */
function candidates(tag: string): Locale[] {
  const [language, ...subtags] = tag.split('-');
  if (language === 'en') return ['en'];
  if (language !== 'zh') return [];
  const traditional =
    subtags.includes('hant') ||
    (!subtags.includes('hans') && subtags.some((part) => ['tw', 'hk', 'mo'].includes(part)));
  return traditional ? ['zh-TW', 'zh-CN'] : ['zh-CN', 'zh-TW'];
}
