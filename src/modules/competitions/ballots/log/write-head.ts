import type { Tx } from '../../../../kernel/db/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { Ballot } from '../ballot.queries.ts';
import { digest } from './digest.ts';
import { signingKey } from './keys.ts';
import { insertHead } from './log.queries.ts';
import { type HeadKind, headBody, signedNote } from './note.ts';

/** Clocks of several machines differ, and are set back: heads only go forward all the same. */
export function laterOf(at: Date, before: Date | null): Date {
  return before !== null && before > at ? before : at;
}

/** Signs and keeps a head. `ballot`: as it stands with this head. */
export async function writeHead(
  k: Pick<Kernel, 'secret'>,
  tx: Tx,
  ballot: Ballot,
  { root, kind, at: now }: { root: Buffer; kind: HeadKind; at: Date },
): Promise<void> {
  const at = laterOf(now, ballot.sealedAt);
  const { origin, size, hash, header, publicKey, ballots, replaced } = ballot;
  const fixed = kind === 'running' || header === null ? null : digest(hash, header);
  const privateKey = signingKey(k, ballot.stageId, ballot.privateKey);
  const body = headBody({ origin, size, root, hash, at, kind, header: fixed });
  const note = signedNote(body, origin, { publicKey, privateKey });
  await insertHead(tx, ballot, { size, kind, root, at, note, ballots, replaced });
}
