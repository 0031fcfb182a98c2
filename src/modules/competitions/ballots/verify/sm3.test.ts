import { createHash, getHashes } from 'node:crypto';
import { expect, it } from 'vitest';
import { sm3 } from './sm3.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

it('gives the digests of the standard', () => {
  expect(hex(sm3(Buffer.from('abc')))).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
  expect(hex(sm3(Buffer.from('abcd'.repeat(16))))).toBe(
    'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732',
  );
});

it.runIf(getHashes().includes('sm3'))('gives what OpenSSL gives, for every length about the block', () => {
  for (let length = 0; length < 200; length++) {
    const message = Buffer.alloc(length, length + 1);
    expect(hex(sm3(message))).toBe(createHash('sm3').update(message).digest('hex'));
  }
});
