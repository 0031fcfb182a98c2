import { describe, expect, it } from 'vitest';
import { type Actor, anonymous, type Role, roles } from '../actor.ts';
import {
  mayManageOrganisation,
  mayRescueOrganisation,
  maySeeEvidence,
  maySeeOrganisation,
  maySeeOrganisations,
  mayVerifyOrganisation,
} from '../organisations/organisations.policy.ts';
import { mayManageRounds, mayNominate, mayOrganisationNominate, maySeeRounds } from './nominations.policy.ts';

const somebody: Actor = {
  ...anonymous,
  kind: 'account',
  accountId: '01900000-0000-7000-8000-000000000001',
  secondFactor: true,
};
const as = (role: Role): Actor => ({ ...somebody, roles: [{ role, departmentId: null }] });
const holders = (may: (actor: Actor) => boolean) => roles.filter((role) => may(as(role)));
const stranger = { administers: false, belongs: false, involved: false };
const administrator = { administers: true, belongs: true, involved: true };
const day = new Date('2026-11-19T02:00:00Z');

describe('nominating', () => {
  it('is open to everybody with an account', () => {
    expect([mayNominate(anonymous), mayNominate(somebody)]).toEqual([false, true]);
  });

  it('takes a verified organisation that is open', () => {
    expect(mayOrganisationNominate({ verifiedAt: day, closedAt: null })).toBe(true);
    expect(mayOrganisationNominate({ verifiedAt: null, closedAt: null })).toBe(false);
    expect(mayOrganisationNominate({ verifiedAt: day, closedAt: day })).toBe(false);
  });

  it('has its rounds set by the secretariat and seen by those who decide and audit', () => {
    expect(holders(mayManageRounds)).toEqual(['secretary']);
    expect(holders(maySeeRounds)).toEqual(['auditor', 'secretary', 'committee']);
    expect(mayManageRounds({ ...as('secretary'), secondFactor: false })).toBe(false);
  });
});

describe('organisations', () => {
  it('are verified by the secretariat, but by nobody who belongs to them', () => {
    expect(holders((actor) => mayVerifyOrganisation(actor, stranger))).toEqual(['secretary']);
    expect(holders((actor) => mayVerifyOrganisation(actor, administrator))).toEqual([]);
    expect(holders((actor) => mayVerifyOrganisation(actor, { ...stranger, involved: true }))).toEqual([]);
    expect(holders((actor) => maySeeEvidence(actor, stranger))).toEqual(['secretary']);
    expect(holders(mayRescueOrganisation)).toEqual(['secretary']);
  });

  it('are run by their administrators while they are open', () => {
    expect(mayManageOrganisation(administrator, { closedAt: null })).toBe(true);
    expect(mayManageOrganisation(administrator, { closedAt: day })).toBe(false);
    expect(mayManageOrganisation({ administers: false, belongs: true, involved: true }, { closedAt: null })).toBe(
      false,
    );
  });

  it('are public once verified, and until closed', () => {
    expect(maySeeOrganisation(anonymous, { verifiedAt: day, closedAt: null }, stranger)).toBe(true);
    for (const hidden of [
      { verifiedAt: null, closedAt: null },
      { verifiedAt: day, closedAt: day },
    ]) {
      expect(maySeeOrganisation(anonymous, hidden, stranger)).toBe(false);
      expect(maySeeOrganisation(somebody, hidden, administrator)).toBe(true);
      expect(holders((actor) => maySeeOrganisation(actor, hidden, stranger))).toEqual(holders(maySeeOrganisations));
    }
  });
});
