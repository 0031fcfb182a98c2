import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import { type AppError, failFields } from '../../../kernel/errors/index.ts';
import { readMultipart } from '../../../kernel/files/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { readTableForm, sampleTable } from '../../../kernel/sheets/index.ts';
import type { PageContext } from '../../../ui/page-context.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import type { Actor } from '../actor.ts';
import { attempt } from '../admin/admin-page.tsx';
import { rejectedRows } from '../admin/rejected-rows.ts';
import { mappingOf } from '../admin/tree-import.routes.tsx';
import { formErrors } from '../form-errors.ts';
import { listOrganisations, type Organisation, organisationBySlug } from '../organisations/organisations.queries.ts';
import { requireSecretariat, sendSecretariatPage } from '../register/secretariat/secretariat-frame.tsx';
import { requireOwner } from '../session.ts';
import { BatchDonePage, BatchPage, type BatchPlace, BatchUploadPage } from './batch-pages.tsx';
import {
  type BatchReport,
  batchFile,
  discardBatch,
  draftBatch,
  findBatch,
  handInBatch,
  letterPurpose,
  lookAtBatch,
} from './hand-in-batch.ts';
import { nominatingOrganisations } from './nominating-organisations.ts';
import { mayManageRounds } from './nominations.policy.ts';
import { batchFields } from './read-batch.ts';
import { batchTemplate } from './template.ts';

type ById = { Params: { id: string } };
/** A way to hand in tables, with its pages' frame. */
type Way = {
  base: string;
  upload: string;
  secretariat: boolean;
  backHref: string;
  backLabel: string;
  enter: (request: FastifyRequest) => Promise<Actor & { accountId: string }>;
};

const mappingFields = batchFields.map((name) => ({ name }));

/** Tables of nominees: the file, what it would do, the decision, what it did. For organisations and the secretariat. */
export function batchRoutes(app: App, k: Kernel): void {
  app.get('/nominate/template.xlsx', async (request, reply) => {
    const { locale } = request.server.frame.anonymous(request);
    return reply
      .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
      .header('content-disposition', 'attachment; filename="nominees.xlsx"')
      .send(batchTemplate(k, locale));
  });
  register(app, k, {
    base: '/nominate/batch',
    upload: '/nominate/batch',
    secretariat: false,
    backHref: '/nominate/mine',
    backLabel: 'people.nominations.mine',
    enter: (request) => requireOwner(k, request),
  });
  register(app, k, {
    base: '/secretariat/batches',
    upload: '/secretariat/batches/new',
    secretariat: true,
    backHref: '/secretariat/batches',
    backLabel: 'people.nominations.batches',
    enter: (request) => requireSecretariat(k, request, mayManageRounds),
  });
}

function register(app: App, k: Kernel, way: Way): void {
  app.get(way.upload, (request, reply) => showUpload(k, way, request, reply));
  app.post(way.base, (request, reply) => takeFile(k, way, request, reply));
  app.get<ById>(`${way.base}/:id`, (request, reply) => showBatch(k, way, request, reply));
  app.post<ById>(`${way.base}/:id`, (request, reply) => decide(k, way, request, reply));
  app.get<ById>(`${way.base}/:id/rejected.csv`, (request, reply) => downloadRejected(k, way, request, reply));
  app.post<ById>(`${way.base}/:id/discard`, async (request, reply) => {
    await discardBatch(k, await way.enter(request), request.params.id);
    return reply.redirect(way.upload, 303);
  });
}

function send(
  k: Kernel,
  way: Way,
  request: FastifyRequest,
  reply: FastifyReply,
  actor: Actor,
  make: (ctx: PageContext) => { title: string; main: VNode },
  status: number,
): Promise<FastifyReply> {
  if (way.secretariat) return sendSecretariatPage(k, request, reply, actor, make, { status });
  return sendPage(
    request,
    reply,
    (ctx) => {
      const { title, main } = make(ctx);
      return { title, robots: 'noindex', main: <div class="admin">{main}</div> };
    },
    status,
  );
}

function placeOf({ base, backHref, backLabel, secretariat }: Way, { t }: PageContext): BatchPlace {
  return { base, backHref, backLabel: t(backLabel), secretariat };
}

async function showUpload(
  k: Kernel,
  way: Way,
  request: FastifyRequest,
  reply: FastifyReply,
  wrong?: { error: AppError; fields: Record<string, string> },
): Promise<FastifyReply> {
  const actor = await way.enter(request);
  const organisations = way.secretariat
    ? await listOrganisations(k.db, { limit: 200 }, 'verified')
    : await nominatingOrganisations(k, actor);
  return send(
    k,
    way,
    request,
    reply,
    actor,
    (ctx) => ({
      title: ctx.t('people.nominations.batch_title'),
      main: (
        <BatchUploadPage
          place={placeOf(way, ctx)}
          organisations={organisations}
          values={wrong?.fields ?? {}}
          errors={wrong ? formErrors(ctx, wrong.error, 'file').errors : {}}
        />
      ),
    }),
    wrong?.error.status ?? 200,
  );
}

