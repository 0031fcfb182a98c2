import { randomBytes } from 'node:crypto';
import { pinyinOf } from './names.ts';
import { segment } from './segment.ts';

/** What may stand in an address: small letters, digits and hyphens, 3 to 60 characters. */
export function isSlug(text: string): boolean {
  return /^[a-z0-9][a-z0-9-]{1,58}[a-z0-9]$/.test(text);
}

const longest = 44;

/**
 * An address for a title: its words in pinyin, and the year where the title says none: 十佳街巷手艺 is
 * shijia-jiexiang-shouyi-2026. A title without any such word gets a random one.
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
