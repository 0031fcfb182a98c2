import { z } from 'zod';
import { isDuplicate, isId } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { type Acting, actOnCompetition, type Deed } from '../act-on-competition.ts';
import { mayScreen } from '../competitions.policy.ts';
import { isOwnEntry } from './own-entry.ts';
import './screening.errors.ts';
import { decisionsOf, type EntryRecord, insertDecision, lockEntry, moveEntry } from './screening.queries.ts';
import { chosenGrounds, type Decision, type Ground, mendUntil, openScreening } from './screening.rules.ts';
import { optionalWords } from './typed.ts';

export const decideInput = z.object({
  entryId: z.string().refine(isId),
  decision: z.enum(['accepted', 'rejected', 'mend'], 'competitions.screening.field.decision'),
  /** with a rejection, one of the published grounds */
  ground: z
    .union([z.literal(''), z.enum(chosenGrounds as [Ground, ...Ground[]])], 'competitions.screening.field.ground')
    .default(''),
  /** reasons, or what to mend, as the entrant reads them */
  words: optionalWords(1000),
  /** of the entry as it was read; decided on nothing else */
  version: z.coerce.number().int().optional(),
});
export type DecideInput = z.input<typeof decideInput>;

const acts = { accepted: 'accept_entry', rejected: 'reject_entry', mend: 'send_back' } as const;

/**
 * Decides on an entry that was handed in: it goes on, it is rejected for a published ground, or it goes back to be mended,
 * once. Nobody decides on what is their own or their organisation's; the second of two learns what the first decided.
 * @throws AppError competitions.screening.own_entry, .decided_already, .mended_already, .scored_already, kernel.changed_meanwhile
 */
export async function decideEntry(
  k: Kernel,
  actor: Actor,
  competitionId: string,
  given: DecideInput,
): Promise<{ state: string }> {
  const input = decideInput.parse(given);
  if (input.decision === 'rejected' && input.ground === '')
    failFields({ ground: { key: 'competitions.screening.field.ground' } });
  if (input.decision !== 'accepted' && input.words === '')
    // keys: competitions.screening.field.words_*
    failFields({ words: { key: `competitions.screening.field.words_${input.decision}` } });
  try {
    return await actOnCompetition(
      k,
      actor,
      competitionId,
      { act: acts[input.decision], as: 'screener', may: mayScreen },
      (acting) => decide(k, actor, acting, { ...input, ground: input.ground === '' ? null : input.ground }),
    );
  } catch (error) {
    if (isDuplicate(error)) fail('competitions.screening.decided_already', { decision: 'other' });
    throw error;
  }
}

type Wanted = {
  entryId: string;
  decision: Decision;
  ground: Ground | null;
  words: string;
  version?: number | undefined;
};

/** The work of the act: the entry is held, judged and moved. */
async function decide(
  k: Kernel,
  actor: Actor,
  { tx, competition, at }: Acting,
  wanted: Wanted,
): Promise<Deed<{ state: string }>> {
  const stage = openScreening(competition, at);
  const entry = await lockEntry(tx, competition.id, wanted.entryId);
  if (!entry || entry.state === 'draft') return fail('competitions.entry_not_found');
  if (await isOwnEntry(tx, actor, entry)) fail('competitions.screening.own_entry');
  const before = await decisionsOf(tx, entry.id);
  holdUndecided(entry, before.at(-1)?.decision, wanted.version);
  const round = before.length === 0 ? 1 : 2;
  if (wanted.decision === 'mend' && round === 2) fail('competitions.screening.mended_already');
  const { decision, words } = wanted;
  const ground = decision === 'rejected' ? wanted.ground : null;
  await insertDecision(tx, competition.id, {
    ...{ entryId: entry.id, round, decision, ground, words, byId: actor.accountId, at },
  });
  const until = mendUntil(at, stage.settings.mendDays, k.config.TIME_ZONE);
  await moveEntry(tx, entry.id, 'submitted', decision, at, decision === 'mend' ? { note: words, until } : null);
  return {
    stageId: stage.id,
    entryId: entry.id,
    details: { number: entry.number, round, ...(ground && { ground }), ...(decision === 'mend' && { until }) },
    result: { state: decision },
  };
}

function holdUndecided(entry: EntryRecord, last: Decision | undefined, version: number | undefined): void {
  if (entry.state !== 'submitted') {
    if (last) fail('competitions.screening.decided_already', { decision: last });
    fail('competitions.entry_wrong_state', { state: entry.state });
  }
  if (version !== undefined && version !== entry.version) fail('kernel.changed_meanwhile');
}
