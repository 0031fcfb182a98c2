import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { ballotDeskRoutes } from './close/ballot-desk.routes.tsx';
import { type OfStage, sendConsistency, sendFile, sendHeads, sendNotes, sendProof } from './public/log-answers.ts';
import { showLog } from './public/log-page.tsx';
import { type BySlug, offerQuickBallots } from './public/post-ballot.ts';
import { postVote, voteForm } from './public/show-vote.tsx';
import { receiptRoutes } from './receipt/receipt.routes.tsx';

/** A ballot is a few hundred bytes; a form of a thousand ticks some thousand. */
const ballot_bytes = 64 * 1024;

/** Voting, receipts, and the log of ballots. */
export function ballotRoutes(app: App, k: Kernel): void {
  offerQuickBallots(k);
  app.get<BySlug>('/competitions/:slug/vote', (request, reply) => voteForm(k, request, reply));
  app.post<BySlug>('/competitions/:slug/vote', { bodyLimit: ballot_bytes }, (request, reply) =>
    postVote(k, request, reply),
  );
  receiptRoutes(app, k);
  ballotDeskRoutes(app, k);
  const log = '/competitions/:slug/ballots/:stage';
  app.get<OfStage>(log, (request, reply) => showLog(k, request, reply));
  app.get<OfStage>(`${log}/heads.json`, (request, reply) => sendHeads(k, request, reply));
  app.get<OfStage>(`${log}/heads`, (request, reply) => sendNotes(k, request, reply));
  app.get<OfStage>(`${log}/proof`, (request, reply) => sendProof(k, request, reply));
  app.get<OfStage>(`${log}/consistency`, (request, reply) => sendConsistency(k, request, reply));
  app.get<OfStage>(`${log}/ballots.jsonl`, (request, reply) => sendFile(k, request, reply));
}
