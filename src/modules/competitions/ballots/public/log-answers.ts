import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { type Competition, competitionBySlug } from '../../competition.queries.ts';
import type { Stage } from '../../competitions.rules.ts';
import { stageById } from '../../desk-page.tsx';
import type { Ballot } from '../ballot.queries.ts';
import { beginBallot } from '../begin-ballot.ts';
import { type Head, headsOf } from '../log/log.queries.ts';
import type { HeadKind } from '../log/note.ts';
import { readConsistency, readInclusion } from '../log/tiles.ts';
import { ballotsFile } from './ballots-file.ts';

export type OfStage = { Params: { slug: string; stage: string } };

/** A ballot that everybody may look at: its competition has been opened. */
export type ShownBallot = { competition: Competition; stage: Stage<'ballot'>; ballot: Ballot };

/** @throws AppError competitions.not_found */
export async function shownBallot(k: Kernel, { params }: FastifyRequest<OfStage>): Promise<ShownBallot> {
  const competition = await competitionBySlug(k.db, params.slug);
  if (!competition || competition.state === 'draft' || competition.openedAt === null)
    return fail('competitions.not_found');
  const stage = stageById(competition, params.stage, 'ballot');
  return { competition, stage, ballot: await beginBallot(k, k.db, competition, stage) };
}

const headsPage = 100;
const headKinds: readonly string[] = ['running', 'close', 'invalidation'] satisfies HeadKind[];

/** `before=<size>.<kind>`: heads older than this one. */
export function readHeadKey(given: unknown): { size: number; kind: HeadKind } | null {
  const [, size, kind] = (typeof given === 'string' && /^(\d{1,9})\.([a-z]{5,12})$/.exec(given)) || [];
  return size && kind && headKinds.includes(kind) ? { size: Number(size), kind: kind as HeadKind } : null;
}

export const headKey = ({ size, kind }: Pick<Head, 'size' | 'kind'>): string => `${size}.${kind}`;

/** A whole number from the address; undefined for anything else. */
function count(given: unknown): number | undefined {
  return typeof given === 'string' && /^\d{1,9}$/.test(given) ? Number(given) : undefined;
}

/** GET …/heads.json: the newest first, with the address of the next page. */
export async function sendHeads(
  k: Kernel,
  request: FastifyRequest<OfStage>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { competition, stage, ballot } = await shownBallot(k, request);
  const before = readHeadKey((request.query as { before?: unknown }).before);
  const heads = await headsOf(k.db, ballot, { before, limit: headsPage + 1 });
  const shown = heads.slice(0, headsPage);
  const last = heads.length > headsPage ? shown.at(-1) : undefined;
  const next = last ? `/competitions/${competition.slug}/ballots/${stage.id}/heads.json?before=${headKey(last)}` : null;
  return reply.header('cache-control', 'no-cache').send({
    origin: ballot.origin,
    public_key: ballot.publicKey.toString('base64'),
    heads: shown.map(({ size, kind, root, at, note }) => ({ size, kind, root: root.toString('base64'), at, note })),
    next,
  });
}

/** GET …/heads: notes as they were signed, one after another, to be kept. */
export async function sendNotes(
  k: Kernel,
  request: FastifyRequest<OfStage>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { competition, ballot } = await shownBallot(k, request);
  const notes = async function* () {
    for (let before: Head | null = null; ; ) {
      const heads = await headsOf(k.db, ballot, { before, limit: headsPage });
      if (heads.length > 0) yield heads.map(({ note }) => note).join('\n');
      before = heads.at(-1) ?? null;
      if (heads.length < headsPage || !before) return;
      yield '\n';
    }
  };
  return reply
    .type('text/plain; charset=utf-8')
    .header('cache-control', 'no-cache')
    .header('content-disposition', `attachment; filename="${competition.slug}-heads.txt"`)
    .send(Readable.from(notes()));
}

/** GET …/proof?position=&size=: that a leaf is in the log of so many leaves. */
export async function sendProof(
  k: Kernel,
  request: FastifyRequest<OfStage>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { ballot } = await shownBallot(k, request);
  const query = request.query as Record<string, unknown>;
  const position = count(query.position);
  const size = query.size === undefined ? ballot.size : count(query.size);
  if (position === undefined || size === undefined || size > ballot.size || position >= size)
    return fail('kernel.not_found');
  const path = await readInclusion(k.db, ballot, { hash: ballot.hash, position, size });
  return reply
    .header('cache-control', 'no-cache')
    .send({ position, size, path: path.map((hash) => hash.toString('base64')) });
}

/** GET …/consistency?from=&to=: that an earlier log is the beginning of a later one. */
export async function sendConsistency(
  k: Kernel,
  request: FastifyRequest<OfStage>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { ballot } = await shownBallot(k, request);
  const query = request.query as Record<string, unknown>;
  const [from, to] = [count(query.from), query.to === undefined ? ballot.size : count(query.to)];
  if (!from || to === undefined || to > ballot.size || from > to) return fail('kernel.not_found');
  const path = await readConsistency(k.db, ballot, { hash: ballot.hash, earlier: from, later: to });
  return reply
    .header('cache-control', 'no-cache')
    .send({ from, to, path: path.map((hash) => hash.toString('base64')) });
}

/** GET …/ballots.jsonl: everything, once the ballot is closed; a piece at a time. */
export async function sendFile(
  k: Kernel,
  request: FastifyRequest<OfStage>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { competition, ballot } = await shownBallot(k, request);
  if (ballot.header === null) return fail('competitions.ballot_not_closed');
  return reply
    .type('application/jsonl; charset=utf-8')
    .header('cache-control', 'no-cache')
    .header('content-disposition', `attachment; filename="${competition.slug}-ballots.jsonl"`)
    .send(Readable.from(ballotsFile(k, competition, ballot)));
}
