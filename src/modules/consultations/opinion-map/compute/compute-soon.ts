import { inTransaction, onCommit, type Tx } from '../../../../kernel/db/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';

export const computeJob = 'consultations.map';
const pause_ms = 3_000;

const planned = new WeakMap<Kernel, Map<string, NodeJS.Timeout>>();

/** After the commit: some seconds later the map is computed with what came in until then. No vote waits for it. */
export function computeSoon(k: Kernel, tx: Tx, consultationId: string): void {
  onCommit(tx, () => {
    const timers = planned.get(k) ?? new Map<string, NodeJS.Timeout>();
    planned.set(k, timers);
    if (timers.has(consultationId)) return;
    const timer = setTimeout(() => {
      timers.delete(consultationId);
      // What is not sent now is found by the clock a minute later.
      inTransaction(k.db, (sending) => sendComputation(k, sending, consultationId)).catch((error) =>
        k.log.warn({ err: error }, 'could not ask for an opinion map to be computed; it is tried again'),
      );
    }, pause_ms);
    timers.set(consultationId, timer.unref());
  });
}

/** At most one waits at a time. */
export async function sendComputation(k: Kernel, tx: Tx, consultationId: string): Promise<void> {
  await k.jobs.send(tx, computeJob, { consultationId }, { singletonKey: consultationId });
}
