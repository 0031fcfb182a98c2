import type { Kernel } from '../../../kernel/kernel.ts';
import { type Competition, competitionBySlug } from '../competition.queries.ts';
import { type Stage, stageTime } from '../competitions.rules.ts';
import { type FieldEntry, fieldOf } from '../field.queries.ts';
import type { InStage } from './ballot.queries.ts';
import { beginBallot } from './begin-ballot.ts';
import type { LogHash } from './log/digest.ts';
import { unlockKey } from './log/keys.ts';

/** Everything that casting must know and that cannot change while voting runs, in memory. */
export type OpenBallot = InStage & {
  competition: Competition;
  stage: Stage<'ballot'>;
  hash: LogHash;
  origin: string;
  publicKey: Buffer;
  /** as it is stored, encrypted */
  privateKey: Buffer;
  /** null once the results are final */
  rollKey: Buffer | null;
  /** by number */
  entries: readonly FieldEntry[];
  /** number of an entry → position of its category */
  field: ReadonlyMap<number, number>;
  /** position of a category → how many entries it has here */
  sizes: ReadonlyMap<number, number>;
};

type Kept = { at: number; value: Promise<OpenBallot | undefined>; fresh: OpenBallot | undefined };

const fresh_ms = 2_000;
const shelves = new WeakMap<Kernel, Map<string, Kept>>();

/**
 * The ballot that runs in a competition, else the next, else the last one; undefined without any, or while it is a draft.
 * At most some seconds old: what it holds stands still while voting runs, but for an end that the organiser moves.
 */
export function openBallot(k: Kernel, slug: string): Promise<OpenBallot | undefined> | OpenBallot {
  const shelf = shelves.get(k) ?? new Map<string, Kept>();
  shelves.set(k, shelf);
  const kept = shelf.get(slug);
  const now = performance.now();
  if (kept && now - kept.at < fresh_ms) return kept.fresh ?? kept.value;
  const value = load(k, slug);
  const entry: Kept = { at: now, value, fresh: undefined };
  shelf.set(slug, entry);
  value.then(
    (loaded) => {
      entry.fresh = loaded;
      // Made-up names must not fill the memory, nor push out what is in use.
      if (!loaded && shelf.get(slug) === entry) shelf.delete(slug);
    },
    () => {
      if (shelf.get(slug) === entry) shelf.delete(slug);
    },
  );
  // Whoever votes while it is read anew does not wait for it.
  return kept?.fresh && now - kept.at < 3 * fresh_ms ? kept.fresh : value;
}

/** Something was done to a competition: what is kept of it is read anew. */
export function forgetBallots(k: Kernel): void {
  shelves.get(k)?.clear();
}

/** The stage that somebody means who goes to vote: running, else the next one, else the last one. */
export function currentBallot(competition: Pick<Competition, 'stages'>, at: Date): Stage<'ballot'> | undefined {
  const stages = competition.stages.filter((stage): stage is Stage<'ballot'> => stage.kind === 'ballot');
  return (
    stages.find((stage) => stageTime(stage, at) === 'running') ??
    stages.find((stage) => stageTime(stage, at) === 'waiting') ??
    stages.at(-1)
  );
}

async function load(k: Kernel, slug: string): Promise<OpenBallot | undefined> {
  const competition = await competitionBySlug(k.db, slug);
  // One that was called off before it was opened was never published.
  if (!competition || competition.state === 'draft' || competition.openedAt === null) return undefined;
  const stage = currentBallot(competition, k.clock.now());
  return stage && ballotFacts(k, competition, stage);
}

/** The same, of any stage, read now. */
export async function ballotFacts(k: Kernel, competition: Competition, stage: Stage<'ballot'>): Promise<OpenBallot> {
  const [ballot, entries] = await Promise.all([
    beginBallot(k, k.db, competition, stage),
    fieldOf(k.db, competition, stage),
  ]);
  const categories = new Map(competition.categories.map(({ id, position }) => [id, position]));
  const field = new Map(entries.map(({ number, categoryId }) => [number, categories.get(categoryId) ?? 0]));
  const sizes = new Map<number, number>();
  for (const category of field.values()) sizes.set(category, (sizes.get(category) ?? 0) + 1);
  const { hash, origin, publicKey, privateKey, rollKey } = ballot;
  return {
    competitionId: competition.id,
    stageId: stage.id,
    competition,
    stage,
    hash,
    origin,
    publicKey,
    privateKey,
    rollKey: rollKey && unlockKey(k, stage.id, rollKey),
    entries,
    field,
    sizes,
  };
}
