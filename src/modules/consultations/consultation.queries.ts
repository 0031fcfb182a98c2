import { type Db, newId, sql, type Tx } from '../../kernel/db/index.ts';
import type { LocalDate } from '../../kernel/time/index.ts';
import {
  type ConsultationKind,
  type ConsultationState,
  consultationSettings,
  type Settings,
} from './consultations.rules.ts';

type Common = {
  id: string;
  slug: string;
  title: string;
  summary: string;
  /** Markdown */
  explanation: string;
  departmentId: string;
  audience: string;
  contact: string;
  startsOn: LocalDate;
  /** the last day */
  endsOn: LocalDate;
  shortReason: string;
  state: ConsultationState;
  cancelReason: string;
  openedAt: Date | null;
  answeredAt: Date | null;
  version: number;
};
/** Of several kinds: one of them. */
export type ConsultationOf<K extends ConsultationKind> = K extends ConsultationKind
  ? Common & { kind: K; settings: Settings<K> }
  : never;
export type Consultation = ConsultationOf<ConsultationKind>;

const columns = sql`c.id, c.slug, c.kind, c.title, c.summary, c.explanation, c.department_id as "departmentId", c.audience,
  c.contact, to_char(c.starts_on, 'YYYY-MM-DD') as "startsOn", to_char(c.ends_on, 'YYYY-MM-DD') as "endsOn",
  c.short_reason as "shortReason", c.settings, c.state, c.cancel_reason as "cancelReason", c.opened_at as "openedAt",
  c.answered_at as "answeredAt", c.version`;

type Row = Common & { kind: ConsultationKind; settings: unknown };

function fromRow(row: Row): Consultation {
  return { ...row, settings: consultationSettings[row.kind].parse(row.settings) } as Consultation;
}

/** Of any state. */
export async function consultationBySlug(db: Db, slug: string): Promise<Consultation | undefined> {
  const { rows } = await sql<Row>`select ${columns} from consultations.consultation c where c.slug = ${slug}`.execute(
    db,
  );
  return rows[0] && fromRow(rows[0]);
}

export async function consultationById(db: Db, id: string): Promise<Consultation | undefined> {
  const { rows } = await sql<Row>`select ${columns} from consultations.consultation c where c.id = ${id}`.execute(db);
  return rows[0] && fromRow(rows[0]);
}

/** Locks the row until the end of the transaction: conveners' acts wait for each other and for who is handing in. */
export async function lockConsultation(tx: Tx, id: string): Promise<Consultation | undefined> {
  await sql`select from consultations.consultation where id = ${id} for no key update`.execute(tx);
  return consultationById(tx, id);
}

/** The same for whoever hands in: they do not wait for each other, and the state stays as it is until they are done. */
export async function holdConsultation(tx: Tx, id: string): Promise<Consultation | undefined> {
  await sql`select from consultations.consultation where id = ${id} for share`.execute(tx);
  return consultationById(tx, id);
}

export type NewStep = {
  consultationId: string;
  subjectId?: string | null;
  byId: string | null;
  byAs: 'convener' | 'moderator' | 'resident' | 'system';
  act: string;
  details?: Record<string, unknown>;
};

/** One line in the record of everything that was done. */
export async function insertStep(tx: Tx, at: Date, step: NewStep): Promise<void> {
  await sql`insert into consultations.step (id, consultation_id, subject_id, at, by_id, by_as, act, details)
    values (${newId()}, ${step.consultationId}, ${step.subjectId ?? null}, ${at}, ${step.byId}, ${step.byAs}, ${step.act},
      ${JSON.stringify(step.details ?? {})}::jsonb)`.execute(tx);
}
