import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError, fail } from '../../../kernel/errors/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { NavEntry } from '../../../kernel/module.ts';
import { renderFragment } from '../../../ui/page.tsx';
import { sendPage } from '../../../ui/send-page.tsx';
import { actorOf, formErrors, requireActor } from '../../people/index.ts';
import { type CaseRow, factsOf, findCaseByNumber } from '../case.queries.ts';
import '../cases.errors.ts';
import { mayReadPublicly } from '../cases.policy.ts';
import { formTokenHash, trackingCodeOf, trackingHash } from './author-key.ts';
import { followCase, unfollowCase } from './follow-case.ts';
import { closeLetter, openLetter, receiptToken, trackedCaseId } from './letter-cookie.ts';
import { MinePage, MinePart } from './mine-page.tsx';
import { myCaseRoutes } from './my-case.routes.tsx';
import { standingOf } from './my-cases.queries.ts';
import { expectedBy, ReceiptPage } from './receipt-page.tsx';
import { sendLetter, showWrite } from './send-letter.tsx';
import { SimilarList, similarLetters } from './similar-letters.tsx';
import { caseOfCode, caseOfForm } from './submit.queries.ts';
import { TrackPage } from './track-page.tsx';

export const residentNav: readonly NavEntry[] = [
  { href: '/cases/new', label: 'cases.public.write', place: 'main', order: 10 },
  { href: '/cases/new', label: 'cases.public.write', place: 'tab', icon: 'pen', order: 10 },
];

type Params = { Params: { number: string } };

/** What people who write do. */
export function residentRoutes(app: App, k: Kernel): void {
  app.get('/cases/new', (request, reply) => showWrite(k, request, reply));
  app.post('/cases/new', (request, reply) => sendLetter(k, request, reply));
  app.get('/cases/receipt', (request, reply) => receipt(k, request, reply));
  app.get('/cases/similar', (request, reply) => similar(k, request, reply));
  app.get('/cases/track', (request, reply) => track(k, request, reply));
  app.post('/cases/track', (request, reply) => openByCode(k, request, reply));
  app.post('/cases/track/leave', async (_request, reply) => {
    closeLetter(k, reply);
    return reply.redirect('/cases/track', 303);
  });
  app.post<Params>('/cases/:number/follow', (request, reply) => follow(k, request, reply));
  app.post<Params>('/cases/:number/unfollow', (request, reply) => unfollow(k, request, reply));
  app.get<Params>('/cases/:number/mine', (request, reply) => mine(k, request, reply));
  myCaseRoutes(app, k);
}

async function receipt(k: Kernel, request: FastifyRequest, reply: FastifyReply) {
  const token = receiptToken(request);
  const letter = token && (await caseOfForm(k.db, formTokenHash(token)));
  const { accountId } = await actorOf(k, request);
  // The receipt of somebody who signed out meanwhile is nobody else's to see.
  if (!token || !letter || letter.account_id !== accountId) return reply.redirect('/me/cases', 303);
  const expected = await expectedBy(k, letter);
  const code = letter.account_id === null ? trackingCodeOf(k.secret, token) : null;
  return sendPage(request, reply, (ctx) => ({
    title: ctx.t('cases.resident.receipt.title'),
    robots: 'noindex',
    main: <ReceiptPage k={k} ctx={ctx} letter={letter} code={code} expected={expected} />,
  }));
}

async function similar(k: Kernel, request: FastifyRequest, reply: FastifyReply) {
  await k.limits.takeForAddress({ name: 'cases.similar', points: 120, seconds: 60 }, request);
  const given = request.query as Record<string, unknown>;
  const text = (name: string) => (typeof given[name] === 'string' ? given[name].slice(0, 300) : '');
  const letters = await similarLetters(k, { title: text('title'), place: text('place') });
  reply.header('cache-control', 'no-store');
  if (letters.length === 0) return reply.code(204).send();
  const ctx = request.server.frame.anonymous(request);
  return reply.type('text/html; charset=utf-8').send(
    renderFragment(
      ctx,
      <>
        <p class="quiet">{ctx.t('cases.resident.similar.lead')}</p>
        <SimilarList ctx={ctx} letters={letters} />
      </>,
    ),
  );
}

