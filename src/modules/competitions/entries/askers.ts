import type { Db } from '../../../kernel/db/index.ts';
import { accountsByIds } from '../../people/index.ts';
import type { Invitation } from './invitation.queries.ts';

/** An invitation with whoever asks, as others see them; empty where their account is gone. */
export type AskedBySomebody = Invitation & { asker: string };

export async function withAskers(db: Db, invitations: readonly Invitation[]): Promise<AskedBySomebody[]> {
  const ids = [...new Set(invitations.flatMap(({ askedBy }) => askedBy ?? []))];
  const found = ids.length > 0 ? await accountsByIds(db, ids) : [];
  const names = new Map(found.map(({ accountId, name }) => [accountId, name ?? '']));
  return invitations.map((each) => ({ ...each, asker: names.get(each.askedBy ?? '') ?? '' }));
}
