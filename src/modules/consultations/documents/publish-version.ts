import { z } from 'zod';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { visibleText } from '../../../kernel/text/index.ts';
import type { Actor } from '../../people/index.ts';
import { actOnConsultation } from '../act-on-consultation.ts';
import { convenes } from '../consultations.policy.ts';
import './documents.errors.ts';
import {
  type Block,
  blocksOf,
  currentVersion,
  deleteVersions,
  publishWaiting,
  waitingVersion,
} from './documents.queries.ts';
import { importStatuses } from './import-document.ts';

export const publishInput = z.object({
  /** what was changed and why; needed from the second version on */
  note: z
    .string()
    .default('')
    .transform(visibleText)
    .pipe(z.string().max(2000, 'consultations.documents.field.note_long')),
  /** everybody may download the original */
  offerSource: z
    .union([z.boolean(), z.literal('yes').transform(() => true)])
    .optional()
    .transform((given) => given === true),
  /** when what is published was imported, as the page showed it; another import in between is not published unseen */
  importedAt: z.iso.datetime().optional(),
});
export type PublishInput = z.input<typeof publishInput>;

/**
 * Publishes what was imported as the next version. As long as the consultation itself is not published it takes the place of the
 * one before: nobody has seen that.
 * @returns the number of the version
 * @throws AppError consultations.documents.nothing_imported, .other_import, .same_text, consultations.wrong_state,
 * kernel.not_allowed, kernel.invalid
 */
export async function publishVersion(
  k: Kernel,
  actor: Actor,
  consultationId: string,
  given: PublishInput,
): Promise<number> {
  const { note, offerSource, importedAt } = publishInput.parse(given);
  const act = {
    act: 'publish_version',
    as: 'convener',
    kind: 'draft',
    statuses: importStatuses,
    may: convenes,
  } as const;
  return actOnConsultation(k, actor, consultationId, act, async ({ tx, at, status }) => {
    const waiting = (await waitingVersion(tx, consultationId)) ?? fail('consultations.documents.nothing_imported');
    if (importedAt !== undefined && waiting.createdAt.toISOString() !== new Date(importedAt).toISOString())
      fail('consultations.documents.other_import');
    const current = await currentVersion(tx, consultationId);
    const replaces = status === 'prepared' && current !== undefined;
    if (current && !replaces) {
      if (note === '') failFields({ note: { key: 'consultations.documents.field.note_missing' } });
      const [before, after] = [
        await blocksOf(tx, consultationId, current.no),
        await blocksOf(tx, consultationId, waiting.no),
      ];
      if (sameText(before, after) && current.title === waiting.title) fail('consultations.documents.same_text');
    }
    if (replaces) await k.files.release(tx, await deleteVersions(tx, consultationId, 'published'));
    const no = replaces ? current.no : waiting.no;
    await publishWaiting(tx, at, { consultationId, no, note, offerSource });
    return { details: { version: no }, result: no };
  });
}

function sameText(before: readonly Block[], after: readonly Block[]): boolean {
  return (
    before.length === after.length &&
    before.every(({ label, html, kind }, at) => {
      const other = after[at];
      return label === other?.label && html === other.html && kind === other.kind;
    })
  );
}

/**
 * Takes back what was imported and not published.
 * @throws AppError consultations.documents.nothing_imported, kernel.not_allowed
 */
export async function discardImport(k: Kernel, actor: Actor, consultationId: string): Promise<void> {
  const act = {
    act: 'discard_import',
    as: 'convener',
    kind: 'draft',
    statuses: importStatuses,
    may: convenes,
  } as const;
  await actOnConsultation(k, actor, consultationId, act, async ({ tx }) => {
    const waiting = (await waitingVersion(tx, consultationId)) ?? fail('consultations.documents.nothing_imported');
    await k.files.release(tx, await deleteVersions(tx, consultationId, 'waiting'));
    return { details: { version: waiting.no }, result: undefined };
  });
}
