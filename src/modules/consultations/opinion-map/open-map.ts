import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { localDate } from '../../../kernel/time/index.ts';
import { type ConsultationOf, consultationBySlug } from '../consultation.queries.ts';
import { type Status, statusOn } from '../consultations.rules.ts';
import './opinion-map.errors.ts';
import { figuresOf } from './compute/map-state.queries.ts';
import type { StatementToShow } from './math/opinion-map.ts';
import { type Statement, statementsOf } from './statements/statement.queries.ts';
import { newParticipantKey, unlockParticipantKey } from './voting/map-keys.ts';
import { beginMap, type MapRow, mapRow } from './voting/participant.queries.ts';

/** Everything that voting must know of a map, in memory. */
export type OpenMap = {
  id: string;
  slug: string;
  consultation: ConsultationOf<'map'>;
  row: MapRow;
  /** null once the map is answered: nobody's votes can be found any more */
  participantKey: Buffer | null;
  /** that may be shown, by number */
  statements: readonly Statement[];
  byNumber: ReadonlyMap<number, Statement>;
  /** hidden, withdrawn, merged */
  gone: ReadonlySet<number>;
  /** what chooses the next statement, as of the last computation */
  toShow: readonly StatementToShow[];
};

type Kept = { at: number; value: Promise<OpenMap | undefined>; fresh: OpenMap | undefined };

const fresh_ms = 2_000;
const shelves = new WeakMap<Kernel, Map<string, Kept>>();

/**
 * A published map by its address; undefined where there is none. At most some seconds old: what was hidden a moment ago may
 * still be shown, and votes on it are left out of every result.
 */
export function openMap(k: Kernel, slug: string): Promise<OpenMap | undefined> | OpenMap {
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
      // Made-up names must not fill the memory.
      if (!loaded && shelf.get(slug) === entry) shelf.delete(slug);
    },
    () => {
      if (shelf.get(slug) === entry) shelf.delete(slug);
    },
  );
  // Whoever votes while it is read anew does not wait for it.
  return kept?.fresh && now - kept.at < 3 * fresh_ms ? kept.fresh : value;
}

/** @throws AppError consultations.not_found */
export async function requireMap(k: Kernel, slug: string): Promise<OpenMap> {
  const found = /^[a-z0-9-]{3,60}$/.test(slug) ? await openMap(k, slug) : undefined;
  return found ?? fail('consultations.not_found');
}

/** Something was done to a map: what is kept of it is read anew. */
export function forgetMaps(k: Kernel): void {
  shelves.get(k)?.clear();
}

export function statusOf(k: Kernel, map: OpenMap): Status {
  return statusOn(map.consultation, localDate(k.clock.now(), k.config.TIME_ZONE));
}

async function load(k: Kernel, slug: string): Promise<OpenMap | undefined> {
  const found = await consultationBySlug(k.db, slug);
  // One that was called off before it was opened was never published.
  if (found?.kind !== 'map' || found.openedAt === null) return undefined;
  return mapFacts(k, found);
}

/** The same of any map, one that is still prepared included, read now. */
export async function mapFacts(k: Kernel, consultation: ConsultationOf<'map'>): Promise<OpenMap> {
  const { id, slug } = consultation;
  let row = await mapRow(k.db, id);
  if (!row) {
    await beginMap(k.db, id, newParticipantKey(k, id));
    row = (await mapRow(k.db, id)) as MapRow;
  }
  const [all, figures] = await Promise.all([statementsOf(k.db, id), figuresOf(k.db, id)]);
  const statements = all.filter(({ state }) => state === 'visible');
  const known = new Map(figures.map((each) => [each.statement, each]));
  return {
    id,
    slug,
    consultation,
    row,
    participantKey: row.participantKey && unlockParticipantKey(k, id, row.participantKey),
    statements,
    byNumber: new Map(statements.map((each) => [each.number, each])),
    gone: new Set(all.filter(({ state }) => state !== 'visible').map(({ number }) => number)),
    toShow: statements.map(({ number }) => toShow(number, known.get(number))),
  };
}

function toShow(
  statement: number,
  figures: Awaited<ReturnType<typeof figuresOf>>[number] | undefined,
): StatementToShow {
  if (!figures) return { statement, agrees: 0, passes: 0, seen: 0, extremity: 0 };
  const { agrees, passes, seen } = figures.all;
  return { statement, agrees, passes, seen, extremity: figures.extremity };
}
