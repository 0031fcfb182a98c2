import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { NavEntry } from '../../../kernel/module.ts';
import { doDeed, draftNotice, showCase, showDesk } from './desk-handlers.tsx';
import { postReply, showPreview, showReply } from './reply-handlers.tsx';
import { editTemplate, newTemplate, removeTemplateAt, saveTemplate, showTemplates } from './template-handlers.tsx';

export const deskNav: readonly NavEntry[] = [
  { href: '/desk', label: 'cases.desk.nav', place: 'staff', order: 20, roles: ['handler', 'reviewer'] },
];

type Numbered = { Params: { number: string } };
type Kept = { Params: { id: string } };

/** The desk of departments: handlers and reviewers. */
export function deskRoutes(app: App, k: Kernel): void {
  app.get('/desk', (request, reply) => showDesk(k, request, reply));
  app.get('/desk/templates', (request, reply) => showTemplates(k, request, reply));
  app.get('/desk/templates/new', (request, reply) => newTemplate(k, request, reply));
  app.post('/desk/templates/new', (request, reply) => saveTemplate(k, request, reply, null));
  app.get<Kept>('/desk/templates/:id', (request, reply) => editTemplate(k, request, reply, request.params.id));
  app.post<Kept>('/desk/templates/:id', (request, reply) => saveTemplate(k, request, reply, request.params.id));
  app.post<Kept>('/desk/templates/:id/remove', (request, reply) =>
    removeTemplateAt(k, request, reply, request.params.id),
  );
  app.get<Numbered>('/desk/:number', (request, reply) => showCase(k, request, reply, request.params.number));
  app.get<Numbered>('/desk/:number/reply', (request, reply) => showReply(k, request, reply, request.params.number));
  app.post<Numbered>('/desk/:number/reply', (request, reply) => postReply(k, request, reply, request.params.number));
  app.get<Numbered>('/desk/:number/preview', (request, reply) => showPreview(k, request, reply, request.params.number));
  app.get<Numbered>('/desk/:number/draft', (request) => draftNotice(k, request, request.params.number));
  app.post<{ Params: { number: string; deed: string } }>('/desk/:number/:deed', (request, reply) =>
    doDeed(k, request, reply, request.params),
  );
}
