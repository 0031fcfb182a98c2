import type { FastifyReply, FastifyRequest } from 'fastify';
import { inTransaction } from '../../../kernel/db/index.ts';
import { type AppError, fail } from '../../../kernel/errors/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { fileOfRun, findRun, finishRun, openRun, queueRun, type Run, undecideRun } from '../../../kernel/runs/index.ts';
import {
  readTableForm,
  sampleTable,
  type TableForm,
  type TreeImportOptions,
  type TreeReport,
} from '../../../kernel/sheets/index.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import {
  ImportColumns,
  ImportDecision,
  type ImportField,
  ImportOutcome,
  ImportSample,
  ImportUpload,
} from '../../../ui/import-form.tsx';
import { Heading, Section, Sheet, Trail } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import type { Actor } from '../actor.ts';
import { formErrors } from '../form-errors.ts';
import { textOf } from '../text-of.ts';
import { attempt, requireAdmin, sendAdminPage } from './admin-page.tsx';
import { reasonsInWords, rejectedRows } from './rejected-rows.ts';

/** How the entries of one tree are brought in on a page. */
export type TreeImportPages<F extends string> = {
  /** `/admin/departments`; the pages stand under `/import` there */
  base: string;
  /** kind of the run: `people.departments` */
  kind: string;
  /** message keys: title of the list, and of the page with what is said on it */
  words: { list: string; title: string; lead: string; hint: string; done: string; toList: string };
  fields: readonly { name: F; label: string; needed?: boolean }[];
  allow: (actor: Actor) => boolean;
  run: (k: Kernel, actor: Actor, file: Buffer, options: TreeImportOptions<F>) => Promise<TreeReport<F>>;
};

type ById = { Params: { id: string } };

/** Bringing a table in: the file, what it would do, the decision, what it did. */
export function treeImportRoutes<F extends string>(app: App, k: Kernel, pages: TreeImportPages<F>): void {
  const { base } = pages;
  app.get(`${base}/import`, (request, reply) => showUpload(k, pages, request, reply));
  app.post(`${base}/import`, (request, reply) => takeFile(k, pages, request, reply));
  app.get<ById>(`${base}/import/:id`, (request, reply) => showRun(k, pages, request, reply, request.params.id));
  app.post<ById>(`${base}/import/:id`, (request, reply) => decide(k, pages, request, reply, request.params.id));
  app.get<ById>(`${base}/import/:id/rejected.csv`, async (request, reply) => {
    await requireAdmin(k, request, pages.allow);
    const { run, bytes } = await fileFor(k, pages, request.params.id);
    const ctx = request.server.frame.anonymous(request);
    const report = run.report as TreeReport<F> | null;
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="rejected.csv"')
      .header('cache-control', 'private, no-store')
      .send(await rejectedRows(bytes, k.config.TIME_ZONE, report?.rejected ?? [], ctx.t));
  });
}

async function showUpload<F extends string>(
  k: Kernel,
  pages: TreeImportPages<F>,
  request: FastifyRequest,
  reply: FastifyReply,
  error?: AppError,
): Promise<FastifyReply> {
  await requireAdmin(k, request, pages.allow);
  return sendAdminPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t(pages.words.title),
      main: (
        <Sheet title={ctx.t(pages.words.title)} lead={ctx.t(pages.words.lead)}>
          <ImportUpload
            action={`${pages.base}/import`}
            hint={ctx.t(pages.words.hint)}
            backHref={pages.base}
            errors={error ? formErrors(ctx, error, 'file').errors : {}}
          />
        </Sheet>
      ),
    }),
    error?.status ?? 200,
  );
}

async function takeFile<F extends string>(
  k: Kernel,
  pages: TreeImportPages<F>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const actor = await requireAdmin(k, request, pages.allow);
  let id = '';
  const error = await attempt(async () => {
    id = await keepTable(k, actor, pages.kind, await readTableForm(request));
  });
  if (error) return showUpload(k, pages, request, reply, error);
  return reply.redirect(`${pages.base}/import/${id}`, 303);
}

/** Keeps a table that can be read as a draft. @throws AppError sheets.* */
export async function keepTable(k: Kernel, actor: Actor, kind: string, { file }: TableForm): Promise<string> {
  if (!file) return fail('sheets.no_file');
  await sampleTable(file.bytes, k.config.TIME_ZONE, 1);
  return inTransaction(k.db, (tx) =>
    openRun(tx, { kind, state: 'draft', at: k.clock.now(), by: actor.accountId, file }),
  );
}

async function fileFor<F extends string>(
  k: Kernel,
  pages: TreeImportPages<F>,
  id: string,
): Promise<{ run: Run; bytes: Buffer }> {
  const run = await findRun(k.db, pages.kind, id);
  const bytes = run && (await fileOfRun(k.db, run.id));
  return run && bytes ? { run, bytes } : fail('kernel.not_found');
}

