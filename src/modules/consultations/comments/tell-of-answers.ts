import type { Tx } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { DeliveredEvent } from '../../../kernel/outbox/index.ts';
import { consultationById } from '../consultation.queries.ts';
import { contributionById } from '../contribution.queries.ts';
import { parentOf } from './comment.queries.ts';
import { contributionHref } from './contribution-href.ts';

// keys: consultations.notify.comment_answered.*

/** Tells somebody that their comment was answered by somebody else. */
export function tellOfAnswers(k: Kernel): void {
  k.notify.declareKinds([{ kind: 'consultations.comment_answered', group: 'consultations.mine' }]);
  k.outbox.subscribe({
    name: 'consultations.tell_of_answers',
    types: ['consultations.comment_said'],
    handle: (tx, event) => tell(k, tx, event),
  });
}

async function tell(k: Kernel, tx: Tx, event: DeliveredEvent): Promise<void> {
  const { subjectId, slug } = event.payload as { subjectId: string | null; slug: string };
  const answer = subjectId ? await contributionById(tx, subjectId) : undefined;
  if (answer?.state !== 'visible') return;
  const parentId = await parentOf(tx, answer.id);
  const parent = parentId ? await contributionById(tx, parentId) : undefined;
  if (!parent?.accountId || parent.accountId === answer.accountId) return;
  const consultation = await consultationById(tx, answer.consultationId);
  await k.notify.send(tx, event.at, {
    to: { accountId: parent.accountId },
    kind: 'consultations.comment_answered',
    params: { consultation: consultation?.title ?? '', number: parent.number },
    link: contributionHref({ kind: 'comment', slug, number: parent.number }),
    dedupe: `event:${event.id}`,
  });
}
