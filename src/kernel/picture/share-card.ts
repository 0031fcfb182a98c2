import sharp from 'sharp';
import { type Lettering, type LetterStyle, openLettering } from './lettering.ts';

export type ShareCard = {
  brand: string;
  platform: string;
  /** Above the title: the number of a work, what it belongs to. */
  over?: string;
  title: string;
  lead?: string;
  /** At the foot: where it stands now, who organises it. */
  foot: string;
  /** A picture at the right: bytes of any image that sharp reads. */
  picture?: Buffer;
};

const width = 1200;
const height = 630;
const margin = 72;
const plate = { width: 400, height: 300 };
const paper = '#faf6ed';
const ink = '#1c211f';
const faint = '#5d625c';
const rule = '#dbd2c0';
const green = '#0f4a4e';
const vermilion = '#b5351d';

/** A picture of 1200 x 630 for where an address is shared, as PNG; the same words always give the same bytes. */
export async function drawShareCard(card: ShareCard): Promise<Buffer> {
  const letters = await openLettering();
  const picture = card.picture && (await asPlate(card.picture));
  const room = width - 2 * margin - (picture ? plate.width + 56 : 0);
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<rect width="${width}" height="${height}" fill="${paper}"/>`,
    drawHead(letters, card),
    drawWords(letters, card, room),
    drawFoot(letters, card),
    '</svg>',
  ].join('');
  const base = sharp(Buffer.from(svg), { density: 72 });
  const at = { left: width - margin - plate.width, top: 172 };
  return (picture ? base.composite([{ input: picture, ...at }]) : base).png({ compressionLevel: 9 }).toBuffer();
}

/** What cannot be read as a picture is left out. */
async function asPlate(picture: Buffer): Promise<Buffer | undefined> {
  return sharp(picture, { limitInputPixels: 50_000_000 })
    .rotate()
    .resize(plate.width, plate.height, { fit: 'cover' })
    .png()
    .toBuffer()
    .catch(() => undefined);
}

function drawHead(letters: Lettering, card: ShareCard): string {
  const brand: LetterStyle = { face: 'strong', size: 40, colour: ink };
  const small: LetterStyle = { face: 'text', size: 24, colour: faint };
  const name = letters.draw(card.brand, brand, { x: margin + 68, y: 84 });
  const beside = margin + 68 + letters.width(card.brand, brand) + 24;
  const [platform = ''] = letters.lines(card.platform, small, width - margin - beside, 1);
  return [
    `<g transform="translate(${margin} 46) scale(1.05)" fill="none" stroke="${ink}">`,
    '<circle cx="24" cy="24" r="21.5" stroke-width="1.3"/><circle cx="24" cy="24" r="14.8" stroke-width="2.2"/>',
    `<circle cx="24" cy="24" r="8.6" stroke-width="3.2"/><circle cx="24" cy="24" r="2.9" fill="${vermilion}" stroke="none"/></g>`,
    name,
    letters.draw(platform, small, { x: beside, y: 82 }),
    `<rect x="${margin}" y="118" width="${width - 2 * margin}" height="4" fill="${ink}"/>`,
    `<rect x="${margin}" y="126" width="${width - 2 * margin}" height="1.4" fill="${ink}"/>`,
  ].join('');
}

function drawWords(letters: Lettering, card: ShareCard, room: number): string {
  const over: LetterStyle = { face: 'text', size: 28, colour: faint };
  const title = titleStyle(letters, card.title, room);
  const lead: LetterStyle = { face: 'text', size: 30, colour: '#464b46' };
  const parts: string[] = [];
  let y = 182;
  for (const line of card.over ? letters.lines(card.over, over, room, 1) : []) {
    y += 18;
    parts.push(letters.draw(line, over, { x: margin, y }));
    y += 12;
  }
  for (const line of letters.lines(card.title, title, room, 3)) {
    y += title.size * 1.12;
    parts.push(letters.draw(line, title, { x: margin, y }));
    y += title.size * 0.2;
  }
  y += 18;
  const left = Math.max(0, Math.floor((510 - y) / 46));
  for (const line of card.lead ? letters.lines(card.lead, lead, room, Math.min(left, 4)) : []) {
    y += 46;
    parts.push(letters.draw(line, lead, { x: margin, y: y - 8 }));
  }
  return parts.join('');
}

/** As large as lets the title stand on two lines. */
function titleStyle(letters: Lettering, title: string, room: number): LetterStyle {
  for (const size of [84, 72, 62]) {
    const style: LetterStyle = { face: 'strong', size, colour: ink };
    if (letters.width(title, style) <= room * (size === 84 ? 1 : 1.9)) return style;
  }
  return { face: 'strong', size: 52, colour: ink };
}

function drawFoot(letters: Lettering, card: ShareCard): string {
  const style: LetterStyle = { face: 'strong', size: 28, colour: green };
  const [foot = ''] = letters.lines(card.foot, style, width - 2 * margin, 1);
  return [
    `<rect x="${margin}" y="536" width="${width - 2 * margin}" height="1.4" fill="${rule}"/>`,
    letters.draw(foot, style, { x: margin, y: 584 }),
  ].join('');
}
