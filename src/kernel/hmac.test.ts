import { createHmac, randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { hmacSha256 } from './hmac.ts';

it('gives what createHmac gives, for keys and messages of every kind', () => {
  const messages = ['', 'a', 'token', '选民', '😀\ud800', 'x'.repeat(170), 'x'.repeat(171), '选'.repeat(400)];
  for (const key of ['', 'secret', '密钥', 'k'.repeat(64), 'k'.repeat(65), randomBytes(32), randomBytes(200)]) {
    const quick = hmacSha256(key);
    for (const message of [...messages, ...messages])
      for (const encoding of ['base64', 'hex'] as const)
        expect(quick(message, encoding)).toBe(createHmac('sha256', key).update(message).digest(encoding));
  }
});
