import { z } from 'zod';
import { isId, newId } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { actOnConsultation } from '../act-on-consultation.ts';
import { convenes } from '../consultations.policy.ts';
import { deleteAnnex, insertAnnex } from './convene.queries.ts';
import { line } from './typed.ts';

/** Uploads for annexes. */
export const annexPurpose = 'consultations.annex';

export const annexInput = z.object({
  title: line(100, 'consultations.convene.field_error.annex_title'),
  fileId: z.string('consultations.convene.field_error.annex_file').refine(isId, {
    error: 'consultations.convene.field_error.annex_file',
  }),
});

/** Puts a paper beside the consultation, at any time until it is answered. */
export async function addAnnex(
  k: Kernel,
  actor: Actor,
  id: string,
  given: z.input<typeof annexInput>,
): Promise<string> {
  const { title, fileId } = annexInput.parse(given);
  return actOnConsultation(
    k,
    actor,
    id,
    { act: 'add_annex', as: 'convener', statuses: ['prepared', 'not_started', 'running', 'ended'], may: convenes },
    async ({ tx, consultation, at }) => {
      const [file] = await k.files.claim(tx, [fileId], { purpose: annexPurpose, ownerId: actor.accountId });
      if (!file) return fail('files.gone');
      const annexId = newId();
      const row = {
        id: annexId,
        consultationId: consultation.id,
        title,
        fileId: file.id,
        addedBy: actor.accountId,
        at,
      };
      await insertAnnex(tx, row);
      return { subjectId: annexId, details: { title }, result: annexId };
    },
  );
}

/** Takes it away again, before anybody else has seen it. */
export async function removeAnnex(k: Kernel, actor: Actor, id: string, annexId: string): Promise<void> {
  await actOnConsultation(
    k,
    actor,
    id,
    { act: 'remove_annex', as: 'convener', statuses: ['prepared'], may: convenes },
    async ({ tx, consultation }) => {
      const title = isId(annexId) ? await deleteAnnex(tx, consultation.id, annexId) : undefined;
      if (title === undefined) return fail('consultations.not_found');
      return { details: { title }, result: undefined };
    },
  );
}
