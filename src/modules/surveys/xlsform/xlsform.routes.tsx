import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError, fail } from '../../../kernel/errors/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { readTableForm } from '../../../kernel/sheets/index.ts';
import type { PageContext } from '../../../ui/page-context.ts';
import { attempt, hasRole, type Sent, stateOf } from '../../people/index.ts';
import { type CreateInput, createSurvey } from '../build/create-survey.ts';
import { versionIn } from '../build/desk-handlers.tsx';
import { departmentOptions, sendOfAll } from '../build/list-handlers.tsx';
import { requireSigned, requireSurveyDesk, sendSurveyDesk } from '../desk-page.tsx';
import { questionsOf } from '../questionnaire.rules.ts';
import { formOf } from '../survey.queries.ts';
import { mayRead, mayRun } from '../surveys.policy.ts';
import { importDetails, importForm, importNotices, readFile } from './import-form.ts';
import type { ReadXlsform } from './read-xlsform.ts';
import { writeXlsform } from './write-xlsform.ts';
import './xlsform.errors.ts';
import { FromFilePage, XlsformPage } from './xlsform-page.tsx';

type Slug = { Params: { slug: string } };
type BySlug = FastifyRequest<Slug>;

/** Files an account may bring in an hour. */
const rate = { name: 'surveys.xlsform', points: 60, seconds: 3600 };

/** Questionnaires as files, in and out. */
export function xlsformRoutes(app: App, k: Kernel): void {
  app.get('/questionnaires/from-file', (request, reply) => showFromFile(k, request, reply));
  app.post('/questionnaires/from-file', (request, reply) => makeFromFile(k, request, reply));
  app.get<Slug>('/questionnaires/:slug/xlsform', (request, reply) => showXlsform(k, request, reply));
  app.post<Slug>('/questionnaires/:slug/xlsform', (request, reply) => bringXlsform(k, request, reply));
  app.get<Slug>('/questionnaires/:slug/xlsform.xlsx', (request, reply) => sendXlsform(k, request, reply));
}

/** A file that was refused, beside the form that brought it. */
type Refused = { sent: Sent; read: ReadXlsform | null };

/** What was typed; what is wrong in the file stands in a table of its own, not in the summary of the form. */
function formState(ctx: PageContext, refused: Refused | undefined, form: string) {
  const state = stateOf(ctx, refused?.sent, form);
  return refused?.read ? { ...state, errors: {} } : state;
}

async function showXlsform(k: Kernel, request: BySlug, reply: FastifyReply, refused?: Refused): Promise<FastifyReply> {
  const desk = await requireSurveyDesk(k, request, request.params.slug, mayRead);
  const { actor, survey } = desk;
  const definition = await formOf(k.db, survey);
  const notices = survey.state === 'draft' ? await importNotices(k, survey.id) : [];
  return sendSurveyDesk(
    request,
    reply,
    desk,
    (ctx) => ({
      title: ctx.t('surveys.xlsform.title'),
      main: (
        <XlsformPage
          slug={survey.slug}
          version={survey.version}
          mayChange={mayRun(actor, survey) && survey.state === 'draft'}
          hasQuestions={questionsOf(definition).length > 0}
          read={refused?.read ?? (notices.length > 0 ? { errors: [], errorCount: 0, notices } : null)}
          {...formState(ctx, refused, 'xlsform')}
        />
      ),
    }),
    { sent: refused?.sent, done: { imported: 'surveys.build.done.imported' } },
  );
}

async function bringXlsform(k: Kernel, request: BySlug, reply: FastifyReply): Promise<FastifyReply> {
  const { actor, survey } = await requireSurveyDesk(k, request, request.params.slug, mayRun);
  await k.limits.take(rate, actor.accountId);
  const { fields, file } = await readTableForm(request);
  let read: ReadXlsform | null = null;
  const thrown = await attempt(async () => {
    if (!file) fail('sheets.no_file');
    read = await readFile(k, file.bytes);
    await importForm(k, actor, survey.id, read, versionIn(fields));
  });
  if (!thrown) return reply.redirect(afterImport(survey.slug, read), 303);
  if (thrown.status === 401 || thrown.status === 403) throw thrown;
  const refused = { sent: { form: 'xlsform', values: fields, thrown: besideFile(thrown) }, read: withErrors(read) };
  return showXlsform(k, request, reply, refused);
}

/** On to the questions, or first to what is different in them. */
function afterImport(slug: string, read: ReadXlsform | null): string {
  return `/questionnaires/${slug}/${read && read.notices.length > 0 ? 'xlsform' : 'build'}?done=imported`;
}

/** What is wrong with the file as a whole stands beside its field. */
function besideFile(error: AppError): AppError {
  if (error.fields || !error.code.startsWith('sheets.')) return error;
  return new AppError('kernel.invalid', { n: 1 }, { file: { key: `errors.${error.code}`, params: error.params } });
}

const withErrors = (read: ReadXlsform | null): ReadXlsform | null => (read && read.errorCount > 0 ? read : null);

async function showFromFile(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  refused?: Refused,
): Promise<FastifyReply> {
  const actor = await requireSigned(k, request);
  if (!hasRole(actor, 'convener')) fail('kernel.not_allowed');
  return sendOfAll(
    request,
    reply,
    async (ctx) => ({
      title: ctx.t('surveys.xlsform.from_file'),
      main: (
        <FromFilePage
          departments={await departmentOptions(k, actor, ctx)}
          read={refused?.read ?? null}
          {...formState(ctx, refused, 'new')}
        />
      ),
    }),
    refused?.sent,
  );
}

async function makeFromFile(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireSigned(k, request);
  if (!hasRole(actor, 'convener')) fail('kernel.not_allowed');
  await k.limits.take(rate, actor.accountId);
  const { fields, file } = await readTableForm(request);
  let read: ReadXlsform | null = null;
  let slug = '';
  const thrown = await attempt(async () => {
    if (!file) fail('sheets.no_file');
    read = await readFile(k, file.bytes);
    if (!read.definition) fail('surveys.file_has_errors', { count: read.errorCount });
    const title = fields.title?.trim() || read.title.slice(0, 80);
    const input = { ...fields, title, copyOf: '' } as unknown as CreateInput;
    const { definition } = read;
    slug = (await createSurvey(k, actor, input, definition ? { definition, details: importDetails(read) } : undefined))
      .slug;
  });
  if (!thrown) return reply.redirect(afterImport(slug, read), 303);
  if (thrown.status === 401 || thrown.status === 403) throw thrown;
  const refused = { sent: { form: 'new', values: fields, thrown: besideFile(thrown) }, read: withErrors(read) };
  return showFromFile(k, request, reply, refused);
}

async function sendXlsform(k: Kernel, request: BySlug, reply: FastifyReply): Promise<FastifyReply> {
  const { survey } = await requireSurveyDesk(k, request, request.params.slug, mayRead);
  const definition = await formOf(k.db, survey);
  const bytes = writeXlsform(definition, {
    title: survey.title,
    id: survey.slug,
    version: survey.formVersion,
    zone: k.config.TIME_ZONE,
  });
  return reply
    .header('content-type', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
    .header('content-disposition', `attachment; filename="${survey.slug}.xlsx"`)
    .header('cache-control', 'private, no-store')
    .send(bytes);
}
