import { createHash, createHmac, randomBytes, randomInt } from 'node:crypto';
import type { Actor } from '../../people/index.ts';
import type { CaseRow } from '../case.queries.ts';
import { type CaseFacts, mayActAsAuthor } from '../cases.policy.ts';

/**
 * How somebody shows that a letter is theirs: by being signed in, or by the tracking code that an anonymous author got.
 * `caseId` is the case that the code opened.
 */
export type AuthorKey = { trackedCaseId?: string };

/** Policy of everything that only the author may do. */
export function isAuthor(key: AuthorKey): (actor: Actor, facts: CaseFacts, row: CaseRow) => boolean {
  return (actor, facts, row) => mayActAsAuthor(actor, facts) || key.trackedCaseId === row.id;
}

// No 0/O, 1/I/L: codes are read over the telephone and copied by hand.
const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const codeLength = 12;

/** A tracking code: 12 characters of 31, about 59 bits, in groups of four. */
export function newTrackingCode(): string {
  const letters = Array.from({ length: codeLength }, () => alphabet[randomInt(alphabet.length)]).join('');
  return letters.replace(/(.{4})(?=.)/g, '$1-');
}

/** What is stored of a code; small letters, spaces and dashes make no difference. */
export function trackingHash(code: string): Buffer {
  const plain = code.toUpperCase().replace(/[^0-9A-Z]/g, '');
  return createHash('sha256').update(`tracking:${plain}`).digest();
}

/** A form's own token: whoever has it sent that form. */
export function newFormToken(): string {
  return randomBytes(18).toString('base64url');
}

/** What is stored of a form's token. */
export function formTokenHash(token: string): Buffer {
  return createHash('sha256').update(`form:${token}`).digest();
}

/** The tracking code of a letter sent by a form: the same however often the form is sent, and kept nowhere. */
export function trackingCodeOf(secret: string, formToken: string): string {
  const bytes = createHmac('sha512', secret).update(`tracking code\n${formToken}`).digest();
  const letters = Array.from(
    { length: codeLength },
    (_, i) => alphabet[bytes.readUInt32BE(i * 4) % alphabet.length],
  ).join('');
  return letters.replace(/(.{4})(?=.)/g, '$1-');
}
