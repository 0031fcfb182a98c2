import { z } from 'zod';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { type Acting, actOnCompetition } from '../act-on-competition.ts';
import { markStageClosed } from '../competition.queries.ts';
import { mayChair } from '../competitions.policy.ts';
import { scoringKinds, stageOf } from '../competitions.rules.ts';
import { entryStage, takingAt } from '../entries/entries.rules.ts';
import { insertStandings, type Standing } from '../field.queries.ts';
import { ranked, sheetTotal } from '../scoring.rules.ts';
import { countOpenObjections } from '../screening/objection.queries.ts';
import { competitionOfStage, holdGate, holdOpen } from './assign-jurors.ts';
import { insertClosing, tieDecisionsOf } from './closing.queries.ts';
import { distribute } from './distribute.ts';
import './jury.errors.ts';
import { holdingDecisions, type SheetOutcome, type TieDecision } from './jury.rules.ts';
import {
  type EntryLine,
  type Jury,
  linesOf,
  loadJury,
  questionOf,
  type ScoringStage,
  scoringStage,
} from './load-jury.ts';
import { writeOutcomes } from './sheet.queries.ts';
import { sheetsDigest } from './sheet-digest.ts';

export const closeInput = z.object({ stageId: z.uuid(), remark: z.string().trim().max(1000).default('') });

/** What a stage came to. */
export type Closed = { entries: number; sheets: number; advancing: number; digest: string };

/**
 * The chair settles the scores of a jury or pitch day: means, places in each category, who goes on. All sheets must be in, or
 * struck. Equals at the border all go on unless the chair decided.
 * @throws AppError competitions.jury_missing, competitions.jury_bare, competitions.jury_gate_open, competitions.jury_field_open,
 * competitions.too_early, competitions.too_late, kernel.not_allowed
 */
export async function closeJury(k: Kernel, actor: Actor, input: z.input<typeof closeInput>): Promise<Closed> {
  const { stageId, remark } = closeInput.parse(input);
  const act = { act: 'close_jury', as: 'chair' as const, may: mayChair };
  return actOnCompetition(k, actor, await competitionOfStage(k, stageId), act, async (acting) => {
    const { tx, competition, at } = acting;
    const stage = scoringStage(competition, stageId);
    holdOpen(stage);
    if (at < stage.startsAt) fail('competitions.too_early');
    holdGate(acting, stage);
    await holdSettledField(acting, stage);
    const jury = withCurrentTotals(await loadJury(tx, competition, stage));
    const lines = linesOf(jury);
    holdComplete(jury, lines);
    const standings = standingsFrom(jury, lines, await tieDecisionsOf(tx, stageId));
    const closed = await settle(acting, jury, lines, { byId: actor.accountId ?? fail('kernel.not_allowed'), remark });
    await insertStandings(tx, { competitionId: competition.id, stageId }, standings);
    if (!(await markStageClosed(tx, stageId, at))) fail('competitions.too_late');
    const result = { ...closed, advancing: standings.filter(({ advances }) => advances).length };
    return { stageId, details: result, result };
  });
}

/**
 * Whoever came into the field after the close would stand in the results without a score: nothing may be handed in, screened
 * or objected to any more, unless an earlier stage has decided who goes on.
 */
async function holdSettledField({ tx, competition, at }: Acting, stage: ScoringStage): Promise<void> {
  const { id, stages } = competition;
  const gated = stages.some(
    (each) =>
      each.position < stage.position &&
      each.closedAt !== null &&
      scoringKinds.includes(each.kind) &&
      (each.settings as { advances: number | null }).advances !== null,
  );
  if (gated) return;
  const screening = stageOf(stages, 'screening');
  const isTaking = takingAt(entryStage(competition), at) !== 'over';
  if (isTaking || screening?.closedAt === null || (await countOpenObjections(tx, id)) > 0)
    fail('competitions.jury_field_open');
}

/** Totals by the weights as they are now. A sheet that lacks points of a criterion does not count as handed in. */
function withCurrentTotals(jury: Jury): Jury {
  const { criteria } = jury.stage.settings;
  const sheets = jury.sheets.map((sheet) => {
    if (sheet.state !== 'handed_in') return sheet;
    const total = sheetTotal(criteria, sheet.points);
    return total === null ? { ...sheet, state: 'reopened' as const, total } : { ...sheet, total };
  });
  return { ...jury, sheets };
}

function holdComplete(jury: Jury, lines: readonly EntryLine[]): void {
  const missing = lines.reduce((count, line) => count + line.missing.length, 0);
  // What an ended duty left behind and somebody else could score is missing as well.
  const gaps = jury.stage.settings.jurorsPerEntry === null ? 0 : distribute(questionOf(jury)).given.length;
  if (missing + gaps > 0) fail('competitions.jury_missing', { count: missing + gaps });
  const bare = lines.filter(({ sheets }) => sheets.length === 0).map(({ entry }) => entry.number);
  if (bare.length > 0) fail('competitions.jury_bare', { numbers: bare.slice(0, 20).join(', ') });
}

/** Places in each category, and who goes on. */
export function standingsFrom(
  jury: Pick<Jury, 'competition' | 'stage'>,
  lines: readonly EntryLine[],
  decisions: readonly TieDecision[],
): Standing[] {
  const { advances } = jury.stage.settings;
  return jury.competition.categories.flatMap(({ id: categoryId }) => {
    const scored = lines.flatMap(({ entry, score }) =>
      entry.categoryId === categoryId && score !== null ? [{ id: entry.id, score }] : [],
    );
    const decided = holdingDecisions(
      scored,
      decisions.filter((each) => each.categoryId === categoryId),
    );
    return ranked(scored, decided).map(({ id, score, rank }) => ({
      entryId: id,
      score,
      votes: null,
      rank,
      advances: advances === null || rank <= advances,
    }));
  });
}

async function settle(
  { tx, competition, at }: Acting,
  jury: Jury,
  lines: readonly EntryLine[],
  { byId, remark }: { byId: string; remark: string },
): Promise<Omit<Closed, 'advancing'>> {
  const counted = lines.flatMap(({ sheets }) => sheets);
  const outcome = new Map<string, SheetOutcome>(lines.flatMap(({ outcomes }) => [...outcomes]));
  await writeOutcomes(
    tx,
    jury.sheets.map(({ id, total }) => ({ id, total, outcome: outcome.get(id) ?? 'left_out' })),
  );
  const digest = sheetsDigest(counted, new Map(lines.map(({ entry }) => [entry.id, entry.number])));
  const closed = { entries: lines.length, sheets: counted.length, digest };
  await insertClosing(tx, { competitionId: competition.id, stageId: jury.stage.id, byId, at, remark, ...closed });
  return closed;
}
