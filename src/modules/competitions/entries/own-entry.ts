import { type Db, inTransaction, isId, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Actor, organisationsOf } from '../../people/index.ts';
import { actOnCompetition, type Deed } from '../act-on-competition.ts';
import { type Competition, competitionById } from '../competition.queries.ts';
import { openDutiesOf } from '../organise/duty.queries.ts';
import './entries.errors.ts';
import { deedsOf, type EntryDeeds, entryStage, holdTaking } from './entries.rules.ts';
import { countEntries, entryById, lockEntryRow, type OwnEntry } from './own-entry.queries.ts';

export type Mine = { entry: OwnEntry; competition: Competition; accountId: string };

/** An entry of one's own; anybody else's is as if it were not there. @throws AppError competitions.entry_not_found */
export async function ownEntry(db: Db, actor: Pick<Actor, 'accountId'>, id: string): Promise<Mine> {
  const { accountId } = actor;
  if (accountId === null) return fail('kernel.sign_in_first');
  const entry = isId(id) ? await entryById(db, id) : undefined;
  if (!entry || entry.accountId !== accountId) return fail('competitions.entry_not_found');
  const competition = await competitionById(db, entry.competitionId);
  if (!competition) return fail('competitions.entry_not_found');
  return { entry, competition, accountId };
}

/** Somebody else of the same account may have been quicker. @throws AppError competitions.entries.changed_elsewhere */
export function holdEntryVersion(entry: Pick<OwnEntry, 'version'>, version: number | undefined): void {
  if (version !== undefined && version !== entry.version) fail('competitions.entries.changed_elsewhere');
}

export type Changing = { tx: Tx; entry: OwnEntry; competition: Competition; at: Date; handedIn: boolean };

/**
 * Changes an entry of one's own: a draft without anybody hearing of it, what was handed in as an act of the competition.
 * @param change returns false where nothing changed
 * @throws AppError competitions.entry_not_found, .entry_wrong_state, .too_late, .too_early, .wrong_state
 */
export async function changeEntry<R>(
  k: Kernel,
  actor: Actor,
  id: string,
  change: (changing: Changing) => Promise<{ changed: boolean; result: R }>,
): Promise<R> {
  const { entry, competition } = await ownEntry(k.db, actor, id);
  const deeds = deedsOf(competition, entry, k.clock.now());
  if (deeds.change)
    return actOnCompetition(
      k,
      actor,
      competition.id,
      { act: 'edit_entry', as: 'entrant', may: () => true },
      async ({ tx, competition: held, at }): Promise<Deed<R>> => {
        const locked = await lockOwn(tx, actor, id);
        holdDeed(held, locked, at, 'change');
        const { changed, result } = await change({ tx, entry: locked, competition: held, at, handedIn: true });
        return { entryId: id, details: { number: locked.number }, done: changed, result };
      },
    );
  return inTransaction(k.db, async (tx) => {
    const locked = await lockOwn(tx, actor, id);
    const at = k.clock.now();
    holdDeed(competition, locked, at, 'write');
    return (await change({ tx, entry: locked, competition, at, handedIn: false })).result;
  });
}

/** @throws AppError competitions.entry_not_found */
export async function lockOwn(tx: Tx, actor: Pick<Actor, 'accountId'>, id: string): Promise<OwnEntry> {
  const entry = isId(id) ? await lockEntryRow(tx, id) : undefined;
  if (!entry || actor.accountId === null || entry.accountId !== actor.accountId)
    return fail('competitions.entry_not_found');
  return entry;
}

/** Says why something cannot be done with an entry now. */
export function holdDeed(competition: Competition, entry: OwnEntry, at: Date, deed: keyof EntryDeeds): void {
  if (deedsOf(competition, entry, at)[deed]) return;
  if (competition.state !== 'open') fail('competitions.wrong_state', { state: competition.state });
  if (entry.state === 'mend') fail('competitions.too_late');
  if (entry.state === 'draft' || (entry.state === 'withdrawn' && !entry.screened)) holdTaking(competition, at);
  const changes = deed === 'change' || deed === 'write';
  const waits = entry.state === 'submitted' || entry.state === 'accepted';
  if (changes && waits && !entry.screened && at >= entryStage(competition).endsAt) fail('competitions.too_late');
  fail('competitions.entry_wrong_state', { state: entry.state });
}

/**
 * Whether somebody may take part at all: whoever organises, screens or judges does not.
 * @throws AppError competitions.entries.has_duty
 */
export async function holdMayEnter(db: Db, actor: Actor, competition: Competition): Promise<string> {
  const { accountId } = actor;
  if (accountId === null) return fail('kernel.sign_in_first');
  // Whether or not the second factor was passed: what somebody is does not depend on it.
  const organises = actor.roles.some(
    ({ role, departmentId }) =>
      role === 'organiser' && (departmentId === null || departmentId === competition.departmentId),
  );
  if (organises) fail('competitions.entries.has_duty');
  const duties = await openDutiesOf(db, competition.id, accountId);
  if (duties.some(({ duty, acceptedAt }) => acceptedAt !== null && duty !== 'observer'))
    fail('competitions.entries.has_duty');
  return accountId;
}

/** In a transaction that holds the competition. @throws AppError competitions.entries.too_many_entries */
export async function holdRoomForOne(tx: Tx, competition: Competition, accountId: string, but?: string): Promise<void> {
  const { perPerson } = entryStage(competition).settings;
  if ((await countEntries(tx, competition.id, accountId, but)) >= perPerson)
    fail('competitions.entries.too_many_entries', { most: perPerson });
}

/** Verified organisations for which somebody may enter: they administer or speak for them. */
export async function enteringOrganisations(db: Db, accountId: string): Promise<{ id: string; name: string }[]> {
  const all = await organisationsOf(db, accountId);
  return all
    .filter(
      ({ verifiedAt, parts }) =>
        verifiedAt !== null && (parts.includes('administrator') || parts.includes('liaison_officer')),
    )
    .map(({ id, name }) => ({ id, name }));
}

/** @returns its name, the by-line. @throws AppError competitions.entries.not_for_organisation */
export async function holdForOrganisation(db: Db, accountId: string, organisationId: string | null): Promise<string> {
  const found = (await enteringOrganisations(db, accountId)).find(({ id }) => id === organisationId);
  return found?.name ?? fail('competitions.entries.not_for_organisation');
}
