import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError, fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { PageContext } from '../../../ui/page-context.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { type Actor, formErrors, requireStaff } from '../../people/index.ts';
import { casesSettings } from '../cases.settings.ts';
import { actAtDesk, isPostedDeed, plainFields } from './act-at-desk.ts';
import { type DeedAttempt, isAsked } from './deed-dialogs.tsx';
import { caseHref, wishOf } from './desk-address.ts';
import { DeskFrame, deskStaff } from './desk-frame.tsx';
import { type DeskView, type DeskWish, loadDesk, loadDeskMatter, markSeen } from './desk-view.ts';
import type { Happened } from './matter-notices.tsx';
import { MatterPage } from './matter-page.tsx';
import { deeds } from './possible-deeds.ts';

/** Whoever handles or reviews for a department. @throws AppError kernel.sign_in_first, kernel.second_factor_first, kernel.not_allowed */
export function deskActor(k: Kernel, request: FastifyRequest): Promise<Actor> {
  return requireStaff(k, request, 'handler', 'reviewer');
}

export function numberSaid(k: Kernel, number: string): string {
  return `${k.settings.get(casesSettings).numberPrefix} ${number}`;
}

/** The list alone; with a search for exactly one of one's own cases, that case. */
export async function showDesk(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await deskActor(k, request);
  const view = await loadDesk(k, actor, wishOf(request.query));
  const [only] = view.list.rows;
  if (view.list.name === 'found' && view.list.rows.length === 1 && only && view.words.includes(only.number))
    return reply.redirect(caseHref(only.number, { queue: 'found', words: view.words }), 303);
  return sendPage(request, reply, (ctx) => ({
    title: ctx.t('cases.desk.title'),
    robots: 'noindex',
    bare: true,
    staff: deskStaff(ctx, view, 'list'),
    main: <DeskFrame view={view} />,
  }));
}

// keys: cases.desk.done.*
export async function showCase(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  number: string,
): Promise<FastifyReply> {
  const actor = await deskActor(k, request);
  const query = plainFields(request.query);
  await markSeen(k, actor, number);
  return sendCase(k, request, reply, {
    actor,
    number,
    wish: wishOf(request.query),
    withAuthor: query.who === '1',
    happened: (ctx) => happenedAt(ctx, query, number),
    attempt: () => null,
    status: 200,
  });
}

const outcomes = new Set<string>([...deeds, 'replied']);

/** The outcome that the address tells of after a deed. */
function happenedAt(
  ctx: PageContext,
  { done = '', version = '' }: Record<string, string>,
  number: string,
): Happened | null {
  if (!outcomes.has(done)) return null;
  const sent = done === 'replied' && /^\d{1,9}$/.test(version);
  return {
    tone: 'success',
    words: ctx.t(`cases.desk.done.${done}`),
    ...(sent ? { draftOf: `reply-${number}-${version}` } : {}),
  };
}

type Showing = {
  actor: Actor;
  number: string;
  wish: DeskWish;
  withAuthor: boolean;
  happened: (ctx: PageContext) => Happened | null;
  attempt: (ctx: PageContext) => DeedAttempt | null;
  status: number;
};

/** @throws AppError cases.not_yours */
export async function sendCase(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  { actor, number, wish, withAuthor, happened, attempt, status }: Showing,
): Promise<FastifyReply> {
  const desk = await loadDeskMatter(k, actor, number, { withAuthor });
  const view: DeskView = await loadDesk(k, actor, wish, desk.matter);
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: desk.matter.row.title,
      robots: 'noindex',
      bare: true,
      staff: deskStaff(ctx, view, 'list'),
      main: (
        <MatterPage
          view={view}
          desk={desk}
          numberSaid={numberSaid(k, number)}
          happened={happened(ctx)}
          attempt={attempt(ctx)}
        />
      ),
    }),
    status,
  );
}

/** What a person can mend is said on the case's page, with everything typed; what is not theirs is refused. */
export async function doDeed(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  { number, deed }: { number: string; deed: string },
): Promise<FastifyReply> {
  const actor = await deskActor(k, request);
  if (!isPostedDeed(deed)) fail('kernel.not_found');
  const wish = wishOf(request.query);
  const fields = plainFields(request.body);
  const { matter } = await loadDeskMatter(k, actor, number, { withAlike: false });
  try {
    await actAtDesk(k, actor, matter.row.id, deed, fields);
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'kernel.not_allowed') throw thrown;
    return sendCase(k, request, reply, {
      actor,
      number,
      wish,
      withAuthor: false,
      ...refused(thrown, (errors) => ({ deed, values: fields, errors })),
    });
  }
  const place = { queue: wish.queue, words: wish.words };
  return reply.redirect(caseHref(number, place, '', { done: deed }), 303);
}

/** How a refused deed is shown: beside its fields, or above the page where it is about none. */
function refused(
  thrown: unknown,
  attempt: (errors: Record<string, string | undefined>) => DeedAttempt,
): Pick<Showing, 'happened' | 'attempt' | 'status'> {
  const saidIn = (ctx: PageContext) => formErrors(ctx, thrown);
  const status = thrown instanceof AppError ? thrown.status : 422;
  return {
    status,
    happened: (ctx) => {
      const whole = saidIn(ctx).errors[''];
      return whole ? { tone: 'error', words: whole } : null;
    },
    attempt: (ctx) => {
      const { errors } = saidIn(ctx);
      const made = attempt(Object.fromEntries(Object.entries(errors).filter(([name]) => name !== '')));
      return isAsked(made.deed) ? made : null;
    },
  };
}

/** For whoever is writing: which version is stored, by whom. Nothing of its words. */
export async function draftNotice(k: Kernel, request: FastifyRequest, number: string): Promise<object> {
  const actor = await deskActor(k, request);
  const desk = await loadDeskMatter(k, actor, number, { withAlike: false });
  if (!desk.handles) fail('cases.not_yours');
  const { reply, names } = desk;
  return {
    version: reply?.version ?? 0,
    state: reply?.state ?? 'none',
    by: reply?.updated_by_id ? (names.get(reply.updated_by_id) ?? '') : '',
    at: reply?.updated_at.toISOString() ?? null,
  };
}
