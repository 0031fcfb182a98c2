import type { FastifyReply, FastifyRequest } from 'fastify';
import { type AppError, fail } from '../../../kernel/errors/index.ts';
import { type App, lookOf } from '../../../kernel/http/index.ts';
import { localised } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { citySettings } from '../../../kernel/settings/index.ts';
import { dateWords, localDate } from '../../../kernel/time/index.ts';
import type { PageContext } from '../../../ui/page-context.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { attempt, typedOf } from '../admin/admin-page.tsx';
import { formErrors } from '../form-errors.ts';
import { entryOf, membersByAccount } from '../register/entry.queries.ts';
import { requireOwner } from '../session.ts';
import { textOf } from '../text-of.ts';
import { acceptAppointment, declineAppointment } from './answer-proposal.ts';
import { type Appointment, appointmentsOf, findByNumber, termsOf } from './appointment.queries.ts';
import { appointmentSettings } from './appointments.settings.ts';
import { endAppointment } from './end-appointment.ts';
import { enterSeat, removeSeat, showSeat } from './keep-seats.ts';
import { appointmentLetter } from './letter.ts';
import { MyAppointmentsPage } from './me-pages.tsx';
import { appealHiddenPiece } from './moderate-piece.ts';
import { MyPiecePage, type Typed, WritePage } from './my-piece-pages.tsx';
import { findPiece, piecesOf } from './piece.queries.ts';
import { officesIn } from './public.routes.tsx';
import { answerFurtherTerm } from './renew-appointment.ts';
import { seatsOf } from './seat.queries.ts';
import { sendPiece } from './send-piece.ts';
import { publishPiece, withdrawPiece } from './settle-piece.ts';

type ById = { Params: { id: string } };
type ByNumber = { Params: { number: string } };
type ByPiece = { Params: { number: string; n: string } };

/** Somebody's own appointments and seats. */
export function myAppointmentRoutes(app: App, k: Kernel): void {
  app.get('/me/appointments', (request, reply) => list(k, request, reply));
  app.post<ById>('/me/appointments/proposals/:id/accept', (request, reply) => accept(k, request, reply));
  app.post<ById>('/me/appointments/proposals/:id/decline', (request, reply) =>
    onList(k, request, reply, '', (owner) => declineAppointment(k, owner, request.params.id)),
  );
  app.post('/me/appointments/seats', (request, reply) =>
    onList(k, request, reply, 'seat', (owner) => enterSeat(k, owner, typedOf(request.body) as never)),
  );
  app.post<ById>('/me/appointments/seats/:id', (request, reply) => changeSeat(k, request, reply));
  app.get<ByNumber>('/me/appointments/:number/letter.pdf', (request, reply) => letter(k, request, reply));
  app.get<ByNumber>('/me/appointments/:number/write', (request, reply) => write(k, request, reply));
  app.post<ByNumber>('/me/appointments/:number/write', (request, reply) => send(k, request, reply));
  app.post<ByNumber>('/me/appointments/:number/renewal', (request, reply) => renewal(k, request, reply));
  app.post<ByNumber>('/me/appointments/:number/end', (request, reply) => end(k, request, reply));
  app.get<ByPiece>('/me/appointments/:number/:n', (request, reply) => piece(k, request, reply));
  app.post<ByPiece>('/me/appointments/:number/:n/publish', (request, reply) => publish(k, request, reply));
  app.post<ByPiece>('/me/appointments/:number/:n/withdraw', (request, reply) => withdraw(k, request, reply));
  app.post<ByPiece>('/me/appointments/:number/:n/appeal', (request, reply) => appeal(k, request, reply));
}

type Owner = Awaited<ReturnType<typeof requireOwner>>;

