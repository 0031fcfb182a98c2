import { inTransaction } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { RoutingModel } from '../routing/routing-model.ts';
import { trainRoutingGently } from '../routing/train-routing.ts';
import { decidedCases, decisionsSince, insertModel, modelBytes, newestModel } from './routing-store.queries.ts';

/** With fewer decided cases than this nothing is trained: names and past cases say more. */
export const fewestRows = 300;
const mostRows = 20_000;
/** Trained anew once so many people decided since the last time. */
const decisionsToLearn = 20;

type Kept = { id: string; model: RoutingModel } | null;
const kept = new WeakMap<Kernel, Promise<Kept>>();

/** The newest model, read once a process; null where there is none yet. */
export async function routingModel(k: Kernel): Promise<RoutingModel | null> {
  let reading = kept.get(k);
  if (!reading) {
    reading = readModel(k);
    kept.set(k, reading);
    reading.catch(() => kept.delete(k));
  }
  return (await reading)?.model ?? null;
}

async function readModel(k: Kernel): Promise<Kept> {
  const newest = await newestModel(k.db);
  const bytes = newest && (await modelBytes(k.db, newest.id));
  if (!newest || !bytes) return null;
  try {
    return { id: newest.id, model: RoutingModel.deserialize(bytes) };
  } catch (error) {
    // One that an older program wrote: the next training replaces it.
    k.log.warn({ err: error, model: newest.id }, 'the routing model cannot be read');
    return null;
  }
}

/**
 * Learns from every case that a person sent somewhere with its category. Nothing happens with too few of them, or with
 * hardly any new decision since the last time.
 * @returns how many cases were learned from; null where nothing was trained
 */
export async function trainRoutingModel(
  k: Kernel,
  { force = false }: { force?: boolean } = {},
): Promise<number | null> {
  const newest = await newestModel(k.db);
  if (!force && newest && (await decisionsSince(k.db, newest.trained_at)) < decisionsToLearn) return null;
  const rows = await decidedCases(k.db, mostRows);
  if (rows.length < fewestRows) return null;
  const started = performance.now();
  const model = await trainRoutingGently(rows.reverse());
  const train_seconds = (performance.now() - started) / 1000;
  await inTransaction(k.db, (tx) =>
    insertModel(tx, {
      at: k.clock.now(),
      rows: model.rows,
      labels: model.labels.length,
      train_seconds,
      bytes: Buffer.from(model.serialize()),
    }),
  );
  kept.delete(k);
  await k.live.publish('cases.routing_model');
  k.log.info({ rows: model.rows, labels: model.labels.length, train_seconds }, 'routing trained');
  return model.rows;
}

/** The job, and hearing of models that another process trained. */
export function wireRouting(k: Kernel): void {
  k.jobs.define('cases.train_routing', { cron: '20 3 * * *', expireSeconds: 3600, retryLimit: 1 }, async () => {
    await trainRoutingModel(k);
  });
  k.live.on('cases.routing_model', () => kept.delete(k));
  k.live.onReconnect(() => kept.delete(k));
}
