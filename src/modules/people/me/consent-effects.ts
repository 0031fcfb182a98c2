import type { Tx } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';

/** What withdrawing a consent brings about in one part. */
export type ConsentEffect = {
  /** the purpose that was consented to, `people.directory` */
  purpose: string;
  /** message key: what ends with the consent, said before somebody withdraws it */
  means?: string;
  /** in the transaction of the withdrawal; throwing keeps the consent */
  apply(tx: Tx, accountId: string, at: Date): Promise<void>;
};

const declared = new WeakMap<Kernel, ConsentEffect[]>();

/** Makes withdrawing a consent have its effect in a part; in its `wire`. */
export function onConsentWithdrawn(k: Kernel, effect: ConsentEffect): void {
  declared.set(k, [...(declared.get(k) ?? []), effect]);
}

export function consentEffects(k: Kernel, purpose: string): readonly ConsentEffect[] {
  return (declared.get(k) ?? []).filter((effect) => effect.purpose === purpose);
}
