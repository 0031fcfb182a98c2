import type { Kernel } from '../../kernel/kernel.ts';
import { declareProcessing } from '../people/index.ts';
import { wireDocuments } from './documents/wire-documents.ts';
import { consultationTables } from './processing.ts';

/** What is said of the tables that all parts share; each part wires itself. */
export function wireConsultations(k: Kernel): void {
  declareProcessing(k, consultationTables);
  wireDocuments(k);
}
