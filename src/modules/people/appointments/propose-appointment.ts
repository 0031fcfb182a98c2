import { z } from 'zod';
import { inTransaction, isDuplicate, isId } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { isLocalDate, localDate } from '../../../kernel/time/index.ts';
import { type Actor, hasRole } from '../actor.ts';
import { holdActive } from '../admin/departments/merge-department.queries.ts';
import { lineOf } from '../admin/names.ts';
import { findMembers, lockMember, type Member } from '../register/entry.queries.ts';
import { paragraphs } from '../register/entry-input.ts';
import { termEnd } from '../register/membership/term.ts';
import { insertAppointment } from './appointment.queries.ts';
import './appointments.errors.ts';
import { mayAppoint } from './appointments.policy.ts';
import { appointmentKinds } from './appointments.rules.ts';
import { appointmentSettings } from './appointments.settings.ts';
import { recordDeed } from './record-deed.ts';

const day = z.string().refine(isLocalDate, 'people.appointments.wrong.day');

export const proposeInput = z.object({
  /** the member's number; the secretariat may give a name */
  member: lineOf(60, 'people.appointments.wrong.member'),
  departmentId: z.string('people.appointments.wrong.department').refine(isId, 'people.appointments.wrong.department'),
  kind: z.enum(appointmentKinds, 'people.appointments.wrong.kind'),
  field: lineOf(100, 'people.appointments.wrong.field'),
  reason: paragraphs(1000),
  startsOn: day,
  /** none: as many years as the city's terms last */
  endsOn: z.union([day, z.literal('').transform(() => undefined)]).optional(),
});
export type ProposeInput = z.input<typeof proposeInput>;

/**
 * A department asks a member to serve for a term. Nothing holds and nothing is public until they accept.
 * @returns its id
 * @throws AppError kernel.not_allowed, people.appointment_twice, people.appointment_oneself,
 * people.appointment_department_closed; errors beside the fields
 */
export async function proposeAppointment(k: Kernel, actor: Actor, input: ProposeInput): Promise<string> {
  const given = proposeInput.parse(input);
  const at = k.clock.now();
  const member = await memberMeant(k, actor, given.member);
  const about = { accountId: member.accountId, departmentId: given.departmentId };
  if (!mayAppoint(actor, about))
    return fail(member.accountId === actor.accountId ? 'people.appointment_oneself' : 'kernel.not_allowed');
  const endsOn = given.endsOn ?? termEnd(given.startsOn, k.settings.get(appointmentSettings).term_years);
  checkDays(given.startsOn, endsOn, localDate(at, k.config.TIME_ZONE));
  try {
    return await inTransaction(k.db, async (tx) => {
      if ((await holdActive(tx, [given.departmentId])).length === 0) fail('people.appointment_department_closed');
      if ((await lockMember(tx, member.accountId)) === null) fail('people.appointment_not_a_member');
      const { kind, field, reason, startsOn } = given;
      const proposed = { ...about, kind, field, reason, startsOn, endsOn };
      const id = await insertAppointment(tx, { ...proposed, proposedBy: actor.accountId, proposedAt: at });
      await recordDeed(k, tx, at, actor, {
        type: 'people.appointment_proposed',
        of: 'appointment',
        id,
        departmentId: given.departmentId,
        payload: { appointmentId: id, ...about },
      });
      return id;
    });
  } catch (error) {
    if (isDuplicate(error, 'appointment_once_idx')) fail('people.appointment_twice');
    throw error;
  }
}

/** By number; the secretariat, which knows everybody's name, also by a name that only one member has. */
async function memberMeant(k: Kernel, actor: Actor, text: string): Promise<Member> {
  const asked = text.split(/\s/)[0]?.toUpperCase() ?? '';
  const found = await findMembers(k.db, /^M\d{4}-\d+$/.test(asked) ? asked : text, 20);
  const exact = found.filter((member) => member.number === asked);
  if (exact[0]) return exact[0];
  const named = hasRole(actor, 'secretary') ? found.filter((one) => one.name === text || one.penName === text) : [];
  if (named.length === 1 && named[0]) return named[0];
  const key = named.length > 1 ? 'people.appointments.wrong.several' : 'people.appointments.wrong.member';
  return failFields({ member: { key } });
}

/** A term begins at most a year back or ahead and lasts at most five years. */
function checkDays(startsOn: string, endsOn: string, today: string): void {
  const year = (from: string, years: number) => `${Number(from.slice(0, 4)) + years}${from.slice(4)}`;
  if (startsOn < year(today, -1) || startsOn > year(today, 1))
    failFields({ startsOn: { key: 'people.appointments.wrong.starts' } });
  if (endsOn <= startsOn || endsOn <= today || endsOn > year(startsOn, 5))
    failFields({ endsOn: { key: 'people.appointments.wrong.ends' } });
}
