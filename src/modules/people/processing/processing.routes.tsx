import type { FastifyReply, FastifyRequest } from 'fastify';
import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import { type Column, csvStream, xlsxStream } from '../../../kernel/export/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { T } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { requireAdmin, sendAdminPage } from '../admin/admin-page.tsx';
import { textOf } from '../text-of.ts';
import { mayReadProcessing } from './processing.policy.ts';
import { accessWords, ProcessingPage } from './processing-page.tsx';
import { isPersonal, type ProcessingEntry, registerOfProcessing } from './register-of-processing.ts';

/** The register of processing activities, for administrators and auditors: read, printed, taken away. */
export function processingRoutes(app: App, k: Kernel): void {
  app.get('/admin/processing', (request, reply) => show(k, request, reply));
  app.get('/admin/processing.csv', (request, reply) => sendTable(k, request, reply, 'csv'));
  app.get('/admin/processing.xlsx', (request, reply) => sendTable(k, request, reply, 'xlsx'));
}

async function show(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  await requireAdmin(k, request, mayReadProcessing);
  const columns = textOf(request.query, 'columns') === '1';
  const all = !columns && textOf(request.query, 'all') === '1';
  const entries = await registerOfProcessing(k);
  return sendAdminPage(request, reply, ({ t }) => ({
    title: t('people.processing.title'),
    main: (
      <ProcessingPage
        entries={all ? entries : entries.filter(isPersonal)}
        all={all}
        columns={columns}
        total={entries.length}
        at={k.clock.now()}
      />
    ),
  }));
}

function columnsOf(t: T): Column<ProcessingEntry>[] {
  const said = (key: string | undefined) => (key ? t(key) : t('people.processing.undeclared'));
  return [
    { key: 'table', header: t('people.processing.table'), value: ({ name }) => name, width: 28 },
    { key: 'purpose', header: t('people.processing.purpose_of'), value: (e) => said(e.declared?.purpose), width: 40 },
    {
      key: 'basis',
      header: t('people.processing.basis_of'),
      value: (e) => e.declared && t(`people.processing.basis.${e.declared.basis}`),
      width: 24,
    },
    {
      key: 'classes',
      header: t('people.processing.classes'),
      value: (e) => e.classes.map((each) => t(`people.processing.class.${each}`)).join(' · '),
      width: 30,
    },
    { key: 'keep', header: t('people.processing.keep_of'), value: (e) => said(e.declared?.keep), width: 40 },
    { key: 'access', header: t('people.processing.access_of'), value: (e) => accessWords(t, e).join(' · '), width: 30 },
    { key: 'rows', header: t('people.processing.rows'), value: ({ rows }) => rows, width: 10 },
    {
      key: 'columns',
      header: t('people.processing.columns'),
      value: (e) =>
        e.columns
          .map(
            (c) =>
              `${c.name}: ${c.class ? t(`people.processing.class.${c.class}`) : t('people.processing.undeclared')}`,
          )
          .join('; '),
      width: 60,
    },
  ];
}

async function sendTable(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  form: 'csv' | 'xlsx',
): Promise<FastifyReply> {
  const actor = await requireAdmin(k, request, mayReadProcessing);
  const { t } = request.server.frame.anonymous(request);
  await inTransaction(k.db, (tx) =>
    audit(tx, k.clock.now(), {
      actorId: actor.accountId,
      actorName: actor.name,
      action: 'people.processing_exported',
      objectType: 'processing',
      objectId: 'register',
    }),
  );
  const entries = await registerOfProcessing(k);
  const zone = k.config.TIME_ZONE;
  const columns = columnsOf(t);
  const stream =
    form === 'csv'
      ? csvStream(columns, entries, { zone })
      : xlsxStream(columns, entries, { zone, sheet: t('people.processing.title') });
  return reply
    .type(
      form === 'csv' ? 'text/csv; charset=utf-8' : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    )
    .header('content-disposition', `attachment; filename="processing.${form}"`)
    .header('cache-control', 'private, no-store')
    .send(stream);
}
