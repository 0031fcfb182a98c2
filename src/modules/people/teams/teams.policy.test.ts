import { describe, expect, it } from 'vitest';
import { type Actor, anonymous, type Role, roles } from '../actor.ts';
import {
  type Mine,
  mayAsk,
  mayClose,
  mayDecide,
  mayDecideHours,
  mayHide,
  mayLead,
  mayPropose,
  mayReadProposals,
  mayRun,
  mayTakePart,
} from './teams.policy.ts';
import { teamStates } from './teams.rules.ts';

const person = (role?: Role, departmentId: string | null = null, secondFactor = true): Actor => ({
  ...anonymous,
  kind: 'account',
  accountId: 'me',
  roles: role ? [{ role, departmentId }] : [],
  secondFactor,
});
const everybody: [who: string, actor: Actor][] = [
  ['anonymous', anonymous],
  ['resident', person()],
  ...roles.map((role): [string, Actor] => [role, person(role)]),
];
const team = (state: (typeof teamStates)[number], proposedBy: string | null = 'other') => ({ state, proposedBy });
const who = (may: (actor: Actor) => boolean) => everybody.filter(([, actor]) => may(actor)).map(([name]) => name);
const staff = [...roles] as string[];

describe('who may do what with teams', () => {
  it('by their role', () => {
    expect(who((actor) => mayPropose(actor, false))).toEqual(staff);
    expect(who((actor) => mayPropose(actor, true))).toEqual(['resident', ...staff]);
    expect(who((actor) => mayDecide(actor, team('proposed')))).toEqual(['secretary']);
    expect(who((actor) => mayDecide(actor, team('proposed', 'me')))).toEqual([]);
    expect(who(mayReadProposals).sort()).toEqual(['auditor', 'committee', 'secretary']);
    expect(who((actor) => mayAsk(actor, team('active'), undefined))).toEqual(['resident', ...staff]);
    expect(who((actor) => mayHide(actor, undefined))).toEqual(['moderator']);
    expect(who((actor) => mayHide(actor, { part: 'member', state: 'held' }))).toEqual([]);
    expect(who((actor) => mayClose(actor, team('active'), undefined))).toEqual(['secretary']);
    expect(who((actor) => mayDecideHours(actor, team('active'), undefined, 'other'))).toEqual(['secretary']);
    expect(who((actor) => mayDecideHours(actor, team('active'), undefined, 'me'))).toEqual([]);
  });

  it('without the second factor, by no role', () => {
    for (const role of roles) {
      const actor = person(role, null, false);
      const may = [
        mayPropose(actor, false),
        mayDecide(actor, team('proposed')),
        mayReadProposals(actor),
        mayHide(actor, undefined),
        mayClose(actor, team('active'), undefined),
        mayDecideHours(actor, team('active'), undefined, 'other'),
      ];
      expect(may, role).toEqual(may.map(() => false));
    }
  });

  it('by what they are in it, as long as it works', () => {
    const places: [string, Mine][] = [
      ['nobody', undefined],
      ['asked', { part: 'member', state: 'asked' }],
      ['offered', { part: 'member', state: 'offered' }],
      ['member', { part: 'member', state: 'held' }],
      ['deputy', { part: 'deputy', state: 'held' }],
      ['leader', { part: 'leader', state: 'held' }],
    ];
    const of = (may: (mine: Mine) => boolean) => places.filter(([, mine]) => may(mine)).map(([name]) => name);
    for (const state of teamStates) {
      const works = state === 'active' || state === 'vacant';
      const expected = (names: string[]) => (works ? names : []);
      expect(
        of((mine) => mayTakePart(team(state), mine)),
        state,
      ).toEqual(expected(['member', 'deputy', 'leader']));
      expect(
        of((mine) => mayRun(team(state), mine)),
        state,
      ).toEqual(expected(['deputy', 'leader']));
      expect(
        of((mine) => mayLead(team(state), mine)),
        state,
      ).toEqual(expected(['leader']));
      expect(
        of((mine) => mayClose(person(), team(state), mine)),
        state,
      ).toEqual(expected(['leader']));
      const hours = (by: string) => of((mine) => mayDecideHours(person(), team(state), mine, by));
      expect([hours('other'), hours('me')], state).toEqual([expected(['deputy', 'leader']), []]);
      const asks = of((mine) => mayAsk(person(), team(state), mine));
      expect(asks, state).toEqual(state === 'active' ? ['nobody'] : []);
    }
  });
});
