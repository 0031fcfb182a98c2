import type { BallotLedger } from './ballot-ledger.ts';
import { sameBytes } from './base64.ts';
import type { Findings } from './findings.ts';
import type { Header } from './header.ts';
import { Frontier, hashes } from './merkle.ts';
import { type Head, isSigned, readNote } from './note.ts';

/**
 * Holds every signed head against the leaves: form, origin, order, root, signature; then what there has to be of them.
 * @param headerHash of the file's first line
 * @returns those that can be read, in the order of the file
 */
export async function checkHeads(
  notes: readonly string[],
  given: { header: Header; headerHash: Uint8Array; ledger: BallotLedger; findings: Findings },
): Promise<Head[]> {
  const { header, ledger, findings } = given;
  const frontier = new Frontier(hashes[header.hash]);
  const heads: Head[] = [];
  for (const [at, note] of notes.entries()) {
    const n = at + 1;
    const head = readNote(note);
    if (!head) {
      findings.add('head_form', { n });
      continue;
    }
    if (head.origin !== header.origin) findings.add('head_origin', { n });
    if (head.hash !== header.hash) findings.add('head_hash', { n });
    checkOrder(head, heads[heads.length - 1], n, findings);
    checkRoot(head, n, frontier, ledger, findings);
    if (!(await isSigned(head, header.publicKey))) findings.add('head_signature', { n });
    heads.push(head);
  }
  checkKinds(heads, given);
  return heads;
}

function checkOrder(head: Head, before: Head | undefined, n: number, findings: Findings): void {
  if (Number.isNaN(Date.parse(head.time))) findings.add('head_form', { n });
  if (before && head.time < before.time) findings.add('head_time', { n });
  if (before && head.size < before.size) findings.add('head_size', { n });
}

function checkRoot(head: Head, n: number, frontier: Frontier, ledger: BallotLedger, findings: Findings): void {
  if (head.size > ledger.size) {
    findings.add('head_beyond', { n, size: head.size, leaves: ledger.size });
    return;
  }
  // Said already that it is smaller than the one before it.
  if (head.size < frontier.size) return;
  while (frontier.size < head.size) frontier.push(ledger.leafHashAt(frontier.size));
  if (!sameBytes(frontier.root(), head.root)) findings.add('head_root', { n, size: head.size });
}

function checkKinds(
  heads: readonly Head[],
  { headerHash, ledger, findings }: { headerHash: Uint8Array; ledger: BallotLedger; findings: Findings },
): void {
  const closes = heads.filter(({ kind }) => kind === 'close');
  const [close] = closes;
  if (closes.length > 1) findings.add('close_twice');
  const last = heads[heads.length - 1];
  if (!close || !last) {
    findings.add('close_none');
    return;
  }
  for (let position = close.size; position < ledger.size; position++)
    if (ledger.isBallotAt(position)) findings.add('ballot_after_close', { position });
  if (last.size < ledger.size) findings.add('leaves_uncovered', { size: last.size, leaves: ledger.size });
  const closed = heads.indexOf(close);
  for (const [at, head] of heads.entries()) {
    const n = at + 1;
    if (head.kind === 'invalidation' && (head.size === 0 || ledger.isBallotAt(head.size - 1)))
      findings.add('head_without_invalidation', { n });
    if (at > closed && head.kind === 'running') findings.add('close_not_last', { n });
    if (at >= closed && !head.header) findings.add('head_header_missing', { n });
    if (at >= closed && head.header && !sameBytes(head.header, headerHash)) findings.add('head_header', { n });
  }
}
