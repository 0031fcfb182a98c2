import type { FastifyRequest } from 'fastify';
import type { FileAccess, StoredFile } from '../../../kernel/files/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { actorOf, declareProcessing } from '../../people/index.ts';
import { consultationById } from '../consultation.queries.ts';
import { mayReadDesk } from '../consultations.policy.ts';
import { versionOfFile } from './documents.queries.ts';
import { documentPurpose } from './import-document.ts';
import { documentTables } from './processing.ts';

export function wireDocuments(k: Kernel): void {
  declareProcessing(k, documentTables);
  k.files.guard(documentPurpose, (request, file) => mayReadOriginal(k, request, file));
}

/** Everybody, where it is offered with a published version; before that whoever works on it. */
async function mayReadOriginal(k: Kernel, request: FastifyRequest, file: StoredFile): Promise<FileAccess> {
  const version = await versionOfFile(k.db, file.id);
  const consultation = version && (await consultationById(k.db, version.consultationId));
  if (!version || !consultation) return 'nobody';
  // One that was called off before it was opened was never published.
  if (version.offerSource && version.publishedAt && consultation.openedAt) return 'everybody';
  return mayReadDesk(await actorOf(k, request), consultation) ? 'reader' : 'nobody';
}
