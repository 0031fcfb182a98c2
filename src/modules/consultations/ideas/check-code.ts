import { randomInt } from 'node:crypto';

/** Without letters that are taken for figures. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const length = 16;

/** By which anybody checks a certificate: 80 bits, not to be guessed. */
export function randomCode(): string {
  return Array.from({ length }, () => letters[randomInt(letters.length)]).join('');
}

/** A code as people type it: small letters, spaces and hyphens, O for 0 and I or L for 1. Undefined for anything else. */
export function readCode(typed: string): string | undefined {
  const code = typed.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  return /^[0-9A-HJKMNP-TV-Z]{16}$/.test(code) ? code : undefined;
}
