import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { NavEntry } from '../../../kernel/module.ts';
import {
  edit,
  saveLanguages,
  saveOneQuestion,
  saveOneSection,
  showBuild,
  showQuestion,
  showSection,
} from './build-handlers.tsx';
import {
  cancelOne,
  closeOne,
  discardOne,
  extendOne,
  openOne,
  saveSettingsOf,
  showOverview,
  showSettings,
  takeBackOne,
} from './desk-handlers.tsx';
import { makeNew, showList, showNew } from './list-handlers.tsx';
import { preview } from './preview-handlers.tsx';

type BySlug = { Params: { slug: string } };
type ByName = { Params: { slug: string; name: string } };

export const buildNav: readonly NavEntry[] = [
  {
    href: '/questionnaires',
    label: 'surveys.build.title',
    place: 'staff',
    order: 76,
    roles: ['convener', 'auditor', 'leader'],
  },
];

/** Making surveys, building what they ask, and running them. */
export function buildRoutes(app: App, k: Kernel): void {
  app.get('/questionnaires', (request, reply) => showList(k, request, reply));
  app.get('/questionnaires/new', (request, reply) => showNew(k, request, reply));
  app.post('/questionnaires/new', (request, reply) => makeNew(k, request, reply));
  app.get<BySlug>('/questionnaires/:slug', (request, reply) => showOverview(k, request, reply));
  app.get<BySlug>('/questionnaires/:slug/settings', (request, reply) => showSettings(k, request, reply));
  app.post<BySlug>('/questionnaires/:slug/settings', (request, reply) => saveSettingsOf(k, request, reply));
  app.post<BySlug>('/questionnaires/:slug/open', (request, reply) => openOne(k, request, reply));
  app.post<BySlug>('/questionnaires/:slug/take-back', (request, reply) => takeBackOne(k, request, reply));
  app.post<BySlug>('/questionnaires/:slug/extend', (request, reply) => extendOne(k, request, reply));
  app.post<BySlug>('/questionnaires/:slug/close', (request, reply) => closeOne(k, request, reply));
  app.post<BySlug>('/questionnaires/:slug/cancel', (request, reply) => cancelOne(k, request, reply));
  app.post<BySlug>('/questionnaires/:slug/discard', (request, reply) => discardOne(k, request, reply));
  app.get<BySlug>('/questionnaires/:slug/build', (request, reply) => showBuild(k, request, reply));
  app.post<BySlug>('/questionnaires/:slug/build', (request, reply) => edit(k, request, reply));
  app.post<BySlug>('/questionnaires/:slug/build/languages', (request, reply) => saveLanguages(k, request, reply));
  app.get<BySlug>('/questionnaires/:slug/preview', (request, reply) => preview(k, request, reply));
  app.post<BySlug>('/questionnaires/:slug/preview', (request, reply) => preview(k, request, reply));
  app.get<ByName>('/questionnaires/:slug/build/questions/:name', (request, reply) => showQuestion(k, request, reply));
  app.post<ByName>('/questionnaires/:slug/build/questions/:name', (request, reply) =>
    saveOneQuestion(k, request, reply),
  );
  app.get<ByName>('/questionnaires/:slug/build/pages/:name', (request, reply) => showSection(k, request, reply));
  app.post<ByName>('/questionnaires/:slug/build/pages/:name', (request, reply) => saveOneSection(k, request, reply));
}
