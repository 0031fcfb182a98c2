import { setImmediate } from 'node:timers/promises';
import { inTransaction } from '../../../../kernel/db/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { headsOf } from './alike.ts';
import {
  lockLikeness,
  opinionsToCompare,
  replaceLikeness,
  staleConsultations,
  staleParagraphs,
} from './likeness.queries.ts';

export const likenessJob = 'consultations.likeness';

/** Opinions come in bunches; each bunch is compared once. */
const soon_ms = 20_000;

/**
 * Compares the opinions of each paragraph where something came in, was changed or went.
 * @returns how many paragraphs were compared
 */
export async function keepLikeness(k: Kernel, consultationId: string): Promise<number> {
  const stale = await staleParagraphs(k.db, consultationId);
  for (const anchor of stale) await compareParagraph(k, consultationId, anchor);
  return stale.length;
}

async function compareParagraph(k: Kernel, consultationId: string, anchor: string | null): Promise<void> {
  await inTransaction(k.db, async (tx) => {
    await lockLikeness(tx, consultationId);
    const opinions = await opinionsToCompare(tx, consultationId, anchor);
    const heads = await headsOf(opinions, () => setImmediate());
    const rows = opinions.map(({ id, number, digest }) => ({ id, digest, head: heads.get(number) ?? number }));
    await replaceLikeness(tx, consultationId, anchor, rows);
  });
}

/** Found by a job soon after an opinion came or went; a time table catches what no event told of. */
export function wireLikeness(k: Kernel): void {
  k.jobs.define<{ consultationId?: string }>(
    likenessJob,
    { cron: '*/10 * * * *', retryLimit: 1, expireSeconds: 900 },
    async ({ consultationId }) => {
      const ids = consultationId ? [consultationId] : await staleConsultations(k.db);
      for (const id of ids) await keepLikeness(k, id);
    },
  );
  k.outbox.subscribe({
    name: 'consultations.likeness',
    types: [
      'consultations.comment_said',
      'consultations.letter_entered',
      'consultations.contribution_withdrawn',
      'consultations.contribution_hidden',
      'consultations.contribution_restored',
    ],
    handle: async (tx, { subject }) => {
      const startAfter = new Date(k.clock.now().getTime() + soon_ms);
      await k.jobs.send(tx, likenessJob, { consultationId: subject }, { singletonKey: subject, startAfter });
    },
  });
}
