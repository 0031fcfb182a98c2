import type { Kernel } from '../../../kernel/kernel.ts';
import { citySettings } from '../../../kernel/settings/index.ts';
import { addWords } from '../../../kernel/text/index.ts';
import { departmentBook, districtBook } from '../../people/index.ts';

/** What the segmenter must keep whole here: the city's own places, districts, streets and departments. */
export async function cityWords(k: Kernel): Promise<string[]> {
  const [districts, departments] = await Promise.all([districtBook(k), departmentBook(k)]);
  const words = [
    ...k.settings.get(citySettings).placeWords,
    ...districts.all.flatMap((district) => [district.name['zh-CN'], ...district.streets]),
    ...departments.all.flatMap((department) => [department.name['zh-CN'], department.shortName['zh-CN']]),
  ];
  return [...new Set(words)];
}

const taught = new Set<string>();

/** Teaches this process the words it does not know yet; words that are gone from the lists stay until it ends. */
export async function teachCityWords(k: Kernel): Promise<void> {
  const fresh = (await cityWords(k)).filter((word) => !taught.has(word));
  if (fresh.length === 0) return;
  addWords(fresh);
  for (const word of fresh) taught.add(word);
}
