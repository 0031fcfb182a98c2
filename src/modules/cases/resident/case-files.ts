import type { FastifyRequest } from 'fastify';
import type { FileAccess, StoredFile } from '../../../kernel/files/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { actorOf } from '../../people/index.ts';
import { factsOf, findCaseById } from '../case.queries.ts';
import { mayReadAsStaff, mayReadPublicly } from '../cases.policy.ts';
import { isAuthor } from './author-key.ts';
import { trackedCaseId } from './letter-cookie.ts';
import { useOfFile } from './my-cases.queries.ts';

/** What an author sees of the files with their letter: not those of notes and of contacts. */
const authorsToo = new Set(['letter', 'message', 'reply', 'promise']);

/** Who may open a file that lies with a case: whoever may read that part of the case. */
export async function accessToCaseFile(k: Kernel, request: FastifyRequest, file: StoredFile): Promise<FileAccess> {
  const use = await useOfFile(k.db, file.id);
  const row = use && (await findCaseById(k.db, use.caseId));
  if (!use || !row) return 'nobody';
  const facts = await factsOf(k.db, row);
  if (use.public && authorsToo.has(use.of) && mayReadPublicly(facts)) return 'everybody';
  const actor = await actorOf(k, request);
  const trackedId = trackedCaseId(k, request);
  const owner = isAuthor(trackedId ? { trackedCaseId: trackedId } : {})(actor, facts, row);
  if (owner && authorsToo.has(use.of) && (use.public || use.of !== 'reply')) return 'reader';
  return mayReadAsStaff(actor, facts) ? 'reader' : 'nobody';
}
