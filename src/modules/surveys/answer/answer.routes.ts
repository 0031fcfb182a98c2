import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type ByPage, postPage, showPage } from './answer-handlers.tsx';
import {
  type ByToken,
  postBegin,
  postCode,
  postDiscard,
  postGoOn,
  showCode,
  showGoOn,
  showLater,
} from './begin-handlers.tsx';
import { type BySlug, postHandIn, showDone, showReview } from './hand-in-handlers.tsx';
import { invitationRoutes } from './invite/invitations.routes.tsx';
import { paperRoutes } from './paper/paper.routes.tsx';
import { publicSurveyRoutes } from './public.routes.tsx';

/** Answering surveys. */
export function answerRoutes(app: App, k: Kernel): void {
  publicSurveyRoutes(app, k);
  invitationRoutes(app, k);
  paperRoutes(app, k);
  app.post<BySlug>('/surveys/:slug/begin', (request, reply) => postBegin(k, request, reply));
  app.get<BySlug>('/surveys/:slug/code', (request, reply) => showCode(k, request, reply));
  app.post<BySlug>('/surveys/:slug/code', (request, reply) => postCode(k, request, reply));
  app.get<ByPage>('/surveys/:slug/answer/:page', (request, reply) => showPage(k, request, reply));
  app.post<ByPage>('/surveys/:slug/answer/:page', (request, reply) => postPage(k, request, reply));
  app.get<BySlug>('/surveys/:slug/review', (request, reply) => showReview(k, request, reply));
  app.post<BySlug>('/surveys/:slug/hand-in', (request, reply) => postHandIn(k, request, reply));
  app.get<BySlug>('/surveys/:slug/done', (request, reply) => showDone(k, request, reply));
  app.get<BySlug>('/surveys/:slug/later', (request, reply) => showLater(k, request, reply));
  app.post<BySlug>('/surveys/:slug/discard', (request, reply) => postDiscard(k, request, reply));
  app.get<ByToken>('/surveys/:slug/go-on/:token', (request, reply) => showGoOn(k, request, reply));
  app.post<ByToken>('/surveys/:slug/go-on/:token', (request, reply) => postGoOn(k, request, reply));
}
