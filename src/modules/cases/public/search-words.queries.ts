import { type Db, sql } from '../../../kernel/db/index.ts';

/** Adds counts to the day's words. */
export async function addSearches(db: Db, day: string, words: ReadonlyMap<string, number>): Promise<void> {
  // In one order, so that two processes that flush at once do not wait for each other.
  const rows = [...words].sort(([a], [b]) => (a < b ? -1 : 1)).map(([word, searches]) => ({ word, searches }));
  await sql`
    insert into cases.search_word as w (day, word, searches)
    select ${day}::date, r.word, r.searches from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(word text, searches int)
    on conflict (day, word) do update set searches = w.searches + excluded.searches`.execute(db);
}

/** The words searched for most since a day, each at least so often; the more often first, then by the word. */
export async function mostSearched(db: Db, since: string, least: number, limit: number): Promise<string[]> {
  const { rows } = await sql<{ word: string }>`
    select word from cases.search_word where day >= ${since}::date group by word
    having sum(searches) >= ${least} order by sum(searches) desc, word limit ${limit}`.execute(db);
  return rows.map((row) => row.word);
}

export async function forgetSearches(db: Db, before: string): Promise<void> {
  await sql`delete from cases.search_word where day < ${before}::date`.execute(db);
}
