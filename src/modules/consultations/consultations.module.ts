import type { Module } from '../../kernel/module.ts';
import { wireConsultations } from './wire-consultations.ts';

/** Drafts that are discussed before they are decided, calls for ideas, and maps of what people think. */
export const consultationsModule: Module = {
  name: 'consultations',
  wire: (k) => {
    wireConsultations(k);
  },
};
