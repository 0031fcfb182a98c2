import type { Db } from '../../../../kernel/db/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { Voter } from '../../../people/index.ts';
import type { InStage } from '../ballot.queries.ts';
import { invitedAmong } from './cast.queries.ts';
import { addressesOf, invitedHash } from './eligibility.ts';

/** Which addresses of each voter are on the list of a ballot; voters without one are not in it. */
export async function invitedOf(
  k: Kernel,
  db: Db,
  ballot: InStage,
  found: readonly (Voter | undefined)[],
): Promise<Map<Voter, string[]>> {
  const own = new Map<Voter, { address: string; hash: Buffer }[]>();
  for (const voter of found)
    if (voter)
      own.set(
        voter,
        addressesOf(voter).map((address) => ({ address, hash: invitedHash(k, ballot.stageId, address) })),
      );
  const listed = await invitedAmong(
    db,
    ballot,
    [...own.values()].flat().map(({ hash }) => hash),
  );
  const invited = new Map<Voter, string[]>();
  for (const [voter, addresses] of own) {
    const on = addresses.filter(({ hash }) => listed.has(hash.toString('hex'))).map(({ address }) => address);
    if (on.length > 0) invited.set(voter, on);
  }
  return invited;
}
