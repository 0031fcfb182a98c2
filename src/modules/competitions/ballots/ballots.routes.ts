import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type OfStage, sendConsistency, sendFile, sendHeads, sendNotes, sendProof } from './public/log-answers.ts';
import { type BySlug, postJsonBallot } from './public/post-ballot.ts';

/** A ballot is a few hundred bytes; a form of a thousand ticks some thousand. */
const ballot_bytes = 64 * 1024;

/** Voting, receipts, and the log of ballots. */
export function ballotRoutes(app: App, k: Kernel): void {
  app.post<BySlug>('/competitions/:slug/vote', { bodyLimit: ballot_bytes }, (request, reply) =>
    postJsonBallot(k, request, reply),
  );
  const log = '/competitions/:slug/ballots/:stage';
  app.get<OfStage>(`${log}/heads.json`, (request, reply) => sendHeads(k, request, reply));
  app.get<OfStage>(`${log}/heads`, (request, reply) => sendNotes(k, request, reply));
  app.get<OfStage>(`${log}/proof`, (request, reply) => sendProof(k, request, reply));
  app.get<OfStage>(`${log}/consistency`, (request, reply) => sendConsistency(k, request, reply));
  app.get<OfStage>(`${log}/ballots.jsonl`, (request, reply) => sendFile(k, request, reply));
}
