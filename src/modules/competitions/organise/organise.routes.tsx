import { z } from 'zod';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { NavEntry } from '../../../kernel/module.ts';
import {
  addOne,
  moveOne,
  removeOne,
  saveCategories,
  saveSettings,
  saveStage,
  saveTimetable,
  showCategories,
  showSettings,
  showStage,
  showStages,
} from './change-handlers.tsx';
import { cancelOne, openOne, remarkOn, showCancel, showOverview } from './desk-handlers.tsx';
import { worksAtDesk } from './duty.queries.ts';
import { makeNew, showList, showNew } from './list-handlers.tsx';
import { askSomebody, showPeople, takeBack, takeBackAsk } from './people-handlers.tsx';
import { exportRecord, showRecord } from './record-handlers.tsx';

type BySlug = { Params: { slug: string } };
type ByStage = { Params: { slug: string; stage: string } };
type ByPerson = { Params: { slug: string; person: string } };

const exported = z.object({ slug: z.string(), format: z.enum(['csv', 'xlsx']) });

export const organiseNav: readonly NavEntry[] = [
  {
    href: '/organise',
    label: 'competitions.organise.title',
    place: 'staff',
    order: 70,
    roles: ['organiser', 'auditor'],
    who: (k, accountId) => worksAtDesk(k.db, accountId),
  },
];

/** Making competitions, changing them, and who works in them. */
export function organiseRoutes(app: App, k: Kernel): void {
  app.get('/organise', (request, reply) => showList(k, request, reply));
  app.get('/organise/new', (request, reply) => showNew(k, request, reply));
  app.post('/organise/new', (request, reply) => makeNew(k, request, reply));
  app.get<BySlug>('/organise/:slug', (request, reply) => showOverview(k, request, reply));
  app.post<BySlug>('/organise/:slug/open', (request, reply) => openOne(k, request, reply));
  app.get<BySlug>('/organise/:slug/cancel', (request, reply) => showCancel(k, request, reply));
  app.post<BySlug>('/organise/:slug/cancel', (request, reply) => cancelOne(k, request, reply));
  app.post<BySlug>('/organise/:slug/remarks', (request, reply) => remarkOn(k, request, reply));
  app.get<BySlug>('/organise/:slug/settings', (request, reply) => showSettings(k, request, reply));
  app.post<BySlug>('/organise/:slug/settings', (request, reply) => saveSettings(k, request, reply));
  app.get<BySlug>('/organise/:slug/categories', (request, reply) => showCategories(k, request, reply));
  app.post<BySlug>('/organise/:slug/categories', (request, reply) => saveCategories(k, request, reply));
  stageRoutes(app, k);
  app.get<BySlug>('/organise/:slug/people', (request, reply) => showPeople(k, request, reply));
  app.post<BySlug>('/organise/:slug/people', (request, reply) => askSomebody(k, request, reply));
  app.post<ByPerson>('/organise/:slug/people/:person/take-back', (request, reply) => takeBack(k, request, reply));
  app.post<ByPerson>('/organise/:slug/people/:person/take-back-ask', (request, reply) =>
    takeBackAsk(k, request, reply),
  );
  app.get<BySlug>('/organise/:slug/record', (request, reply) => showRecord(k, request, reply));
  app.get('/organise/:slug/record.:format', { schema: { params: exported } }, (request, reply) =>
    exportRecord(k, request, reply, request.params),
  );
}

function stageRoutes(app: App, k: Kernel): void {
  app.get<BySlug>('/organise/:slug/stages', (request, reply) => showStages(k, request, reply));
  app.post<BySlug>('/organise/:slug/stages', (request, reply) => saveTimetable(k, request, reply));
  app.post<BySlug>('/organise/:slug/stages/add', (request, reply) => addOne(k, request, reply));
  app.get<ByStage>('/organise/:slug/stages/:stage', (request, reply) => showStage(k, request, reply));
  app.post<ByStage>('/organise/:slug/stages/:stage', (request, reply) => saveStage(k, request, reply));
  app.post<ByStage>('/organise/:slug/stages/:stage/earlier', (request, reply) => moveOne(k, request, reply, -1));
  app.post<ByStage>('/organise/:slug/stages/:stage/later', (request, reply) => moveOne(k, request, reply, 1));
  app.post<ByStage>('/organise/:slug/stages/:stage/remove', (request, reply) => removeOne(k, request, reply));
}
