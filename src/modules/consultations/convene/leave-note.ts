import { z } from 'zod';
import { newId } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { actOnConsultation } from '../act-on-consultation.ts';
import { convenes } from '../consultations.policy.ts';
import { insertNote } from './convene.queries.ts';
import { lines } from './typed.ts';

export const noteInput = z.object({ text: lines(2000, 'consultations.convene.field_error.note', 5) });

/** A public note: how it goes on, what was asked often. */
export async function leaveNote(k: Kernel, actor: Actor, id: string, given: z.input<typeof noteInput>): Promise<void> {
  const { text } = noteInput.parse(given);
  await actOnConsultation(
    k,
    actor,
    id,
    { act: 'note', as: 'convener', statuses: ['not_started', 'running', 'ended', 'answered'], may: convenes },
    async ({ tx, consultation, at }) => {
      const noteId = newId();
      await insertNote(tx, { id: noteId, consultationId: consultation.id, at, text });
      return { subjectId: noteId, result: undefined };
    },
  );
}
