import { inTransaction } from '../../../kernel/db/index.ts';
import { AppError } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { nameForMessage } from '../guardians/guardian.rules.ts';
import { endNominations } from './end-nominations.ts';
import { invitationToken } from './invitation-token.ts';
import { type Nomination, nominationById, runOut, setSent, toRemind, unsent } from './nominations.queries.ts';
import { nominationSettings } from './nominations.settings.ts';
import { sendInvitation } from './place-nominations.ts';

const atOnce = 1000;
const unsentAfter_ms = 12 * 3_600_000;

/** The jobs that send invitations and reminders, and end what nobody answered. */
export function defineInvitationJobs(k: Kernel): void {
  k.jobs.define<{ id: string; reminder: boolean }>('people.invite', { retryLimit: 10, concurrency: 2 }, (data) =>
    invite(k, data),
  );
  k.jobs.define('people.nominations', { cron: '7 * * * *', tz: k.config.TIME_ZONE }, () => tendInvitations(k));
}

async function invite(k: Kernel, { id, reminder }: { id: string; reminder: boolean }): Promise<void> {
  const nomination = await nominationById(k.db, id);
  const now = k.clock.now();
  if (nomination?.state !== 'open' || nomination.expiresAt <= now) return;
  if (reminder ? nomination.remindedAt : nomination.sentAt) return;
  if (await reach(k, nomination, reminder))
    await inTransaction(k.db, (tx) => setSent(tx, id, reminder ? 'reminded_at' : 'sent_at', now));
  // Whoever cannot be reached cannot answer either.
  else await inTransaction(k.db, (tx) => endNominations(k, tx, [id], 'not_accepted'));
}

/** Writes by mail, or by text message where that cannot go. False where neither can ever. */
async function reach(k: Kernel, nomination: Nomination, reminder: boolean): Promise<boolean> {
  const { email, phone, recommender, organisation, id, expiresAt } = nomination;
  const locale = nomination.locale ?? 'zh-CN';
  const t = k.i18n.t(locale);
  const link = `/invitations/${invitationToken(k, id)}`;
  const ways = [email && (['email', email] as const), phone && (['sms', phone] as const)].filter((way) => !!way);
  for (const [channel, to] of ways) {
    try {
      await k.notify.sendNow({
        channel,
        to,
        kind: reminder ? 'people.invitation_reminder' : 'people.invitation',
        locale,
        // What people call themselves and others is theirs to say: a text or a link in it is not sent to strangers.
        name: nameForMessage(nomination.name ?? ''),
        params: {
          who: organisation ?? (nameForMessage(recommender) || t('people.nominations.somebody')),
          until: { at: expiresAt.toISOString() },
        },
        link,
      });
      return true;
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'notify.bad_address') throw error;
    }
  }
  return false;
}

/** Ends what ran out, reminds once of what is about to, and sends again what did not go out. */
export async function tendInvitations(k: Kernel): Promise<void> {
  const now = k.clock.now();
  for (let ended = atOnce; ended === atOnce; )
    ended = await inTransaction(k.db, async (tx) => {
      const rows = await runOut(tx, now, atOnce);
      const of = (state: string) => rows.filter((row) => row.state === state).map(({ id }) => id);
      await endNominations(k, tx, of('open'), 'not_accepted');
      await endNominations(k, tx, of('accepted'), 'done');
      return rows.length;
    });
  const { reminder_days } = k.settings.get(nominationSettings);
  const soon = new Date(now.getTime() + reminder_days * 86_400_000);
  const due = await toRemind(k.db, now, soon, atOnce);
  const late = await unsent(k.db, new Date(now.getTime() - unsentAfter_ms), atOnce);
  await inTransaction(k.db, async (tx) => {
    for (const id of due) await sendInvitation(k, tx, id, true);
    for (const id of late) await sendInvitation(k, tx, id, false);
  });
}
