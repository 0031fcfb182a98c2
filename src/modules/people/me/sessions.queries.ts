import type { Db } from '../../../kernel/db/index.ts';

export type SessionRow = {
  id: string;
  ip: string;
  userAgent: string;
  createdAt: Date;
  /** to within a day */
  usedAt: Date;
  secondFactor: boolean;
};

export async function sessionsOf(db: Db, accountId: string): Promise<SessionRow[]> {
  const rows = await db
    .selectFrom('people.session')
    .select(['id', 'ip_address', 'user_agent', 'created_at', 'updated_at', 'second_factor_at'])
    .where('account_id', '=', accountId)
    .orderBy('updated_at', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    ip: row.ip_address ?? '',
    userAgent: row.user_agent ?? '',
    createdAt: row.created_at,
    usedAt: row.updated_at,
    secondFactor: row.second_factor_at !== null,
  }));
}
