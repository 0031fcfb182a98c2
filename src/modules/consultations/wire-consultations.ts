import type { Kernel } from '../../kernel/kernel.ts';
import { declareProcessing } from '../people/index.ts';
import { wireComments } from './comments/wire-comments.ts';
import { wireConvene } from './convene/wire-convene.ts';
import { wireOpinionDesk } from './desk/wire-opinion-desk.ts';
import { wireDocuments } from './documents/wire-documents.ts';
import { wireIdeas } from './ideas/wire-ideas.ts';
import { wireOpinionMap } from './opinion-map/wire-opinion-map.ts';
import { consultationTables } from './processing.ts';
import { wirePublic } from './public/wire-public.ts';
import { wireResult } from './result/wire-result.ts';

/** What is said of the tables that all parts share; each part wires itself. */
export function wireConsultations(k: Kernel): void {
  declareProcessing(k, consultationTables);
  wireConvene(k);
  wireComments(k);
  wireDocuments(k);
  wireOpinionDesk(k);
  wireResult(k);
  wirePublic(k);
  wireOpinionMap(k);
  wireIdeas(k);
}
