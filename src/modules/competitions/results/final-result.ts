import type { Db } from '../../../kernel/db/index.ts';
import type { Competition } from '../competition.queries.ts';
import { stageOf } from '../competitions.rules.ts';
import { type FieldEntry, fieldOf, standingsOf } from '../field.queries.ts';
import { choicesOf } from './choice.queries.ts';
import { mostVotes } from './notice.queries.ts';
import { awarded, basisOf, comparedBy, type FinalResult, isScoring, placed, type ResultEntry } from './result.rules.ts';

export type ResultOf = Pick<Competition, 'id' | 'mode' | 'stages' | 'categories'>;

/**
 * What a competition comes to, computed from the standings of its closed stages: nothing is stored. In it are the accepted
 * entries that were in the last scoring stage; who did not get that far, withdrew or was disqualified is not. A stage's
 * scores stay as they were when it was closed, whoever is taken out afterwards. Final score: the stages' scores by weight.
 * Equals: first whom juries and pitch days gave more of it; then the better place in the last of them, where the chair
 * may have broken the tie; else they share the place.
 */
export async function finalResult(db: Db, competition: ResultOf): Promise<FinalResult> {
  const scoring = competition.stages.filter(isScoring);
  const basis = basisOf(competition);
  const field = await fieldOf(db, competition, { position: scoring.at(-1)?.position ?? Number.MAX_SAFE_INTEGER });
  const levels = stageOf(competition.stages, 'results')?.settings.levels ?? [];
  const entries =
    basis === 'scores'
      ? await scoredEntries(db, competition, field, levels)
      : await chosenEntries(db, competition, field);
  return {
    basis,
    complete: scoring.every(({ closedAt }) => closedAt !== null),
    stages: scoring.map(({ id, kind, title, settings, closedAt }) => ({
      ...{ id, kind, title },
      weight: settings.weight,
      closed: closedAt !== null,
    })),
    levels,
    categories: competition.categories.map(({ id, position, name }) => ({
      ...{ id, position, name },
      entries: entries.filter(({ categoryId }) => categoryId === id).map(({ categoryId: _, ...entry }) => entry),
    })),
  };
}

type InCategory = ResultEntry & { categoryId: string };

const unranked = ({ id, number }: FieldEntry): ResultEntry => ({
  ...{ id, number, parts: [], score: null, rank: null, level: null, shared: false, chosen: false, reason: '' },
});

async function scoredEntries(
  db: Db,
  competition: ResultOf,
  field: readonly FieldEntry[],
  levels: FinalResult['levels'],
): Promise<InCategory[]> {
  const standings = new Map(
    (await standingsOf(db, competition.id)).map((each) => [`${each.stageId} ${each.entryId}`, each]),
  );
  const most = await mostVotes(db, competition.id);
  const scoring = competition.stages.filter(isScoring);
  const compared = field.map((entry) => {
    const gave = scoring.map((stage) => standings.get(`${stage.id} ${entry.id}`));
    const parts = scoring.map(({ id, kind, title, settings }, at) => ({
      ...{ stageId: id, kind, title, weight: settings.weight },
      score: gave[at]?.score ?? null,
      votes: gave[at]?.votes ?? null,
      most: gave[at]?.votes == null ? null : (most.get(`${id} ${entry.categoryId}`) ?? 0),
    }));
    return {
      ...entry,
      parts,
      compared: comparedBy(
        parts,
        gave.map((standing) => standing?.rank ?? null),
      ),
    };
  });
  return competition.categories.flatMap((category) =>
    awarded(placed(compared.filter(({ categoryId }) => categoryId === category.id)), levels).map((entry) => ({
      ...{ id: entry.id, number: entry.number, categoryId: category.id, parts: entry.parts },
      ...{
        score: entry.compared.score,
        rank: entry.rank,
        level: entry.level,
        shared: entry.shared,
        chosen: false,
        reason: '',
      },
    })),
  );
}

/** Nothing is ranked: all entries, and which the organiser chose or invited, with the reason of each. */
async function chosenEntries(db: Db, competition: ResultOf, field: readonly FieldEntry[]): Promise<InCategory[]> {
  const choices = new Map((await choicesOf(db, competition.id)).map((choice) => [choice.entryId, choice]));
  return field
    .map((entry) => {
      const choice = choices.get(entry.id);
      return {
        ...unranked(entry),
        categoryId: entry.categoryId,
        level: choice?.level ?? null,
        chosen: choice !== undefined,
        reason: choice?.reason ?? '',
      };
    })
    .sort((a, b) => (competition.mode === 'award' ? levelOf(a) - levelOf(b) : 0) || a.number - b.number);
}

const levelOf = ({ chosen, level }: ResultEntry): number => (chosen ? (level ?? 0) : 1000);
