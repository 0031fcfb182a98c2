import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { discardOne, importOne, publishOne, showDeskComparison, showDeskText } from './desk-handlers.tsx';
import { sendOriginal, showComparison, showText } from './public-handlers.tsx';

type BySlug = { Params: { slug: string } };
type ByVersion = { Params: { slug: string; no: string } };

/** Texts of drafts: reading and comparing them, bringing them in and publishing them. */
export function documentRoutes(app: App, k: Kernel): void {
  app.get<BySlug>('/consultations/:slug/text', (request, reply) => showText(k, request, reply));
  app.get<BySlug>('/consultations/:slug/compare', (request, reply) => showComparison(k, request, reply));
  app.get<ByVersion>('/consultations/:slug/text/:no/original', (request, reply) => sendOriginal(k, request, reply));

  app.get<BySlug>('/convene/:slug/text', (request, reply) => showDeskText(k, request, reply));
  app.get<BySlug>('/convene/:slug/text/compare', (request, reply) => showDeskComparison(k, request, reply));
  app.post<BySlug>('/convene/:slug/text/import', (request, reply) => importOne(k, request, reply));
  app.post<BySlug>('/convene/:slug/text/publish', (request, reply) => publishOne(k, request, reply));
  app.post<BySlug>('/convene/:slug/text/discard', (request, reply) => discardOne(k, request, reply));
}
