import type { Tx } from '../../kernel/db/index.ts';
import type { Kernel } from '../../kernel/kernel.ts';

/** What somebody must hear of, in case it was not them. */
export type SecurityChange =
  | 'passkey'
  | 'passkey_removed'
  | 'address'
  | 'second_factor'
  | 'recovery'
  | 'login'
  | 'joined'
  | 'recovered';

/** Tells somebody that the ways into their account have changed; cannot be turned off, waits for no morning. */
export async function tellOfChange(k: Kernel, tx: Tx, accountId: string, what: SecurityChange): Promise<void> {
  await k.notify.send(tx, k.clock.now(), {
    to: { accountId },
    kind: 'people.security',
    params: { what },
    link: '/me/sessions',
    urgent: true,
  });
}