function track(_k: Kernel, request: FastifyRequest, reply: FastifyReply) {
  const { number } = request.query as { number?: unknown };
  return sendPage(request, reply, (ctx) => ({
    title: ctx.t('cases.resident.track.title'),
    robots: 'noindex',
    main: <TrackPage ctx={ctx} values={typeof number === 'string' ? { number: number.slice(0, 40) } : undefined} />,
  }));
}

async function openByCode(k: Kernel, request: FastifyRequest, reply: FastifyReply) {
  // A code has 59 bits: few tries an hour leave nothing to guess.
  await k.limits.takeForAddress({ name: 'cases.track', points: 20, seconds: 600 }, request);
  const body = (request.body ?? {}) as Record<string, unknown>;
  const text = (name: string) => (typeof body[name] === 'string' ? body[name].slice(0, 60) : '');
  const number = text('number')
    .replace(/^[^\d]+/, '')
    .trim();
  const letter = text('code') === '' ? undefined : await caseOfCode(k.db, trackingHash(text('code')));
  if (!letter || (number !== '' && number !== letter.number)) {
    const wrong = new AppError('cases.resident.wrong_code', {}, { code: { key: 'errors.cases.resident.wrong_code' } });
    return sendPage(
      request,
      reply,
      (ctx) => ({
        title: ctx.t('cases.resident.track.title'),
        robots: 'noindex',
        main: (
          <TrackPage
            ctx={ctx}
            values={{ code: text('code'), number: text('number') }}
            errors={formErrors(ctx, wrong).errors}
          />
        ),
      }),
      wrong.status,
    );
  }
  openLetter(k, reply, letter.id);
  return reply.redirect(`/me/cases/${letter.number}`, 303);
}

/** @throws AppError cases.not_found where it is not public */
async function publicCase(k: Kernel, number: string): Promise<CaseRow> {
  const row = await findCaseByNumber(k.db, number);
  if (!row || !mayReadPublicly(await factsOf(k.db, row))) fail('cases.not_found');
  return row;
}

async function follow(k: Kernel, request: FastifyRequest<Params>, reply: FastifyReply) {
  const actor = await requireActor(k, request);
  await k.limits.take({ name: 'cases.follow', points: 200, seconds: 3600 }, actor.accountId ?? '');
  const row = await publicCase(k, request.params.number);
  const { why } = (request.body ?? {}) as { why?: unknown };
  await followCase(k, actor, row.id, why === 'same' ? 'same' : 'follow');
  return reply.redirect(`/cases/${row.number}/mine?done=1`, 303);
}

async function unfollow(k: Kernel, request: FastifyRequest<Params>, reply: FastifyReply) {
  const actor = await requireActor(k, request);
  const row = await findCaseByNumber(k.db, request.params.number);
  if (!row) fail('cases.not_found');
  await unfollowCase(k, actor, row.id);
  return reply.redirect(`/cases/${row.number}/mine`, 303);
}

/** How whoever asks stands to a public case: as a page, or with `part` as the piece that an island puts into the cached one. */
async function mine(k: Kernel, request: FastifyRequest<Params>, reply: FastifyReply) {
  const row = await publicCase(k, request.params.number);
  const actor = await actorOf(k, request);
  const standing = actor.accountId ? await standingOf(k.db, row.id, actor.accountId) : { follows: false, wrote: false };
  const wrote = standing.wrote || trackedCaseId(k, request) === row.id;
  const { part, done } = request.query as { part?: string; done?: string };
  if (part === '1') {
    reply.header('cache-control', 'private, no-store');
    if (!wrote && !standing.follows) return reply.code(204).send();
    const ctx = await request.server.frame.personal(request);
    return reply
      .type('text/html; charset=utf-8')
      .send(renderFragment(ctx, <MinePart ctx={ctx} number={row.number} wrote={wrote} follows={standing.follows} />));
  }
  if (wrote && done !== '1') return reply.redirect(`/me/cases/${row.number}`, 303);
  return sendPage(request, reply, (ctx) => ({
    title: row.title,
    robots: 'noindex',
    main: (
      <MinePage
        ctx={ctx}
        row={row}
        wrote={wrote}
        follows={standing.follows}
        done={done === '1'}
        signedIn={actor.accountId !== null}
      />
    ),
  }));
}
