import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Kernel } from '../../../kernel/kernel.ts';
import { citySettings } from '../../../kernel/settings/index.ts';
import { anyAccount } from '../people.queries.ts';

const done = new WeakSet<Kernel>();

/** Whether nobody has set this platform up yet: neither the demo nor the wizard nor the command that makes an administrator. */
export async function needsSetUp(k: Kernel): Promise<boolean> {
  if (done.has(k)) return false;
  const ready = k.settings.get(citySettings).ready || (await anyAccount(k.db));
  if (ready) done.add(k);
  return !ready;
}

/**
 * What the wizard asks for first, so that a fresh server belongs to whoever can read its console and not to the first
 * visitor. Made from the city's own key: the same in every process, stored nowhere.
 */
export function setUpToken(k: Kernel): string {
  const digits = createHmac('sha256', k.secret).update('people.set_up').digest('hex').slice(0, 16).toUpperCase();
  return (digits.match(/.{4}/g) ?? []).join('-');
}

/** Spaces, hyphens and small letters do not matter. */
export function isSetUpToken(k: Kernel, typed: string): boolean {
  const plain = (text: string) =>
    createHmac('sha256', k.secret)
      .update(text.toUpperCase().replace(/[^0-9A-F]/g, ''))
      .digest();
  return timingSafeEqual(plain(typed.normalize('NFKC')), plain(setUpToken(k)));
}
