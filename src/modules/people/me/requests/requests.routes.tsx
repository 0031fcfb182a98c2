import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { audit } from '../../../../kernel/audit/index.ts';
import { inTransaction } from '../../../../kernel/db/index.ts';
import { type AppError, fail } from '../../../../kernel/errors/index.ts';
import { csvStream, xlsxStream } from '../../../../kernel/export/index.ts';
import type { App } from '../../../../kernel/http/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { Actor } from '../../actor.ts';
import { attempt, requireAdmin, sendAdminPage, typedOf } from '../../admin/admin-page.tsx';
import { formErrors } from '../../form-errors.ts';
import { staffNames } from '../../staff-lookup.ts';
import { textOf } from '../../text-of.ts';
import { mayAnswerDataRequest, mayChangeDataSettings, mayReadDataRequests } from '../data.policy.ts';
import { dataSettings } from '../data.settings.ts';
import { profileOf } from '../profile.queries.ts';
import { answerRequest, answerSchema } from './answer.ts';
import type { DataRequest } from './data-request.ts';
import { everyRequest, exportColumns } from './export-requests.ts';
import { countOpen, listRequests, type RequestFilter, requestByNumber } from './requests.queries.ts';
import { RequestPage, RequestsPage } from './requests-pages.tsx';

const pageSize = 50;
type ByNumber = { Params: { number: string } };
type Wrong = { form: 'answer' | 'settings'; error: AppError };

/** What people ask about their data, for the administrators who answer and the auditors who check. */
export function dataRequestRoutes(app: App, k: Kernel): void {
  app.get('/admin/data-requests', (request, reply) => showList(k, request, reply));
  app.get('/admin/data-requests.csv', (request, reply) => sendTable(k, request, reply, 'csv'));
  app.get('/admin/data-requests.xlsx', (request, reply) => sendTable(k, request, reply, 'xlsx'));
  app.post('/admin/data-requests/settings', (request, reply) => saveSettings(k, request, reply));
  app.get<ByNumber>('/admin/data-requests/:number', (request, reply) => showOne(k, request, reply));
  app.post<ByNumber>('/admin/data-requests/:number', (request, reply) => answer(k, request, reply));
}

async function showList(k: Kernel, request: FastifyRequest, reply: FastifyReply, wrong?: Wrong): Promise<FastifyReply> {
  const actor = await requireAdmin(k, request, mayReadDataRequests);
  const state = textOf(request.query, 'state') === 'answered' ? 'answered' : 'open';
  const before = cursorOf(textOf(request.query, 'after'));
  const rows = await listRequests(k.db, { state, before }, pageSize + 1);
  const [counts, calendar] = await Promise.all([countOpen(k.db, k.clock.now()), k.calendar.current()]);
  return sendAdminPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('people.requests.title'),
      main: (
        <RequestsPage
          rows={rows.slice(0, pageSize)}
          state={state}
          counts={counts}
          light={{ now: k.clock.now(), calendar }}
          next={rows.length > pageSize ? cursorTo(rows[pageSize - 1]) : undefined}
          first={before === undefined}
          settings={k.settings.get(dataSettings)}
          mayChange={mayChangeDataSettings(actor)}
          values={wrong ? typedOf(request.body) : {}}
          errors={wrong ? formErrors(ctx, wrong.error).errors : {}}
        />
      ),
    }),
    wrong?.error.status ?? 200,
  );
}

async function showOne(
  k: Kernel,
  request: FastifyRequest<ByNumber>,
  reply: FastifyReply,
  error?: AppError,
): Promise<FastifyReply> {
  const actor = await requireAdmin(k, request, mayReadDataRequests);
  const found = await requestOf(k, request);
  if (actor.accountId !== found.accountId) await noteRead(k, actor, found);
  const [profile, names, calendar] = await Promise.all([
    profileOf(k.db, found.accountId),
    staffNames(k, found.answeredBy ? [found.answeredBy] : []),
    k.calendar.current(),
  ]);
  return sendAdminPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('people.requests.one', { number: found.number }),
      main: (
        <RequestPage
          request={found}
          name={profile?.name ?? ''}
          answeredBy={names.get(found.answeredBy ?? '') ?? ''}
          light={{ now: k.clock.now(), calendar }}
          mayAnswer={mayAnswerDataRequest(actor, found)}
          values={error ? typedOf(request.body) : {}}
          errors={error ? formErrors(ctx, error).errors : {}}
        />
      ),
    }),
    error?.status ?? 200,
  );
}

