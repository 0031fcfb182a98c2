import type { FastifyRequest } from 'fastify';
import type { FileAccess, StoredFile } from '../../../kernel/files/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { actorOf } from '../../people/index.ts';
import { convenes } from '../consultations.policy.ts';
import { departmentOfFile } from './intake.queries.ts';

/** What came with a letter is read by the conveners of its consultation alone. */
export async function letterFileAccess(k: Kernel, request: FastifyRequest, file: StoredFile): Promise<FileAccess> {
  const departmentId = await departmentOfFile(k.db, file.id);
  if (departmentId === undefined) return 'nobody';
  return convenes(await actorOf(k, request), { departmentId }) ? 'reader' : 'nobody';
}
