import type { Definition, Section } from '../questionnaire.rules.ts';
import type { SurveyState } from '../surveys.rules.ts';

/** Whoever began before the end may still hand in for so long. */
export const grace_minutes = 30;
/** Drafts are kept so long after the end, for whoever had no network. */
export const draftsStay_days = 7;
/** Names and addresses of whoever was invited, after the end. */
export const invitationsStay_days = 90;
/** Somebody who took longer went away in between: nothing is learnt from how long that was. */
const longestAnswering_seconds = 6 * 3600;

/** What decides whether answers are taken. */
export type Taking = { state: SurveyState; startsAt: Date | null; endsAt: Date | null };

/** Whether somebody may begin. */
export function mayBegin({ state, startsAt, endsAt }: Taking, at: Date): boolean {
  return state === 'open' && startsAt !== null && endsAt !== null && startsAt <= at && at < endsAt;
}

/** Whether somebody who began then may go on and hand in: until the end, and for a while after it. */
export function mayHandIn({ state, endsAt }: Taking, startedAt: Date, at: Date): boolean {
  if ((state !== 'open' && state !== 'closed') || !endsAt) return false;
  return at < endsAt || (startedAt < endsAt && at.getTime() < endsAt.getTime() + grace_minutes * 60_000);
}

/** Whether sheets of paper may be typed in: until the results are public. */
export const takesPaper = ({ state, startsAt }: Taking, at: Date): boolean =>
  (state === 'open' || state === 'closed') && startsAt !== null && startsAt <= at;

/** The moment that stands with an answer: where nobody is to be known by it, the hour alone. */
export function timeKept(named: boolean, at: Date): Date {
  return named ? at : new Date(Math.floor(at.getTime() / 3_600_000) * 3_600_000);
}

/** Seconds from the first page to the end; null where somebody took a long break. */
export function secondsTaken(startedAt: Date, at: Date): number | null {
  const seconds = Math.round((at.getTime() - startedAt.getTime()) / 1000);
  return seconds >= 0 && seconds <= longestAnswering_seconds ? seconds : null;
}

/** Pages that are asked, in order. */
export function pagesOf(definition: Definition, asked: ReadonlySet<string>): Section[] {
  return definition.sections.filter(({ id }) => asked.has(id));
}

// Crockford's base 32: nothing that is taken for something else when read aloud or off paper.
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Bits as groups of four letters, as they are read out and typed. */
export function inLetters(bytes: Uint8Array, length: number): string {
  let [value, bits, text] = [0, 0, ''];
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5 && text.length < length) {
      bits -= 5;
      text += letters[(value >>> bits) & 31];
    }
    value &= (1 << bits) - 1;
  }
  return (text.match(/.{1,4}/g) ?? []).join('-');
}

/** What somebody typed as letters, as it was made; null: not such a code. */
export function lettersTyped(typed: string, length: number): string | null {
  const text = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-–—_.]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  return text.length === length && [...text].every((letter) => letters.includes(letter))
    ? (text.match(/.{1,4}/g) ?? []).join('-')
    : null;
}

const receiptLength = 12;

/** The number that somebody keeps who has answered: the beginning of the answer's id. */
export function receiptOf(responseId: string): string {
  return inLetters(Buffer.from(responseId.replaceAll('-', ''), 'hex'), receiptLength);
}

/** Ids that a receipt may stand for, from the first to the last; null where it is none. */
export function idsOfReceipt(typed: string): { from: string; to: string } | null {
  const code = lettersTyped(typed, receiptLength);
  if (!code) return null;
  const bits = [...code.replaceAll('-', '')]
    .map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  const filled = (bit: string) =>
    (bits.padEnd(128, bit).match(/.{4}/g) ?? []).map((four) => Number.parseInt(four, 2).toString(16)).join('');
  const asId = (hex: string) => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return { from: asId(filled('0')), to: asId(filled('1')) };
}
