import { type Db, sql } from '../../kernel/db/index.ts';

export type AccountWithRoles = {
  id: string;
  name: string;
  displayName: string;
  locale: string;
  disabled: boolean;
  roles: { role: string; departmentId: string | null }[];
  secondFactorAt: Date | null;
  /** under fourteen, and the guardian has not agreed yet */
  waitsForGuardian: boolean;
};

/** One round trip for what every signed-in request needs. */
export async function accountWithRoles(
  db: Db,
  accountId: string,
  sessionId: string | null,
): Promise<AccountWithRoles | undefined> {
  const { rows } = await sql<AccountWithRoles>`
    select a.id, a.name, a.display_name as "displayName", a.locale, a.disabled_at is not null as disabled,
      coalesce((select jsonb_agg(jsonb_build_object('role', g.role, 'departmentId', g.department_id)) from people.role_grant g where g.account_id = a.id), '[]') as roles,
      (select s.second_factor_at from people.session s where s.id = ${sessionId}) as "secondFactorAt",
      exists (select from people.guardian w where w.account_id = a.id and w.state = 'asked') as "waitsForGuardian"
    from people.account a where a.id = ${accountId}`.execute(db);
  return rows[0];
}
