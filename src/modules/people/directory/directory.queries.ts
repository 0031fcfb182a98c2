import type { Tx } from '../../../kernel/db/index.ts';

export async function removePublished(tx: Tx, accountId: string): Promise<void> {
  await tx.deleteFrom('people.directory_entry').where('account_id', '=', accountId).execute();
}

export async function writePublished(
  tx: Tx,
  entry: {
    accountId: string;
    slug: string;
    name: string;
    sortKey: string;
    search: string;
    categories: string[];
    districtId: string | null;
    organisationId: string | null;
    shown: Record<string, unknown>;
    at: Date;
  },
): Promise<void> {
  const values = {
    slug: entry.slug,
    name: entry.name,
    sort_key: entry.sortKey,
    search: entry.search,
    categories: entry.categories,
    district_id: entry.districtId,
    organisation_id: entry.organisationId,
    shown: JSON.stringify(entry.shown),
    updated_at: entry.at,
  };
  await tx
    .insertInto('people.directory_entry')
    .values({ account_id: entry.accountId, ...values })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet(values))
    .execute();
}
