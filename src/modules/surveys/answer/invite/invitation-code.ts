import { createHash, createHmac } from 'node:crypto';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { inLetters, lettersTyped } from '../answer.rules.ts';

const codeLength = 12;

/**
 * The code of an invitation, as printed: it follows from the city's secret, so that its hash alone is kept and letters can be
 * printed again.
 * @param issue how often it was replaced
 */
export function codeOf(k: Pick<Kernel, 'secret'>, invitation: { id: string; issue: number }): string {
  const bytes = createHmac('sha256', k.secret)
    .update(`surveys.invitation ${invitation.id} ${invitation.issue}`)
    .digest();
  return inLetters(bytes, codeLength);
}

/** A code as somebody typed it, off paper or out of a link; null: none. */
export const codeTyped = (typed: string): string | null => lettersTyped(typed, codeLength);

export const codeHash = (code: string): Buffer => createHash('sha256').update(`surveys.invitation ${code}`).digest();
