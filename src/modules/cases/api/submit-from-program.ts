import { inTransaction, newId } from '../../../kernel/db/index.ts';
import { AppError } from '../../../kernel/errors/index.ts';
import type { ApiKey } from '../../../kernel/http/index.ts';
import type { Locale } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { anonymous } from '../../people/index.ts';
import { trackingCodeOf } from '../resident/author-key.ts';
import { type Letter, type Receipt, submitCase } from '../resident/submit-case.ts';
import { caseOfSource, keepMediaLink } from './program.queries.ts';

/** A program may name its own letters: whatever it sends twice under one name is one letter. */
export const referenceShape = /^[\w.:/-]{1,100}$/;

export type ProgramLetter = {
  key: ApiKey;
  /** which door it came in by */
  door: 'open311' | 'api';
  /** the program's own name for it, in the shape above; null: each is a new one */
  reference: string | null;
  letter: Letter;
  locale: Locale;
  /** kept as a link, never fetched */
  mediaUrl?: string;
};

/**
 * Takes in a letter that a program brings for somebody. Sent again under the same reference it gives the receipt of the
 * first, tracking code included, whatever else differs.
 * @throws ZodError or AppError beside the fields
 */
export async function submitFromProgram(k: Kernel, given: ProgramLetter): Promise<Receipt & { replayed: boolean }> {
  const { key, reference, mediaUrl } = given;
  const source = { name: `${given.door}:${key.name}`, ref: `${key.id}:${reference ?? newId()}` };
  // Only who holds the secret can tell the code from the reference, so a replay can be told it again.
  const form = { token: `program\n${source.ref}`, proof: null };
  const receipt = await submitCase(k, {
    actor: { ...anonymous, locale: given.locale },
    authorAccountId: null,
    channel: 'api',
    letter: given.letter,
    source,
    form,
  })
    .then((fresh) => ({ ...fresh, replayed: false }))
    .catch(async (error: unknown) => {
      const before =
        error instanceof AppError && error.code === 'kernel.changed_meanwhile' && (await caseOfSource(k.db, source));
      if (!before) throw error;
      const trackingCode = trackingCodeOf(k.secret, form.token);
      return {
        caseId: before.id,
        number: before.number,
        submittedAt: before.submittedAt,
        trackingCode,
        replayed: true,
      };
    });
  if (mediaUrl) await inTransaction(k.db, (tx) => keepMediaLink(tx, receipt.caseId, mediaUrl));
  return receipt;
}
