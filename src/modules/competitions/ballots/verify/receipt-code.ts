const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * The secret of a receipt as somebody types it: 16 characters of Crockford's base 32, in any case, with spaces or hyphens
 * or none; O is read as 0, I and L as 1.
 * @returns 10 bytes; null where it is no receipt
 */
export function readReceiptCode(typed: string): Uint8Array | null {
  const text = typed.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  if (text.length !== 16) return null;
  let value = 0n;
  for (const letter of text) {
    const digit = digits.indexOf(letter);
    if (digit < 0) return null;
    value = (value << 5n) | BigInt(digit);
  }
  return Uint8Array.from({ length: 10 }, (_, at) => Number((value >> BigInt(72 - at * 8)) & 0xffn));
}
