import { z } from 'zod';
import { isId, newId, type Tx } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { typedLine, visibleText } from '../../../kernel/text/index.ts';
import { type Actor, accountsByIds, parseAddress, personName, refusesInvitations } from '../../people/index.ts';
import { actOnCompetition } from '../act-on-competition.ts';
import { entryStage, holdTaking, takenUntil } from './entries.rules.ts';
import { entrySettings } from './entries.settings.ts';
import { holdCategory, longest } from './entry-input.ts';
import { entryToken, entryTokenHash } from './entry-token.ts';
import { type InvitationKind, insertInvitation, isInvited } from './invitation.queries.ts';

/** @param channel what it must be: an e-mail address or a number; empty is none */
function address(channel: 'email' | 'sms', wrong: string) {
  return z
    .string()
    .default('')
    .transform((typed, ctx) => {
      if (typed.trim() === '') return null;
      const parsed = parseAddress(typed.slice(0, 300));
      if (parsed?.channel === channel) return parsed.to;
      ctx.addIssue({ code: 'custom', message: wrong });
      return z.NEVER;
    });
}

/** Who is asked, and where: nothing but what the invitation needs. */
export const invitedShape = z.object({
  name: personName,
  email: address('email', 'competitions.entries.field.email'),
  phone: address('sms', 'competitions.entries.field.phone'),
});

export const nominateInput = invitedShape.extend({
  categoryId: z.string('competitions.entries.field.category').refine(isId, 'competitions.entries.field.category'),
  /** the work, or what they are nominated for */
  title: z
    .string()
    .default('')
    .transform(typedLine)
    .pipe(z.string().max(longest.title, 'competitions.entries.field.too_long')),
  /** why; becomes the text of the nominee's draft */
  words: z
    .string()
    .default('')
    .transform(visibleText)
    .pipe(z.string().min(1, 'competitions.entries.field.words').max(2000, 'competitions.entries.field.too_long')),
});
export type NominateInput = z.input<typeof nominateInput>;

const day_seconds = 86_400;

/** @throws AppError kernel.too_many */
export async function takeInvitation(k: Kernel, accountId: string): Promise<void> {
  const points = k.settings.get(entrySettings).invitations_perDay;
  await k.limits.take({ name: 'competitions.entry_invitation', points, seconds: day_seconds }, accountId);
}

/**
 * Nominates somebody, who is asked by mail or text message. Until they accept there is no entry, and nobody but them and
 * whoever nominated reads anything of it. The answer is the same whether or not they are written to.
 * @returns the invitation's id
 * @throws AppError competitions.too_early, .too_late, .entries.way_not_taken, .entries.has_duty, .entries.own_address,
 *   kernel.invalid, kernel.too_many
 */
export async function nominate(k: Kernel, actor: Actor, competitionId: string, given: NominateInput): Promise<string> {
  const input = nominateInput.parse(given);
  holdReachable(input);
  const accountId = actor.accountId ?? fail('kernel.sign_in_first');
  await refuseOwnAddress(k, accountId, input);
  await takeInvitation(k, accountId);
  return actOnCompetition(
    k,
    actor,
    competitionId,
    // The record outlives the invitation: nothing of a nomination stands in it before it was accepted.
    { act: 'nominate', as: 'entrant', may: () => true },
    async ({ tx, competition, at }) => {
      holdTaking(competition, at);
      const stage = entryStage(competition);
      if (!stage.settings.ways.includes('nominated')) fail('competitions.entries.way_not_taken');
      holdCategory(competition, input.categoryId);
      const until = new Date(at.getTime() + stage.settings.acceptanceDays * day_seconds * 1000);
      const end = takenUntil(stage);
      const { title, words, categoryId } = input;
      const id = await placeInvitation(k, tx, actor, {
        competitionId,
        ...{ kind: 'nominee', entryId: null, categoryId, askedBy: accountId, at },
        expiresAt: until < end ? until : end,
        invited: { ...input, title, words, role: '' },
      });
      return { done: false, result: id };
    },
  );
}

/** @throws AppError kernel.invalid */
export function holdReachable({ email, phone }: { email: string | null; phone: string | null }): void {
  if (email === null && phone === null) failFields({ email: { key: 'competitions.entries.field.address' } });
}

/** @throws AppError competitions.entries.own_address */
export async function refuseOwnAddress(
  k: Kernel,
  accountId: string,
  { email, phone }: { email: string | null; phone: string | null },
): Promise<void> {
  const [own] = await accountsByIds(k.db, [accountId]);
  if ((email !== null && own?.email === email) || (phone !== null && own?.phone === phone))
    fail('competitions.entries.own_address');
}

type Placing = {
  competitionId: string;
  kind: InvitationKind;
  entryId: string | null;
  categoryId: string | null;
  askedBy: string;
  at: Date;
  expiresAt: Date;
  invited: {
    name: string;
    email: string | null;
    phone: string | null;
    title: string;
    words: string;
    role: string;
  };
};

/**
 * Writes an invitation and lets it go out. Of somebody who does not want to be asked, or was asked already, only that
 * there was one is kept: nobody learns by asking.
 */
export async function placeInvitation(k: Kernel, tx: Tx, actor: Actor, placing: Placing): Promise<string> {
  const { invited, at, ...given } = placing;
  const id = newId();
  const addresses = [invited.email, invited.phone].filter((each) => each !== null);
  const silent = (await refusesInvitations(k, tx, addresses)) || (await isInvited(tx, given, invited));
  const tokenHash = entryTokenHash(entryToken(k, id));
  const { name, email, phone, title, words, role } = invited;
  await insertInvitation(tx, {
    ...given,
    id,
    createdAt: at,
    invited: silent ? null : { name, email, phone, title, words, role, locale: actor.locale, tokenHash },
  });
  if (!silent) await k.jobs.send(tx, 'competitions.invite_entrant', { id }, { singletonKey: id });
  return id;
}
