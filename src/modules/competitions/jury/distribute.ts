/** A juror as entries are given out: `categories` null: all of them. */
export type Seat = { id: string; categories: ReadonlySet<string> | null };
export type Piece = { id: string; categoryId: string };
export type Given = { entryId: string; jurorId: string };

export type Question = {
  /** in the order in which they are given out */
  entries: readonly Piece[];
  jurors: readonly Seat[];
  /** those who may not score an entry, by entry */
  barred: ReadonlyMap<string, ReadonlySet<string>>;
  /** given already; stays as it is */
  standing: readonly Given[];
  /** jurors for each entry; null: all who may */
  each: number | null;
};

export type Answer = {
  /** what is new */
  given: Given[];
  /** entries that get fewer than asked for, because nobody else may score them */
  short: { entryId: string; has: number }[];
};

/** Whether a juror may be given an entry: theirs by category, and no conflict known. */
export function maySit(question: Pick<Question, 'barred'>, juror: Seat, entry: Piece): boolean {
  if (juror.categories !== null && !juror.categories.has(entry.categoryId)) return false;
  return !question.barred.get(entry.id)?.has(juror.id);
}

/** The same numbers each time, spread over 32 bits: so that the same jurors do not always sit together. */
function mixed(a: string, b: string): number {
  let hash = 0x811c9dc5;
  for (const char of `${a}${b}`) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193) >>> 0;
  return hash;
}

/**
 * Gives entries to jurors: every entry gets as many as asked for, nobody one they may not score, and loads differ as
 * little as the conflicts and categories allow. Fills gaps only: what stands is not touched. The same question has the
 * same answer.
 */
export function distribute(question: Question): Answer {
  const { entries, jurors, standing, each } = question;
  const sitting = new Map<string, Set<string>>(entries.map(({ id }) => [id, new Set()]));
  const load = new Map<string, number>(jurors.map(({ id }) => [id, 0]));
  for (const { entryId, jurorId } of standing) {
    if (!sitting.has(entryId)) continue;
    sitting.get(entryId)?.add(jurorId);
    if (load.has(jurorId)) load.set(jurorId, (load.get(jurorId) ?? 0) + 1);
  }
  const given = new Map<string, Set<string>>(entries.map(({ id }) => [id, new Set()]));
  const eligible = new Map(
    entries.map((entry) => [entry.id, jurors.filter((juror) => maySit(question, juror, entry)).map(({ id }) => id)]),
  );
  const free = (entryId: string) =>
    (eligible.get(entryId) ?? []).filter((id) => !sitting.get(entryId)?.has(id) && !given.get(entryId)?.has(id));
  const short: Answer['short'] = [];
  // Entries that few may score go first.
  const order = [...entries].sort((a, b) => (eligible.get(a.id)?.length ?? 0) - (eligible.get(b.id)?.length ?? 0));
  for (const { id } of order) {
    const has = sitting.get(id)?.size ?? 0;
    const wanted = each === null ? Number.POSITIVE_INFINITY : Math.max(0, each - has);
    const chosen = free(id)
      .sort((a, b) => (load.get(a) ?? 0) - (load.get(b) ?? 0) || mixed(id, a) - mixed(id, b))
      .slice(0, wanted);
    for (const juror of chosen) {
      given.get(id)?.add(juror);
      load.set(juror, (load.get(juror) ?? 0) + 1);
    }
    if (each !== null && has + chosen.length < each) short.push({ entryId: id, has: has + chosen.length });
  }
  if (each !== null) level({ entries, given, load, free });
  return {
    given: entries.flatMap(({ id }) => [...(given.get(id) ?? [])].map((jurorId) => ({ entryId: id, jurorId }))),
    short: entries.flatMap(({ id }) => short.filter(({ entryId }) => entryId === id)),
  };
}

type State = {
  entries: readonly Piece[];
  given: Map<string, Set<string>>;
  load: Map<string, number>;
  free: (entryId: string) => string[];
};

/**
 * Hands new entries on from whoever has more to whoever has at least two fewer, over others in between where need be,
 * until nobody can: then no other distribution is more even.
 */
function level(state: State): void {
  for (;;) {
    const byLoad = [...state.load.keys()].sort((a, b) => (state.load.get(b) ?? 0) - (state.load.get(a) ?? 0));
    const least = state.load.get(byLoad.at(-1) ?? '') ?? 0;
    let path: Move[] | undefined;
    for (const from of byLoad) {
      if ((state.load.get(from) ?? 0) < least + 2) break;
      path = pathDown(state, from);
      if (path) break;
    }
    if (!path) return;
    for (const { entryId, from, to } of path) {
      state.given.get(entryId)?.delete(from);
      state.given.get(entryId)?.add(to);
    }
    const [first, last] = [path[0], path.at(-1)];
    if (first) state.load.set(first.from, (state.load.get(first.from) ?? 0) - 1);
    if (last) state.load.set(last.to, (state.load.get(last.to) ?? 0) + 1);
  }
}

type Move = { entryId: string; from: string; to: string };

/** The shortest row of moves from a juror to one with at least two entries fewer; each move is of another entry. */
function pathDown(state: State, from: string): Move[] | undefined {
  const start = state.load.get(from) ?? 0;
  const reached = new Map<string, Move[]>([[from, []]]);
  for (const [juror, moves] of reached) {
    if (juror !== from && (state.load.get(juror) ?? 0) <= start - 2) return moves;
    for (const { id: entryId } of state.entries) {
      if (!state.given.get(entryId)?.has(juror) || moves.some((move) => move.entryId === entryId)) continue;
      for (const to of state.free(entryId))
        if (!reached.has(to)) reached.set(to, [...moves, { entryId, from: juror, to }]);
    }
  }
  return undefined;
}
