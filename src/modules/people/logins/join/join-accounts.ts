import { audit } from '../../../../kernel/audit/index.ts';
import { inTransaction, type Tx } from '../../../../kernel/db/index.ts';
import { AppError, fail } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { Actor } from '../../actor.ts';
import { emptyAccount } from '../../me/data.queries.ts';
import { setEmail, setPhone } from '../../me/profile.queries.ts';
import { auditName } from '../../session.ts';
import { requireProof } from '../prove.ts';
import { accountJoinsOf } from './account-join.ts';
import { joinOf, markJoined, rowsThatStay, type Side, sideOf, takeJoin } from './join.queries.ts';

type Owner = Actor & { accountId: string; sessionId: string };

export type JoinPreview = {
  other: Side;
  moves: { key: string; count: number }[];
  /** addresses that come along because this account has none of the kind */
  comes: string[];
  /** addresses of the other account that are free afterwards */
  goes: string[];
  /** why it cannot be, or null */
  refused: AppError | null;
};

/**
 * What joining would do, before anybody says yes.
 * @throws AppError people.join_stale where no other account was proved in the last quarter of an hour
 */
export async function previewJoin(k: Kernel, owner: Owner): Promise<JoinPreview> {
  const otherId = (await joinOf(k.db, owner.accountId, k.clock.now())) ?? fail('people.join_stale');
  const [mine, other] = await Promise.all([sideOf(k.db, owner.accountId), sideOf(k.db, otherId)]);
  if (!mine || !other) return fail('people.join_stale');
  const moves: { key: string; count: number }[] = [];
  for (const join of accountJoinsOf(k)) moves.push(...((await join.count?.(k.db, otherId)) ?? []));
  const pairs = [
    [mine.phone, other.phone],
    [mine.email, other.email],
  ] as const;
  return {
    other,
    moves: moves.filter(({ count }) => count > 0),
    comes: pairs.flatMap(([own, theirs]) => (!own && theirs ? [theirs] : [])),
    goes: pairs.flatMap(([own, theirs]) => (own && theirs ? [theirs] : [])),
    refused: await whyNot(k, k.db, other),
  };
}

/** Accounts with which others have to do under their own name do not disappear. */
async function whyNot(k: Kernel, db: Tx | Kernel['db'], other: Side): Promise<AppError | null> {
  if (other.disabled) return new AppError('people.account_disabled');
  if (other.staff) return new AppError('people.join_staff');
  const movable = accountJoinsOf(k).flatMap(({ tables }) => tables);
  if (other.member || (await rowsThatStay(db, other.id, movable)).length > 0) return new AppError('people.join_member');
  return null;
}

/**
 * Makes one account of two: everything of the other goes into the one that is signed in, and the other is closed for good.
 * Both were proved. All of it or nothing; both are told at every address they had.
 * @throws AppError people.prove_again, people.join_stale, people.join_staff, people.join_member, people.account_disabled
 */
export async function joinAccounts(k: Kernel, owner: Owner): Promise<void> {
  await requireProof(k, owner);
  const at = k.clock.now();
  const to = owner.accountId;
  await inTransaction(k.db, async (tx) => {
    const from = (await takeJoin(tx, to, at)) ?? fail('people.join_stale');
    // In the order of their ids: two people's windows that join the two the other way round do not block each other.
    const sides = new Map<string, Side | undefined>();
    for (const id of [from, to].sort()) sides.set(id, await sideOf(tx, id, true));
    const [mine, other] = [sides.get(to), sides.get(from)];
    if (!mine || !other || mine.disabled) return fail('people.join_stale');
    const refused = await whyNot(k, tx, other);
    if (refused) throw refused;
    for (const join of accountJoinsOf(k)) await join.move(tx, from, to, at);
    await tellBoth(k, tx, mine, other);
    await k.notify.join(tx, from, to);
    await emptyAccount(tx, from, at);
    await markJoined(tx, from, to);
    if (!mine.email && other.email) await setEmail(tx, to, other.email);
    if (!mine.phone && other.phone) await setPhone(tx, to, other.phone);
    const event = { type: 'people.accounts_joined', subject: to, actorId: to };
    await k.outbox.emit(tx, at, { ...event, payload: { accountId: to, from } });
    await audit(tx, at, {
      actorId: to,
      actorName: auditName(owner),
      action: 'people.accounts_joined',
      objectType: 'account',
      objectId: to,
      details: { from },
    });
  });
}

async function tellBoth(k: Kernel, tx: Tx, mine: Side, other: Side): Promise<void> {
  const notice = { kind: 'people.security', params: { what: 'joined' }, link: '/me/logins', urgent: true };
  await k.notify.send(tx, k.clock.now(), { to: { accountId: mine.id }, ...notice });
  for (const to of [other.email && { email: other.email }, other.phone && { phone: other.phone }])
    if (to) await k.notify.send(tx, k.clock.now(), { to: { ...to, locale: other.locale }, ...notice });
}
