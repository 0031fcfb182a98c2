import { createHash, createHmac } from 'node:crypto';
import type { Kernel } from '../../../kernel/kernel.ts';

/**
 * What stands in the link of an invitation. It follows from the city's secret, so that a reminder has the same link
 * although only its hash is kept.
 */
export function invitationToken(k: Pick<Kernel, 'secret'>, nominationId: string): string {
  return createHmac('sha256', k.secret).update(`people.invitation:${nominationId}`).digest('base64url');
}

export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** The keyed hash by which somebody who does not want to be asked again is known; without the secret it says nothing. */
export function refusalHash(k: Pick<Kernel, 'secret'>, address: string): Buffer {
  return createHmac('sha256', k.secret).update(`people.no_invitations:${address}`).digest();
}
