import { inTransaction } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { draftsStay_days, invitationsStay_days } from './answer.rules.ts';
import { deleteOldDrafts } from './draft.queries.ts';
import { deleteStrayFiles } from './file.queries.ts';
import { forgetInvited } from './invite/invitation.queries.ts';
import { mixParticipants, surveysToMix } from './response.queries.ts';

const batch = 500;
const day_ms = 86_400_000;

/**
 * What time alone does, each night: drafts of surveys long over go, names and addresses of whoever was invited are forgotten,
 * and participants are written anew so that their order says nothing.
 */
export async function tendAnswers(k: Kernel): Promise<void> {
  const now = k.clock.now().getTime();
  const before = (days: number): Date => new Date(now - days * day_ms);
  for (let left = batch; left === batch; )
    left = await inTransaction(k.db, async (tx) => (await deleteOldDrafts(tx, before(draftsStay_days), batch)).length);
  for (let left = batch; left === batch; )
    left = await inTransaction(k.db, async (tx) => {
      const files = await deleteStrayFiles(tx, batch);
      await k.files.release(tx, files);
      return files.length;
    });
  for (let left = batch; left === batch; )
    left = await inTransaction(k.db, (tx) => forgetInvited(tx, before(invitationsStay_days), batch));
  // Two nights after the end the last ones have been written anew too.
  for (const surveyId of await surveysToMix(k.db, before(2)))
    await inTransaction(k.db, (tx) => mixParticipants(tx, surveyId));
}
