import type { FastifyReply, FastifyRequest } from 'fastify';
import { type AppError, fail } from '../../../../kernel/errors/index.ts';
import type { App } from '../../../../kernel/http/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { fileOfRun, findRun, type Run, recentRuns } from '../../../../kernel/runs/index.ts';
import { readTableForm, sampleTable } from '../../../../kernel/sheets/index.ts';
import {
  attempt,
  departmentBook,
  formErrors,
  keepTable,
  mappingOf,
  rejectedRows,
  requireAdmin,
  sendAdminPage,
} from '../../../people/index.ts';
import { mayAdministerCases } from '../../cases.policy.ts';
import { type Field, fields, type Mapping, mappingProblems, recognise } from '../../transfer/columns.ts';
import { type LettersReport, lettersKind, startLetters } from './import-letters.ts';
import { LettersCheckPage, LettersRunPage, LettersUploadPage } from './letters-pages.tsx';

type ById = { Params: { id: string } };
const fieldNames = fields.map((name) => ({ name }));

/** Letters of other systems, brought in by a table. */
export function lettersRoutes(app: App, k: Kernel): void {
  app.get('/admin/import', (request, reply) => showUpload(k, request, reply));
  app.post('/admin/import', (request, reply) => takeFile(k, request, reply));
  app.get<ById>('/admin/import/:id', (request, reply) => showRun(k, request, reply));
  app.post<ById>('/admin/import/:id', (request, reply) => start(k, request, reply));
  app.get<ById>('/admin/import/:id/rejected.csv', async (request, reply) => {
    await requireAdmin(k, request, mayAdministerCases);
    const { run, bytes } = await runOf(k, request.params.id);
    if (!bytes) fail('kernel.not_found');
    const { t } = request.server.frame.anonymous(request);
    const report = run.report as LettersReport | null;
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="rejected.csv"')
      .header('cache-control', 'private, no-store')
      .send(await rejectedRows(bytes, k.config.TIME_ZONE, report?.rejected ?? [], t));
  });
}

async function runOf(k: Kernel, id: string): Promise<{ run: Run; bytes: Buffer | null }> {
  const run = await findRun(k.db, lettersKind, id);
  return run ? { run, bytes: await fileOfRun(k.db, run.id) } : fail('kernel.not_found');
}

async function showUpload(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  error?: AppError,
): Promise<FastifyReply> {
  await requireAdmin(k, request, mayAdministerCases);
  const runs = await recentRuns(k.db, lettersKind, 10);
  return sendAdminPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('cases.admin.letters.title'),
      main: <LettersUploadPage runs={runs} errors={error ? formErrors(ctx, error, 'file').errors : {}} />,
    }),
    error?.status ?? 200,
  );
}

async function takeFile(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireAdmin(k, request, mayAdministerCases);
  let id = '';
  const error = await attempt(async () => {
    id = await keepTable(k, actor, lettersKind, await readTableForm(request));
  });
  if (error) return showUpload(k, request, reply, error);
  return reply.redirect(`/admin/import/${id}`, 303);
}

/** What was chosen of the columns; an empty choice is no column. */
function chosen(headers: readonly string[], given: Partial<Record<Field, string>> | undefined): Mapping {
  if (!given) return recognise(headers);
  return Object.fromEntries(Object.entries(given).filter(([, heading]) => heading !== '')) as Mapping;
}

async function showRun(
  k: Kernel,
  request: FastifyRequest<ById>,
  reply: FastifyReply,
  wrong?: AppError,
): Promise<FastifyReply> {
  await requireAdmin(k, request, mayAdministerCases);
  const { run, bytes } = await runOf(k, request.params.id);
  if (run.state !== 'draft') return showProgress(request, reply, run, bytes !== null);
  if (!bytes) return fail('kernel.not_found');
  const departments = await departmentBook(k);
  const sample = await sampleTable(bytes, k.config.TIME_ZONE, 6);
  const mapping = chosen(
    sample.headers,
    mappingOf(request.method === 'GET' ? request.query : request.body, fieldNames),
  );
  return sendAdminPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('cases.admin.letters.title'),
      main: (
        <LettersCheckPage
          run={run}
          sample={sample}
          mapping={mapping}
          problems={mappingProblems(sample.headers, mapping)}
          departments={departments}
          typed={(request.body ?? {}) as Record<string, string>}
          errors={wrong ? formErrors(ctx, wrong).errors : {}}
        />
      ),
    }),
    wrong?.status ?? 200,
  );
}

async function showProgress(
  request: FastifyRequest,
  reply: FastifyReply,
  run: Run,
  hasFile: boolean,
): Promise<FastifyReply> {
  const still = (request.query as Record<string, unknown>).still === 'yes';
  // The page looks again by itself until it is done; whoever does not want that follows the link.
  if (!still && (run.state === 'queued' || run.state === 'running')) reply.header('refresh', '3');
  return sendAdminPage(request, reply, (ctx) => ({
    title: ctx.t('cases.admin.letters.title'),
    main: <LettersRunPage run={run} still={still} hasFile={hasFile} />,
  }));
}

async function start(k: Kernel, request: FastifyRequest<ById>, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireAdmin(k, request, mayAdministerCases);
  const { run, bytes } = await runOf(k, request.params.id);
  const here = `/admin/import/${run.id}`;
  if (run.state !== 'draft' || !bytes) return reply.redirect(here, 303);
  const body = (request.body ?? {}) as Record<string, unknown>;
  const { headers } = await sampleTable(bytes, k.config.TIME_ZONE, 0);
  const mapping = chosen(headers, mappingOf(body, fieldNames));
  const source =
    String(body.source ?? '')
      .replace(/\p{C}/gu, '')
      .trim()
      .slice(0, 60) || 'import';
  const department = (await departmentBook(k)).get(String(body.department ?? ''))?.code ?? '';
  const error = await attempt(async () => {
    const { missing, unknown } = mappingProblems(headers, mapping);
    if (missing.length + unknown.length > 0)
      fail('cases.import_columns', {
        missing: missing.join(', ') || '-',
        unknown: unknown.join(', ') || '-',
        headers: headers.join(', '),
      });
    await startLetters(k, actor, run.id, { mapping, source, department, allOrNothing: body.mode === 'all' });
  });
  if (error) return showRun(k, request, reply, error);
  return reply.redirect(here, 303);
}
