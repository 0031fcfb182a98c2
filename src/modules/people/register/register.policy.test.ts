import { describe, expect, it } from 'vitest';
import { type Actor, anonymous, type Role, roles } from '../actor.ts';
import {
  checkConflict,
  decideConflict,
  mayCheck,
  mayDecide,
  mayDecideRenewal,
  mayDecideSuspension,
  mayOpenSecretariat,
  mayProposeSuspension,
  mayReadMembers,
  suspensionConflict,
} from './register.policy.ts';

const me = 'me';
const as = (...held: Role[]): Actor => ({
  ...anonymous,
  kind: 'account',
  accountId: me,
  roles: held.map((role) => ({ role, departmentId: null })),
  secondFactor: true,
});
const facts = { accountId: 'applicant', nominatedBy: ['nominator'], checkedBy: ['checker'] };
const matter = { accountId: 'member', proposedBy: 'secretary' };

const deeds: Record<string, { may: (actor: Actor) => boolean; who: readonly Role[] }> = {
  'opens the secretariat': { may: mayOpenSecretariat, who: ['secretary', 'committee', 'auditor'] },
  'reads members': { may: mayReadMembers, who: ['secretary', 'committee', 'auditor'] },
  checks: { may: (actor) => mayCheck(actor, facts), who: ['secretary'] },
  decides: { may: (actor) => mayDecide(actor, facts), who: ['committee'] },
  'decides renewals': { may: (actor) => mayDecideRenewal(actor, matter), who: ['committee'] },
  'proposes suspensions': { may: (actor) => mayProposeSuspension(actor, matter), who: ['secretary'] },
  'decides on suspensions': { may: (actor) => mayDecideSuspension(actor, matter), who: ['committee'] },
};

describe.each(Object.entries(deeds))('who %s', (_, { may, who }) => {
  it('is said for every role, and none without the second factor', () => {
    expect(roles.filter((role) => may(as(role)))).toEqual(roles.filter((role) => who.includes(role)));
    expect(roles.filter((role) => may({ ...as(role), secondFactor: false }))).toEqual([]);
    expect(may(anonymous)).toBe(false);
    expect(may(as())).toBe(false);
  });
});

describe('two roles in conflict', () => {
  const both = as('secretary', 'committee');

  it('keep nobody from what is not theirs', () => {
    expect([mayCheck(both, facts), mayDecide(both, facts), mayDecideSuspension(both, matter)]).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('are told apart by their reason', () => {
    expect(checkConflict(both, { ...facts, accountId: me })).toBe('own');
    expect(checkConflict(both, { ...facts, nominatedBy: [me] })).toBe('nominated');
    // Whoever sent it back before may look at it again, but not decide on it.
    expect(checkConflict(both, { ...facts, checkedBy: [me] })).toBeNull();
    expect(decideConflict(both, { ...facts, checkedBy: [me] })).toBe('checked');
    expect(decideConflict(both, { ...facts, nominatedBy: [me] })).toBe('nominated');
    expect(decideConflict(both, { ...facts, accountId: me })).toBe('own');
    expect(suspensionConflict(both, { ...matter, proposedBy: me })).toBe('proposed');
    expect(suspensionConflict(both, { ...matter, accountId: me })).toBe('own');
    expect([mayDecideRenewal(both, { accountId: me }), mayProposeSuspension(both, { accountId: me })]).toEqual([
      false,
      false,
    ]);
  });
});
