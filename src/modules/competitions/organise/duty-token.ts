import { createHash, createHmac } from 'node:crypto';
import type { Kernel } from '../../../kernel/kernel.ts';

/** What stands in the link of an invitation: it follows from the city's secret, so that its hash alone is kept. */
export function dutyToken(k: Pick<Kernel, 'secret'>, invitationId: string): string {
  return createHmac('sha256', k.secret).update(`competitions.duty:${invitationId}`).digest('base64url');
}

export function dutyTokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** The keyed hash by which an address is known again; without the secret it says nothing. */
export function dutyAddressHash(k: Pick<Kernel, 'secret'>, address: string): Buffer {
  return createHmac('sha256', k.secret).update(`competitions.duty_address:${address}`).digest();
}

export const dutyLink = (token: string): string => `/me/duties/ask/${token}`;
