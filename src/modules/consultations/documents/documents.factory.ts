import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { importDocument } from './import-document.ts';
import { publishVersion } from './publish-version.ts';

/** Test data: publishes a text as the next version of a draft. @returns its number */
export async function publishText(
  k: Kernel,
  convener: Actor,
  consultationId: string,
  text: string,
  note = '按收到的意见改了几处。',
): Promise<number> {
  await importDocument(k, convener, consultationId, { text });
  return publishVersion(k, convener, consultationId, { note });
}