async function list(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  wrong?: { form: string; error: AppError },
) {
  const owner = await requireOwner(k, request);
  const appointments = await appointmentsOf(k.db, owner.accountId);
  const held = appointments.filter(({ state }) => state === 'held');
  const [seats, entry, members, ...pieces] = await Promise.all([
    seatsOf(k.db, owner.accountId),
    entryOf(k.db, owner.accountId),
    membersByAccount(k.db, [owner.accountId]),
    ...held.map(async ({ id }) => [id, await piecesOf(k.db, id, 200)] as const),
  ]);
  return sendPage(
    request,
    reply,
    async (ctx) => ({
      title: ctx.t('people.appointments.me.title'),
      robots: 'noindex',
      main: (
        <MyAppointmentsPage
          appointments={appointments}
          pieces={new Map(pieces)}
          seats={seats}
          penName={entry?.penName ?? ''}
          isMember={members.length > 0}
          offices={await officesIn(k, ctx.locale)}
          today={localDate(k.clock.now(), k.config.TIME_ZONE)}
          typed={wrong && typedFrom(ctx, request, wrong.form, wrong.error)}
        />
      ),
    }),
    wrong?.error.status ?? 200,
  );
}

function typedFrom(ctx: PageContext, request: FastifyRequest, form: string, error: AppError): Typed {
  return { form, values: typedOf(request.body), errors: formErrors(ctx, error).errors };
}

/** Does what a form on the list asked for and shows the list again. */
async function onList(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  form: string,
  work: (owner: Owner) => Promise<unknown>,
): Promise<FastifyReply> {
  const owner = await requireOwner(k, request);
  const error = await attempt(() => work(owner));
  if (error && (form === '' || error.status === 403 || error.status === 404)) throw error;
  if (error) return list(k, request, reply, { form, error });
  return reply.redirect('/me/appointments', 303);
}

function accept(k: Kernel, request: FastifyRequest<ById>, reply: FastifyReply) {
  const { id } = request.params;
  return onList(k, request, reply, `accept-${id}`, (owner) =>
    acceptAppointment(k, owner, id, typedOf(request.body) as never),
  );
}

function changeSeat(k: Kernel, request: FastifyRequest<ById>, reply: FastifyReply) {
  const { id } = request.params;
  const act = textOf(request.body, 'act');
  return onList(k, request, reply, '', (owner) =>
    act === 'remove' ? removeSeat(k, owner, id) : showSeat(k, owner, id, act === 'show'),
  );
}

/** @throws AppError kernel.not_found where it is not theirs */
async function ownAppointment(k: Kernel, owner: Owner, number: string): Promise<Appointment & { number: string }> {
  const appointment = await findByNumber(k.db, number);
  if (!appointment || appointment.accountId !== owner.accountId) return fail('kernel.not_found');
  return { ...appointment, number };
}

async function renewal(k: Kernel, request: FastifyRequest<ByNumber>, reply: FastifyReply) {
  const { id } = await ownAppointment(k, await requireOwner(k, request), request.params.number);
  const accepted = textOf(request.body, 'accepted') === 'yes';
  return onList(k, request, reply, '', (owner) => answerFurtherTerm(k, owner, id, accepted));
}

async function end(k: Kernel, request: FastifyRequest<ByNumber>, reply: FastifyReply) {
  const { number } = request.params;
  const { id } = await ownAppointment(k, await requireOwner(k, request), number);
  return onList(k, request, reply, `end-${number}`, (owner) =>
    endAppointment(k, owner, id, { reason: textOf(request.body, 'reason') }),
  );
}

/** A PDF is made for each. */
const letters = { name: 'people.appointment_letter', points: 20, seconds: 600 };

async function letter(k: Kernel, request: FastifyRequest<ByNumber>, reply: FastifyReply) {
  const owner = await requireOwner(k, request);
  const appointment = await ownAppointment(k, owner, request.params.number);
  await k.limits.take(letters, owner.accountId);
  return sendLetter(k, request, reply, appointment);
}

/** The letter in the reader's language. */
export async function sendLetter(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  appointment: Appointment & { number: string },
): Promise<FastifyReply> {
  const city = k.settings.get(citySettings);
  const { locale } = lookOf(request, city.languages);
  const offices = await officesIn(k, locale);
  const pdf = await appointmentLetter({
    t: k.i18n.t(locale),
    locale,
    appointment,
    terms: await termsOf(k.db, appointment.id),
    office: offices(appointment.departmentId),
    city: localised(city.name, locale),
    publicUrl: k.config.publicUrl,
    at: k.clock.now(),
    zone: k.config.TIME_ZONE,
    day: (date) => dateWords(date, { locale, weekday: false }),
  });
  return reply
    .type('application/pdf')
    .header('content-disposition', `attachment; filename="appointment-${appointment.number}.pdf"`)
    .header('cache-control', 'private, no-store')
    .send(pdf);
}

