import { randomBytes } from 'node:crypto';
import { pinyinOf, segment } from '../../../kernel/text/index.ts';

/** Addresses below /organise and /competitions that are pages of their own. */
const reserved = new Set(['new', 'feed', 'entries', 'invitations', 'verify', 'screen', 'results', 'about', 'all']);

/** What may stand in an address: small letters, digits and hyphens, 3 to 60 characters. */
export function isSlug(text: string): boolean {
  return /^[a-z0-9][a-z0-9-]{1,58}[a-z0-9]$/.test(text) && !reserved.has(text);
}

const longest = 44;

/**
 * An address for a title: its words in pinyin, and the year where the title says none: 十佳街巷手艺 is
 * shijia-jiexiang-shouyi-2026.
 */
export function proposeSlug(title: string, year: string): string {
  const words = segment(title)
    .map((word) => pinyinOf(word).full)
    .filter((word) => word !== '');
  let slug = '';
  for (const word of words) {
    const longer = slug === '' ? word.slice(0, longest) : `${slug}-${word}`;
    if (longer.length > longest) break;
    slug = longer;
  }
  if (slug !== '' && !words.includes(year) && !slug.includes(year)) slug += `-${year}`;
  return isSlug(slug) ? slug : `c-${year}-${randomBytes(3).toString('hex')}`;
}

/** The address itself, or with the first number after it that is free. */
export function freeSlug(slug: string, taken: ReadonlySet<string>): string {
  if (!taken.has(slug)) return slug;
  for (let n = 2; ; n++) if (!taken.has(`${slug}-${n}`)) return `${slug}-${n}`;
}
