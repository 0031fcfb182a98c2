import { createHash, createHmac } from 'node:crypto';
import type { Kernel } from '../../../kernel/kernel.ts';

/** What stands in the link of an invitation: it follows from the city's secret, so that its hash alone is kept. */
export function entryToken(k: Pick<Kernel, 'secret'>, invitationId: string): string {
  return createHmac('sha256', k.secret).update(`competitions.entry_invitation:${invitationId}`).digest('base64url');
}

export function entryTokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
