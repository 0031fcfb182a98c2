import type { FastifyReply, FastifyRequest } from 'fastify';
import { isId } from '../../../kernel/db/index.ts';
import { type AppError, fail } from '../../../kernel/errors/index.ts';
import { type App, lookOf } from '../../../kernel/http/index.ts';
import { localised } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { citySettings } from '../../../kernel/settings/index.ts';
import { readTable, readTableForm, type TableForm } from '../../../kernel/sheets/index.ts';
import { isLocalDate } from '../../../kernel/time/index.ts';
import type { PageContext } from '../../../ui/page-context.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { attempt } from '../admin/admin-page.tsx';
import { formErrors } from '../form-errors.ts';
import { findMembers, membersByAccount } from '../register/entry.queries.ts';
import { noteLooks } from '../register/secretariat/note-look.ts';
import { requireSecretariat, sendSecretariatPage } from '../register/secretariat/secretariat-frame.tsx';
import { requireOwner } from '../session.ts';
import { textOf } from '../text-of.ts';
import { mayEnterTraining, mayReadRecord, maySeeTrainings } from './activity.policy.ts';
import { type ActivityKey, activitiesOf, countActivities, sumsOf } from './activity.queries.ts';
import {
  EnterTrainingPage,
  MemberRecordPage,
  MyRecordPage,
  TrainingPage,
  TrainingsPage,
  type Typed,
} from './activity-pages.tsx';
import { addToTraining, enterTraining, removeTraining, takeFromTraining } from './enter-training.ts';
import { recordCertificate } from './record-certificate.ts';
import { findTraining, listTrainings, participantsOf } from './training.queries.ts';

type ById = { Params: { id: string } };
const base = '/secretariat/trainings';
const pageSize = 50;
/** A document with more rows would take too long to make in a request. */
const certificateRows = 1000;

/** One's own record, and the trainings that the secretariat enters. */
export function activityRoutes(app: App, k: Kernel): void {
  app.get('/me/record', (request, reply) => mine(k, request, reply));
  app.get('/me/record.pdf', (request, reply) => certificate(k, request, reply));
  app.get('/secretariat/records', (request, reply) => record(k, request, reply));
  app.get(base, (request, reply) => list(k, request, reply));
  app.get(`${base}/new`, (request, reply) => form(k, request, reply));
  app.post(base, (request, reply) => enter(k, request, reply));
  app.get<ById>(`${base}/:id`, (request, reply) => training(k, request, reply));
  app.post<ById>(`${base}/:id/add`, (request, reply) => add(k, request, reply));
  app.post<ById>(`${base}/:id/take`, (request, reply) => take(k, request, reply));
  app.post<ById>(`${base}/:id/remove`, (request, reply) => remove(k, request, reply));
}

function readKey(source: unknown): ActivityKey | null {
  const [moment = '', id = ''] = textOf(source, 'after').split('_');
  const at = new Date(moment);
  return isId(id) && !Number.isNaN(at.getTime()) ? { at, id } : null;
}

async function recordOf(k: Kernel, request: FastifyRequest, accountId: string, path: string) {
  const after = readKey(request.query);
  const [found, sums] = await Promise.all([
    activitiesOf(k.db, accountId, after, pageSize + 1),
    sumsOf(k.db, accountId, k.config.TIME_ZONE),
  ]);
  const rows = found.slice(0, pageSize);
  const last = rows.at(-1);
  const joint = path.includes('?') ? '&' : '?';
  return {
    rows,
    sums,
    nextHref: found.length > pageSize && last ? `${path}${joint}after=${last.at.toISOString()}_${last.id}` : undefined,
    firstHref: after ? path : undefined,
  };
}

async function mine(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const owner = await requireOwner(k, request);
  const shown = await recordOf(k, request, owner.accountId, '/me/record');
  return sendPage(request, reply, (ctx) => ({
    title: ctx.t('people.activity.mine'),
    robots: 'noindex',
    main: <MyRecordPage {...shown} />,
  }));
}

const certificates = { name: 'people.record_certificate', points: 20, seconds: 600 };

async function certificate(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const owner = await requireOwner(k, request);
  await k.limits.take(certificates, owner.accountId);
  const city = k.settings.get(citySettings);
  const { locale } = lookOf(request, city.languages);
  const [rows, total, members] = await Promise.all([
    activitiesOf(k.db, owner.accountId, null, certificateRows),
    countActivities(k.db, owner.accountId),
    membersByAccount(k.db, [owner.accountId]),
  ]);
  const pdf = await recordCertificate({
    t: k.i18n.t(locale),
    locale,
    name: owner.name,
    number: members[0]?.number ?? null,
    city: localised(city.name, locale),
    rows,
    more: total - rows.length,
    at: k.clock.now(),
    zone: k.config.TIME_ZONE,
  });
  return reply
    .type('application/pdf')
    .header('content-disposition', 'attachment; filename="record.pdf"')
    .header('cache-control', 'private, no-store')
    .send(pdf);
}

