import { newId, type Tx } from '../../../kernel/db/index.ts';
import type { Locale } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { localDate } from '../../../kernel/time/index.ts';
import { invitationToken, refusalHash, tokenHash } from './invitation-token.ts';
import { insertNominations, knownAddresses, refusingHashes } from './nominations.queries.ts';
import { nominationSettings } from './nominations.settings.ts';
import type { Nominee } from './nominee.shape.ts';
import { roundOn } from './rounds.queries.ts';

/** Why nobody is written to. Told to the secretariat alone: to others it would say who is in the register. */
export type Silence = 'invited' | 'member' | 'refusing';

const addressesOf = ({ email, phone }: Pick<Nominee, 'email' | 'phone'>): string[] =>
  [email, phone].filter((each) => each !== null);

/** For each of these people whether they are not to be written to, and why. */
export async function silences(
  k: Kernel,
  tx: Tx,
  nominees: readonly Pick<Nominee, 'email' | 'phone'>[],
): Promise<(Silence | null)[]> {
  const all = nominees.flatMap(addressesOf);
  const known = await knownAddresses(tx, all);
  const refusing = await refusingHashes(
    tx,
    all.map((address) => refusalHash(k, address)),
  );
  return nominees.map((nominee) => {
    const addresses = addressesOf(nominee);
    if (addresses.some((address) => refusing.has(refusalHash(k, address).toString('hex')))) return 'refusing';
    if (addresses.some((address) => known.invited.has(address))) return 'invited';
    return addresses.some((address) => known.members.has(address)) ? 'member' : null;
  });
}

export type Placing = {
  recommenderId: string;
  organisationId: string | null;
  batchId: string | null;
  locale: Locale;
  nominees: readonly (Nominee & { line: number | null })[];
};

/**
 * Writes nominations and sends an invitation for each whose address is not known; of the others only that there was one
 * is kept, so that nobody learns by nominating who is a member, was asked or does not want to be.
 */
export async function placeNominations(k: Kernel, tx: Tx, placing: Placing): Promise<string[]> {
  const at = k.clock.now();
  const { valid_days } = k.settings.get(nominationSettings);
  const round = await roundOn(tx, localDate(at, k.config.TIME_ZONE));
  const silent = await silences(k, tx, placing.nominees);
  const rows = placing.nominees.map(({ line, ...nominee }, i) => {
    const id = newId();
    const nomination = {
      id,
      roundId: round?.id ?? null,
      batchId: placing.batchId,
      line,
      recommenderId: placing.recommenderId,
      organisationId: placing.organisationId,
      createdAt: at,
      expiresAt: new Date(at.getTime() + valid_days * 86_400_000),
    };
    if (silent[i]) return { ...nomination, nominee: null };
    const hash = tokenHash(invitationToken(k, id));
    return { ...nomination, nominee: { ...nominee, locale: placing.locale, tokenHash: hash } };
  });
  await insertNominations(tx, rows);
  for (const { id, nominee } of rows) if (nominee) await sendInvitation(k, tx, id, false);
  return rows.map(({ id }) => id);
}

/** Lets an invitation, or the reminder of it, go out after the transaction. */
export async function sendInvitation(k: Kernel, tx: Tx, id: string, reminder: boolean): Promise<void> {
  await k.jobs.send(tx, 'people.invite', { id, reminder }, { singletonKey: `${id}:${reminder}` });
}
