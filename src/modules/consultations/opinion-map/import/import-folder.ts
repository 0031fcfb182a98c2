import type { Kernel } from '../../../../kernel/kernel.ts';
import { systemActor } from '../../../people/index.ts';
import { consultationBySlug } from '../../consultation.queries.ts';
import { computeMap } from '../compute/compute-map.ts';
import { type Imported, type ImportInput, importMap } from './import-map.ts';
import { openFolder } from './open-archive.ts';

/** @throws Error with words for the operator */
export async function importFolder(
  k: Kernel,
  slug: string,
  folder: string,
  { source, language }: { source: string; language: string },
): Promise<Imported> {
  const consultation = await consultationBySlug(k.db, slug);
  if (consultation?.kind !== 'map') throw new Error(`there is no opinion map with the address ${slug}`);
  if (!['zh-CN', 'zh-TW', 'en'].includes(language)) throw new Error('--language: zh-CN, zh-TW or en');
  const imported = await importMap(k, systemActor, consultation.id, openFolder(folder), {
    source,
    language: language as NonNullable<ImportInput['language']>,
  });
  await computeMap(k, consultation.id);
  return imported;
}
