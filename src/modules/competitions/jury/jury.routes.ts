import { z } from 'zod';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { doAsChair, showChair } from './chair-handlers.tsx';
import { doAsOrganiser, showOrganise } from './organise-handlers.tsx';
import {
  type AtEntry,
  type AtStage,
  confirm,
  handInFull,
  recuseOwn,
  saveSheet,
  saveTable,
  showMine,
  showOwn,
  showSheet,
  showTable,
} from './own-handlers.tsx';
import { sendSheets, sendSummary, showRecord, showSummary } from './result-handlers.tsx';
import { doAtTalk, showTalk } from './talk-handlers.tsx';

type ByStage = { Params: AtStage };
type ByEntry = { Params: AtEntry };

const format = z.object({ slug: z.string(), stage: z.string(), format: z.enum(['pdf', 'xlsx']) });

/** Juries: a juror's own desk, the chair's, the organiser's. */
export function juryRoutes(app: App, k: Kernel): void {
  app.get('/jury', (request, reply) => showMine(k, request, reply));
  app.get<ByStage>('/jury/:slug/:stage', (request, reply) => showOwn(k, request, reply, request.params));
  app.post<ByStage>('/jury/:slug/:stage/confirm', (request, reply) => confirm(k, request, reply, request.params));
  app.post<ByStage>('/jury/:slug/:stage/hand-in', (request, reply) => handInFull(k, request, reply, request.params));
  app.get<ByStage>('/jury/:slug/:stage/table', (request, reply) => showTable(k, request, reply, request.params));
  app.post<ByStage>('/jury/:slug/:stage/table', (request, reply) => saveTable(k, request, reply, request.params));
  app.get<ByEntry>('/jury/:slug/:stage/:number', (request, reply) => showSheet(k, request, reply, request.params));
  app.post<ByEntry>('/jury/:slug/:stage/:number', (request, reply) => saveSheet(k, request, reply, request.params));
  app.post<ByEntry>('/jury/:slug/:stage/:number/recuse', (request, reply) =>
    recuseOwn(k, request, reply, request.params),
  );
  app.get<ByEntry>('/jury/:slug/:stage/:number/talk', (request, reply) => showTalk(k, request, reply, request.params));
  for (const deed of ['talk', 'reopen', 'take-out'])
    app.post<ByEntry>(`/jury/:slug/:stage/:number/${deed}`, (request, reply) =>
      doAtTalk(k, request, reply, { ...request.params, deed }),
    );
  results(app, k);
  app.get<ByStage>('/jury/:slug/:stage/chair', (request, reply) => showChair(k, request, reply, request.params));
  app.post<{ Params: AtStage & { deed: string } }>('/jury/:slug/:stage/chair/:deed', (request, reply) =>
    doAsChair(k, request, reply, request.params),
  );
  app.get<ByStage>('/organise/:slug/jury/:stage', (request, reply) => showOrganise(k, request, reply, request.params));
  app.post<{ Params: AtStage & { deed: string } }>('/organise/:slug/jury/:stage/:deed', (request, reply) =>
    doAsOrganiser(k, request, reply, request.params),
  );
}

/** What came in, as far as somebody may read it. */
function results(app: App, k: Kernel): void {
  app.get<ByStage>('/jury/:slug/:stage/summary', (request, reply) => showSummary(k, request, reply, request.params));
  app.get('/jury/:slug/:stage/summary.:format', { schema: { params: format } }, (request, reply) =>
    sendSummary(k, request, reply, request.params),
  );
  app.get<ByStage>('/jury/:slug/:stage/sheet.pdf', (request, reply) =>
    sendSheets(k, request, reply, { ...request.params, juror: 'mine' }),
  );
  app.get<{ Params: AtStage & { juror: string } }>('/jury/:slug/:stage/sheets/:juror', (request, reply) =>
    sendSheets(k, request, reply, request.params),
  );
  app.get<ByStage & { Querystring: { after?: string } }>('/jury/:slug/:stage/record', (request, reply) =>
    showRecord(k, request, reply, { ...request.params, after: request.query.after }),
  );
}
