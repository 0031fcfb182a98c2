import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { mapDeskRoutes } from './desk/desk.routes.tsx';
import { sendData, showData, showReport, showResults } from './results/results-handlers.tsx';
import { addForm, postStatement } from './statements/add-handlers.tsx';
import { listStatements, reportStatement } from './statements/list-handlers.tsx';
import { ownVotes, takeBack } from './vote/own-votes-handlers.tsx';
import { type BySlug, offerQuickVotes } from './vote/post-vote.ts';
import { begin, joinEarlier, postVote, sendNext, voteForm } from './vote/show-vote.tsx';

/** A vote is some dozen bytes, a statement a sentence. */
const small_bytes = 16 * 1024;

/** The opinion map: voting, what came of it, and the desk of its conveners. */
export function opinionMapRoutes(app: App, k: Kernel): void {
  const small = { bodyLimit: small_bytes };
  offerQuickVotes(k);
  app.get<BySlug>('/maps/:slug', (request, reply) => voteForm(k, request, reply));
  app.post<BySlug>('/maps/:slug/begin', small, (request, reply) => begin(k, request, reply));
  app.get<BySlug>('/maps/:slug/next', (request, reply) => sendNext(k, request, reply));
  app.get<BySlug>('/maps/:slug/votes', (request, reply) => ownVotes(k, request, reply));
  app.post<BySlug>('/maps/:slug/votes', small, (request, reply) => postVote(k, request, reply));
  app.post<BySlug>('/maps/:slug/votes/back', small, (request, reply) => takeBack(k, request, reply));
  app.post<BySlug>('/maps/:slug/join', small, (request, reply) => joinEarlier(k, request, reply));
  app.get<BySlug>('/maps/:slug/new', (request, reply) => addForm(k, request, reply));
  app.post<BySlug>('/maps/:slug/new', small, (request, reply) => postStatement(k, request, reply));
  app.get<BySlug>('/maps/:slug/statements', (request, reply) => listStatements(k, request, reply));
  app.get<{ Params: { slug: string; number: string } }>('/maps/:slug/statements/:number/report', (request, reply) =>
    reportStatement(k, request, reply),
  );
  app.get<BySlug>('/maps/:slug/results', (request, reply) => showResults(k, request, reply));
  app.get<BySlug>('/maps/:slug/report', (request, reply) => showReport(k, request, reply));
  app.get<BySlug>('/maps/:slug/data', (request, reply) => showData(k, request, reply));
  app.get<{ Params: { slug: string; file: string } }>('/maps/:slug/data/:file', (request, reply) =>
    sendData(k, request, reply),
  );
  mapDeskRoutes(app, k);
}
