import sharp from 'sharp';
import { expect, it } from 'vitest';
import { drawShareCard } from './share-card.ts';

const card = {
  brand: '同心',
  platform: '云川市市民参与平台',
  title: '十佳街巷手艺',
  lead: '二十四门还在街面上做着的手艺，请您每天投一票。',
  foot: '公众投票，11 月 25 日止',
};

/** Share of pixels that are not paper, within a part of the picture. */
async function inked(png: Buffer, part: { left: number; top: number; width: number; height: number }): Promise<number> {
  const data = await sharp(png).extract(part).greyscale().raw().toBuffer();
  return data.filter((value) => value < 128).length / data.length;
}

it('draws Chinese words without any font of the machine, the same every time', async () => {
  const [png, again] = await Promise.all([drawShareCard(card), drawShareCard(card)]);
  const { width, height, format } = await sharp(png).metadata();
  expect({ width, height, format }).toEqual({ width: 1200, height: 630, format: 'png' });
  // The title is 84 px high: a row of empty boxes or nothing at all would hold far less ink.
  expect(await inked(png, { left: 72, top: 195, width: 500, height: 100 })).toBeGreaterThan(0.12);
  expect(await inked(png, { left: 640, top: 195, width: 450, height: 100 })).toBe(0);
  expect(png.equals(again)).toBe(true);
});

it('takes any words: long, with emoji, marks of SVG and controls', async () => {
  const words = `<svg onload="x"> & "'\u0000\u202e${'长'.repeat(200)} 😀 ${'w'.repeat(300)}`;
  const png = await drawShareCard({ ...card, title: words, lead: words, foot: words, over: words, platform: words });
  expect((await sharp(png).metadata()).width).toBe(1200);
  expect(await inked(png, { left: 1140, top: 0, width: 60, height: 630 })).toBe(0);
});

it('stands a picture beside the words, and leaves out what is none', async () => {
  const red = await sharp({ create: { width: 40, height: 90, channels: 3, background: '#300' } })
    .png()
    .toBuffer();
  const plate = { left: 740, top: 180, width: 380, height: 280 };
  expect(await inked(await drawShareCard({ ...card, picture: red }), plate)).toBe(1);
  expect(await inked(await drawShareCard({ ...card, picture: Buffer.from('no picture') }), plate)).toBeLessThan(0.2);
});
