import { createHmac } from 'node:crypto';
import { AppError } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { Voter } from '../../../people/index.ts';
import type { StageSettings } from '../../competitions.rules.ts';

type Who = StageSettings['ballot']['who'];

/** What must be looked up of voters to judge them by the rule. */
export function asksOf(who: Who): { addresses: boolean; member: boolean } {
  return { addresses: who === 'phone' || who === 'invited', member: who === 'member' };
}

/** What is kept of an invited address: from it alone nobody learns the address without the city's secret. */
export function invitedHash(k: Pick<Kernel, 'secret'>, stageId: string, address: string): Buffer {
  return createHmac('sha256', k.secret).update(`invited ${stageId} ${address}`).digest().subarray(0, 20);
}

/** The verified addresses of somebody, as they would stand on a list. */
export function addressesOf({ email, phone }: Pick<Voter, 'email' | 'phone'>): string[] {
  return [email?.toLowerCase(), phone].filter((address): address is string => Boolean(address));
}

/**
 * Addresses that give somebody the right to vote. They can be taken from one account to another, which must not give it
 * again.
 * @param listed addresses of theirs on the list, where the rule is a list
 */
export function rightsOf(who: Who, { phone }: Pick<Voter, 'phone'>, listed: readonly string[]): readonly string[] {
  if (who === 'phone' && phone !== null) return [phone];
  return who === 'invited' ? listed : [];
}

/**
 * Whether somebody may vote; null: they may.
 * @param invited whether one of their addresses is on the list, where the rule is a list
 */
export function whyNot(who: Who, voter: Voter | undefined, invited: boolean): AppError | null {
  if (!voter) return new AppError('kernel.sign_in_first');
  if (voter.waitsForGuardian) return new AppError('people.guardian_first');
  if (voter.nameless) return new AppError('people.welcome_first');
  if (who === 'phone' && voter.phone === null) return new AppError('competitions.ballot_phone_first');
  if (who === 'member' && !voter.member) return new AppError('competitions.ballot_members_only');
  if (who === 'invited' && !invited) return new AppError('competitions.ballot_invited_only');
  return null;
}
