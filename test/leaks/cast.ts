import type { Kernel } from '../../src/kernel/kernel.ts';
import { type MadeMember, makeConsentingMember } from '../../src/modules/liaison/liaison.factory.ts';
import type { Role } from '../../src/modules/people/index.ts';
import { makeOrganisation } from '../../src/modules/people/organisations/organisations.factory.ts';
import { makeAccount, makeDepartment, sessionCookie } from '../../src/modules/people/people.factory.ts';
import { mark } from './marks.ts';

export type Person = Awaited<ReturnType<typeof makeAccount>>;

/** Roles that somebody holds for the department concerned, and somebody else for a department that has no part in it. */
const departmentRoles = [
  'handler',
  'reviewer',
  'leader',
  'liaison_officer',
  'administrator',
  'organiser',
  'convener',
] as const;
/** Roles for the whole city. */
const cityRoles = [
  'secretary',
  'committee',
  'liaison_officer',
  'leader',
  'auditor',
  'administrator',
  'moderator',
  'operator',
  'dispatcher',
  'editor',
  'supervisor',
  'programme_manager',
] as const;

export const staffKeys = [
  ...departmentRoles.flatMap((role) => [`own_${role}`, `stranger_${role}`] as const),
  ...cityRoles.map((role) => `city_${role}` as const),
] as const;
export const peopleKeys = [
  'resident',
  'other_member',
  'member',
  'applicant',
  'declined',
  'nominator',
  'founder',
  'joiner',
  'organisation_administrator',
  'organisation_officer',
  'organisation_member',
  'foreign_administrator',
  'proposer',
  'team_leader',
  'volunteer',
  'inspector',
  'asked_to_serve',
  'asker',
  'child',
  'letter_writer',
  'contact',
  'former_contact',
  'no_second_factor',
] as const;
/** Those who have a part in a competition of the department concerned; a juror, an entrant, a nominee need no role. */
export const contestKeys = [
  'screener',
  'juror',
  'second_juror',
  'chair',
  'observer',
  'entrant',
  'nominee',
  'asked_juror',
  'voter',
  'complainant',
] as const;
export type ActorKey =
  | 'nobody'
  | (typeof staffKeys)[number]
  | (typeof peopleKeys)[number]
  | (typeof contestKeys)[number];

export type Cast = {
  department: string;
  stranger: string;
  ours: { id: string; slug: string };
  theirs: { id: string; slug: string };
  /** everybody with an account, by what they are */
  people: Record<Exclude<ActorKey, 'nobody'>, Person>;
  members: Record<'member' | 'other_member' | 'proposer' | 'team_leader' | 'inspector' | 'asked_to_serve', MadeMember>;
  cookies: Map<ActorKey, string>;
};

/** Everybody of the matrix: people of all kinds, and each role in the department concerned, in a stranger and in the city. */
export async function makeCast(k: Kernel): Promise<Cast> {
  const department = await makeDepartment(k, { name: '网络工作局', code: 'own' });
  const stranger = await makeDepartment(k, { name: '文化旅游局', code: 'stranger' });
  const made = new Map<string, Person>();
  const staff = async (key: string, role: Role, departmentId: string | null) =>
    made.set(key, await makeAccount(k, { name: `职员${key}`, roles: [{ role, departmentId }] }));
  for (const role of departmentRoles) {
    await staff(`own_${role}`, role, department);
    await staff(`stranger_${role}`, role, stranger);
  }
  for (const role of cityRoles) await staff(`city_${role}`, role, null);
  await staff('contact', 'handler', department);
  await staff('former_contact', 'handler', department);
  const everything = cityRoles.map((role) => ({ role, departmentId: null }));
  made.set('no_second_factor', await makeAccount(k, { name: '没过第二步', roles: everything }));
  const members = await makeMembers(k);
  for (const [key, member] of Object.entries(members)) made.set(key, member);
  made.set('screener', await makeAccount(k, { name: '初审员', roles: [{ role: 'editor', departmentId: stranger }] }));
  for (const key of [...peopleKeys, ...contestKeys])
    if (!made.has(key)) made.set(key, await makeAccount(k, nameOf(key)));
  const people = Object.fromEntries(made) as Cast['people'];
  const cookies = new Map<ActorKey, string>();
  for (const [key, person] of made)
    cookies.set(key as ActorKey, await sessionCookie(k, person, key !== 'no_second_factor'));
  return { department, stranger, ...(await makeOrganisations(k, people)), people, members, cookies };
}

/** Those whose names are planted too. */
function nameOf(key: (typeof peopleKeys | typeof contestKeys)[number]): {
  name: string;
  email?: string;
  phone?: string;
} {
  if (key === 'applicant') return { name: mark('applicant_name') };
  if (key === 'joiner') return { name: mark('joiner_name') };
  if (key === 'letter_writer')
    return { name: mark('writer_name'), email: mark('writer_email'), phone: mark('writer_phone') };
  if (key === 'entrant')
    return { name: mark('entrant_name'), email: mark('entrant_email'), phone: mark('entrant_phone') };
  if (key === 'nominee') return { name: '居民nominee', email: mark('contest_nominee_email') };
  if (key === 'asked_juror' || key === 'voter' || key === 'complainant') return { name: mark(`${key}_name`) };
  return { name: `居民${key}` };
}

async function makeMembers(k: Kernel): Promise<Cast['members']> {
  const plain = () => makeConsentingMember(k, { name: '普通成员' });
  const member = await makeConsentingMember(k, {
    name: mark('member_name'),
    email: mark('member_email'),
    phone: mark('member_phone'),
    entry: {
      penName: mark('pen_name'),
      intro: mark('member_intro'),
      field: mark('member_field'),
      organisationName: mark('member_organisation'),
      post: mark('member_post'),
      skills: [mark('member_skill')],
      contactEmail: mark('contact_email'),
      contactPhone: mark('contact_phone'),
      publicFields: ['pen_name'],
      accounts: [{ platform: '图文号', name: mark('member_account'), url: '' }],
      works: [{ title: mark('member_work'), kind: 'text', url: '', year: 2026, note: mark('work_note') }],
    },
  });
  return {
    member,
    other_member: await plain(),
    proposer: await plain(),
    team_leader: await plain(),
    inspector: await plain(),
    asked_to_serve: await plain(),
  };
}

async function makeOrganisations(k: Kernel, people: Cast['people']): Promise<Pick<Cast, 'ours' | 'theirs'>> {
  const of = (key: keyof Cast['people']) => people[key].accountId;
  const ours = await makeOrganisation(k, {
    name: '本地网站',
    people: [
      { accountId: of('organisation_administrator'), part: 'administrator' },
      { accountId: of('organisation_officer'), part: 'liaison_officer' },
      { accountId: of('organisation_member'), part: 'member' },
    ],
  });
  const foreign = { accountId: of('foreign_administrator'), part: 'administrator' } as const;
  return { ours, theirs: await makeOrganisation(k, { name: '别家网站', people: [foreign] }) };
}
