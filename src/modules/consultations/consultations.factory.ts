import { randomBytes } from 'node:crypto';
import { inTransaction, newId } from '../../kernel/db/index.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { addDays, localDate } from '../../kernel/time/index.ts';
import { makeAccount, makeDepartment } from '../people/people.factory.ts';
import { type ConsultationOf, consultationById } from './consultation.queries.ts';
import { insertMadeConsultation } from './consultations.factory.queries.ts';
import { type ConsultationKind, type ConsultationState, consultationSettings } from './consultations.rules.ts';
import { insertContribution } from './contribution.queries.ts';

type Account = Awaited<ReturnType<typeof makeAccount>>;

/** Test data: a consultation that runs, written straight into the tables, and its convener. */
export async function makeConsultation<K extends ConsultationKind>(
  k: Kernel,
  kind: K,
  given: {
    slug?: string;
    title?: string;
    state?: ConsultationState;
    departmentId?: string;
    /** days from today */
    from?: number;
    to?: number;
    settings?: Record<string, unknown>;
  } = {},
): Promise<{ consultation: ConsultationOf<K>; convener: Account }> {
  const departmentId = given.departmentId ?? (await makeDepartment(k));
  const convener = await makeAccount(k, { name: '召集人', roles: [{ role: 'convener', departmentId }] });
  const id = newId();
  const today = localDate(k.clock.now(), k.config.TIME_ZONE);
  await inTransaction(k.db, (tx) =>
    insertMadeConsultation(tx, {
      id,
      slug: given.slug ?? `c-${randomBytes(4).toString('hex')}`,
      kind,
      title: given.title ?? '河滨步道管理办法',
      departmentId,
      startsOn: addDays(today, given.from ?? -5),
      endsOn: addDays(today, given.to ?? 25),
      state: given.state ?? 'open',
      settings: consultationSettings[kind].parse(given.settings ?? {}),
      at: k.clock.now(),
    }),
  );
  const consultation = await consultationById(k.db, id);
  if (!consultation) throw new Error('the consultation was not made');
  return { consultation: consultation as ConsultationOf<K>, convener };
}

/** Test data: a comment, idea or statement as its kind of consultation takes it, without the rows of its part. */
export async function makeContribution(
  k: Kernel,
  consultation: ConsultationOf<ConsultationKind>,
  given: { text?: string; accountId?: string | null; shownAs?: string; organisationId?: string | null } = {},
): Promise<{ id: string; number: number }> {
  const kinds = { draft: 'comment', ideas: 'idea', map: 'statement' } as const;
  return inTransaction(k.db, (tx) =>
    insertContribution(tx, k.clock.now(), {
      consultationId: consultation.id,
      kind: kinds[consultation.kind],
      accountId: given.accountId ?? null,
      shownAs: given.shownAs ?? '临河居民',
      organisationId: given.organisationId ?? null,
      way: 'web',
      text: given.text ?? '第三条的开放时间请再早一点。',
    }),
  );
}
