import { sql, type Tx } from '../../kernel/db/index.ts';

/** A department in a database that is thrown away. */
export async function insertPassingDepartment(tx: Tx, id: string): Promise<void> {
  await sql`insert into people.department (id, code, name, short_name, kind)
    values (${id}, 'eval', '{"zh-CN":"Count"}'::jsonb, '{"zh-CN":"Count"}'::jsonb, 'bureau')`.execute(tx);
}

/** People who are signed in, one for each token (small letters and digits), in a database that is thrown away. */
export async function insertPassingPeople(tx: Tx, tokens: readonly string[], until: Date): Promise<void> {
  await sql`with made as (
      insert into people.account (id, name, email, email_verified)
      select uuidv7(), 'voter', token || '@eval.example', true from unnest(${tokens as string[]}::text[]) token returning id, email)
    insert into people.session (id, token, account_id, expires_at)
    select uuidv7(), split_part(email, '@', 1), id, ${until} from made`.execute(tx);
}
