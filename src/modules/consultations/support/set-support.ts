import { isId, type Tx } from '../../../kernel/db/index.ts';
import { AppError, fail } from '../../../kernel/errors/index.ts';
import { groupCommit } from '../../../kernel/group-commit/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { localDate } from '../../../kernel/time/index.ts';
import type { Actor } from '../../people/index.ts';
import { statusOn } from '../consultations.rules.ts';
import '../consultations.errors.ts';
import { freshenSoon } from './freshen.ts';
import './support.errors.ts';
import {
  addToSupports,
  deleteSupports,
  holdSupported,
  insertSupports,
  type Supported,
  type SupportPair,
} from './support.queries.ts';

type Wish = { contributionId: string; accountId: string; on: boolean };
export type Support = {
  /** whether this person supports it now */
  on: boolean;
  supports: number;
  consultationId: string;
};

const commits = new WeakMap<Kernel, (wish: Wish) => Promise<Support>>();

/**
 * Somebody supports a contribution of any kind, or no longer does; as often as they press, they count once. Those who press
 * at the same time share a commit: a contribution that everybody supports is one row written a batch, not one a person.
 * @throws AppError kernel.sign_in_first, consultations.support.own, .not_there, consultations.not_started, .over
 */
export async function setSupport(k: Kernel, actor: Actor, contributionId: string, on: boolean): Promise<Support> {
  const { accountId } = actor;
  if (accountId === null) return fail('kernel.sign_in_first');
  if (!isId(contributionId)) return fail('consultations.support.not_there');
  const known = commits.get(k);
  const commit = known ?? groupCommit<Wish, Support>(k.db, (tx, wishes) => write(k, tx, wishes));
  if (!known) commits.set(k, commit);
  const done = await commit({ contributionId: contributionId.toLowerCase(), accountId, on });
  freshenSoon(k, done.consultationId);
  return done;
}

async function write(k: Kernel, tx: Tx, wishes: readonly Wish[]): Promise<(Support | Error)[]> {
  const at = k.clock.now();
  const today = localDate(at, k.config.TIME_ZONE);
  const held = await holdSupported(tx, [...new Set(wishes.map(({ contributionId }) => contributionId))]);
  const problems = wishes.map((wish) => problemOf(wish, held.get(wish.contributionId), today));
  // Of one person who pressed more than once the last wish holds.
  const last = new Map<string, Wish>();
  wishes.forEach((wish, index) => {
    if (!problems[index]) last.set(`${wish.contributionId} ${wish.accountId}`, wish);
  });
  const pairOf = (wish: Wish): SupportPair => ({
    ...{ contributionId: wish.contributionId, accountId: wish.accountId, at },
    consultationId: held.get(wish.contributionId)?.consultationId ?? '',
  });
  const all = [...last.values()];
  const came = await insertSupports(tx, all.filter(({ on }) => on).map(pairOf));
  const went = await deleteSupports(tx, all.filter(({ on }) => !on).map(pairOf));
  const more = new Map<string, number>();
  for (const id of came) more.set(id, (more.get(id) ?? 0) + 1);
  for (const id of went) more.set(id, (more.get(id) ?? 0) - 1);
  await addToSupports(tx, more);
  return wishes.map((wish, index) => {
    const found = held.get(wish.contributionId);
    if (problems[index] || !found) return problems[index] ?? new AppError('consultations.support.not_there');
    return {
      on: last.get(`${wish.contributionId} ${wish.accountId}`)?.on ?? wish.on,
      supports: found.supports + (more.get(found.id) ?? 0),
      consultationId: found.consultationId,
    };
  });
}

function problemOf(wish: Wish, found: Supported | undefined, today: string): AppError | undefined {
  if (found?.state !== 'visible' || found.consultation.state === 'draft')
    return new AppError('consultations.support.not_there');
  if (found.accountId === wish.accountId) return new AppError('consultations.support.own');
  const status = statusOn(found.consultation, today);
  if (status === 'running') return undefined;
  return new AppError(status === 'not_started' ? 'consultations.not_started' : 'consultations.over');
}
