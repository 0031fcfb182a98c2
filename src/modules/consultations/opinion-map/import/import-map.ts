import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { newId } from '../../../../kernel/db/index.ts';
import { fail } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { typedLine } from '../../../../kernel/text/index.ts';
import { type Actor, systemActor } from '../../../people/index.ts';
import { actOnConsultation } from '../../act-on-consultation.ts';
import { convenes } from '../../consultations.policy.ts';
import '../opinion-map.errors.ts';
import { insertImportedStatements, statementsOf } from '../statements/statement.queries.ts';
import { officeName } from '../statements/write-seeds.ts';
import { newParticipantKey } from '../voting/map-keys.ts';
import { beginMap, holdMap, insertParticipants, nextEpoch, setSource } from '../voting/participant.queries.ts';
import { putVotes } from '../voting/vote.queries.ts';
import type { PolisFiles } from './open-archive.ts';
import { readComments, readVotes } from './polis-rows.ts';

export const importInput = z.object({
  /** where the conversation was held, as everybody reads it */
  source: z
    .string()
    .default('')
    .transform(typedLine)
    .pipe(z.string().max(300, 'consultations.opinion_map.field.text_long')),
  /** in which the statements are written */
  language: z.enum(['zh-CN', 'zh-TW', 'en']).default('zh-CN'),
});
export type ImportInput = z.input<typeof importInput>;

export type Imported = { statements: number; leftOut: number; participants: number; votes: number; unknown: number };

const chunk = 20_000;

/**
 * Opens an older conversation: statements and votes of a Polis export, into a map that has neither. Participants keep no number
 * of theirs. All of it or nothing.
 * @throws AppError consultations.opinion_map.has_votes, .has_statements, .import_missing, .import_line with the line, and as `actOnConsultation`
 */
export async function importMap(
  k: Kernel,
  actor: Actor,
  consultationId: string,
  files: PolisFiles,
  given: ImportInput = {},
): Promise<Imported> {
  const { source, language } = importInput.parse(given);
  const comments = await readComments(files.comments());
  if (comments.length === 0) fail('consultations.opinion_map.import_missing', { name: 'comments.csv' });
  const read = await readVotes(files.votes(), new Set(comments.map(({ id }) => id)));
  await beginMap(k.db, consultationId, newParticipantKey(k, consultationId)).catch(() =>
    fail('consultations.not_found'),
  );
  const may: typeof convenes = (who, facts) => who === systemActor || convenes(who, facts);
  return actOnConsultation(
    k,
    actor,
    consultationId,
    {
      ...{ act: 'import_map', as: actor === systemActor ? 'system' : 'convener', kind: 'map', may },
      statuses: ['prepared', 'not_started', 'running'],
    },
    async ({ tx, consultation: { id, departmentId }, at }) => {
      const row = await holdMap(tx, id);
      const first = comments[0]?.id === 0 ? 1 : 0;
      if (!row || row.participants > 0) return fail('consultations.opinion_map.has_votes');
      if ((await statementsOf(tx, id)).length > 0) return fail('consultations.opinion_map.has_statements');
      await insertImportedStatements(
        tx,
        id,
        await officeName(k, departmentId, language),
        at,
        comments.map(({ id: number, text, moderatedOut }) => ({
          ...{ id: newId(), number: number + first, text: text || '—', language, leftOut: moderatedOut },
        })),
      );
      await nextEpoch(tx, id);
      await setSource(tx, id, source);
      for (let from = 0; from < read.participants; from += chunk)
        await insertParticipants(
          tx,
          id,
          from,
          Array.from({ length: Math.min(chunk, read.participants - from) }, () => randomBytes(16).toString('hex')),
        );
      const { participants, statements, votes } = read.columns;
      for (let from = 0; from < votes.length; from += chunk) {
        const until = from + chunk;
        await putVotes(tx, id, row.batch + 1, {
          participants: participants.slice(from, until),
          statements: statements.slice(from, until).map((number) => number + first),
          votes: votes.slice(from, until),
        });
      }
      const leftOut = comments.filter(({ moderatedOut }) => moderatedOut).length;
      const result: Imported = {
        ...{ statements: comments.length, leftOut, participants: read.participants },
        ...{ votes: votes.length, unknown: read.unknown },
      };
      return { details: result, result };
    },
  );
}
