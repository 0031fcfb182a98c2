/** Test data: the smallest files of each kind of sound and film that are whole. */

export function box(type: string, ...content: (Buffer | string)[]): Buffer {
  const body = Buffer.concat(content.map((each) => Buffer.from(each as string)));
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8, 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
}

const track = (handler: 'vide' | 'soun', ...more: Buffer[]): Buffer =>
  box('trak', box('mdia', box('hdlr', Buffer.alloc(8), handler, Buffer.alloc(13))), ...more);

/** @param more boxes of the index: where it was filmed, by what */
export function madeMp4(
  { of = 'vide', brand = 'isom', bytes = 2000 }: { of?: 'vide' | 'soun'; brand?: string; bytes?: number } = {},
  ...more: Buffer[]
): Buffer {
  return Buffer.concat([
    box('ftyp', brand, Buffer.alloc(4), brand),
    box('moov', track(of), ...more),
    box('mdat', Buffer.alloc(bytes, 7)),
  ]);
}

/** @param frames of 417 bytes each: MPEG 1 layer III, 128 kbit/s, 44.1 kHz */
export function madeMp3(frames = 5): Buffer {
  const frame = Buffer.alloc(417);
  frame.set([0xff, 0xfb, 0x90, 0x00]);
  return Buffer.concat(Array.from({ length: frames }, () => frame));
}

export function madeWav(bytes = 400): Buffer {
  const format = Buffer.alloc(24);
  format.write('fmt ', 0);
  format.writeUInt32LE(16, 4);
  const head = Buffer.alloc(12);
  head.write('RIFF', 0);
  head.writeUInt32LE(4 + 24 + 8 + bytes, 4);
  head.write('WAVE', 8);
  const data = Buffer.alloc(8 + bytes);
  data.write('data', 0);
  data.writeUInt32LE(bytes, 4);
  return Buffer.concat([head, format, data]);
}

export function madeOgg(pages = 3): Buffer {
  return Buffer.concat(
    Array.from({ length: pages }, (_, at) => {
      const content = Buffer.alloc(100);
      if (at === 0) content.write('OpusHead', 0);
      const head = Buffer.alloc(28);
      head.write('OggS', 0);
      head[5] = at === 0 ? 2 : 0;
      head[26] = 1;
      head[27] = content.length;
      return Buffer.concat([head, content]);
    }),
  );
}

export function madeWebm({ codec = 'V_VP9', known = true } = {}): Buffer {
  const inside = Buffer.concat([Buffer.from('4282847765626d', 'hex')]);
  const header = Buffer.concat([Buffer.from('1a45dfa3', 'hex'), Buffer.from([0x80 | inside.length]), inside]);
  const cluster = Buffer.concat([Buffer.from([0x86, 0x80 | codec.length]), Buffer.from(codec), Buffer.alloc(300)]);
  const size = Buffer.alloc(8, 0xff);
  size[0] = 0x01;
  if (known) size.writeUInt32BE(cluster.length, 4);
  if (known) size.fill(0, 1, 4);
  return Buffer.concat([header, Buffer.from('18538067', 'hex'), size, cluster]);
}
