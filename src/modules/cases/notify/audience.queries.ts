import { type Db, sql } from '../../../kernel/db/index.ts';
import type { Locale } from '../../../kernel/i18n/index.ts';
import type { CaseFacts } from '../cases.policy.ts';
import type { CaseState } from '../cases.rules.ts';

export type Audience = {
  number: string;
  title: string;
  due_at: Date | null;
  facts: Pick<CaseFacts, 'state' | 'confidential' | 'hidden' | 'acceptedAt'>;
  author: { accountId: string | null; email: string; phone: string; locale: Locale };
  /** accounts that follow it, without its author */
  followers: string[];
  /** authors without an account whose letters were merged into it, as they left word to be reached */
  merged: { email: string; phone: string; locale: Locale }[];
};

/** Whom an event of a case concerns: its author as they left word to be reached, and its followers. */
export async function audienceOf(db: Db, caseId: string): Promise<Audience | undefined> {
  const { rows } = await sql<{
    number: string;
    title: string;
    due_at: Date | null;
    state: CaseState;
    confidential: boolean;
    hidden: boolean;
    accepted_at: Date | null;
    account_id: string | null;
    email: string;
    phone: string;
    locale: Locale;
    followers: string[];
    merged: Audience['merged'];
  }>`
    select c.number, c.title, c.due_at, c.state, c.confidential, c.hidden, c.accepted_at, a.account_id, a.email, a.phone, a.locale,
      array(select f.account_id::text from cases.follower f where f.case_id = c.id and f.account_id is distinct from a.account_id) as followers,
      (select coalesce(jsonb_agg(jsonb_build_object('email', w.email, 'phone', w.phone, 'locale', w.locale) order by m.id), '[]')
        from cases.case m join cases.author w on w.case_id = m.id
        where m.merged_into_id = c.id and w.account_id is null and (w.email <> '' or w.phone <> '')) as merged
    from cases.case c join cases.author a on a.case_id = c.id where c.id = ${caseId}`.execute(db);
  const row = rows[0];
  if (!row) return undefined;
  const { state, confidential, hidden, accepted_at, account_id, email, phone, locale, ...rest } = row;
  return {
    ...rest,
    facts: { state, confidential, hidden, acceptedAt: accepted_at },
    author: { accountId: account_id, email, phone, locale },
  };
}
