import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ballotId, ballotLine, newSecret, readReceipt, receiptCode } from './leaf.ts';
import { orderLeaves, readWaiting } from './order-leaves.ts';

it('reads a receipt however it was typed', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 10, maxLength: 10 }), (bytes) => {
      const secret = Buffer.from(bytes);
      const code = receiptCode(secret);
      expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
      for (const typed of [
        code,
        code.toLowerCase(),
        code.replaceAll('-', ' '),
        code.replaceAll('0', 'o').replaceAll('1', 'l'),
        `　${code} `,
      ])
        expect(readReceipt(typed)?.equals(secret)).toBe(true);
    }),
  );
  for (const typed of [
    undefined,
    null,
    7,
    '',
    '7Q4K',
    '7Q4K-M9TX-2HVA-9C3U',
    '7Q4K-M9TX-2HVA-9C3DD',
    ['7Q4K-M9TX-2HVA-9C3D'],
    '\u0000',
  ])
    expect(readReceipt(typed)).toBeNull();
});

it('draws no secret twice', () => {
  const secrets = new Set(Array.from({ length: 5000 }, () => newSecret().toString('hex')));
  expect(secrets.size).toBe(5000);
});

it('puts a ballot behind the one that it replaces, whatever their ids, and lets one wait whose predecessor is not there', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(30), { minLength: 1, maxLength: 40 }), fc.boolean(), (replaces, sealFirst) => {
      const secrets = replaces.map(() => newSecret());
      const taken = new Set<number>();
      const waiting = secrets.map((secret, at) => {
        const before = (replaces[at] ?? 0) % (at + 1);
        const target = before < at && !taken.has(before) ? before : null;
        if (target !== null) taken.add(target);
        const id = ballotId('sha256', secret).toString('base64url');
        return readWaiting(
          'sha256',
          ballotLine(id, null, [1], target === null ? null : (secrets[target] as Buffer)),
          0,
        );
      });
      const [first, ...rest] = waiting;
      const { ready, later } = orderLeaves(rest, new Set(sealFirst && first ? [first.leaf.b] : []));
      expect(new Set([...ready, ...later])).toEqual(new Set(rest));
      const at = new Map(ready.map(({ leaf }, position) => [leaf.b, position]));
      for (const [position, { target }] of ready.entries())
        if (target !== null && target !== first?.leaf.b) expect(at.get(target)).toBeLessThan(position);
      if (sealFirst) expect(later).toEqual([]);
    }),
  );
});
