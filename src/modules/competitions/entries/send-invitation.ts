import { inTransaction } from '../../../kernel/db/index.ts';
import { AppError } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { nameForMessage } from '../../people/index.ts';
import { withAskers } from './askers.ts';
import { entryToken } from './entry-token.ts';
import { endInvitations, entryInvitationById, type Invitation, setInvitationSent } from './invitation.queries.ts';

export const invitationLink = (token: string): string => `/entries/invitations/${token}`;

/** The job that writes to whoever was nominated or asked into a team. */
export async function sendEntryInvitation(k: Kernel, { id }: { id: string }): Promise<void> {
  const invitation = await entryInvitationById(k.db, id);
  const now = k.clock.now();
  if (invitation?.state !== 'open' || invitation.sentAt || invitation.expiresAt <= now) return;
  const reached = await reach(k, invitation);
  await inTransaction(k.db, (tx) =>
    // Whoever cannot be reached cannot answer either.
    reached ? setInvitationSent(tx, id, now) : endInvitations(tx, [id], 'not_accepted'),
  );
}

/** Writes by mail, or by text message where that cannot go. False where neither can ever. */
async function reach(k: Kernel, invitation: Invitation): Promise<boolean> {
  const [{ asker } = { asker: '' }] = await withAskers(k.db, [invitation]);
  const { email, phone, kind, id, competition, expiresAt } = invitation;
  const locale = invitation.locale ?? 'zh-CN';
  const t = k.i18n.t(locale);
  const ways = [email && (['email', email] as const), phone && (['sms', phone] as const)].filter((way) => !!way);
  for (const [channel, to] of ways) {
    try {
      await k.notify.sendNow({
        channel,
        to,
        kind: kind === 'nominee' ? 'competitions.nomination' : 'competitions.team_invitation',
        locale,
        // What people call themselves and others is theirs to say: a text or a link in it is not sent to strangers.
        name: nameForMessage(invitation.name ?? ''),
        params: {
          who: nameForMessage(asker) || t('competitions.entries.somebody'),
          competition,
          until: { at: expiresAt.toISOString() },
        },
        link: invitationLink(entryToken(k, id)),
      });
      return true;
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'notify.bad_address') throw error;
    }
  }
  return false;
}
