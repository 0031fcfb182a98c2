import { type Db, newId, sql, type Tx } from '../../kernel/db/index.ts';
import type { ContributionKind, ContributionState, ContributionWay } from './consultations.rules.ts';

export type Contribution = {
  id: string;
  consultationId: string;
  kind: ContributionKind;
  /** within consultation and kind, in the order of coming in */
  number: number;
  accountId: string | null;
  shownAs: string;
  organisationId: string | null;
  way: ContributionWay;
  text: string;
  state: ContributionState;
  createdAt: Date;
  supports: number;
};

export type NewContribution = Pick<
  Contribution,
  'consultationId' | 'kind' | 'accountId' | 'shownAs' | 'organisationId' | 'way' | 'text'
> & { enteredBy?: string | null; formToken?: string | null };

/**
 * Writes a contribution with the next number of its kind. A form that was sent before with the same token makes nothing: its
 * contribution is given back with `again`.
 */
export async function insertContribution(
  tx: Tx,
  at: Date,
  given: NewContribution,
): Promise<{ id: string; number: number; again: boolean }> {
  // Whoever sends the same form at the same time waits here.
  const { rows: numbered } = await sql<{ last_number: number }>`
    insert into consultations.numbering (consultation_id, kind, last_number)
    values (${given.consultationId}, ${given.kind}, 1)
    on conflict (consultation_id, kind) do update set last_number = numbering.last_number + 1
    returning last_number`.execute(tx);
  const sent = given.formToken ? await sentBefore(tx, given.consultationId, given.formToken) : undefined;
  if (sent) {
    await sql`update consultations.numbering set last_number = last_number - 1
      where consultation_id = ${given.consultationId} and kind = ${given.kind}`.execute(tx);
    return { ...sent, again: true };
  }
  const id = newId();
  const number = numbered[0]?.last_number ?? 1;
  await sql`insert into consultations.contribution (id, consultation_id, kind, number, account_id, shown_as, organisation_id,
      way, entered_by, text, created_at, form_token)
    values (${id}, ${given.consultationId}, ${given.kind}, ${number}, ${given.accountId}, ${given.shownAs},
      ${given.organisationId}, ${given.way}, ${given.enteredBy ?? null}, ${given.text}, ${at}, ${given.formToken ?? null})`.execute(
    tx,
  );
  return { id, number, again: false };
}

async function sentBefore(tx: Tx, consultationId: string, token: string) {
  const { rows } = await sql<{ id: string; number: number }>`select id, number from consultations.contribution
    where consultation_id = ${consultationId} and form_token = ${token}`.execute(tx);
  return rows[0];
}

export const contributionColumns = sql`n.id, n.consultation_id as "consultationId", n.kind, n.number, n.account_id as "accountId",
  n.shown_as as "shownAs", n.organisation_id as "organisationId", n.way, n.text, n.state, n.created_at as "createdAt",
  n.supports`;

/** Of any state; locked until the end of the transaction where it is to be changed. */
export async function contributionById(
  db: Db,
  id: string,
  { lock = false }: { lock?: boolean } = {},
): Promise<Contribution | undefined> {
  const { rows } =
    await sql<Contribution>`select ${contributionColumns} from consultations.contribution n where n.id = ${id}
    ${lock ? sql`for no key update` : sql``}`.execute(db);
  return rows[0];
}

export async function updateContributionState(tx: Tx, id: string, state: ContributionState): Promise<void> {
  await sql`update consultations.contribution set state = ${state} where id = ${id}`.execute(tx);
}
