import sharp from 'sharp';
import { AppError } from '../errors/index.ts';

/** Width and height of what is kept, at most. */
const longestSide = 2560;
const thumbSide = 480;
const mostPixels = 50_000_000;
const mostPixels_millions = mostPixels / 1_000_000;
const patience_s = 20;

// Uploads differ from each other: keeping decoded ones costs memory and wins nothing.
sharp.cache(false);

export type Shrunk = { main: Buffer; thumb: Buffer; width: number; height: number };

/** Decoding takes much memory for a moment: so many images at a time. */
const atOnce = 2;
let running = 0;
const waiting: (() => void)[] = [];

async function oneOfFew<T>(work: () => Promise<T>): Promise<T> {
  if (running >= atOnce) await new Promise<void>((go) => waiting.push(go));
  else running++;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}

/**
 * Makes a picture anew: upright, without what the camera wrote into it (place, time, device), on white where it was
 * transparent. A JPEG, which every program in an office opens, and a small WebP for lists.
 * @throws AppError files.too_many_pixels, files.broken
 */
export async function shrinkImage(file: string): Promise<Shrunk> {
  try {
    return await oneOfFew(() => reencode(file));
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError(/pixel limit/i.test((error as Error).message) ? 'files.too_many_pixels' : 'files.broken', {
      limit: mostPixels_millions,
    });
  }
}

async function reencode(file: string): Promise<Shrunk> {
  const input = sharp(file, { limitInputPixels: mostPixels, failOn: 'error', sequentialRead: true });
  const { width: wide, height: high } = await input.metadata();
  if (wide * high > mostPixels) throw new AppError('files.too_many_pixels', { limit: mostPixels_millions });
  const { data: main, info } = await input
    .rotate()
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: 82, progressive: true })
    .timeout({ seconds: patience_s })
    .toBuffer({ resolveWithObject: true });
  const thumb = await sharp(main)
    .resize({ width: thumbSide, height: thumbSide, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 76 })
    .toBuffer();
  return { main, thumb, width: info.width, height: info.height };
}
