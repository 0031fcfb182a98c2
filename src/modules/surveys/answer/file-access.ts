import type { FastifyRequest } from 'fastify';
import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import type { FileAccess, StoredFile } from '../../../kernel/files/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Actor, actorOf, auditName } from '../../people/index.ts';
import { type Survey, surveyById } from '../survey.queries.ts';
import { mayRun } from '../surveys.policy.ts';
import { factsOfFile } from './file.queries.ts';

/** Conveners of the survey open what was handed in; each look is in the audit log. Nobody else opens anything. */
export async function answerFileAccess(k: Kernel, request: FastifyRequest, file: StoredFile): Promise<FileAccess> {
  const facts = await factsOfFile(k.db, file.id);
  if (!facts?.responseId) return 'nobody';
  const actor = await actorOf(k, request);
  const survey = await surveyById(k.db, facts.surveyId);
  if (!survey || !mayRun(actor, survey)) return 'nobody';
  await noteLook(k, actor, survey, file.id);
  return 'reader';
}

/** A look at a file of somebody's answer. */
async function noteLook(k: Kernel, actor: Actor, survey: Survey, fileId: string): Promise<void> {
  await inTransaction(k.db, (tx) =>
    audit(tx, k.clock.now(), {
      actorId: actor.accountId,
      actorName: auditName(actor),
      action: 'surveys.answer_file_read',
      objectType: 'survey',
      objectId: survey.id,
      departmentId: survey.departmentId,
      details: { slug: survey.slug, fileId },
    }),
  );
}
