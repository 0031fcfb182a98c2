import type { z } from 'zod';
import { inTransaction } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { normaliseText, pinyinOf } from '../../../kernel/text/index.ts';
import { type Actor, departmentsOf, hasRole, roles } from '../actor.ts';
import { departmentBook } from '../books.ts';
import { actOnTeam, allow, mineOf, recordDeed } from './act-on-team.ts';
import { changeTeam, freeSlug, insertTeam } from './team.queries.ts';
import { proposalInput, teamInput } from './team-inputs.ts';
import { insertPerson, isActiveMember } from './team-person.queries.ts';
import { mayLead, mayPropose } from './teams.policy.ts';

/** Words of addresses that no team may have. */
const reserved = new Set(['new', 'log', 'moderation', 'feed']);
const slug_characters = 40;

/** Nobody speaks as an office: a team's name does not hold the name of one. */
async function refuseOfficeNames(k: Kernel, name: string): Promise<void> {
  const said = normaliseText(name).replace(/\s+/g, '');
  const { all } = await departmentBook(k);
  const names = all.flatMap((department) =>
    Object.values(department.name).map((each) => normaliseText(String(each ?? ''))),
  );
  if (names.some((office) => office.length > 1 && said.includes(office.replace(/\s+/g, ''))))
    failFields({ name: { key: 'people.teams.field.name_is_office' } });
}

/**
 * A member of the register, or staff for their department, proposes a team and would lead it. Nothing of it is public
 * before the secretariat approved it.
 * @returns its slug
 * @throws AppError kernel.not_allowed, kernel.invalid
 */
export async function proposeTeam(k: Kernel, actor: Actor, given: z.input<typeof proposalInput>): Promise<string> {
  const { accountId } = actor;
  if (!accountId) fail('kernel.sign_in_first');
  const { name, purpose, about, departmentId, shown } = proposalInput.parse(given);
  await refuseOfficeNames(k, name);
  return inTransaction(k.db, async (tx) => {
    allow(mayPropose(actor, await isActiveMember(tx, accountId)));
    const { city, ids } = departmentsOf(actor, ...roles);
    const known = departmentId === null || (await departmentBook(k)).get(departmentId) !== undefined;
    allow(departmentId === null || (known && (city || ids.includes(departmentId))));
    const { full } = pinyinOf(name);
    const base = full.slice(0, slug_characters);
    const slug = await freeSlug(tx, base === '' || reserved.has(base) ? `team-${base}`.replace(/-$/, '') : base);
    const at = k.clock.now();
    const teamId = await insertTeam(tx, {
      slug,
      name,
      sortKey: full,
      purpose,
      about,
      departmentId,
      proposedBy: accountId,
      at,
    });
    await insertPerson(tx, { teamId, accountId, part: 'leader', state: 'held', shown, at });
    await recordDeed(k, tx, actor, teamId, at, { act: 'proposed' });
    return slug;
  });
}

/** The leader says anew what the team is called and for. A new purpose is a new team: it stays. */
export async function describeTeam(
  k: Kernel,
  actor: Actor,
  slug: string,
  given: Omit<z.input<typeof teamInput>, 'purpose'>,
): Promise<void> {
  const { name, about } = teamInput.omit({ purpose: true }).parse(given);
  await refuseOfficeNames(k, name);
  await actOnTeam(k, actor, slug, async (tx, { team, mine }) => {
    allow(mayLead(team, mineOf(mine)));
    await changeTeam(tx, team.id, { name, sortKey: pinyinOf(name).full, purpose: team.purpose, about });
    return { act: 'changed', result: undefined };
  });
}

/** Whether somebody may propose a team, for showing the way to it. */
export async function canPropose(k: Kernel, actor: Actor): Promise<boolean> {
  return actor.accountId !== null && mayPropose(actor, await isActiveMember(k.db, actor.accountId));
}

/** Departments in whose name somebody may propose a team. */
export async function proposingDepartments(k: Kernel, actor: Actor): Promise<string[]> {
  const { ids, city } = departmentsOf(actor, ...roles);
  if (!city || hasRole(actor, 'auditor', null)) return ids;
  return (await departmentBook(k)).all.map(({ id }) => id);
}
