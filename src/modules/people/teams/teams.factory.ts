import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../actor.ts';
import { makeAccount } from '../people.factory.ts';
import { makeMember } from '../register/register.factory.ts';
import { decideOnTeam } from './decide-team.ts';
import { answerRequest, askToJoin } from './join-team.ts';
import { setDeputy } from './lead-team.ts';
import { proposeTeam } from './propose-team.ts';
import { findTeam } from './team.queries.ts';
import { peopleOf } from './team-person.queries.ts';
import type { Purpose } from './teams.rules.ts';

type Account = Actor & { accountId: string };

export type MadeTeam = {
  slug: string;
  teamId: string;
  leader: Account;
  deputy: Account | undefined;
  members: Account[];
  secretary: Account;
  /** id of somebody's row in the team, as forms send it */
  personId: (actor: Account) => Promise<string>;
};

let serial = 0;

/** Test data: a team that a member proposed and the secretariat approved, with so many people beside its leader. */
export async function makeTeam(
  k: Kernel,
  given: {
    name?: string;
    purpose?: Purpose;
    about?: string;
    members?: number;
    deputy?: boolean;
    shown?: boolean;
    leader?: Account;
    state?: 'proposed' | 'active';
  } = {},
): Promise<MadeTeam> {
  const n = ++serial;
  const leader = given.leader ?? (await makeMember(k));
  const secretary = await makeAccount(k, { roles: [{ role: 'secretary' }] });
  const slug = await proposeTeam(k, leader, {
    name: given.name ?? `试验第${n}队`,
    purpose: given.purpose ?? 'translation',
    about: given.about ?? '把老街的故事译成几种文字，每周六在图书馆见面一次。',
    shown: given.shown ?? false,
    charter: 'yes',
  });
  const teamId = (await findTeam(k.db, slug))?.id ?? '';
  const personId = async (actor: Account) =>
    (await peopleOf(k.db, teamId)).find(({ accountId }) => accountId === actor.accountId)?.id ?? '';
  const made: MadeTeam = { slug, teamId, leader, deputy: undefined, members: [], secretary, personId };
  if (given.state === 'proposed') return made;
  await decideOnTeam(k, secretary, slug, { decision: 'approve' });
  for (let i = 0; i < (given.members ?? 0) + (given.deputy ? 1 : 0); i++) {
    const member = await makeAccount(k);
    await askToJoin(k, member, slug, {});
    await answerRequest(k, leader, slug, await personId(member), { answer: 'yes' });
    made.members.push(member);
  }
  if (given.deputy) {
    made.deputy = made.members.shift();
    if (made.deputy) await setDeputy(k, leader, slug, await personId(made.deputy), true);
  }
  return made;
}
