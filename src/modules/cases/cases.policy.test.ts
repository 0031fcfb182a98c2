import { describe, expect, it } from 'vitest';
import { type Actor, anonymous, type Role, type RoleGrant, roles, systemActor } from '../people/index.ts';
import {
  type CaseFacts,
  mayActAsAuthor,
  mayAdministerCases,
  mayAnswerAtOnce,
  mayDispatch,
  mayHandle,
  mayHelp,
  mayKeepPromise,
  mayKeepTemplates,
  mayModerate,
  mayReadAsAuthor,
  mayReadAsStaff,
  mayReadPublicly,
  mayReturnReply,
  mayReview,
  maySeeAuthor,
  maySeeOverview,
  maySupervise,
  mayTakeIn,
} from './cases.policy.ts';

const lead = 'lead-department';
const helper = 'helping-department';
const foreign = 'another-department';

const facts: CaseFacts = {
  state: 'in_progress',
  confidential: false,
  hidden: false,
  acceptedAt: new Date(0),
  leadDepartmentId: lead,
  coHandlerIds: [helper],
  authorAccountId: 'the-author',
};

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

const whos = {
  'of the lead': lead,
  'of a helper': helper,
  'of another': foreign,
  'of the city': null,
} as const;
type Where = keyof typeof whos;

/** Every right to a case, by the question that is asked of the policy. */
const rights = {
  readAsStaff: mayReadAsStaff,
  seeAuthor: maySeeAuthor,
  takeIn: mayTakeIn,
  answerAtOnce: mayAnswerAtOnce,
  dispatch: mayDispatch,
  handle: mayHandle,
  help: mayHelp,
  review: (actor: Actor, about: CaseFacts) => mayReview(actor, about, 'whoever wrote it'),
  returnReply: mayReturnReply,
  /** of what the lead department promised, and its templates */
  keepPromise: (actor: Actor) => mayKeepPromise(actor, { department_id: lead }),
  keepTemplates: (actor: Actor) => mayKeepTemplates(actor, lead),
  supervise: maySupervise,
  moderate: mayModerate,
  overview: maySeeOverview,
  administer: mayAdministerCases,
  actAsAuthor: mayActAsAuthor,
  readAsAuthor: mayReadAsAuthor,
} satisfies Record<string, (actor: Actor, facts: CaseFacts) => boolean>;
type Right = keyof typeof rights;

const intake: Right[] = ['readAsStaff', 'seeAuthor', 'takeIn', 'answerAtOnce', 'overview'];
const handling: Right[] = ['readAsStaff', 'seeAuthor', 'handle', 'help', 'keepPromise', 'keepTemplates'];
const reviewing: Right[] = [...handling, 'review', 'returnReply'];
const helping: Right[] = ['readAsStaff', 'help'];

/** What each role gives, for each department it may be held in. What is not here, nobody may. */
const granted: Partial<Record<Role, Partial<Record<Where, Right[]>>>> = {
  operator: all(intake),
  dispatcher: all([...intake, 'dispatch']),
  handler: { 'of the lead': handling, 'of a helper': helping, 'of the city': handling },
  reviewer: { 'of the lead': reviewing, 'of a helper': helping, 'of the city': reviewing },
  supervisor: {
    'of the lead': ['readAsStaff', 'supervise', 'overview'],
    'of a helper': ['overview'],
    'of another': ['overview'],
    'of the city': ['readAsStaff', 'supervise', 'overview'],
  },
  moderator: all(['readAsStaff', 'moderate']),
  leader: all(['overview']),
  auditor: all(['readAsStaff', 'overview']),
  administrator: { 'of the city': ['administer'] },
};

function all(given: Right[]): Record<Where, Right[]> {
  return { 'of the lead': given, 'of a helper': given, 'of another': given, 'of the city': given };
}

function held(actor: Actor, about: CaseFacts = facts): Right[] {
  return (Object.keys(rights) as Right[]).filter((right) => rights[right](actor, about)).sort();
}

describe('each role has exactly its rights to a case in progress', () => {
  const rows = roles.flatMap((role) => (Object.keys(whos) as Where[]).map((where) => [role, where] as const));
  it.each(rows)('%s %s', (role, where) => {
    const actor = somebody([{ role, departmentId: whos[where] }]);
    expect(held(actor)).toEqual([...(granted[role]?.[where] ?? [])].sort());
  });

  it.each(rows)('%s %s has none without the second factor', (role, where) => {
    const actor = somebody([{ role, departmentId: whos[where] }], { secondFactor: false });
    expect(held(actor)).toEqual([]);
  });
});

describe('confidential letters', () => {
  const confidential = { ...facts, confidential: true };
  it.each(roles)('%s sees who wrote only at intake', (role) => {
    for (const departmentId of Object.values(whos))
      expect(maySeeAuthor(somebody([{ role, departmentId }]), confidential)).toBe(
        role === 'operator' || role === 'dispatcher',
      );
  });

  it('are public for nobody, and open to a moderator for nothing', () => {
    expect(mayReadPublicly(confidential)).toBe(false);
    expect(mayReadAsStaff(somebody([{ role: 'moderator', departmentId: null }]), confidential)).toBe(false);
  });
});

describe('who is no staff', () => {
  it('the author acts as the author, and has no other right', () => {
    expect(held(somebody([], { accountId: 'the-author' }))).toEqual(['actAsAuthor', 'readAsAuthor']);
  });

  it.each([
    ['somebody else', somebody([])],
    ['nobody', anonymous],
    ['the system', systemActor],
  ])('%s has none', (_name, actor) => {
    expect(held(actor)).toEqual([]);
    expect(held(actor, { ...facts, authorAccountId: null, leadDepartmentId: null })).toEqual([]);
  });
});

describe('before a department leads', () => {
  const fresh: CaseFacts = { ...facts, state: 'submitted', acceptedAt: null, leadDepartmentId: null, coHandlerIds: [] };
  it.each(roles)('%s of a department has no right to handle, review or read by it', (role) => {
    const actor = somebody([{ role, departmentId: lead }]);
    expect([mayHandle(actor, fresh), mayHelp(actor, fresh), mayReview(actor, fresh, null)]).toEqual([
      false,
      false,
      false,
    ]);
    const reads = ['operator', 'dispatcher', 'auditor'].includes(role);
    expect(mayReadAsStaff(actor, fresh)).toBe(reads);
  });
});

describe('four eyes', () => {
  it('nobody reviews what they wrote', () => {
    const reviewer = somebody([{ role: 'reviewer', departmentId: lead }]);
    expect(mayReview(reviewer, facts, 'somebody')).toBe(false);
    expect(mayReview(reviewer, facts, 'somebody else')).toBe(true);
    expect(mayReview(somebody([{ role: 'reviewer', departmentId: null }]), facts, 'somebody')).toBe(false);
  });
});

describe('several roles', () => {
  it('add up, and nothing more', () => {
    const actor = somebody([
      { role: 'handler', departmentId: lead },
      { role: 'dispatcher', departmentId: foreign },
    ]);
    expect(held(actor)).toEqual([...new Set([...intake, 'dispatch', ...handling])].sort());
  });
});
