import type { FastifyReply, FastifyRequest } from 'fastify';
import { isId } from '../../../kernel/db/index.ts';
import { type AppError, fail } from '../../../kernel/errors/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { publishedRules } from '../../../kernel/settings/index.ts';
import { type SignalLight, signalLight } from '../../../kernel/time/index.ts';
import type { PageContext } from '../../../ui/page-context.ts';
import { type Actor, hasRole } from '../actor.ts';
import { attempt, typedOf } from '../admin/admin-page.tsx';
import { departmentBook } from '../books.ts';
import { formErrors } from '../form-errors.ts';
import { findMembers } from '../register/entry.queries.ts';
import { requireSecretariat, sendSecretariatPage } from '../register/secretariat/secretariat-frame.tsx';
import { textOf } from '../text-of.ts';
import { withdrawProposal } from './answer-proposal.ts';
import { findAppointment, listAppointments, termsOf } from './appointment.queries.ts';
import {
  appointsFor,
  mayAnswerPiece,
  mayEnd,
  mayHidePiece,
  mayOpenAppointments,
  mayReadAppointment,
  maySeeSeats,
  scopeOfAppointments,
} from './appointments.policy.ts';
import { appointmentSettings } from './appointments.settings.ts';
import { endAppointment } from './end-appointment.ts';
import { downloadAppointments, nameFor } from './export-appointments.ts';
import { decideSeat } from './keep-seats.ts';
import { sendLetter } from './me.routes.tsx';
import { hidePiece, ruleOnPieceAppeal } from './moderate-piece.ts';
import type { Typed } from './my-piece-pages.tsx';
import { findPiece, type Piece, piecesOf, waitingPieces } from './piece.queries.ts';
import { proposeAppointment } from './propose-appointment.ts';
import { officesIn } from './public.routes.tsx';
import { offerFurtherTerm } from './renew-appointment.ts';
import { seatsToConfirm } from './seat.queries.ts';
import { answerPiece } from './settle-piece.ts';
import { StaffAppointmentPage, StaffPiecePage } from './staff-matter-pages.tsx';
import { ProposePage, type StaffList, StaffListPage, staffLists } from './staff-pages.tsx';

type ById = { Params: { id: string } };
type ByPiece = { Params: { number: string; n: string } };
const base = '/secretariat/appointments';
const pageSize = 50;

/** Appointments at the desk of the secretariat and of the departments. */
export function staffAppointmentRoutes(app: App, k: Kernel): void {
  app.get(base, (request, reply) => list(k, request, reply));
  app.get<{ Params: { format: string } }>(`${base}/list.:format`, (request, reply) =>
    downloadAppointments(k, request, reply),
  );
  app.get(`${base}/new`, (request, reply) => form(k, request, reply));
  app.post(base, (request, reply) => propose(k, request, reply));
  app.post<ById>(`${base}/seats/:id`, (request, reply) => seat(k, request, reply));
  app.get<ByPiece>(`${base}/pieces/:number/:n`, (request, reply) => piece(k, request, reply));
  app.post<ByPiece>(`${base}/pieces/:number/:n/answer`, (request, reply) =>
    onPiece(k, request, reply, 'answer', (actor, found) =>
      answerPiece(k, actor, found, { text: rawText(request.body, 'text') }),
    ),
  );
  app.post<ByPiece>(`${base}/pieces/:number/:n/hide`, (request, reply) =>
    onPiece(k, request, reply, 'hide', (actor, found) =>
      hidePiece(k, actor, found, { rule: textOf(request.body, 'rule'), reason: textOf(request.body, 'reason') }),
    ),
  );
  app.post<ByPiece>(`${base}/pieces/:number/:n/rule`, (request, reply) =>
    onPiece(k, request, reply, 'ruling', (actor, found) =>
      ruleOnPieceAppeal(k, actor, found, typedOf(request.body) as never),
    ),
  );
  app.get<ById>(`${base}/:id`, (request, reply) => one(k, request, reply));
  app.get<ById>(`${base}/:id/letter.pdf`, (request, reply) => letter(k, request, reply));
  app.post<ById>(`${base}/:id/withdraw`, (request, reply) =>
    onOne(k, request, reply, '', (actor, id) => withdrawProposal(k, actor, id)),
  );
  app.post<ById>(`${base}/:id/renew`, (request, reply) =>
    onOne(k, request, reply, 'renew', (actor, id) =>
      offerFurtherTerm(k, actor, id, { endsOn: textOf(request.body, 'endsOn') }),
    ),
  );
  app.post<ById>(`${base}/:id/end`, (request, reply) =>
    onOne(k, request, reply, 'end', (actor, id) =>
      endAppointment(k, actor, id, { reason: textOf(request.body, 'reason') }),
    ),
  );
}

const rawText = (body: unknown, name: string) => {
  const value = typedOf(body)[name];
  return typeof value === 'string' ? value : '';
};

