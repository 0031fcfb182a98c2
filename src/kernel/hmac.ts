import { createHmac, hash } from 'node:crypto';

const block_bytes = 64;
const digest_bytes = 32;
const most_bytes = 512;

export type Hmac = (message: string, encoding: 'base64' | 'hex') => string;

/**
 * HMAC-SHA256 with one key for many short messages: `createHmac` sets its key up each time, which takes ten times as long
 * as both hashes.
 */
export function hmacSha256(key: Buffer | string): Hmac {
  const given = Buffer.from(key);
  const short = given.length > block_bytes ? hash('sha256', given, 'buffer') : given;
  const inner = Buffer.alloc(block_bytes + most_bytes, 0x36);
  const outer = Buffer.alloc(block_bytes + digest_bytes, 0x5c);
  for (const [at, byte] of short.entries()) {
    inner[at] = byte ^ 0x36;
    outer[at] = byte ^ 0x5c;
  }
  return (message, encoding) => {
    // A character takes three bytes at most.
    if (message.length * 3 > most_bytes) return createHmac('sha256', given).update(message).digest(encoding);
    const end = block_bytes + inner.write(message, block_bytes, 'utf8');
    outer.write(hash('sha256', inner.subarray(0, end), 'binary'), block_bytes, 'latin1');
    return hash('sha256', outer, encoding);
  };
}
