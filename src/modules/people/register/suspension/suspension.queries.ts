import { type Db, newId, sql, type Tx } from '../../../../kernel/db/index.ts';
import type { SuspensionRule, SuspensionState } from './suspension.rules.ts';

export type Suspension = {
  id: string;
  membershipId: string;
  state: SuspensionState;
  rule: SuspensionRule;
  facts: string;
  proposedBy: string;
  proposedAt: Date;
  /** YYYY-MM-DD */
  hearingOn: string;
  statement: string;
  statedAt: Date | null;
  decidedBy: string | null;
  decidedAt: Date | null;
  reasons: string;
  /** last day of the suspension, YYYY-MM-DD */
  until: string | null;
  liftedBy: string | null;
  liftedAt: Date | null;
  liftReasons: string;
};

const columns = sql`id, membership_id as "membershipId", state, rule, facts, proposed_by as "proposedBy", proposed_at as "proposedAt",
  hearing_on as "hearingOn", statement, stated_at as "statedAt", decided_by as "decidedBy", decided_at as "decidedAt", reasons,
  until, lifted_by as "liftedBy", lifted_at as "liftedAt", lift_reasons as "liftReasons"`;

/** The unique index refuses a second one while one is proposed or in force. */
export async function insertSuspension(
  tx: Tx,
  given: { membershipId: string; rule: SuspensionRule; facts: string; by: string; hearingOn: string; at: Date },
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('people.suspension')
    .values({
      id,
      membership_id: given.membershipId,
      state: 'proposed',
      rule: given.rule,
      facts: given.facts,
      proposed_by: given.by,
      proposed_at: given.at,
      hearing_on: given.hearingOn,
    })
    .execute();
  return id;
}

export async function suspensionsOf(db: Db, membershipId: string): Promise<Suspension[]> {
  const { rows } = await sql<Suspension>`select ${columns} from people.suspension where membership_id = ${membershipId}
    order by proposed_at, id limit 50`.execute(db);
  return rows;
}

/** The one that is proposed or in force, held until the transaction ends. */
export async function lockOpenSuspension(tx: Tx, membershipId: string): Promise<Suspension | undefined> {
  const { rows } = await sql<Suspension>`select ${columns} from people.suspension
    where membership_id = ${membershipId} and state in ('proposed', 'suspended') for update`.execute(tx);
  return rows[0];
}

export async function writeStatement(tx: Tx, id: string, statement: string, at: Date): Promise<void> {
  await tx.updateTable('people.suspension').set({ statement, stated_at: at }).where('id', '=', id).execute();
}

/** The database refuses it where whoever decides is who proposed. */
export async function decideOnSuspension(
  tx: Tx,
  id: string,
  given: { state: 'suspended' | 'dismissed'; by: string; reasons: string; until: string | null; at: Date },
): Promise<void> {
  await tx
    .updateTable('people.suspension')
    .set({
      state: given.state,
      decided_by: given.by,
      decided_at: given.at,
      reasons: given.reasons,
      until: given.until,
    })
    .where('id', '=', id)
    .execute();
}

/** @param by null: its last day is over */
export async function liftIt(tx: Tx, id: string, by: string | null, reasons: string, at: Date): Promise<void> {
  await tx
    .updateTable('people.suspension')
    .set({ state: 'lifted', lifted_by: by, lifted_at: at, lift_reasons: reasons })
    .where('id', '=', id)
    .execute();
}

/** With the membership an undecided suspension falls away, and what was written in any of them is erased. */
export async function endSuspensions(tx: Tx, membershipId: string, at: Date): Promise<void> {
  await sql`update people.suspension set facts = '', statement = '', reasons = '', lift_reasons = '',
    lifted_at = case state when 'suspended' then ${at} else lifted_at end,
    state = case state when 'proposed' then 'dropped' when 'suspended' then 'lifted' else state end
    where membership_id = ${membershipId}`.execute(tx);
}

/** Members whose suspension had its last day before today. */
export async function suspensionsOver(db: Db, today: string, limit: number): Promise<{ accountId: string }[]> {
  const { rows } = await sql<{ accountId: string }>`select m.account_id as "accountId" from people.suspension s
    join people.membership m on m.id = s.membership_id
    where s.state = 'suspended' and s.until < ${today}::date order by s.until, s.id limit ${limit}`.execute(db);
  return rows;
}
