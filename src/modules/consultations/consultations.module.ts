import type { Module } from '../../kernel/module.ts';
import './consultations.errors.ts';
import { conveneNav, conveneRoutes } from './convene/convene.routes.ts';
import { publicNav, publicRoutes } from './public/public.routes.tsx';
import { wireConsultations } from './wire-consultations.ts';

/** Drafts that are discussed before they are decided, calls for ideas, and maps of what people think. */
export const consultationsModule: Module = {
  name: 'consultations',
  nav: [...publicNav, ...conveneNav],
  wire: (k) => {
    wireConsultations(k);
  },
  routes: (app, k) => {
    conveneRoutes(app, k);
    publicRoutes(app, k);
  },
};