/** The organisation that was chosen by its address, or, by the secretariat, named. */
async function organisationFor(k: Kernel, way: Way, given: string): Promise<Organisation> {
  const bySlug = await organisationBySlug(k.db, given);
  if (bySlug) return bySlug;
  const name = given.normalize('NFKC').trim().toLowerCase();
  const found = way.secretariat && name ? await listOrganisations(k.db, { q: name, limit: 2 }, 'verified') : [];
  const exact = found.find((each) => each.name.toLowerCase() === name) ?? (found.length === 1 ? found[0] : undefined);
  return exact ?? failFields({ organisation: { key: 'people.nominations.organisation_unknown' } });
}

async function takeFile(k: Kernel, way: Way, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await way.enter(request);
  let id = '';
  let fields: Record<string, string> = {};
  const error = await attempt(async () => {
    const form = await readTableForm(request);
    fields = form.fields;
    const organisation = await organisationFor(k, way, (fields.organisation ?? '').slice(0, 200));
    if (!form.file) return failFields({ file: { key: 'errors.sheets.no_file' } });
    const { bytes } = form.file;
    id = await draftBatch(k, actor, { organisation, secretariat: way.secretariat, bytes });
    return undefined;
  });
  if (error) return showUpload(k, way, request, reply, { error, fields });
  return reply.redirect(`${way.base}/${id}`, 303);
}

async function showBatch(
  k: Kernel,
  way: Way,
  request: FastifyRequest<ById>,
  reply: FastifyReply,
  wrong?: AppError,
): Promise<FastifyReply> {
  const actor = await way.enter(request);
  const draft = await findBatch(k, actor, request.params.id);
  const organisation = draft.organisation.name;
  if (draft.run.state === 'done')
    return send(
      k,
      way,
      request,
      reply,
      actor,
      (ctx) => ({
        title: ctx.t('people.nominations.batch_title'),
        main: (
          <BatchDonePage
            place={placeOf(way, ctx)}
            organisation={organisation}
            report={draft.run.report as BatchReport}
          />
        ),
      }),
      200,
    );
  const mapping = mappingOf(request.query, mappingFields);
  let looked: Awaited<ReturnType<typeof lookAtBatch>> | undefined;
  const error = await attempt(async () => {
    looked = await lookAtBatch(k, draft, mapping);
  });
  const bytes = looked?.bytes ?? (await batchFile(k, draft));
  const sample = await sampleTable(bytes, k.config.TIME_ZONE, 6);
  const problem = wrong ?? error;
  return send(
    k,
    way,
    request,
    reply,
    actor,
    (ctx) => ({
      title: ctx.t('people.nominations.batch_title'),
      main: (
        <BatchPage
          place={placeOf(way, ctx)}
          id={draft.run.id}
          organisation={organisation}
          headers={sample.headers}
          sample={sample.rows}
          mapping={looked?.batch.mapping ?? mapping ?? {}}
          trial={
            looked ? { rows: looked.batch.rows, good: looked.batch.good.length, rejected: looked.batch.rejected } : null
          }
          problem={problem && !problem.fields ? formErrors(ctx, problem).errors[''] : undefined}
          errors={problem?.fields ? formErrors(ctx, problem).errors : {}}
        />
      ),
    }),
    problem?.status ?? 200,
  );
}

async function decide(k: Kernel, way: Way, request: FastifyRequest<ById>, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await way.enter(request);
  const { id } = request.params;
  await findBatch(k, actor, id);
  const error = await attempt(async () => {
    const form = await readMultipart(request, {
      files: k.files,
      purpose: letterPurpose,
      ownerId: actor.accountId,
      mostFiles: 1,
    });
    if (Object.keys(form.fieldErrors).length > 0) failFields(form.fieldErrors);
    const letterFileId = form.files.find(({ field }) => field === 'letter')?.id ?? null;
    if (way.secretariat && !letterFileId) failFields({ letter: { key: 'errors.people.batch_letter_missing' } });
    await handInBatch(k, actor, id, {
      allOrNothing: form.fields.mode === 'all',
      letterFileId,
      mapping: mappingOf(form.fields, mappingFields),
    });
  });
  if (error && error.code !== 'people.batch_decided') return showBatch(k, way, request, reply, error);
  return reply.redirect(`${way.base}/${id}`, 303);
}

async function downloadRejected(
  k: Kernel,
  way: Way,
  request: FastifyRequest<ById>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const actor = await way.enter(request);
  const draft = await findBatch(k, actor, request.params.id);
  const { bytes, batch } = await lookAtBatch(k, draft, mappingOf(request.query, mappingFields));
  const { t } = request.server.frame.anonymous(request);
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', 'attachment; filename="rejected.csv"')
    .header('cache-control', 'private, no-store')
    .send(await rejectedRows(bytes, k.config.TIME_ZONE, batch.rejected, t));
}
