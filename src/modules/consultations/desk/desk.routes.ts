import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { exportDesk } from '../result/export-handlers.ts';
import { assignOne, decideOne, showDesk, showOpinion } from './handlers.tsx';
import { addTemplate, doSeveral, dropTemplate, showProgress, showSeveral, showTemplates } from './several-handlers.tsx';

type BySlug = { Params: { slug: string } };
type ByNumber = { Params: { slug: string; number: string } };
type ById = { Params: { slug: string; id: string } };

/** The working desk of the opinions on a draft. */
export function opinionDeskRoutes(app: App, k: Kernel): void {
  app.get<BySlug>('/convene/:slug/opinions', (request, reply) => showDesk(k, request, reply));
  app.get<BySlug>('/convene/:slug/opinions/several', (request, reply) => showSeveral(k, request, reply));
  app.post<BySlug>('/convene/:slug/opinions/several', (request, reply) => doSeveral(k, request, reply));
  app.get<BySlug>('/convene/:slug/opinions/progress', (request, reply) => showProgress(k, request, reply));
  app.get<BySlug>('/convene/:slug/opinions/templates', (request, reply) => showTemplates(k, request, reply));
  app.post<BySlug>('/convene/:slug/opinions/templates', (request, reply) => addTemplate(k, request, reply));
  app.post<ById>('/convene/:slug/opinions/templates/:id/remove', (request, reply) => dropTemplate(k, request, reply));
  app.get<BySlug>('/convene/:slug/opinions/list.docx', (request, reply) => exportDesk(k, request, reply, 'docx'));
  app.get<BySlug>('/convene/:slug/opinions/list.xlsx', (request, reply) => exportDesk(k, request, reply, 'xlsx'));
  app.get<ByNumber>('/convene/:slug/opinions/:number', (request, reply) => showOpinion(k, request, reply));
  app.post<ByNumber>('/convene/:slug/opinions/:number/decide', (request, reply) => decideOne(k, request, reply));
  app.post<ByNumber>('/convene/:slug/opinions/:number/assign', (request, reply) => assignOne(k, request, reply));
}
