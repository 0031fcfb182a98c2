import type { Module } from '../../kernel/module.ts';
import './consultations.errors.ts';
import { commentRoutes } from './comments/comments.routes.tsx';
import { mineRoutes } from './comments/mine.routes.tsx';
import { conveneNav, conveneRoutes } from './convene/convene.routes.ts';
import { seedConsultations } from './demo/consultations.demo.ts';
import { opinionDeskRoutes } from './desk/desk.routes.ts';
import { documentRoutes } from './documents/documents.routes.ts';
import { ideaRoutes } from './ideas/ideas.routes.ts';
import { intakeRoutes } from './intake/intake.routes.tsx';
import { moderationNav, moderationRoutes } from './moderation/moderation.routes.tsx';
import { opinionMapCommand } from './opinion-map/eval/opinion-map-command.ts';
import { mapsCommand } from './opinion-map/import/maps-command.ts';
import { opinionMapRoutes } from './opinion-map/opinion-map.routes.ts';
import { publicNav, publicRoutes } from './public/public.routes.tsx';
import { resultRoutes } from './result/result.routes.tsx';
import { supportRoutes } from './support/support.routes.tsx';
import { wireConsultations } from './wire-consultations.ts';

/** Drafts that are discussed before they are decided, calls for ideas, and maps of what people think. */
export const consultationsModule: Module = {
  name: 'consultations',
  nav: [...publicNav, ...conveneNav, ...moderationNav],
  wire: (k) => {
    wireConsultations(k);
  },
  routes: (app, k) => {
    conveneRoutes(app, k);
    publicRoutes(app, k);
    opinionDeskRoutes(app, k);
    resultRoutes(app, k);
    documentRoutes(app, k);
    opinionMapRoutes(app, k);
    ideaRoutes(app, k);
    commentRoutes(app, k);
    mineRoutes(app, k);
    supportRoutes(app, k);
    moderationRoutes(app, k);
    intakeRoutes(app, k);
  },
  demo: seedConsultations,
  commands: (program, withKernel) => {
    mapsCommand(program, withKernel);
    opinionMapCommand(program);
  },
};
