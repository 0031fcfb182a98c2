import type { z } from 'zod';
import { inTransaction, isId, type Tx } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { publishedRules } from '../../../kernel/settings/index.ts';
import { type Actor, hasRole } from '../actor.ts';
import { actOnTeam, allow, mineOf, recordDeed, requireState } from './act-on-team.ts';
import {
  insertModeration,
  insertPost,
  lockPost,
  type Post,
  setHidden,
  standingModeration,
  withdrawPostRow,
  writeAppeal,
  writeRuling,
} from './post.queries.ts';
import { appealInput, hideInput, postInput, rulingInput } from './team-inputs.ts';
import { personOf } from './team-person.queries.ts';
import { mayHide, mayRun } from './teams.policy.ts';
import { appeal_ms } from './teams.rules.ts';

/** Leader or deputies publish something under the team's name. @returns id of the post */
export async function publishPost(
  k: Kernel,
  actor: Actor,
  slug: string,
  given: z.input<typeof postInput>,
): Promise<string> {
  const post = postInput.parse(given);
  return actOnTeam(k, actor, slug, async (tx, { team, mine, at }) => {
    allow(mayRun(team, mineOf(mine)) && actor.accountId !== null);
    requireState(team, 'active');
    const postId = await insertPost(tx, { teamId: team.id, ...post, authorId: actor.accountId ?? '', at });
    return { act: 'posted', ids: { postId }, result: postId };
  });
}

/** The team takes back what it published. */
export async function withdrawPost(k: Kernel, actor: Actor, slug: string, postId: string): Promise<void> {
  await actOnTeam(k, actor, slug, async (tx, { team, mine, at }) => {
    allow(mayRun(team, mineOf(mine)));
    const post = isId(postId) ? await lockPost(tx, postId) : undefined;
    if (post?.teamId !== team.id || post.withdrawnAt) return fail('kernel.changed_meanwhile');
    await withdrawPostRow(tx, postId, at);
    return { act: 'post_withdrawn', ids: { postId }, result: undefined };
  });
}

/** The team's leader or deputies ask another moderator to look again; once, within thirty days. */
export async function appealHiding(
  k: Kernel,
  actor: Actor,
  slug: string,
  postId: string,
  given: z.input<typeof appealInput>,
): Promise<void> {
  const { text } = appealInput.parse(given);
  await actOnTeam(k, actor, slug, async (tx, { team, mine, at }) => {
    allow(mayRun(team, mineOf(mine)));
    const post = isId(postId) ? await lockPost(tx, postId) : undefined;
    const standing = post?.teamId === team.id ? await standingModeration(tx, postId) : undefined;
    if (!standing) return fail('kernel.not_found');
    if (standing.appeal !== null) fail('people.team_appealed_already');
    if (at.getTime() - standing.at.getTime() > appeal_ms) fail('people.team_appeal_too_late');
    await writeAppeal(tx, standing.id, text, at);
    return { act: 'post_appealed', ids: { postId }, result: undefined };
  });
}

/** A moderator's deed on a post: under its lock, and never on one of a team of their own. */
async function moderate(
  k: Kernel,
  actor: Actor,
  postId: string,
  act: string,
  work: (tx: Tx, post: Post, at: Date) => Promise<void>,
): Promise<void> {
  allow(hasRole(actor, 'moderator'));
  await inTransaction(k.db, async (tx) => {
    const post = isId(postId) ? await lockPost(tx, postId) : undefined;
    if (!post || post.withdrawnAt) return fail('kernel.not_found');
    const mine = await personOf(tx, post.teamId, actor.accountId);
    allow(mayHide(actor, mineOf(mine)));
    const at = k.clock.now();
    await work(tx, post, at);
    await recordDeed(k, tx, actor, post.teamId, at, { act, ids: { postId } });
  });
}

/** Hides a post under a published rule, with a reason that stands in the public log. */
export async function hidePost(
  k: Kernel,
  actor: Actor,
  postId: string,
  given: z.input<typeof hideInput>,
): Promise<void> {
  const { rule, reason } = hideInput.parse(given);
  const named = publishedRules(k, 'zh-CN').find(({ number }) => number === rule);
  if (!named) failFields({ rule: { key: 'people.teams.field.rule_needed' } });
  await moderate(k, actor, postId, 'post_hidden', async (tx, post, at) => {
    if (post.hidden) fail('kernel.changed_meanwhile');
    // The rule's words of today are kept with the decision: the text may change later.
    await insertModeration(tx, { postId, rule: `${named.number} ${named.title}`, reason, by: actor.accountId, at });
    await setHidden(tx, postId, true);
  });
}

/** Rules on an appeal. Whoever hid the post does not. */
export async function ruleOnAppeal(
  k: Kernel,
  actor: Actor,
  postId: string,
  given: z.input<typeof rulingInput>,
): Promise<void> {
  const { ruling, reason } = rulingInput.parse(given);
  await moderate(k, actor, postId, ruling === 'restored' ? 'post_restored' : 'post_upheld', async (tx, _post, at) => {
    const standing = await standingModeration(tx, postId);
    if (!standing || standing.appeal === null || standing.ruling !== null) return fail('kernel.changed_meanwhile');
    allow(standing.byId !== actor.accountId);
    await writeRuling(tx, standing.id, { ruling, reason, by: actor.accountId, at });
    if (ruling === 'restored') await setHidden(tx, postId, false);
  });
}
