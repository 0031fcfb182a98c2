import { randomBytes } from 'node:crypto';
import { inTransaction, newId } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { walk } from '../logic/walk.ts';
import { momentOf } from '../moment.ts';
import { formOf, type Survey } from '../survey.queries.ts';
import './answer.errors.ts';
import { mayBegin, pagesOf } from './answer.rules.ts';
import { type Draft, draftOf, type Holder, insertDraft } from './draft.queries.ts';
import { participationDay } from './response.queries.ts';

/** @throws AppError surveys.answer.not_yet, surveys.answer.not_running */
export function checkRunning(k: Kernel, survey: Survey): void {
  const at = k.clock.now();
  if (mayBegin(survey, at)) return;
  if (survey.state === 'open' && survey.startsAt && at < survey.startsAt) fail('surveys.answer.not_yet');
  fail('surveys.answer.not_running');
}

/** @throws AppError surveys.answer.already */
export async function checkFirst(k: Kernel, surveyId: string, holder: Holder): Promise<void> {
  if (holder.kind !== 'token' && (await participationDay(k.db, surveyId, holder.id))) fail('surveys.answer.already');
}

/**
 * Begins to answer, or finds what this holder has begun before.
 * @throws AppError surveys.answer.not_yet, surveys.answer.not_running, surveys.answer.already
 */
export async function beginAnswering(k: Kernel, survey: Survey, holder: Holder, locale: string): Promise<Draft> {
  const begun = await draftOf(k.db, survey.id, holder);
  if (begun) return begun;
  checkRunning(k, survey);
  await checkFirst(k, survey.id, holder);
  const definition = await formOf(k.db, survey);
  const [first] = pagesOf(definition, walk(definition, {}, momentOf(k)).sections);
  await inTransaction(k.db, (tx) =>
    insertDraft(tx, k.clock.now(), {
      surveyId: survey.id,
      id: newId(),
      formVersion: survey.formVersion,
      locale,
      seed: randomBytes(9).toString('base64url'),
      page: first?.id ?? '',
      holder,
    }),
  );
  return (await draftOf(k.db, survey.id, holder)) ?? fail('surveys.answer.no_draft');
}
