import { z } from 'zod';
import { failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Actor, recordConsent } from '../../people/index.ts';
import { type Acting, actOnCompetition, type Deed } from '../act-on-competition.ts';
import { type EntryState, stageOf } from '../competitions.rules.ts';
import { entryStage, takingAt } from './entries.rules.ts';
import { missingIn } from './entry-input.ts';
import { ownFiles } from './file.queries.ts';
import { drawNumber, type OwnEntry, setHandedIn } from './own-entry.queries.ts';
import {
  holdDeed,
  holdEntryVersion,
  holdForOrganisation,
  holdMayEnter,
  holdRoomForOne,
  lockOwn,
  ownEntry,
} from './own-entry.ts';

/** Consent to what was entered being shown with its by-line. */
export const entryConsent = 'competitions.entry';
/** The text that people agree to when they hand in; a changed text is a new one. */
export const entryWording = 'entry-2026-11';

export const handInInput = z.object({
  agree: z.literal('yes', 'competitions.entries.field.agree'),
  /** by-line and work may stay with final results when the account goes */
  keepAfter: z.literal('yes').optional(),
  version: z.coerce.number().int().min(1).optional(),
});
export type HandInInput = z.input<typeof handInInput>;

export type HandedIn = { number: number; state: EntryState; late: boolean };

/**
 * Hands an entry in: it gets its number, or keeps the one it had, and waits for screening; without a screening stage it is
 * accepted at once. Handing in what is handed in already changes nothing.
 * @throws AppError competitions.too_late, .too_early, .entry_wrong_state, .entries.*, kernel.invalid with what is missing
 */
export async function handIn(k: Kernel, actor: Actor, entryId: string, given: HandInInput): Promise<HandedIn> {
  const input = handInInput.parse(given);
  const { competition, entry } = await ownEntry(k.db, actor, entryId);
  return actOnCompetition(
    k,
    actor,
    competition.id,
    { act: entry.state === 'mend' ? 'mend_entry' : 'hand_in_entry', as: 'entrant', may: () => true },
    (acting) => handInNow(actor, acting, entryId, input),
  );
}

async function handInNow(
  actor: Actor,
  { tx, competition, at }: Acting,
  entryId: string,
  input: z.output<typeof handInInput>,
): Promise<Deed<HandedIn>> {
  const entry = await lockOwn(tx, actor, entryId);
  if (entry.number !== null && (entry.state === 'submitted' || entry.state === 'accepted'))
    return { done: false, result: { number: entry.number, state: entry.state, late: entry.late } };
  holdDeed(competition, entry, at, 'handIn');
  holdEntryVersion(entry, input.version);
  const accountId = await holdMayEnter(tx, actor, competition);
  if (entry.way === 'organisation') await holdForOrganisation(tx, accountId, entry.organisationId);
  const mended = entry.state === 'mend';
  if (!mended) await holdRoomForOne(tx, competition, accountId, entry.id);
  const missing = missingIn(entry, { files: (await ownFiles(tx, entryId)).length, categoryChosen: true });
  if (missing) return failFields(missing);
  const state: EntryState = stageOf(competition.stages, 'screening') ? 'submitted' : 'accepted';
  const late = mended ? entry.late : takingAt(entryStage(competition), at) === 'late';
  const number = entry.number ?? (await drawNumber(tx, competition.id));
  const keepAfter = input.keepAfter === 'yes';
  await setHandedIn(tx, entryId, { number, state, late, mended, keepAfter, at });
  await recordConsent(tx, { accountId, purpose: entryConsent, wording: entryWording, at });
  return {
    entryId,
    stageId: entryStage(competition).id,
    details: { number, state, late, ...(isAgain(entry) && { again: true }) },
    result: { number, state, late },
  };
}

const isAgain = (entry: OwnEntry): boolean => entry.state === 'withdrawn';
