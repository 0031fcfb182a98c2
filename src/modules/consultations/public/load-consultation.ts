import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { isSlug } from '../../../kernel/text/index.ts';
import { type LocalDate, localDate } from '../../../kernel/time/index.ts';
import { departmentBook } from '../../people/index.ts';
import { type Consultation, consultationBySlug } from '../consultation.queries.ts';
import '../consultations.errors.ts';
import { statusOn } from '../consultations.rules.ts';
import { annexesOf, conveneLine, notesOf, publicLines } from '../convene/convene.queries.ts';
import { hearingsOf } from '../convene/hearing.queries.ts';

export function todayOf(k: Kernel): LocalDate {
  return localDate(k.clock.now(), k.config.TIME_ZONE);
}

/**
 * A consultation that everybody may read.
 * @throws AppError consultations.not_found for one in preparation as for none
 */
export async function publishedConsultation(k: Kernel, slug: string): Promise<Consultation> {
  const found = isSlug(slug) ? await consultationBySlug(k.db, slug) : undefined;
  // One that was called off before it was opened was never published.
  if (!found || found.openedAt === null) return fail('consultations.not_found');
  return found;
}

/** Everything that a draft's own page shows. */
export async function loadConsultationPage(k: Kernel, consultation: Consultation) {
  const { id } = consultation;
  const today = todayOf(k);
  const [departments, annexes, notes, hearings, line] = await Promise.all([
    departmentBook(k),
    annexesOf(k.db, id),
    notesOf(k.db, id),
    hearingsOf(k.db, id),
    conveneLine(k.db, id),
  ]);
  const status = statusOn(consultation, today);
  return {
    ...{ consultation, status, today, departments, annexes, notes, hearings },
    contributions: line?.contributions ?? 0,
  };
}
export type ConsultationView = Awaited<ReturnType<typeof loadConsultationPage>>;

const pageSize = 20;

/** One part of the list, with whether there is more. */
export async function findConsultations(
  k: Kernel,
  filter: Omit<Parameters<typeof publicLines>[1], 'today'>,
  after: Parameters<typeof publicLines>[2],
  limit = pageSize,
) {
  const rows = await publicLines(k.db, { ...filter, today: todayOf(k) }, after, limit + 1);
  return { rows: rows.slice(0, limit), more: rows.length > limit };
}
export type Found = Awaited<ReturnType<typeof findConsultations>>;
