import { type Db, sql } from '../../../kernel/db/index.ts';

/** Somebody who is signed in, as far as it decides whether they may vote. */
export type Voter = {
  accountId: string;
  /** under fourteen, and the guardian has not agreed yet */
  waitsForGuardian: boolean;
  /** has not been through the welcome page */
  nameless: boolean;
  /** verified ones only, and only where they were asked for */
  phone: string | null;
  email: string | null;
  member: boolean;
};

type Row = {
  n: number;
  id: string;
  waits: boolean;
  nameless: boolean;
  phone?: string | null;
  email?: string | null;
  member?: boolean;
};

/** Sessions by their tokens, or accounts whose holder the caller has made sure of. */
export type VoterKeys = { tokens: readonly string[] } | { accountIds: readonly string[] };

/**
 * Whoever these are, in one query however many: in the same order, undefined where a token opens nothing (any more) or
 * the account is disabled.
 * @param at sessions that have expired by then do not count
 * @param ask what is looked up besides: a verified address, an active membership; what is not asked for is null and false
 */
export async function voters(
  db: Db,
  keys: VoterKeys,
  at: Date,
  ask: { addresses: boolean; member: boolean },
): Promise<(Voter | undefined)[]> {
  const addresses = ask.addresses
    ? sql`, case when a.phone_verified then a.phone end as phone,
        case when a.email_verified and not a.email_placeholder then a.email end as email`
    : sql``;
  const member = ask.member
    ? sql`, exists (select from people.membership m where m.account_id = a.id and m.state = 'active') as member`
    : sql``;
  const [list, asked] =
    'tokens' in keys
      ? [
          keys.tokens,
          sql`unnest(${keys.tokens as string[]}::text[]) with ordinality t (token, n)
            join people.session s on s.token = t.token and s.expires_at > ${at} join people.account a on a.id = s.account_id`,
        ]
      : [
          keys.accountIds,
          sql`unnest(${keys.accountIds as string[]}::uuid[]) with ordinality t (id, n) join people.account a on a.id = t.id`,
        ];
  const { rows } = await sql<Row>`
    select t.n::int4 as n, a.id, a.name = '' as nameless,
      exists (select from people.guardian w where w.account_id = a.id and w.state = 'asked') as waits ${addresses} ${member}
    from ${asked} where a.disabled_at is null`.execute(db);
  const found: (Voter | undefined)[] = new Array(list.length);
  for (const { n, id, waits, nameless, phone = null, email = null, member: isMember = false } of rows)
    found[n - 1] = { accountId: id, waitsForGuardian: waits, nameless, phone, email, member: isMember };
  return found;
}
