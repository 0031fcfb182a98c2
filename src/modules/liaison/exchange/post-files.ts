import type { FastifyRequest } from 'fastify';
import { type AppError, failFields } from '../../../kernel/errors/index.ts';
import { readMultipart } from '../../../kernel/files/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { attempt } from '../../people/index.ts';
import type { Refused } from './liaison-page.tsx';

export type Posted = Record<string, string | string[]>;

/**
 * Reads a form with files and does what it asks for. A file that is refused refuses the form, with everything typed kept.
 * @returns undefined, or what was wrong with which form
 */
export async function postWithFiles(
  k: Kernel,
  request: FastifyRequest,
  given: { purpose: string; ownerId: string; form: string },
  work: (fields: Posted, fileIds: string[]) => Promise<unknown>,
): Promise<Refused | undefined> {
  const posted = await readMultipart(request, { files: k.files, purpose: given.purpose, ownerId: given.ownerId });
  const error: AppError | undefined = await attempt(async () => {
    if (posted.problems.length > 0) failFields(posted.fieldErrors);
    await work(
      posted.fields,
      posted.files.map((file) => file.id),
    );
  });
  return error && { form: given.form, error, typed: posted.fields };
}
