import { isDuplicate, newId, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';

export type NewRating = {
  caseId: string;
  round: number;
  outcome: number;
  attitude: number;
  speed: number;
  solved: boolean;
  text: string;
  by: 'author' | 'call_back';
  byId: string | null;
  at: Date;
};

/** One rating a round: the unique key decides. @throws AppError cases.rated_already */
export async function insertRating(tx: Tx, rating: NewRating): Promise<void> {
  try {
    await tx
      .insertInto('cases.rating')
      .values({
        id: newId(),
        case_id: rating.caseId,
        round: rating.round,
        outcome: rating.outcome,
        attitude: rating.attitude,
        speed: rating.speed,
        solved: rating.solved,
        text: rating.text,
        by: rating.by,
        by_id: rating.byId,
        at: rating.at,
      })
      .execute();
  } catch (error) {
    if (isDuplicate(error)) fail('cases.rated_already');
    throw error;
  }
}

/** @throws AppError cases.reopened_already where the author asked before */
export async function insertReopening(
  tx: Tx,
  row: {
    caseId: string;
    round: number;
    why: 'author' | 'promise' | 'review' | 'supervision';
    reason: string;
    by: string | null;
    at: Date;
  },
): Promise<void> {
  try {
    await tx
      .insertInto('cases.reopening')
      .values({
        id: newId(),
        case_id: row.caseId,
        round: row.round,
        why: row.why,
        reason: row.reason,
        by_id: row.by,
        at: row.at,
      })
      .execute();
  } catch (error) {
    if (isDuplicate(error, 'reopening_author_idx')) fail('cases.reopened_already');
    throw error;
  }
}