/** A member's record for the secretariat; the member sees on their own page who looked. */
async function record(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireSecretariat(k, request, mayEnterTraining);
  const number = textOf(request.query, 'number').normalize('NFKC').trim().toUpperCase();
  const member = (number ? await findMembers(k.db, number, 20) : []).find((one) => one.number === number);
  if (!member) return fail('kernel.not_found');
  if (!mayReadRecord(actor, member)) fail('kernel.not_allowed');
  await noteLooks(k, actor, [member.accountId], { of: 'activity_record' });
  const shown = await recordOf(k, request, member.accountId, `/secretariat/records?number=${member.number}`);
  return sendSecretariatPage(k, request, reply, actor, () => ({
    title: member.name,
    main: <MemberRecordPage {...shown} name={member.name} number={member.number} />,
  }));
}

const said = { done: 'people.activity.said_done' };

async function list(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireSecretariat(k, request, maySeeTrainings);
  const [heldOn = '', id = ''] = textOf(request.query, 'after').split('_');
  const after = isLocalDate(heldOn) && isId(id) ? { heldOn, id } : null;
  const found = await listTrainings(k.db, after, pageSize + 1);
  const trainings = found.slice(0, pageSize);
  const last = trainings.at(-1);
  const more = found.length > pageSize && last ? `${base}?after=${last.heldOn}_${last.id}` : undefined;
  return sendSecretariatPage(
    k,
    request,
    reply,
    actor,
    (ctx) => ({
      title: ctx.t('people.activity.trainings'),
      main: (
        <TrainingsPage
          trainings={trainings}
          mayEnter={mayEnterTraining(actor)}
          nextHref={more}
          firstHref={after ? base : undefined}
        />
      ),
    }),
    { said },
  );
}

function typedFrom(ctx: PageContext, wrong: Wrong): Typed {
  return { values: wrong.fields, errors: formErrors(ctx, wrong.error).errors };
}

type Wrong = { fields: Record<string, string>; error: AppError };

async function form(k: Kernel, request: FastifyRequest, reply: FastifyReply, wrong?: Wrong): Promise<FastifyReply> {
  const actor = await requireSecretariat(k, request, mayEnterTraining);
  return sendSecretariatPage(
    k,
    request,
    reply,
    actor,
    (ctx) => ({
      title: ctx.t('people.activity.enter'),
      main: <EnterTrainingPage typed={wrong && typedFrom(ctx, wrong)} />,
    }),
    { status: wrong?.error.status ?? 200 },
  );
}

/** Members' numbers, as typed and as they stand in any column of the table that came along. */
async function numbersFrom(k: Kernel, { fields, file }: TableForm): Promise<string> {
  if (!file) return fields.members ?? '';
  const table = await readTable(file.bytes, { zone: k.config.TIME_ZONE });
  const found: string[] = [fields.members ?? ''];
  const keep = (text: string) => /^m[\d-]+$/i.test(text.normalize('NFKC').trim()) && found.push(text);
  for (const header of table.headers) keep(header);
  for await (const { cells } of table.rows) for (const value of Object.values(cells)) keep(String(value));
  return found.join('\n');
}

async function enter(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireSecretariat(k, request, mayEnterTraining);
  let id = '';
  let fields: Record<string, string> = {};
  const error = await attempt(async () => {
    const posted = await readTableForm(request);
    fields = posted.fields;
    const list = await numbersFrom(k, posted);
    id = await enterTraining(k, actor, fields as never, list);
  });
  if (error) return form(k, request, reply, { fields, error });
  return reply.redirect(`${base}/${id}?said=done`, 303);
}

async function training(
  k: Kernel,
  request: FastifyRequest<ById>,
  reply: FastifyReply,
  wrong?: Wrong,
): Promise<FastifyReply> {
  const actor = await requireSecretariat(k, request, maySeeTrainings);
  const { id } = request.params;
  const found = (isId(id) ? await findTraining(k.db, id) : undefined) ?? fail('kernel.not_found');
  const participants = mayEnterTraining(actor) ? await participantsOf(k.db, id) : null;
  if (participants)
    await noteLooks(
      k,
      actor,
      participants.map(({ accountId }) => accountId),
      { training: id },
    );
  return sendSecretariatPage(
    k,
    request,
    reply,
    actor,
    (ctx) => ({
      title: found.title,
      main: <TrainingPage training={found} participants={participants} typed={wrong && typedFrom(ctx, wrong)} />,
    }),
    { status: wrong?.error.status ?? 200, said },
  );
}

async function add(k: Kernel, request: FastifyRequest<ById>, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireSecretariat(k, request, mayEnterTraining);
  const { id } = request.params;
  let fields: Record<string, string> = {};
  const error = await attempt(async () => {
    const posted = await readTableForm(request);
    fields = posted.fields;
    await addToTraining(k, actor, id, await numbersFrom(k, posted));
  });
  if (error?.status === 404) throw error;
  if (error) return training(k, request, reply, { fields, error });
  return reply.redirect(`${base}/${id}?said=done`, 303);
}

async function take(k: Kernel, request: FastifyRequest<ById>, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireSecretariat(k, request, mayEnterTraining);
  await takeFromTraining(k, actor, request.params.id, textOf(request.body, 'number'));
  return reply.redirect(`${base}/${request.params.id}?said=done`, 303);
}

async function remove(k: Kernel, request: FastifyRequest<ById>, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireSecretariat(k, request, mayEnterTraining);
  await removeTraining(k, actor, request.params.id);
  return reply.redirect(`${base}?said=done`, 303);
}