/** `map_code=…` of a query or a form, by field; undefined where the columns were not looked over yet. */
export function mappingOf<F extends string>(
  source: unknown,
  fields: readonly { name: F }[],
): Partial<Record<F, string>> | undefined {
  const sent = fields.filter(
    ({ name }) => typeof (source as Record<string, unknown> | null)?.[`map_${name}`] === 'string',
  );
  if (sent.length === 0) return undefined;
  return Object.fromEntries(fields.map(({ name }) => [name, textOf(source, `map_${name}`)])) as Partial<
    Record<F, string>
  >;
}

async function showRun<F extends string>(
  k: Kernel,
  pages: TreeImportPages<F>,
  request: FastifyRequest,
  reply: FastifyReply,
  id: string,
  wrong?: AppError,
): Promise<FastifyReply> {
  const actor = await requireAdmin(k, request, pages.allow);
  const { run, bytes } = await fileFor(k, pages, id);
  const given = mappingOf(request.method === 'GET' ? request.query : request.body, pages.fields);
  const sample = await sampleTable(bytes, k.config.TIME_ZONE, 6);
  let trial: TreeReport<F> | undefined;
  const error =
    run.state === 'done'
      ? undefined
      : await attempt(async () => {
          trial = await pages.run(k, actor, bytes, { dryRun: true, ...(given && { mapping: given }) });
        });
  return sendAdminPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t(pages.words.title),
      main: (
        <RunPage
          ctx={ctx}
          pages={pages as unknown as TreeImportPages<string>}
          run={run}
          sample={sample}
          trial={trial}
          mapping={trial?.mapping ?? given ?? {}}
          problem={wrong ?? error}
        />
      ),
    }),
    (wrong ?? error)?.status ?? 200,
  );
}

type RunPageProps = {
  ctx: PageContext;
  pages: TreeImportPages<string>;
  run: Run;
  sample: Awaited<ReturnType<typeof sampleTable>>;
  trial: TreeReport<string> | undefined;
  mapping: Partial<Record<string, string>>;
  problem: AppError | undefined;
};

function RunPage(p: RunPageProps) {
  const { t } = p.ctx;
  const { words, base } = p.pages;
  const here = `${base}/import/${p.run.id}`;
  const report = p.run.state === 'done' ? (p.run.report as TreeReport<string>) : p.trial;
  const done = p.run.state === 'done';
  const fields: ImportField[] = p.pages.fields.map((field) => ({ ...field, label: t(field.label) }));
  return (
    <>
      <Trail
        items={[
          { label: t(words.list), href: base },
          { label: t(words.title), href: `${base}/import` },
          { label: p.run.fileName },
        ]}
      />
      <Heading title={done ? t(words.done) : p.run.fileName} />
      {p.problem && <Notice tone="error" title={formErrors(p.ctx, p.problem).errors['']} />}
      {report && (
        <ImportOutcome
          done={done}
          counts={{ ...report, rejected: report.rejected.length }}
          rejections={reasonsInWords(report.rejected, t)}
          downloadHref={done ? `${here}/rejected.csv` : undefined}
        />
      )}
      {done ? (
        <p class="send-buttons">
          <ButtonLink primary href={base}>
            {t(words.toList)}
          </ButtonLink>
          <ButtonLink href={`${base}/import`}>{t('ui.import.other_file')}</ButtonLink>
        </p>
      ) : (
        <>
          {report && (
            <ImportDecision
              action={here}
              mapping={p.mapping}
              rejected={report.rejected.length}
              nothing={report.imported + (report.changed ?? 0) === 0}
              againHref={`${base}/import`}
            />
          )}
          <Section id="sample">
            <ImportSample headers={p.sample.headers} rows={p.sample.rows} />
          </Section>
          <ImportColumns action={here} headers={p.sample.headers} fields={fields} mapping={p.mapping} />
        </>
      )}
    </>
  );
}

async function decide<F extends string>(
  k: Kernel,
  pages: TreeImportPages<F>,
  request: FastifyRequest,
  reply: FastifyReply,
  id: string,
): Promise<FastifyReply> {
  const actor = await requireAdmin(k, request, pages.allow);
  const { run, bytes } = await fileFor(k, pages, id);
  const mapping = mappingOf(request.body, pages.fields);
  const allOrNothing = textOf(request.body, 'mode') === 'all';
  const mine = await inTransaction(k.db, (tx) => queueRun(tx, run.id, { mapping, allOrNothing }));
  // A second click, or somebody else: what came of it is shown.
  if (!mine) return reply.redirect(`${pages.base}/import/${id}`, 303);
  try {
    const report = await pages.run(k, actor, bytes, { allOrNothing, ...(mapping && { mapping }) });
    await finishRun(k.db, run.id, k.clock.now(), { state: 'done', report, done: report.rows });
  } catch (error) {
    await undecideRun(k.db, run.id);
    const expected = await attempt(() => Promise.reject(error));
    return showRun(k, pages, request, reply, id, expected);
  }
  return reply.redirect(`${pages.base}/import/${id}`, 303);
}
