import { AppError, fail } from '../../../kernel/errors/index.ts';
import type { StoredFile } from '../../../kernel/files/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { localDate } from '../../../kernel/time/index.ts';
import type { Actor } from '../../people/index.ts';
import { actOnConsultation } from '../act-on-consultation.ts';
import { convenes } from '../consultations.policy.ts';
import './intake.errors.ts';
import { insertLetter, insertLetterFile } from './intake.queries.ts';
import { type Mail, readMail } from './read-mail.ts';
import { takesLetters } from './take-in.ts';

/** Uploads that came with a letter. */
export const letterPurpose = 'consultations.letter';

/**
 * An e-mail is taken in as it came and waits for a convener, who reads it out into opinions: names and telephone numbers in
 * it are not for everybody. One that came before, by its Message-ID, is not taken in twice.
 * @param actor a convener who uploads it; system: a program with a key brings it
 * @throws AppError consultations.intake.not_a_mail, .mail_too_large, .way_closed; as `actOnConsultation`
 */
export async function receiveMail(
  k: Kernel,
  actor: Actor,
  consultationId: string,
  raw: Buffer,
): Promise<{ id: string; again: boolean }> {
  const mail = await readMail(raw);
  const { files, leftOut } = await keepFiles(k, mail);
  const isProgram = actor.kind === 'system';
  const received = await actOnConsultation(
    k,
    actor,
    consultationId,
    {
      ...{ act: 'letter_received', as: isProgram ? 'system' : 'convener', kind: 'draft', statuses: takesLetters },
      ...{ may: (who, facts) => who.kind === 'system' || convenes(who, facts), together: true },
    },
    async ({ tx, consultation, at }) => {
      if (!consultation.settings.ways.includes('email')) fail('consultations.intake.way_closed');
      const letter = await insertLetter(
        tx,
        at,
        {
          ...{ consultationId: consultation.id, way: 'email', messageId: mail.messageId, subject: mail.subject },
          ...{ text: mail.text, receivedOn: localDate(at, k.config.TIME_ZONE), leftOut },
          ...{ createdBy: actor.accountId, formToken: null },
        },
        mail.sender,
      );
      if (letter.again) return { done: false, result: letter };
      await k.files.claim(
        tx,
        files.map(({ id }) => id),
        { purpose: letterPurpose },
      );
      for (const { id, name } of files)
        await insertLetterFile(tx, { intakeId: letter.id, fileId: id, consultationId: consultation.id, name });
      return { details: { way: 'email' }, result: letter };
    },
  );
  return received;
}

/** Files that are taken as uploads are; of the others it is said that they were left out. */
async function keepFiles(k: Kernel, mail: Mail): Promise<{ files: StoredFile[]; leftOut: string[] }> {
  const files: StoredFile[] = [];
  const leftOut = [...mail.leftOut];
  for (const { name, bytes } of mail.files)
    try {
      files.push(await k.files.accept(bytes, { name, purpose: letterPurpose }));
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500) throw error;
      leftOut.push(`${error.code === 'files.too_large' ? 'large' : 'kind'}:${name}`);
    }
  return { files, leftOut };
}