function typedFrom(ctx: PageContext, request: FastifyRequest, form: string, error: AppError): Typed {
  return { form, values: typedOf(request.body), errors: formErrors(ctx, error).errors };
}

const said = {
  asked: 'people.appointments.staff.said_asked',
  done: 'people.appointments.staff.said_done',
};

async function list(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  wrong?: { form: string; error: AppError },
) {
  const actor = await requireSecretariat(k, request, mayOpenAppointments);
  const asked = textOf(request.query, 'list') as StaffList;
  const list =
    staffLists.includes(asked) && (asked !== 'seats' || maySeeSeats(actor)) ? asked : wrong ? 'seats' : 'open';
  const after = textOf(request.query, 'after');
  const scope = scopeOfAppointments(actor);
  const isOfAppointments = list === 'open' || list === 'proposed' || list === 'over';
  const [appointments, pieces, seats] = await Promise.all([
    isOfAppointments ? listAppointments(k.db, { scope, list }, isId(after) ? after : null, pageSize + 1) : [],
    list === 'waiting' ? waitingPieces(k.db, scope, pieceKey(after), pageSize + 1) : [],
    list === 'seats' ? seatsToConfirm(k.db, 50) : [],
  ]);
  const lit = await Promise.all(
    pieces.slice(0, pageSize).map(async (one) => ({ ...one, light: await lightOf(k, one) })),
  );
  const last = isOfAppointments ? appointments[pageSize - 1]?.id : keyOf(pieces[pageSize - 1]);
  const hasMore = appointments.length > pageSize || pieces.length > pageSize;
  return sendSecretariatPage(
    k,
    request,
    reply,
    actor,
    async (ctx) => ({
      title: ctx.t('people.appointments.nav'),
      main: (
        <StaffListPage
          list={list}
          appointments={appointments.slice(0, pageSize)}
          pieces={lit}
          seats={seats}
          nextHref={hasMore && last ? `${base}?list=${list}&after=${last}` : undefined}
          firstHref={after ? `${base}?list=${list}` : undefined}
          offices={await officesIn(k, ctx.locale)}
          nameFor={nameFor(actor)}
          mayAppoint={canAppoint(actor)}
          maySeeSeats={maySeeSeats(actor)}
          mayDecideSeats={hasRole(actor, 'secretary')}
          typed={wrong && typedFrom(ctx, request, wrong.form, wrong.error)}
        />
      ),
    }),
    { said, status: wrong?.error.status ?? 200 },
  );
}

function canAppoint(actor: Actor): boolean {
  const { city, ids } = appointsFor(actor);
  return city || ids.length > 0;
}

const keyOf = (piece: Piece | undefined) => piece && `${piece.dueAt.toISOString()}_${piece.id}`;

function pieceKey(text: string): { dueAt: Date; id: string } | null {
  const [due = '', id = ''] = text.split('_');
  const dueAt = new Date(due);
  return isId(id) && !Number.isNaN(dueAt.getTime()) ? { dueAt, id } : null;
}

async function lightOf(k: Kernel, { state, dueAt: due }: Piece): Promise<SignalLight> {
  return state === 'sent' ? signalLight({ due, now: k.clock.now(), calendar: await k.calendar.current() }) : 'none';
}

async function form(k: Kernel, request: FastifyRequest, reply: FastifyReply, error?: AppError) {
  const actor = await requireSecretariat(k, request, canAppoint);
  const { city, ids } = appointsFor(actor);
  const departments = await departmentBook(k);
  const open = departments.all.filter(({ id, active }) => active && (city || ids.includes(id)));
  // Only the secretariat may look through the names of everybody.
  const byName = hasRole(actor, 'secretary');
  const members = byName ? await findMembers(k.db, '', 200) : [];
  return sendSecretariatPage(
    k,
    request,
    reply,
    actor,
    (ctx) => ({
      title: ctx.t('people.appointments.staff.propose'),
      main: (
        <ProposePage
          departments={open.map(({ id }) => ({ value: id, label: departments.name(id, ctx.locale) }))}
          members={members.map(({ number, name }) => `${number} ${name}`)}
          byName={byName}
          years={k.settings.get(appointmentSettings).term_years}
          typed={error && typedFrom(ctx, request, 'propose', error)}
        />
      ),
    }),
    { status: error?.status ?? 200 },
  );
}

async function propose(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireSecretariat(k, request, canAppoint);
  let id = '';
  const error = await attempt(async () => {
    id = await proposeAppointment(k, actor, typedOf(request.body) as never);
  });
  if (error) return form(k, request, reply, error);
  return reply.redirect(`${base}/${id}?said=asked`, 303);
}

