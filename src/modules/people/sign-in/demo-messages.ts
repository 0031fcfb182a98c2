import type { Kernel } from '../../../kernel/kernel.ts';
import { demoAddresses } from '../people.queries.ts';

const withDemoPeople = new WeakSet<Kernel>();

/**
 * Whether codes are shown on /demo/messages: as DEMO_CODES says, else with the demo's people and nothing that reaches
 * real ones.
 */
export async function demoCodesShown(k: Kernel): Promise<boolean> {
  if (k.config.DEMO_CODES !== undefined) return k.config.DEMO_CODES;
  if (!k.config.DEMO || k.notify.adapters.email.real || k.notify.adapters.sms.real) return false;
  return hasDemoPeople(k);
}

/** Whether the demo's people are here; once they are they stay. */
export async function hasDemoPeople(k: Kernel): Promise<boolean> {
  if (withDemoPeople.has(k)) return true;
  const found = (await demoAddresses(k.db)).size > 0;
  if (found) withDemoPeople.add(k);
  return found;
}
