import { inTransaction } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { entrySettings } from './entries.settings.ts';
import { deleteFiles } from './file.queries.ts';
import { endInvitations, markTold, runOutInvitations, unsentInvitations } from './invitation.queries.ts';
import { emptyEntries } from './own-entry.queries.ts';
import { draftsToRemind, markReminded, withdrawnLongAgo } from './tend.queries.ts';

const atOnce = 200;
const day_ms = 86_400_000;
const unsentAfter_ms = 12 * 3_600_000;

/** What the clock does with entries, every hour. */
export async function tendEntries(k: Kernel): Promise<void> {
  await untilFewer(() => remindDrafts(k));
  await untilFewer(() => endRunOut(k));
  await untilFewer(() => emptyWithdrawn(k));
  const now = k.clock.now();
  const late = await unsentInvitations(k.db, new Date(now.getTime() - unsentAfter_ms), now, atOnce);
  await inTransaction(k.db, async (tx) => {
    for (const id of late) await k.jobs.send(tx, 'competitions.invite_entrant', { id }, { singletonKey: id });
  });
}

async function untilFewer(work: () => Promise<number>): Promise<void> {
  while ((await work()) === atOnce);
}

async function remindDrafts(k: Kernel): Promise<number> {
  const at = k.clock.now();
  const before = new Date(at.getTime() + k.settings.get(entrySettings).reminder_days * day_ms);
  return inTransaction(k.db, async (tx) => {
    const drafts = await draftsToRemind(tx, at, before, atOnce);
    await markReminded(
      tx,
      drafts.map(({ id }) => id),
      at,
    );
    for (const { id, accountId, competition, title, endsAt } of drafts)
      await k.notify.send(tx, at, {
        to: { accountId },
        kind: 'competitions.entry_due',
        params: {
          competition,
          title: title || { key: 'competitions.entries.untitled' },
          until: { at: endsAt.toISOString() },
        },
        link: `/me/entries/${id}`,
        dedupe: `competitions.entry_due:${id}`,
      });
    return drafts.length;
  });
}

/** Ends what nobody answered, and only now tells whoever asked: when somebody declined is theirs to know. */
async function endRunOut(k: Kernel): Promise<number> {
  const at = k.clock.now();
  return inTransaction(k.db, async (tx) => {
    const rows = await runOutInvitations(tx, at, atOnce);
    const open = rows.filter(({ state }) => state === 'open').map(({ id }) => id);
    await endInvitations(tx, open, 'not_accepted');
    await markTold(
      tx,
      rows.map(({ id }) => id),
      at,
    );
    for (const { id, state, endedAs, askedBy, competition, kind } of rows)
      if (askedBy && state !== 'accepted' && endedAs !== 'withdrawn')
        await k.notify.send(tx, at, {
          to: { accountId: askedBy },
          kind: kind === 'nominee' ? 'competitions.nomination_ended' : 'competitions.team_invitation_ended',
          params: { competition },
          link: '/me/entries',
          dedupe: `competitions.invitation_ended:${id}`,
        });
    return rows.length;
  });
}

async function emptyWithdrawn(k: Kernel): Promise<number> {
  const at = k.clock.now();
  const before = new Date(at.getTime() - k.settings.get(entrySettings).withdrawn_days * day_ms);
  return inTransaction(k.db, async (tx) => {
    const ids = await withdrawnLongAgo(tx, before, atOnce);
    for (const id of ids) await k.files.release(tx, await deleteFiles(tx, id, 'all'));
    await emptyEntries(tx, ids, { at, keepTitle: false });
    return ids.length;
  });
}
