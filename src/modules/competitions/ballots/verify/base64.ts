/** Base64 as it is written once only: no other spelling of the same bytes is taken. */

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const values = new Int16Array(256).fill(-1);
for (const [value, letter] of [...letters].entries()) values[letter.charCodeAt(0)] = value;

/**
 * Reads base64url without padding out of ASCII bytes.
 * @returns the bytes; null where a character is none of it, or bits that mean nothing are set
 */
export function readBase64url(text: Uint8Array, from: number, to: number): Uint8Array | null {
  const bytes = new Uint8Array(((to - from) * 6) >> 3);
  let bits = 0;
  let held = 0;
  let at = 0;
  for (let i = from; i < to; i++) {
    const code = text[i] as number;
    const value = code === 45 ? 62 : code === 95 ? 63 : (values[code] as number);
    if (value < 0) return null;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = held >> bits;
    }
  }
  return bits < 6 && (held & ((1 << bits) - 1)) === 0 ? bytes : null;
}

/** Reads padded base64; null where it is spelt in another way. */
export function readBase64(text: string): Uint8Array | null {
  const bare = text.replace(/=+$/, '');
  if (text.length % 4 !== 0 || text.length - bare.length !== (4 - (bare.length % 4)) % 4) return null;
  if (/[-_]/.test(bare)) return null;
  const url = new TextEncoder().encode(bare.replaceAll('+', '-').replaceAll('/', '_'));
  return readBase64url(url, 0, url.length);
}

export function writeBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
