import { type Locale, localised } from '../../../kernel/i18n/index.ts';
import { pinyinOf } from '../../../kernel/text/index.ts';
import type { Book, District } from '../../people/index.ts';

/** For a datalist: each district, and each of its streets after it. */
export function placeSuggestions(districts: Book<District>, locale: Locale): { value: string; label: string }[] {
  return districts.all.flatMap((district) => {
    const name = localised(district.name, locale);
    const { initials } = pinyinOf(district.name['zh-CN']);
    const streets = district.streets.map((street) => ({
      value: `${name} ${street}`,
      label: `${name} ${street} ${pinyinOf(street).initials}`,
    }));
    return [{ value: name, label: `${name} ${initials}` }, ...streets];
  });
}

/**
 * The district of what was typed, and what follows its name, which belongs to the address. Known by the name in any
 * language, the pinyin initials, or a street that only one district has.
 * @returns null where no district is meant
 */
export function placeTyped(districts: Book<District>, text: string): { districtId: string; rest: string } | null {
  const typed = text.trim();
  const low = typed.toLowerCase();
  for (const { id, name } of districts.all) {
    const known = [name['zh-CN'], name['zh-TW'], name.en].find((word) => word && low.startsWith(word.toLowerCase()));
    if (known) return { districtId: id, rest: typed.slice(known.length).trim() };
  }
  const byInitials = districts.all.filter(({ name }) => pinyinOf(name['zh-CN']).initials === low);
  if (byInitials.length === 1 && byInitials[0]) return { districtId: byInitials[0].id, rest: '' };
  const byStreet = districts.all.filter(({ streets }) =>
    streets.some((street) => street === typed || (low.length >= 2 && pinyinOf(street).initials === low)),
  );
  const [only] = byStreet;
  if (byStreet.length !== 1 || !only) return null;
  const street = only.streets.find((one) => one === typed || pinyinOf(one).initials === low) ?? typed;
  return { districtId: only.id, rest: street };
}
