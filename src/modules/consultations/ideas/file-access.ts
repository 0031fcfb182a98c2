import type { FastifyRequest } from 'fastify';
import type { FileAccess, StoredFile } from '../../../kernel/files/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { actorOf, hasRole } from '../../people/index.ts';
import { convenes } from '../consultations.policy.ts';
import { useOfFile } from './file.queries.ts';

/** Photos of an idea and evidence of what was done: everybody's while the idea stands on the page, else who works on it. */
export async function ideaFileAccess(k: Kernel, request: FastifyRequest, file: StoredFile): Promise<FileAccess> {
  const use = await useOfFile(k.db, file.id);
  if (use?.published && (use.state === 'visible' || use.state === 'merged')) return 'everybody';
  const actor = await actorOf(k, request);
  if (actor.accountId === null) return 'nobody';
  // Uploads that no idea has taken yet are their owner's.
  if (!use) return file.ownerId === actor.accountId ? 'reader' : 'nobody';
  if (use.accountId === actor.accountId) return 'reader';
  const works =
    convenes(actor, { departmentId: use.callDepartmentId }) ||
    (use.departmentId !== null && hasRole(actor, 'convener', use.departmentId));
  return works || hasRole(actor, 'moderator') || hasRole(actor, 'auditor') ? 'reader' : 'nobody';
}
