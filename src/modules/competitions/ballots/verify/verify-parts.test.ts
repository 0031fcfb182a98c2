import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { BallotLedger } from './ballot-ledger.ts';
import { readBase64, readBase64url } from './base64.ts';
import { readLeaf } from './leaf-line.ts';
import { ballotLine, linesOf, publicKey, rootOf, soundFile } from './made-file.fixture.ts';
import { Frontier, hashes, leafHash } from './merkle.ts';
import { isSigned, readNote, verifyInPlainCode } from './note.ts';
import { readReceiptCode } from './receipt-code.ts';

describe('the parts', () => {
  it('knows a root at every size', () => {
    for (const hash of ['sha256', 'sm3'] as const) {
      const frontier = new Frontier(hashes[hash]);
      const lines: string[] = [];
      for (let n = 0; n < 70; n++) {
        expect(Buffer.from(frontier.root())).toEqual(rootOf(lines, hash));
        lines.push(`leaf ${n}`);
        frontier.push(leafHash(hashes[hash], Buffer.from(`leaf ${n}`)));
      }
    }
  });

  it('reads a ballot in one spelling only', () => {
    const good = ballotLine(1, [1, 20], { category: 0, replaces: 4 });
    expect(readLeaf(Buffer.from(good))).toMatchObject({ kind: 'b', category: 0, choices: [1, 20] });
    const bad = [
      good.replace('[1,', '[01,'),
      good.replace('[1,', '[-1,'),
      good.replace('[1,', '[1.0,'),
      good.replace('[1,20]', '[1,20,]'),
      good.replace('[1,20]', '[1,9999999999]'),
      good.replace('"g":0', '"g":"0"'),
      good.replace('"r"', '"x":1,"r"'),
      `${good} `,
      good.slice(0, -1),
      good.replace(/^\{"b":"(.{21})./, '{"b":"$1B'),
      '{"b":"',
      '{"b"',
      '',
    ];
    for (const line of bad) expect(readLeaf(Buffer.from(line)), line).toBeNull();
    expect(readLeaf(Buffer.from([...Buffer.from('{"v":"1","reason":"'), 0xff, 0x22, 0x7d]))).toBeNull();
  });

  it('finds ids among many, and the first of two alike', () => {
    const ledger = new BallotLedger();
    const id = (n: number) => createHash('sha256').update(String(n)).digest().subarray(0, 16);
    const ballot = (n: number) => ({ id: id(n), category: 0, choices: [n % 5], replaces: false });
    for (let n = 0; n < 10_000; n++) expect(ledger.addBallot(Buffer.alloc(32), ballot(n))).toBeNull();
    expect(ledger.addBallot(Buffer.alloc(32), ballot(77))).toBe(77);
    for (let n = 0; n < 10_000; n += 7) expect(ledger.find(id(n))).toBe(n);
    expect(ledger.find(id(10_000))).toBeNull();
    expect([...ledger.count(5).votes]).toEqual([2000, 2000, 2001, 2000, 2000]);
  });

  it('verifies signatures without the platform too', async () => {
    const lines = linesOf(soundFile());
    const line = lines.find((each) => each.includes('kind close')) as string;
    const head = readNote(JSON.parse(line).note);
    if (!head) throw new Error('the head was not read');
    expect(await isSigned(head, publicKey, verifyInPlainCode)).toBe(true);
    const other = { ...head, body: head.body.replace('201', '202') };
    expect(await isSigned(other, publicKey, verifyInPlainCode)).toBe(false);
    expect(verifyInPlainCode(head.signature, Buffer.from('x'), Buffer.alloc(32, 255))).toBe(false);
  });

  it('reads base64 in one spelling only', () => {
    expect(readBase64('/+8=')).toEqual(Uint8Array.of(0xff, 0xef));
    for (const bad of ['/+8', '/+9=', '_-8=', '/+8==', '=', 'A', '/+ 8']) expect(readBase64(bad), bad).toBeNull();
    expect(readBase64url(Buffer.from('_-8'), 0, 3)).toEqual(Uint8Array.of(0xff, 0xef));
  });

  it('reads a receipt as people type it', () => {
    const bytes = readReceiptCode('7Q4K-M9TX-2HVA-9C3D');
    expect(bytes).toHaveLength(10);
    expect(readReceiptCode(' 7q4k m9tx2hva9c3d')).toEqual(bytes);
    expect(readReceiptCode('OIL0-0000-0000-0000')).toEqual(readReceiptCode('0110-0000-0000-0000'));
    expect(readReceiptCode('0000-0000-0000-0001')).toEqual(Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 1));
    for (const bad of ['', '7Q4K', '7Q4K-M9TX-2HVA-9C3U', '7Q4K-M9TX-2HVA-9C3D0', '投票'])
      expect(readReceiptCode(bad), bad).toBeNull();
  });
});
