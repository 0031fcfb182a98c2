import type { Kernel } from '../../kernel/kernel.ts';
import { declareProcessing } from '../people/index.ts';
import { wireComments } from './comments/wire-comments.ts';
import { wireConvene } from './convene/wire-convene.ts';
import { wireDocuments } from './documents/wire-documents.ts';
import { consultationTables } from './processing.ts';
import { wirePublic } from './public/wire-public.ts';

/** What is said of the tables that all parts share; each part wires itself. */
export function wireConsultations(k: Kernel): void {
  declareProcessing(k, consultationTables);
  wireConvene(k);
  wireComments(k);
  wireDocuments(k);
  wirePublic(k);
}
