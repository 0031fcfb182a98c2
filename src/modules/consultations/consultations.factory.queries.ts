import { sql, type Tx } from '../../kernel/db/index.ts';
import type { LocalDate } from '../../kernel/time/index.ts';

export async function insertMadeConsultation(
  tx: Tx,
  row: {
    id: string;
    slug: string;
    kind: string;
    title: string;
    departmentId: string;
    startsOn: LocalDate;
    endsOn: LocalDate;
    state: string;
    settings: unknown;
    at: Date;
  },
): Promise<void> {
  const opened = row.state === 'draft' || row.state === 'cancelled' ? null : row.at;
  await sql`insert into consultations.consultation (id, slug, kind, title, summary, explanation, department_id, starts_on,
      ends_on, short_reason, settings, state, cancel_reason, created_at, opened_at, answered_at)
    values (${row.id}, ${row.slug}, ${row.kind}, ${row.title}, '', '', ${row.departmentId}, ${row.startsOn}, ${row.endsOn},
      'short for a test', ${JSON.stringify(row.settings)}::jsonb, ${row.state}, ${row.state === 'cancelled' ? 'called off' : ''}, ${row.at},
      ${opened}, ${row.state === 'answered' ? row.at : null})`.execute(tx);
}
