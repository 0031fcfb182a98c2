import { z } from 'zod';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../actor.ts';
import { recordConsent } from '../me/consent.queries.ts';
import { entryOf, lockMember } from '../register/entry.queries.ts';
import { actOnAppointment, isTheirs } from './act-on-appointment.ts';
import { acceptRow, closeProposal } from './appointment.queries.ts';
import { mayEnd } from './appointments.policy.ts';

/** Purpose of the consent to serve and be named in public; withdrawing it is resigning from everything. */
export const appointmentConsent = 'people.appointments';

export const acceptInput = z.object({
  /** under which name everybody sees them: the real one, or the pen name of the register */
  publicName: z.enum(['name', 'pen_name'], 'people.appointments.wrong.public_name'),
  agreed: z.literal('yes', 'people.appointments.wrong.agree'),
});
export type AcceptInput = z.input<typeof acceptInput>;

/**
 * The person agrees to serve, and to be named in public: from now on it has a number. A term that was to begin earlier
 * begins today.
 * @throws AppError kernel.not_found, kernel.not_allowed, people.appointment_answered, people.appointment_over
 */
export async function acceptAppointment(k: Kernel, actor: Actor, id: string, input: AcceptInput): Promise<void> {
  const given = acceptInput.parse(input);
  await actOnAppointment(k, actor, id, {
    type: 'people.appointment_accepted',
    allow: isTheirs,
    from: ['proposed'],
    do: async (tx, appointment, { at, today }) => {
      if (appointment.endsOn <= today) fail('people.appointment_over');
      if (!actor.accountId || (await lockMember(tx, actor.accountId)) === null)
        return fail('people.appointment_not_a_member');
      const penName = (await entryOf(tx, actor.accountId))?.penName ?? '';
      if (given.publicName === 'pen_name' && penName === '')
        failFields({ publicName: { key: 'people.appointments.wrong.no_pen_name' } });
      const isLate = appointment.startsOn < today;
      const startsOn = isLate ? today : appointment.startsOn;
      const number = await acceptRow(tx, id, {
        publicName: given.publicName === 'pen_name' ? penName : appointment.name,
        year: today.slice(0, 4),
        startsOn,
        endsOn: appointment.endsOn,
        at,
      });
      await recordConsent(tx, { accountId: actor.accountId, purpose: appointmentConsent, wording: '1', at });
      return { number };
    },
  });
}

/** @throws AppError kernel.not_found, kernel.not_allowed, people.appointment_answered */
export async function declineAppointment(k: Kernel, actor: Actor, id: string): Promise<void> {
  await actOnAppointment(k, actor, id, {
    type: 'people.appointment_declined',
    allow: isTheirs,
    from: ['proposed'],
    do: async (tx, _, { at }) => {
      await closeProposal(tx, id, 'declined', at);
      return undefined;
    },
  });
}

/** Whoever may appoint takes a proposal back before it is answered. */
export async function withdrawProposal(k: Kernel, actor: Actor, id: string): Promise<void> {
  await actOnAppointment(k, actor, id, {
    type: 'people.appointment_withdrawn',
    allow: mayEnd,
    from: ['proposed'],
    do: async (tx, _, { at }) => {
      await closeProposal(tx, id, 'withdrawn', at);
      return undefined;
    },
  });
}
