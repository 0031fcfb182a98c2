/** Characters of a unified social credit code: no I, O, S, V, Z, which are taken for figures (GB 32100-2015). */
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** A code as people type it: small letters, full-width characters and spaces are forgiven. */
export function tidyCreditCode(typed: string): string {
  return typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-·]/g, '');
}

/**
 * Whether a text is a unified social credit code: 18 characters whose last one follows from the others (weights 3^i
 * modulo 31).
 */
export function isCreditCode(code: string): boolean {
  return code.length === 18 && code[17] === creditCheckCharacter(code.slice(0, 17));
}

/** The check character of the first 17 characters of a code; undefined where one of them cannot stand in a code. */
export function creditCheckCharacter(first17: string): string | undefined {
  let sum = 0;
  let weight = 1;
  if (first17.length !== 17) return undefined;
  for (const character of first17) {
    const value = alphabet.indexOf(character);
    if (value < 0) return undefined;
    sum += value * weight;
    weight = (weight * 3) % 31;
  }
  return alphabet[(31 - (sum % 31)) % 31];
}