async function answer(k: Kernel, request: FastifyRequest<ByNumber>, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireAdmin(k, request, mayReadDataRequests);
  const { number } = await requestOf(k, request);
  const error = await attempt(() =>
    answerRequest(
      k,
      actor,
      number,
      answerSchema.parse({ outcome: textOf(request.body, 'outcome'), text: longText(request.body) }),
    ),
  );
  if (error) return showOne(k, request, reply, error);
  return reply.redirect(`/admin/data-requests/${number}?said=saved`, 303);
}

const settingsShape = z.object({
  answer_days: z.coerce
    .number('people.requests.number')
    .int('people.requests.number')
    .min(1, 'people.requests.number')
    .max(60, 'people.requests.number'),
  keepAnswered_years: z.coerce
    .number('people.requests.number')
    .int('people.requests.number')
    .min(1, 'people.requests.number')
    .max(20, 'people.requests.number'),
  exportFiles_megabytes: z.coerce
    .number('people.requests.number')
    .int('people.requests.number')
    .min(0, 'people.requests.number')
    .max(2000, 'people.requests.number'),
});

async function saveSettings(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireAdmin(k, request, mayChangeDataSettings);
  const error = await attempt(async () => {
    const given = settingsShape.parse(typedOf(request.body));
    const now = k.clock.now();
    await inTransaction(k.db, async (tx) => {
      await k.settings.set(tx, dataSettings, given, now, actor.accountId);
      await audit(tx, now, {
        actorId: actor.accountId,
        actorName: actor.name,
        action: 'people.settings_changed',
        objectType: 'setting',
        objectId: dataSettings.key,
        details: given,
      });
    });
  });
  if (error) return showList(k, request, reply, { form: 'settings', error });
  return reply.redirect('/admin/data-requests?said=saved', 303);
}

async function sendTable(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  form: 'csv' | 'xlsx',
): Promise<FastifyReply> {
  const actor = await requireAdmin(k, request, mayReadDataRequests);
  const { t } = request.server.frame.anonymous(request);
  await inTransaction(k.db, (tx) =>
    audit(tx, k.clock.now(), {
      actorId: actor.accountId,
      actorName: actor.name,
      action: 'people.data_requests_exported',
      objectType: 'data_request',
      objectId: 'list',
    }),
  );
  const zone = k.config.TIME_ZONE;
  const columns = exportColumns(t);
  const stream =
    form === 'csv'
      ? csvStream(columns, everyRequest(k.db), { zone })
      : xlsxStream(columns, everyRequest(k.db), { zone, sheet: t('people.requests.title') });
  return reply
    .type(
      form === 'csv' ? 'text/csv; charset=utf-8' : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    )
    .header('content-disposition', `attachment; filename="data-requests.${form}"`)
    .header('cache-control', 'private, no-store')
    .send(stream);
}

async function requestOf(k: Kernel, request: FastifyRequest<ByNumber>): Promise<DataRequest> {
  const { number } = request.params;
  const found = /^[1-9]\d{0,8}$/.test(number) ? await requestByNumber(k.db, Number(number)) : undefined;
  return found ?? fail('kernel.not_found');
}

/** The person sees on their own page who opened what they asked. */
async function noteRead(k: Kernel, actor: Actor, request: DataRequest): Promise<void> {
  await inTransaction(k.db, (tx) =>
    audit(tx, k.clock.now(), {
      actorId: actor.accountId,
      actorName: actor.name,
      action: 'people.data_request_read',
      objectType: 'account',
      objectId: request.accountId,
      details: { number: request.number },
    }),
  );
}

/** The answer may be longer than what `textOf` takes; the shape limits it. */
export function longText(body: unknown): string {
  const value = (body as Record<string, unknown> | null | undefined)?.text;
  return typeof value === 'string' ? value.slice(0, 20_000) : '';
}

function cursorTo(row: DataRequest | undefined): string | undefined {
  return row && `${row.dueAt.toISOString()},${row.number}`;
}

function cursorOf(text: string): RequestFilter['before'] {
  const [due = '', number = ''] = text.split(',');
  const dueAt = new Date(due);
  return Number.isNaN(dueAt.getTime()) || !/^\d{1,9}$/.test(number) ? undefined : { dueAt, number: Number(number) };
}
