import { BallotLedger, type BallotState, type Count } from './ballot-ledger.ts';
import { writeBase64 } from './base64.ts';
import type { FinalEntry } from './check-final.ts';
import { checkHeads } from './check-heads.ts';
import { type Invalidation, LeafReader } from './check-leaf.ts';
import { checkResult } from './check-result.ts';
import { type Finding, Findings, Unreadable } from './findings.ts';
import { type Header, readHeader } from './header.ts';
import { readJson } from './leaf-line.ts';
import { LineSplitter } from './line-splitter.ts';
import { hashes } from './merkle.ts';
import type { Head } from './note.ts';

/** What a receipt leads to. */
export type Looked = {
  /** from 0 */
  position: number;
  state: BallotState;
  choices: { number: number; title: string }[];
};

export type Verdict = {
  verified: boolean;
  findings: Finding[];
  /** findings beyond those listed */
  unlisted: number;
  header: Header;
  /** the public key, base64; whoever knows it from elsewhere compares */
  publicKey: string;
  count: Count;
  leaves: number;
  heads: Head[];
  invalidations: Invalidation[];
  final: FinalEntry[] | null;
  /** @param secret of a receipt, 10 bytes; null: no ballot has it */
  look(secret: Uint8Array): Looked | null;
};

export type VerifyOptions = {
  /** told after each piece how many bytes have been read */
  onProgress?: (bytes: number) => void | Promise<void>;
  /** the city's public key as it is known from elsewhere, base64 */
  key?: string;
  /** signed heads that somebody kept while voting was going on: each must stand in the file */
  kept?: readonly string[];
};

const order = ['leaves', 'heads', 'result', 'end'] as const;
type Section = (typeof order)[number];

/**
 * Verifies a file of the format `tongxin-ballots/1` from its bytes alone; in Node and in browsers.
 * @throws Unreadable where it is no such file, or it ends before its end
 */
export async function verifyFile(chunks: AsyncIterable<Uint8Array>, options: VerifyOptions = {}): Promise<Verdict> {
  const reader = new BallotFile();
  const splitter = new LineSplitter((line) => reader.take(line));
  let bytes = 0;
  for await (const chunk of chunks) {
    splitter.push(chunk);
    bytes += chunk.length;
    await options.onProgress?.(bytes);
  }
  splitter.end();
  return reader.finish(options);
}

class BallotFile {
  readonly #findings = new Findings();
  readonly #ledger = new BallotLedger();
  readonly #notes: string[] = [];
  #head: { header: Header; headerHash: Uint8Array; leaves: LeafReader } | null = null;
  #result: Record<string, unknown> | null = null;
  #section: Section | null = null;
  #said = 0;
  #found = 0;

  take(line: Uint8Array): void {
    if (!this.#head) this.#begin(line);
    else if (isSection(line)) this.#open(line);
    else this.#inside(line, this.#head.leaves);
  }

  #begin(line: Uint8Array): void {
    if (line[line.length - 1] === 13) throw new Unreadable('line_ends');
    const header = readHeader(line);
    const hash = hashes[header.hash];
    const leaves = new LeafReader(header, hash, this.#ledger, this.#findings);
    this.#head = { header, headerHash: hash(line), leaves };
  }

  #open(line: Uint8Array): void {
    this.#closeSection();
    const given = readJson(line);
    const next = order[this.#section === null ? 0 : order.indexOf(this.#section) + 1];
    if (!given || given.section !== next || next === undefined)
      throw new Unreadable('section', { expected: next ?? '-' });
    this.#section = next;
    this.#found = 0;
    this.#said = next === 'result' ? 1 : next === 'end' ? 0 : Number(given.count);
  }

  #inside(line: Uint8Array, leaves: LeafReader): void {
    this.#found++;
    if (this.#section === 'leaves') leaves.take(line);
    else if (this.#section === 'heads') this.#notes.push(String(readJson(line)?.note ?? ''));
    else if (this.#section === 'result') this.#result ??= readJson(line);
    else if (this.#section === 'end') this.#findings.add('after_end');
    else throw new Unreadable('section', { expected: order[0] });
  }

  #closeSection(): void {
    if (this.#section && this.#found !== this.#said)
      this.#findings.add('section_count', { section: this.#section, said: this.#said, found: this.#found });
  }

  async finish({ key, kept = [] }: VerifyOptions): Promise<Verdict> {
    if (!this.#head) throw new Unreadable('no_ballot_file');
    if (this.#section !== 'end') throw new Unreadable('cut_off');
    const { header, headerHash, leaves } = this.#head;
    const findings = this.#findings;
    const ledger = this.#ledger;
    const publicKey = writeBase64(header.publicKey);
    if (key !== undefined && key.trim() !== publicKey)
      findings.add('key_other', { said: key.trim(), found: publicKey });
    const heads = await checkHeads(this.#notes, { header, headerHash, ledger, findings });
    for (const [at, note] of kept.entries())
      if (!this.#notes.some((one) => one.trim() === note.trim())) findings.add('kept_head', { n: at + 1 });
    const count = ledger.count(header.entries.length);
    if (!this.#result) throw new Unreadable('result');
    const final = checkResult(this.#result, header, count, findings);
    return {
      verified: findings.none,
      findings: findings.listed,
      unlisted: findings.unlisted,
      header,
      publicKey,
      count,
      leaves: ledger.size,
      heads,
      invalidations: leaves.invalidations,
      final,
      look: (secret) => look(secret, header, ledger),
    };
  }
}

const sectionStart = new TextEncoder().encode('{"section"');

function isSection(line: Uint8Array): boolean {
  for (let at = 0; at < sectionStart.length; at++) if (line[at] !== sectionStart[at]) return false;
  return true;
}

function look(secret: Uint8Array, header: Header, ledger: BallotLedger): Looked | null {
  const position = ledger.find(hashes[header.hash](secret).subarray(0, 16));
  if (position === null) return null;
  const choices = [...ledger.choicesAt(position)].map((index) => {
    const { number, title } = header.entries[index] as Header['entries'][number];
    return { number, title };
  });
  return { position, state: ledger.stateAt(position), choices };
}
