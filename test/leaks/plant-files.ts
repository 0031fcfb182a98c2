import sharp from 'sharp';
import type { Kernel } from '../../src/kernel/kernel.ts';
import type { Person } from './cast.ts';
import { type MarkKey, mark } from './marks.ts';

/** Files bear no words: whoever gets the bytes of one has seen its mark. By id. */
export type PlantedFiles = Map<string, MarkKey>;

/** A picture that somebody handed in, not yet part of anything. @returns its id */
export async function plantFile(
  k: Kernel,
  files: PlantedFiles,
  key: MarkKey,
  { purpose, owner }: { purpose: string; owner: Person },
): Promise<string> {
  const picture = await sharp({ create: { width: 32, height: 22, channels: 3, background: '#faf6ed' } })
    .png()
    .toBuffer();
  const { id } = await k.files.accept(picture, { name: `${mark(key)}.png`, purpose, ownerId: owner.accountId });
  files.set(id, key);
  return id;
}
