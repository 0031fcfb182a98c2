import { inTransaction, type Tx } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Notification } from '../../../kernel/notify/index.ts';
import type { DeliveredEvent } from '../../../kernel/outbox/index.ts';
import { type Consultation, consultationById } from '../consultation.queries.ts';
import type { Outcome } from '../desk/desk.rules.ts';
import { senderOf } from '../intake/intake.queries.ts';
import { accountsToTell, lateDecision, lettersToTell } from './result.queries.ts';

// keys: consultations.notify.outcome_*

const tellJob = 'consultations.tell_outcomes';
const batch = 500;
const first = '00000000-0000-0000-0000-000000000000';

/**
 * Tells everybody what became of theirs once the result is published: each account and each letter once, however often this
 * runs. Who wrote on paper is told by the department; see the list on the desk of the result.
 */
export function tellContributors(k: Kernel): void {
  k.notify.declareKinds([
    { kind: 'consultations.outcome_one', group: 'consultations.outcome' },
    { kind: 'consultations.outcome_many', group: 'consultations.outcome' },
  ]);
  k.jobs.define<{ consultationId: string }>(tellJob, { retryLimit: 5, expireSeconds: 1800 }, ({ consultationId }) =>
    tellAll(k, consultationId),
  );
  k.outbox.subscribe({
    name: 'consultations.tell_outcomes',
    types: ['consultations.answer'],
    handle: async (tx, { subject, payload }) => {
      if (payload.kind !== 'draft') return;
      await k.jobs.send(tx, tellJob, { consultationId: subject }, { singletonKey: subject });
    },
  });
  k.outbox.subscribe({
    name: 'consultations.tell_late_outcome',
    types: ['consultations.decide_opinion', 'consultations.contribution_restored'],
    handle: (tx, event) => tellLate(k, tx, event),
  });
}

/** What was hidden when the result was published, and stands again or is decided only now. */
async function tellLate(k: Kernel, tx: Tx, event: DeliveredEvent): Promise<void> {
  const { subjectId } = event.payload as { subjectId: string | null };
  const consultation = subjectId === null ? undefined : await consultationById(tx, event.subject);
  if (consultation?.state !== 'answered' || subjectId === null) return;
  // Events come after their facts: what was decided before the result was published is told with all others.
  if (consultation.answeredAt === null || event.at <= consultation.answeredAt) return;
  const late = await lateDecision(tx, subjectId);
  if (!late) return;
  const email = late.accountId === null ? (await senderOf(tx, subjectId))?.email : undefined;
  const to =
    late.accountId !== null ? { accountId: late.accountId } : email ? { email, locale: 'zh-CN' as const } : null;
  if (!to) return;
  const told = { to, count: 1, number: late.number, outcome: late.outcome };
  await k.notify.send(tx, event.at, message(consultation, told, `late_outcome:${subjectId}`));
}

type Telling = { to: Notification['to']; count: number; number: number; outcome: Outcome };

function message({ slug, title }: Consultation, { to, count, number, outcome }: Telling, dedupe: string) {
  const one = count === 1;
  const words = { consultation: title, number, count, outcome };
  const isAccount = 'accountId' in to;
  return {
    to,
    kind: one ? 'consultations.outcome_one' : 'consultations.outcome_many',
    params: words,
    link: one || !isAccount ? `/consultations/${slug}/result${one ? `?number=${number}` : ''}` : '/me/contributions',
    dedupe,
  };
}

async function tellAll(k: Kernel, consultationId: string): Promise<void> {
  const consultation = await consultationById(k.db, consultationId);
  if (consultation?.state !== 'answered') return;
  const at = consultation.answeredAt ?? k.clock.now();
  const dedupe = `outcome:${consultationId}`;
  for (let after = first; ; ) {
    const people = await accountsToTell(k.db, consultationId, after, batch);
    const messages = people.map(({ accountId, ...told }) =>
      message(consultation, { ...told, to: { accountId } }, dedupe),
    );
    await inTransaction(k.db, (tx) => k.notify.send(tx, at, ...messages));
    const last = people.at(-1);
    if (!last || people.length < batch) break;
    after = last.accountId;
  }
  for (let after = first; ; ) {
    const letters = await lettersToTell(k.db, consultationId, after, batch);
    const messages = letters.map(({ id, email, numbers, outcome }) =>
      message(
        consultation,
        { to: { email, locale: 'zh-CN' }, count: numbers.length, number: numbers[0] ?? 0, outcome },
        `${dedupe}:${id}`,
      ),
    );
    await inTransaction(k.db, (tx) => k.notify.send(tx, at, ...messages));
    const last = letters.at(-1);
    if (!last || letters.length < batch) break;
    after = last.id;
  }
}