async function write(k: Kernel, request: FastifyRequest<ByNumber>, reply: FastifyReply, error?: AppError) {
  const owner = await requireOwner(k, request);
  const appointment = await ownAppointment(k, owner, request.params.number);
  return sendPage(
    request,
    reply,
    async (ctx) => ({
      title: ctx.t('people.appointments.me.write'),
      robots: 'noindex',
      main: (
        <WritePage
          appointment={appointment}
          office={(await officesIn(k, ctx.locale))(appointment.departmentId)}
          days={k.settings.get(appointmentSettings).answer_workingDays}
          typed={error && typedFrom(ctx, request, 'piece', error)}
        />
      ),
    }),
    error?.status ?? 200,
  );
}

async function send(k: Kernel, request: FastifyRequest<ByNumber>, reply: FastifyReply): Promise<FastifyReply> {
  const owner = await requireOwner(k, request);
  const { number } = request.params;
  const { id } = await ownAppointment(k, owner, number);
  let n = 0;
  const error = await attempt(async () => {
    n = await sendPiece(k, owner, id, typedOf(request.body) as never);
  });
  if (error) return write(k, request, reply, error);
  return reply.redirect(`/me/appointments/${number}/${n}`, 303);
}

/** @throws AppError kernel.not_found where it is not theirs */
async function ownPiece(k: Kernel, owner: Owner, { number, n }: ByPiece['Params']) {
  const found = /^\d{1,6}$/.test(n) ? await findPiece(k.db, number, Number(n)) : undefined;
  return found?.accountId === owner.accountId ? found : fail('kernel.not_found');
}

async function piece(
  k: Kernel,
  request: FastifyRequest<ByPiece>,
  reply: FastifyReply,
  wrong?: { form: string; error: AppError },
) {
  const owner = await requireOwner(k, request);
  const found = await ownPiece(k, owner, request.params);
  return sendPage(
    request,
    reply,
    async (ctx) => ({
      title: found.title,
      robots: 'noindex',
      main: (
        <MyPiecePage
          piece={found}
          offices={await officesIn(k, ctx.locale)}
          typed={wrong && typedFrom(ctx, request, wrong.form, wrong.error)}
        />
      ),
    }),
    wrong?.error.status ?? 200,
  );
}

async function publish(k: Kernel, request: FastifyRequest<ByPiece>, reply: FastifyReply): Promise<FastifyReply> {
  const owner = await requireOwner(k, request);
  const { number, n } = await ownPiece(k, owner, request.params);
  const error = await attempt(() => publishPiece(k, owner, { number, n }, typedOf(request.body) as never));
  if (error) return piece(k, request, reply, { form: 'publish', error });
  return reply.redirect(`/me/appointments/${number}/${n}`, 303);
}

async function appeal(k: Kernel, request: FastifyRequest<ByPiece>, reply: FastifyReply): Promise<FastifyReply> {
  const owner = await requireOwner(k, request);
  const { number, n } = await ownPiece(k, owner, request.params);
  const error = await attempt(() => appealHiddenPiece(k, owner, { number, n }, typedOf(request.body) as never));
  if (error) return piece(k, request, reply, { form: 'appeal', error });
  return reply.redirect(`/me/appointments/${number}/${n}`, 303);
}

async function withdraw(k: Kernel, request: FastifyRequest<ByPiece>, reply: FastifyReply): Promise<FastifyReply> {
  const owner = await requireOwner(k, request);
  const { number, n } = await ownPiece(k, owner, request.params);
  await withdrawPiece(k, owner, { number, n });
  return reply.redirect(`/me/appointments/${number}/${n}`, 303);
}