async function readable(k: Kernel, request: FastifyRequest, id: string) {
  const actor = await requireSecretariat(k, request, mayOpenAppointments);
  const appointment = isId(id) ? await findAppointment(k.db, id) : undefined;
  if (!appointment) return fail('kernel.not_found');
  // What is about oneself is read on one's own pages, with nothing that staff see more.
  if (!mayReadAppointment(actor, appointment) || appointment.accountId === actor.accountId)
    return fail('kernel.not_allowed');
  return { actor, appointment };
}

async function one(
  k: Kernel,
  request: FastifyRequest<ById>,
  reply: FastifyReply,
  wrong?: { form: string; error: AppError },
): Promise<FastifyReply> {
  const { actor, appointment } = await readable(k, request, request.params.id);
  const [terms, pieces] = await Promise.all([termsOf(k.db, appointment.id), piecesOf(k.db, appointment.id, 200)]);
  return sendSecretariatPage(
    k,
    request,
    reply,
    actor,
    async (ctx) => ({
      title: nameFor(actor)(appointment) || ctx.t('people.appointments.nameless'),
      main: (
        <StaffAppointmentPage
          appointment={appointment}
          terms={terms}
          pieces={pieces}
          name={nameFor(actor)(appointment)}
          offices={await officesIn(k, ctx.locale)}
          mayChange={mayEnd(actor, appointment)}
          years={k.settings.get(appointmentSettings).term_years}
          typed={wrong && typedFrom(ctx, request, wrong.form, wrong.error)}
        />
      ),
    }),
    { said, status: wrong?.error.status ?? 200 },
  );
}

async function onOne(
  k: Kernel,
  request: FastifyRequest<ById>,
  reply: FastifyReply,
  form: string,
  work: (actor: Actor, id: string) => Promise<void>,
): Promise<FastifyReply> {
  const { actor, appointment } = await readable(k, request, request.params.id);
  const error = await attempt(() => work(actor, appointment.id));
  if (error && (form === '' || error.status === 403)) throw error;
  if (error) return one(k, request, reply, { form, error });
  return reply.redirect(`${base}/${appointment.id}?said=done`, 303);
}

async function letter(k: Kernel, request: FastifyRequest<ById>, reply: FastifyReply): Promise<FastifyReply> {
  const { appointment } = await readable(k, request, request.params.id);
  const { number } = appointment;
  return number ? sendLetter(k, request, reply, { ...appointment, number }) : fail('kernel.not_found');
}

async function readablePiece(k: Kernel, request: FastifyRequest<ByPiece>) {
  const actor = await requireSecretariat(k, request, mayOpenAppointments);
  const { number, n } = request.params;
  const found = /^\d{1,6}$/.test(n) ? await findPiece(k.db, number, Number(n)) : undefined;
  if (!found) return fail('kernel.not_found');
  if (!mayReadAppointment(actor, found) || found.accountId === actor.accountId) return fail('kernel.not_allowed');
  return { actor, found };
}

async function piece(
  k: Kernel,
  request: FastifyRequest<ByPiece>,
  reply: FastifyReply,
  wrong?: { form: string; error: AppError },
): Promise<FastifyReply> {
  const { actor, found } = await readablePiece(k, request);
  const light = await lightOf(k, found);
  return sendSecretariatPage(
    k,
    request,
    reply,
    actor,
    async (ctx) => ({
      title: found.title,
      main: (
        <StaffPiecePage
          piece={found}
          offices={await officesIn(k, ctx.locale)}
          light={light}
          mayAnswer={mayAnswerPiece(actor, found)}
          mayHide={mayHidePiece(actor, found)}
          mayRule={found.hiddenById !== actor.accountId}
          rules={publishedRules(k, ctx.locale)}
          appointmentHref={`${base}/${found.appointmentId}`}
          typed={wrong && typedFrom(ctx, request, wrong.form, wrong.error)}
        />
      ),
    }),
    { said, status: wrong?.error.status ?? 200 },
  );
}

async function onPiece(
  k: Kernel,
  request: FastifyRequest<ByPiece>,
  reply: FastifyReply,
  form: string,
  work: (actor: Actor, address: { number: string; n: number }) => Promise<void>,
): Promise<FastifyReply> {
  const { actor, found } = await readablePiece(k, request);
  const { number, n } = found;
  const error = await attempt(() => work(actor, { number, n }));
  if (error?.status === 403) throw error;
  if (error) return piece(k, request, reply, { form, error });
  return reply.redirect(`${base}/pieces/${number}/${n}?said=done`, 303);
}

async function seat(k: Kernel, request: FastifyRequest<ById>, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireSecretariat(k, request, maySeeSeats);
  const { id } = request.params;
  const error = await attempt(() => decideSeat(k, actor, id, typedOf(request.body) as never));
  if (error && (error.status === 403 || error.status === 404)) throw error;
  if (error) return list(k, request, reply, { form: id, error });
  return reply.redirect(`${base}?list=seats&said=done`, 303);
}
