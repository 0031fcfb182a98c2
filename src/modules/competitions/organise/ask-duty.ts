import { z } from 'zod';
import { isId, newId, type Tx } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Actor, accountsWithRole, memberIdOfNumber, parseAddress } from '../../people/index.ts';
import { type Acting, actOnCompetition } from '../act-on-competition.ts';
import type { Competition } from '../competition.queries.ts';
import { organises } from '../competitions.policy.ts';
import { type Duty, duties } from '../competitions.rules.ts';
import { entersIn, expireInvitations, hasChair, insertDuty, insertInvitation, openDutiesOf } from './duty.queries.ts';
import { dutyConflict } from './duty.rules.ts';
import { dutyAddressHash, dutyLink, dutyToken, dutyTokenHash } from './duty-token.ts';
import './organise.errors.ts';
import { line } from './typed.ts';

export const askInput = z.object({
  duty: z.enum(duties, 'competitions.organise.field_error.choose'),
  /** as shown on the page: name and what they do */
  shownAs: line(80, 'competitions.organise.field_error.shown_as'),
  /**
   * number: somebody of the register; address: e-mail or telephone number, whether or not an account belongs to it; link:
   * whoever the link is given to; account: by its id
   */
  way: z.enum(['number', 'address', 'link', 'account'], 'competitions.organise.field_error.choose'),
  /** number, address or id; nothing for a link */
  who: line(254),
});
export type AskInput = z.input<typeof askInput>;

/** An address or a link is good for so long. */
export const askDays = 21;

export type Asked = {
  /** where an account was asked */
  dutyId: string | null;
  /** where an address was written to or a link was made */
  invitationId: string | null;
  /** path that is handed over, or was sent */
  link: string | null;
};

/**
 * Asks somebody for a duty, which counts once they accept it. By an address everything goes on in the same way whether or
 * not anybody has an account with it: a message goes there, and its owner accepts when signed in.
 * @throws AppError kernel.not_allowed, competitions.wrong_state, kernel.invalid, competitions.duty_twice,
 *   competitions.duty_conflict, competitions.chair_taken
 */
export async function askDuty(k: Kernel, actor: Actor, competitionId: string, given: AskInput): Promise<Asked> {
  const input = askInput.parse(given);
  const accountId = await accountOf(k, input);
  const address = input.way === 'address' ? parseAddress(input.who) : null;
  if (input.way === 'address' && !address) failFields({ who: { key: 'competitions.organise.field_error.address' } });
  return actOnCompetition<Asked>(
    k,
    actor,
    competitionId,
    { act: 'ask_duty', as: 'organiser', states: ['draft', 'open'], may: organises },
    async (acting) => {
      const { tx, competition, at } = acting;
      await expireInvitations(tx, at, competition.id);
      if (input.duty === 'chair' && (await hasChair(tx, competition.id, at))) fail('competitions.chair_taken');
      const asked = accountId
        ? await askAccount(k, actor, acting, input, accountId)
        : await invite(k, actor, acting, { ...input, address });
      const { dutyId, invitationId } = asked;
      return { details: { duty: input.duty, dutyId, invitationId, way: input.way }, result: asked };
    },
  );
}

async function accountOf(k: Kernel, { way, who }: z.output<typeof askInput>): Promise<string | null> {
  if (way === 'account') return isId(who) ? who : fail('kernel.bad_request');
  if (way !== 'number') return null;
  const id = who === '' ? undefined : await memberIdOfNumber(k.db, who.normalize('NFKC').toUpperCase());
  if (!id) failFields({ who: { key: 'competitions.organise.field_error.member' } });
  return id ?? null;
}

async function askAccount(
  k: Kernel,
  actor: Actor,
  { tx, competition, at }: Acting,
  { duty, shownAs }: { duty: Duty; shownAs: string },
  accountId: string,
): Promise<Asked> {
  if (accountId === actor.accountId) fail('competitions.duty_own');
  await holdNoConflict(tx, competition, accountId, duty);
  const dutyId = await insertDuty(tx, {
    competitionId: competition.id,
    accountId,
    duty,
    shownAs,
    askedBy: actor.accountId,
    askedAt: at,
    acceptedAt: null,
  });
  await k.outbox.emit(tx, at, {
    type: 'competitions.duty_asked',
    subject: competition.id,
    actorId: actor.accountId,
    payload: { slug: competition.slug, dutyId },
  });
  return { dutyId, invitationId: null, link: null };
}

/**
 * Whether the duty goes with what this account is in the competition.
 * @param roleHolder whether they hold the organiser's role for the department; asked for where it is not given
 * @throws AppError competitions.duty_twice, competitions.duty_conflict
 */
export async function holdNoConflict(
  tx: Tx,
  competition: Pick<Competition, 'id' | 'departmentId'>,
  accountId: string,
  duty: Duty,
  { except, roleHolder }: { except?: string; roleHolder?: boolean } = {},
): Promise<void> {
  const open = (await openDutiesOf(tx, competition.id, accountId)).filter(({ id }) => id !== except);
  const accepted = open.filter(({ acceptedAt }) => acceptedAt).map((row) => row.duty);
  if (open.some((row) => row.duty === duty) || (duty === 'juror' && accepted.includes('chair')))
    fail('competitions.duty_twice');
  const why = dutyConflict(duty, {
    others: accepted,
    organises: roleHolder ?? (await holdsRole(tx, competition.departmentId, accountId)),
    enters: await entersIn(tx, competition.id, accountId),
  });
  if (why) fail('competitions.duty_conflict', { why });
}

async function holdsRole(tx: Tx, departmentId: string, accountId: string): Promise<boolean> {
  const holders = [
    ...(await accountsWithRole({ db: tx }, 'organiser', departmentId)),
    ...(await accountsWithRole({ db: tx }, 'organiser', null)),
  ];
  return holders.includes(accountId);
}

async function invite(
  k: Kernel,
  actor: Actor,
  { tx, competition, at }: Acting,
  given: { duty: Duty; shownAs: string; address: ReturnType<typeof parseAddress> },
): Promise<Asked> {
  const id = newId();
  const token = dutyToken(k, id);
  const link = dutyLink(token);
  const { duty, shownAs, address } = given;
  const expiresAt = new Date(at.getTime() + askDays * 86_400_000);
  await insertInvitation(tx, {
    id,
    competitionId: competition.id,
    duty,
    shownAs,
    way: address ? 'address' : 'link',
    addressHash: address ? dutyAddressHash(k, address.to) : null,
    tokenHash: dutyTokenHash(token),
    askedBy: actor.accountId,
    askedAt: at,
    expiresAt,
  });
  // Sent from here, not by a listener: the address is written down nowhere that a listener could read.
  if (address)
    await k.notify.send(tx, at, {
      to: { [address.channel === 'email' ? 'email' : 'phone']: address.to, locale: actor.locale },
      kind: 'competitions.duty_invited',
      params: {
        title: competition.title,
        // keys: competitions.duty.*
        duty: { key: `competitions.duty.${duty}` },
        until: { at: expiresAt.toISOString() },
      },
      link,
    });
  return { dutyId: null, invitationId: id, link };
}
