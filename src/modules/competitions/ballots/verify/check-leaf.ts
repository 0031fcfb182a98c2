import type { BallotLedger } from './ballot-ledger.ts';
import type { Findings } from './findings.ts';
import type { Header } from './header.ts';
import { type BallotLeaf, type InvalidationLeaf, readLeaf } from './leaf-line.ts';
import { type Hash, leafHash } from './merkle.ts';

export type Invalidation = { position: number; id: string; reason: string; ballots: number };

/** Takes the leaves in one after another and holds each against the rules and against those before it. */
export class LeafReader {
  readonly invalidations: Invalidation[] = [];
  readonly #header: Header;
  readonly #hash: Hash;
  readonly #ledger: BallotLedger;
  readonly #findings: Findings;
  /** index of each entry and the category it is in, by number */
  readonly #entries: Map<number, { index: number; category: number }>;

  /**
   * How many choices a ballot has where the rules want all of them, by category; fewer than `most` where there are not so
   * many entries, and fewer still once some of them were taken out. A category that is not here has no ballots.
   */
  readonly #exactly: Map<number | null, { least: number; most: number }>;

  constructor(header: Header, hash: Hash, ledger: BallotLedger, findings: Findings) {
    this.#header = header;
    this.#hash = hash;
    this.#ledger = ledger;
    this.#findings = findings;
    this.#entries = new Map(header.entries.map(({ number, category }, index) => [number, { index, category }]));
    const { most, scope } = header.rules;
    const among = (entries: Header['entries']) => ({
      least: Math.min(most, entries.filter(({ out }) => !out).length),
      most: Math.min(most, entries.length),
    });
    this.#exactly =
      scope === 'whole'
        ? new Map([[null, among(header.entries)]])
        : new Map(
            header.categories.map(({ position }) => [
              position,
              among(header.entries.filter(({ category }) => category === position)),
            ]),
          );
  }

  take(line: Uint8Array): void {
    const leaf = readLeaf(line);
    const hash = leafHash(this.#hash, line);
    if (leaf?.kind === 'b') this.#takeBallot(leaf, hash);
    else this.#takeOther(leaf, hash);
  }

  #takeOther(leaf: InvalidationLeaf | null, hash: Uint8Array): void {
    const position = this.#ledger.size;
    this.#ledger.addOther(hash);
    if (leaf) this.#takeInvalidation(leaf, position);
    else this.#findings.add('leaf_form', { position });
  }

  #takeBallot(leaf: BallotLeaf, hash: Uint8Array): void {
    const position = this.#ledger.size;
    const { choices, replaces } = leaf;
    const indexes = this.#check(leaf, position);
    // Looked for before it is added: a ballot does not replace itself.
    const replaced = replaces && this.#ledger.find(this.#hash(replaces).subarray(0, 16));
    const category = leaf.category ?? 0;
    const twin = this.#ledger.addBallot(hash, { id: leaf.id, category, choices: indexes, replaces: replaces !== null });
    if (twin !== null) this.#findings.add('leaf_doubled', { position, first: twin });
    if (replaces) this.#replace(position, replaced, category);
    if (choices.some((number, at) => at > 0 && number <= (choices[at - 1] as number)))
      this.#findings.add('leaf_order', { position });
  }

  /** @returns the indexes of the entries that there are */
  #check({ choices, category }: BallotLeaf, position: number): number[] {
    const { form, most } = this.#header.rules;
    const exactly = this.#exactly.get(category);
    if (exactly === undefined) this.#findings.add('leaf_category', { position });
    else if (
      choices.length === 0 ||
      choices.length > most ||
      (form === 'exactly' && (choices.length < exactly.least || choices.length > exactly.most))
    )
      this.#findings.add('leaf_choices', { position, choices: choices.length, most });
    const indexes: number[] = [];
    for (const number of choices) {
      const entry = this.#entries.get(number);
      if (!entry) this.#findings.add('leaf_entry', { position, entry: number });
      else if (category !== null && entry.category !== category)
        this.#findings.add('leaf_other_category', { position, entry: number });
      if (entry) indexes.push(entry.index);
    }
    return indexes;
  }

  #replace(position: number, replaced: number | null, category: number): void {
    if (!this.#header.rules.changeable) this.#findings.add('replaces_not_allowed', { position });
    if (replaced === null) {
      this.#findings.add('replaces_unknown', { position });
      return;
    }
    if (this.#ledger.categoryAt(replaced) !== category)
      this.#findings.add('replaces_other_category', { position, first: replaced });
    if (!this.#ledger.replace(replaced)) this.#findings.add('replaces_twice', { position, first: replaced });
  }

  #takeInvalidation({ id, reason, positions }: InvalidationLeaf, position: number): void {
    let before = -1;
    let ballots = 0;
    for (const [first, last] of positions) {
      if (first <= before || last < first || last >= position) {
        this.#findings.add('invalidation_positions', { position });
        return;
      }
      before = last;
      for (let at = first; at <= last; at++) {
        if (this.#ledger.isBallotAt(at)) ballots++;
        else this.#findings.add('invalidation_no_ballot', { position, other: at });
        this.#ledger.invalidate(at);
      }
    }
    this.invalidations.push({ position, id, reason, ballots });
  }
}
