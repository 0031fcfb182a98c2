import { describe, expect, it } from 'vitest';
import { type Actor, anonymous, type Role, type RoleGrant, roles, systemActor } from '../people/index.ts';
import {
  isMemberThemself,
  isOffice,
  type LiaisonFacts,
  type MatterFacts,
  mayAssign,
  mayGiveMatter,
  mayHandOver,
  mayReadContacts,
  mayReadMatter,
  mayReadMember,
  maySeeHowToReach,
  mayTakeOffered,
  mayWorkOnMatter,
  mayWriteEntry,
  seesAll,
} from './liaison.policy.ts';

const own = 'own-department';
const foreign = 'another-department';
const facts: LiaisonFacts = { memberId: 'the-member', contactId: 'the-contact', departmentId: own };
const vacant: LiaisonFacts = { memberId: 'the-member', contactId: null, departmentId: null };
const matter: MatterFacts = { ...facts, ownerId: 'the-contact', ownerDepartmentId: own };
const away: MatterFacts = { ...facts, ownerId: 'the-officer', ownerDepartmentId: foreign };

function somebody(grants: RoleGrant[], given: Partial<Actor> = {}): Actor {
  return {
    kind: 'account',
    accountId: 'somebody',
    name: '',
    displayName: '',
    locale: 'zh-CN',
    roles: grants,
    secondFactor: true,
    ...given,
  };
}

/** Every question that is asked of the policy about one member and their matters. */
const rights = {
  readContacts: (actor: Actor) => mayReadContacts(actor, facts.departmentId),
  assign: (actor: Actor) => mayAssign(actor),
  handOverWithin: (actor: Actor) => mayHandOver(actor, own, own),
  handOverAway: (actor: Actor) => mayHandOver(actor, own, foreign),
  readMember: (actor: Actor) => mayReadMember(actor, facts),
  readVacant: (actor: Actor) => mayReadMember(actor, vacant),
  reach: (actor: Actor) => maySeeHowToReach(actor, facts),
  write: (actor: Actor) => mayWriteEntry(actor, facts),
  readMatter: (actor: Actor) => mayReadMatter(actor, matter),
  readMatterAway: (actor: Actor) => mayReadMatter(actor, away),
  work: (actor: Actor) => mayWorkOnMatter(actor, matter),
  give: (actor: Actor) => mayGiveMatter(actor, matter),
  take: (actor: Actor) => mayTakeOffered(actor, own, []),
  all: (actor: Actor) => seesAll(actor),
  office: (actor: Actor) => isOffice(actor),
  asMember: (actor: Actor) => isMemberThemself(actor, facts),
} as const;
type Right = keyof typeof rights;

const places = { 'of the department': own, 'of another': foreign, 'of the city': null } as const;
type Place = keyof typeof places;

const lead: Right[] = ['readContacts', 'readMember', 'readMatter', 'readMatterAway', 'take'];
/** Whatever does not stand here may nothing. */
const granted: Partial<Record<Role, Partial<Record<Place, Right[]>>>> = {
  leader: {
    'of the department': lead,
    'of another': ['readMatterAway'],
    'of the city': lead,
  },
  liaison_officer: {
    'of the department': [...lead, 'handOverWithin', 'give'],
    'of another': ['readMatterAway'],
    'of the city': [...lead, 'handOverWithin', 'handOverAway', 'give', 'assign', 'readVacant', 'all', 'office'],
  },
  auditor: Object.fromEntries(
    Object.keys(places).map((place) => [
      place,
      ['readContacts', 'readMember', 'readVacant', 'readMatter', 'readMatterAway', 'all'],
    ]),
  ),
  secretary: Object.fromEntries(Object.keys(places).map((place) => [place, ['readContacts']])),
};

const held = (actor: Actor): Right[] => (Object.keys(rights) as Right[]).filter((right) => rights[right](actor)).sort();

describe('every role, in the department, in another, for the city', () => {
  for (const role of roles)
    for (const place of Object.keys(places) as Place[])
      it(`${role} ${place}`, () => {
        const actor = somebody([{ role, departmentId: places[place] }]);
        expect(held(actor)).toEqual([...(granted[role]?.[place] ?? [])].sort());
        expect(held({ ...actor, secondFactor: false })).toEqual([]);
      });
});

describe('people', () => {
  it('the contact reads, writes and works, whatever their role', () => {
    const contact = somebody([{ role: 'handler', departmentId: own }], { accountId: 'the-contact' });
    const may = ['readMember', 'reach', 'write', 'readMatter', 'readMatterAway', 'work'];
    expect(held(contact)).toEqual(may.sort());
    expect(held({ ...contact, secondFactor: false })).toEqual([]);
  });

  it('whoever was the contact before, and everybody else of the department, sees nothing', () => {
    for (const accountId of ['the-former-contact', 'a-colleague'])
      expect(held(somebody([{ role: 'handler', departmentId: own }], { accountId }))).toEqual([]);
  });

  it('the owner of a matter that was handed on reads and works on it, and sees nothing else of the member', () => {
    const officer = somebody([{ role: 'handler', departmentId: foreign }], { accountId: 'the-officer' });
    expect(held(officer)).toEqual(['readMatterAway']);
    expect(mayWorkOnMatter(officer, away)).toBe(true);
  });

  it('contacts of a department take what is offered to it', () => {
    const contact = somebody([{ role: 'handler', departmentId: own }]);
    expect(mayTakeOffered(contact, own, [own])).toBe(true);
    expect(mayTakeOffered(contact, own, [foreign])).toBe(false);
  });

  it('the member is nobody of the staff; strangers and the system are nothing here', () => {
    expect(held(somebody([], { accountId: 'the-member', secondFactor: false }))).toEqual(['asMember']);
    expect(held(somebody([], { secondFactor: false }))).toEqual([]);
    expect(held(anonymous)).toEqual([]);
    expect(held(systemActor)).toEqual([]);
    expect(mayWorkOnMatter({ ...anonymous, secondFactor: true }, { ...matter, ownerId: null })).toBe(false);
  });
});
