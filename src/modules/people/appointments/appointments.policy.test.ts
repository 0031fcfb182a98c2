import { describe, expect, it } from 'vitest';
import { mayEnterTraining, mayReadRecord, maySeeTrainings } from '../activity/activity.policy.ts';
import { type Actor, anonymous, roles } from '../actor.ts';
import {
  mayAnswerPiece,
  mayAppoint,
  mayDecideSeat,
  mayEnd,
  mayHidePiece,
  mayOpenAppointments,
  mayReadAppointment,
  maySeeSeats,
} from './appointments.policy.ts';

const mine = 'department';
const about = { accountId: 'person', departmentId: mine };
const actor = (role: (typeof roles)[number], departmentId: string | null, changes: Partial<Actor> = {}): Actor => ({
  ...anonymous,
  kind: 'account',
  accountId: 'staff',
  roles: [{ role, departmentId }],
  secondFactor: true,
  ...changes,
});
/** Roles for which a deed is allowed, when they are held for the appointment's department. */
const allowed = (may: (one: Actor) => boolean, departmentId: string | null = mine, changes: Partial<Actor> = {}) =>
  roles.filter((role) => may(actor(role, departmentId, changes)));

describe('the policy of appointments', () => {
  it.each<[string, (one: Actor) => boolean, string[]]>([
    ['opens the lists', mayOpenAppointments, ['liaison_officer', 'leader', 'auditor', 'secretary', 'committee']],
    [
      'reads one',
      (one) => mayReadAppointment(one, about),
      ['liaison_officer', 'leader', 'auditor', 'secretary', 'committee'],
    ],
    ['appoints', (one) => mayAppoint(one, about), ['liaison_officer', 'leader', 'secretary']],
    ['ends', (one) => mayEnd(one, about), ['liaison_officer', 'leader', 'secretary']],
    ['answers', (one) => mayAnswerPiece(one, about), ['liaison_officer', 'leader']],
    ['takes from the public', (one) => mayHidePiece(one, about), ['secretary']],
    ['sees seats', maySeeSeats, ['auditor', 'secretary', 'committee']],
    ['confirms seats', (one) => mayDecideSeat(one, { accountId: 'person' }), ['secretary']],
    ['sees trainings', maySeeTrainings, ['auditor', 'secretary', 'committee']],
    ['enters trainings', mayEnterTraining, ['secretary']],
    ['reads a record', (one) => mayReadRecord(one, { accountId: 'person' }), ['secretary']],
  ])('%s', (_, may, wanted) => {
    expect(allowed(may)).toEqual(wanted);
    // Without the second factor nobody holds any role.
    expect(allowed(may, mine, { secondFactor: false })).toEqual([]);
    expect(may(anonymous)).toBe(false);
  });

  it('lets nobody act for a department that is not theirs', () => {
    for (const may of [mayAppoint, mayEnd, mayAnswerPiece, mayReadAppointment])
      for (const role of ['liaison_officer', 'leader'] as const) {
        expect(may(actor(role, 'elsewhere'), about)).toBe(false);
        expect(may(actor(role, null), about)).toBe(true);
      }
  });

  it('lets nobody appoint, end, answer, hide or confirm what is about themself', () => {
    for (const may of [mayAppoint, mayEnd, mayAnswerPiece, mayHidePiece])
      expect(allowed((one) => may(one, about), mine, { accountId: 'person' })).toEqual([]);
    expect(allowed((one) => mayDecideSeat(one, about), null, { accountId: 'person' })).toEqual([]);
    expect(mayReadAppointment({ ...anonymous, kind: 'account', accountId: 'person' }, about)).toBe(true);
    expect(mayReadAppointment({ ...anonymous, kind: 'account', accountId: 'another' }, about)).toBe(false);
  });
});
