import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { NavEntry } from '../../../kernel/module.ts';
import {
  addOneAnnex,
  cancelOne,
  noteOn,
  openOne,
  removeOneAnnex,
  saveDetails,
  showAnnexes,
  showCancel,
  showDetails,
  showOverview,
} from './desk-handlers.tsx';
import { announceOne, cancelOneHearing, exportHearing, showHearings } from './hearings-handlers.tsx';
import { makeNew, showList, showNew } from './list-handlers.tsx';
import { showRecord } from './record-handlers.tsx';

type BySlug = { Params: { slug: string } };
type ByAnnex = { Params: { slug: string; annex: string } };
type ByHearing = { Params: { slug: string; hearing: string } };

export const conveneNav: readonly NavEntry[] = [
  {
    href: '/convene',
    label: 'consultations.convene.title',
    place: 'staff',
    order: 72,
    roles: ['convener', 'auditor', 'leader'],
  },
];

/** Making consultations, changing them, and what is around them: papers, hearings, notes, the record. */
export function conveneRoutes(app: App, k: Kernel): void {
  app.get('/convene', (request, reply) => showList(k, request, reply));
  app.get('/convene/new', (request, reply) => showNew(k, request, reply));
  app.post('/convene/new', (request, reply) => makeNew(k, request, reply));
  app.get<BySlug>('/convene/:slug', (request, reply) => showOverview(k, request, reply));
  app.post<BySlug>('/convene/:slug/open', (request, reply) => openOne(k, request, reply));
  app.post<BySlug>('/convene/:slug/notes', (request, reply) => noteOn(k, request, reply));
  app.get<BySlug>('/convene/:slug/details', (request, reply) => showDetails(k, request, reply));
  app.post<BySlug>('/convene/:slug/details', (request, reply) => saveDetails(k, request, reply));
  app.get<BySlug>('/convene/:slug/cancel', (request, reply) => showCancel(k, request, reply));
  app.post<BySlug>('/convene/:slug/cancel', (request, reply) => cancelOne(k, request, reply));
  app.get<BySlug>('/convene/:slug/annexes', (request, reply) => showAnnexes(k, request, reply));
  app.post<BySlug>('/convene/:slug/annexes', (request, reply) => addOneAnnex(k, request, reply));
  app.post<ByAnnex>('/convene/:slug/annexes/:annex/remove', (request, reply) => removeOneAnnex(k, request, reply));
  app.get<BySlug>('/convene/:slug/hearings', (request, reply) => showHearings(k, request, reply));
  app.post<BySlug>('/convene/:slug/hearings', (request, reply) => announceOne(k, request, reply));
  app.get<ByHearing>('/convene/:slug/hearings/:hearing.csv', (request, reply) => exportHearing(k, request, reply));
  app.post<ByHearing>('/convene/:slug/hearings/:hearing/cancel', (request, reply) =>
    cancelOneHearing(k, request, reply),
  );
  app.get<BySlug>('/convene/:slug/record', (request, reply) => showRecord(k, request, reply));
}
