import { isSlug } from '../../../kernel/text/index.ts';

/** Addresses below /organise and /competitions that are pages of their own. */
const reserved = new Set(['new', 'feed', 'entries', 'invitations', 'verify', 'screen', 'results', 'about', 'all']);

export function isAddress(text: string): boolean {
  return isSlug(text) && !reserved.has(text);
}
