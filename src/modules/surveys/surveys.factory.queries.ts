import { sql, type Tx } from '../../kernel/db/index.ts';
import type { Survey } from './survey.queries.ts';

/** Test data, written straight. */
export async function insertMadeSurvey(
  tx: Tx,
  given: Omit<Survey, 'formVersion' | 'cancelReason' | 'createdAt' | 'version'> & { at: Date },
): Promise<void> {
  await sql`insert into surveys.survey (id, slug, title, titles, summary, intro, thanks, department_id, contact, state, starts_at,
      ends_at, way, named, results, smallest_group, default_language, cancel_reason, created_at, opened_at, closed_at,
      published_at)
    values (${given.id}, ${given.slug}, ${given.title}, ${JSON.stringify(given.titles)}::jsonb, ${given.summary},
      ${JSON.stringify(given.intro)}::jsonb, ${JSON.stringify(given.thanks)}::jsonb, ${given.departmentId}, ${given.contact},
      ${given.state}, ${given.startsAt}, ${given.endsAt}, ${given.way}, ${given.named}, ${given.results},
      ${given.smallestGroup}, ${given.defaultLanguage}, ${given.state === 'cancelled' ? 'called off' : ''}, ${given.at},
      ${given.openedAt}, ${given.closedAt}, ${given.publishedAt})`.execute(tx);
}
