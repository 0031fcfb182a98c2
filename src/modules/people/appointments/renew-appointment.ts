import { z } from 'zod';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { addDays, isLocalDate } from '../../../kernel/time/index.ts';
import type { Actor } from '../actor.ts';
import { lockMember } from '../register/entry.queries.ts';
import { termEnd } from '../register/membership/term.ts';
import { actOnAppointment, isTheirs } from './act-on-appointment.ts';
import { offerRenewal, settleRenewal } from './appointment.queries.ts';
import { mayAppoint } from './appointments.policy.ts';
import { appointmentSettings } from './appointments.settings.ts';

export const renewalInput = z.object({
  /** last day of the further term; none: as many years as the city's terms last */
  endsOn: z
    .union([z.string().refine(isLocalDate, 'people.appointments.wrong.day'), z.literal('').transform(() => undefined)])
    .optional(),
});

/**
 * Asks the person to go on for a further term, which begins on the day after the one in force.
 * @throws AppError kernel.not_found, kernel.not_allowed, people.appointment_over, people.appointment_renewal_waits
 */
export async function offerFurtherTerm(
  k: Kernel,
  actor: Actor,
  id: string,
  input: z.input<typeof renewalInput>,
): Promise<void> {
  const given = renewalInput.parse(input);
  await actOnAppointment(k, actor, id, {
    type: 'people.appointment_renewal_offered',
    allow: mayAppoint,
    from: ['held'],
    do: async (tx, appointment, { today }) => {
      if (appointment.endsOn < today) fail('people.appointment_over');
      if (appointment.renewalEndsOn !== null) fail('people.appointment_renewal_waits');
      const startsOn = addDays(appointment.endsOn, 1);
      const endsOn = given.endsOn ?? termEnd(startsOn, k.settings.get(appointmentSettings).term_years);
      if (endsOn <= startsOn || endsOn > termEnd(startsOn, 5))
        failFields({ endsOn: { key: 'people.appointments.wrong.ends' } });
      await offerRenewal(tx, id, { endsOn, by: actor.accountId });
      return undefined;
    },
  });
}

/**
 * The person goes on, or serves to the end of the term in force.
 * @throws AppError kernel.not_found, kernel.not_allowed, people.appointment_over, people.appointment_no_renewal
 */
export async function answerFurtherTerm(k: Kernel, actor: Actor, id: string, accepted: boolean): Promise<void> {
  await actOnAppointment(k, actor, id, {
    type: accepted ? 'people.appointment_renewed' : 'people.appointment_renewal_declined',
    allow: isTheirs,
    from: ['held'],
    do: async (tx, appointment, { at, today }) => {
      const { endsOn, renewalEndsOn, accountId } = appointment;
      if (renewalEndsOn === null) return fail('people.appointment_no_renewal');
      if (endsOn < today) fail('people.appointment_over');
      if (accepted && (!accountId || (await lockMember(tx, accountId)) === null))
        fail('people.appointment_not_a_member');
      await settleRenewal(tx, id, accepted ? { startsOn: addDays(endsOn, 1), endsOn: renewalEndsOn } : null, at);
      return undefined;
    },
  });
}
