import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  type AuditFilter,
  type AuditRow,
  audit,
  type ChainVerdict,
  chainEntries,
  knownActions,
  listEntries,
  verifyChain,
} from '../../../../kernel/audit/index.ts';
import { inTransaction, isId } from '../../../../kernel/db/index.ts';
import { csvStream } from '../../../../kernel/export/index.ts';
import type { App } from '../../../../kernel/http/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { beginRun, finishRun, openRun, recentRuns } from '../../../../kernel/runs/index.ts';
import { addDays, isLocalDate, startOfDay } from '../../../../kernel/time/index.ts';
import type { Actor } from '../../actor.ts';
import { departmentBook } from '../../books.ts';
import { staffNames } from '../../staff-lookup.ts';
import { textOf } from '../../text-of.ts';
import { accountByAddress, staffToSearch } from '../accounts/accounts.queries.ts';
import { isMeant } from '../accounts/find-staff.ts';
import { mayReadAudit } from '../admin.policy.ts';
import { requireAdmin, sendAdminPage } from '../admin-page.tsx';
import { AuditPage, type AuditTyped } from './audit-page.tsx';

const verifyKind = 'people.audit_verify';
const pageSize = 50;

/** What staff and the system did, for whoever has to check it. */
export function auditRoutes(app: App, k: Kernel): void {
  app.get('/admin/audit', (request, reply) => show(k, request, reply));
  app.get('/admin/audit.csv', (request, reply) => exportCsv(k, request, reply));
  app.post('/admin/audit/verify', async (request, reply) => {
    const actor = await requireAdmin(k, request, mayReadAudit);
    await inTransaction(k.db, async (tx) => {
      const at = k.clock.now();
      const id = await openRun(tx, { kind: verifyKind, state: 'queued', at, by: actor.accountId });
      await k.jobs.send(tx, verifyKind, { id }, { singletonKey: verifyKind });
      await record(k, tx, actor, 'people.audit_verified', { run: id });
    });
    return reply.redirect('/admin/audit?said=started#chain', 303);
  });
}

/** The check runs as a job: a chain of years takes minutes. */
export function wireAudit(k: Kernel): void {
  k.jobs.define<{ id: string }>(verifyKind, { retryLimit: 2, expireSeconds: 3600 }, async ({ id }) => {
    if (!(await beginRun(k.db, id, k.clock.now()))) return;
    while ((await chainEntries(k.db)) > 0);
    const report: ChainVerdict = await verifyChain(k.db);
    await finishRun(k.db, id, k.clock.now(), { state: 'done', report, done: report.entries });
  });
}

/** Whom a name, an address or an id means; an empty list where nobody. */
async function actorsMeant(k: Kernel, typed: string): Promise<string[]> {
  if (isId(typed)) return [typed];
  const staff = (await staffToSearch(k.db, null)).filter((person) => isMeant(person, typed)).map(({ id }) => id);
  if (staff.length > 0) return staff;
  const id = await accountByAddress(k.db, typed);
  return id ? [id] : [];
}

type Asked = { filter: AuditFilter | null; typed: AuditTyped; people: string[] };

async function askedOf(k: Kernel, request: FastifyRequest): Promise<Asked> {
  const read = (name: string) => textOf(request.query, name).trim().slice(0, 200);
  const typed: AuditTyped = {
    person: read('person'),
    action: read('action'),
    object: read('object'),
    from: isLocalDate(read('from')) ? read('from') : '',
    until: isLocalDate(read('until')) ? read('until') : '',
  };
  const people = typed.person === '' ? [] : await actorsMeant(k, typed.person);
  const before = Number(read('before'));
  const zone = k.config.TIME_ZONE;
  const [objectType = '', objectId = ''] = typed.object.includes(' ') ? typed.object.split(/\s+/) : ['', typed.object];
  const filter: AuditFilter = {
    ...(people[0] && { actorId: people[0] }),
    ...(typed.action !== '' && { exactAction: typed.action }),
    ...(objectType !== '' && { objectType }),
    ...(objectId !== '' && { objectId }),
    ...(typed.from !== '' && { from: startOfDay(typed.from, zone) }),
    ...(typed.until !== '' && { until: startOfDay(addDays(typed.until, 1), zone) }),
    ...(Number.isSafeInteger(before) && before > 0 && { before }),
  };
  return { filter: typed.person !== '' && people.length !== 1 ? null : filter, typed, people };
}

async function show(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  await requireAdmin(k, request, mayReadAudit);
  const { filter, typed, people } = await askedOf(k, request);
  const rows = filter ? await listEntries(k.db, filter, pageSize + 1) : [];
  const [actions, departments, names, checks] = await Promise.all([
    knownActions(k.db),
    departmentBook(k),
    staffNames(k, people.slice(0, 20)),
    recentRuns(k.db, verifyKind, 1),
  ]);
  return sendAdminPage(request, reply, ({ t }) => ({
    title: t('people.admin.audit.title'),
    main: (
      <AuditPage
        rows={rows.slice(0, pageSize)}
        more={rows.length > pageSize}
        first={filter?.before === undefined}
        typed={typed}
        actions={actions}
        departments={departments}
        choose={filter === null ? [...names].map(([id, name]) => ({ id, name })) : undefined}
        check={checks[0]}
      />
    ),
  }));
}

async function* allRows(k: Kernel, filter: AuditFilter): AsyncGenerator<AuditRow> {
  for (let before = filter.before; ; ) {
    const rows = await listEntries(k.db, { ...filter, ...(before !== undefined && { before }) }, 1000);
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < 1000) return;
    before = last.id;
  }
}

async function exportCsv(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireAdmin(k, request, mayReadAudit);
  const { filter, typed } = await askedOf(k, request);
  const ctx = request.server.frame.anonymous(request);
  const { t } = ctx;
  await inTransaction(k.db, (tx) => record(k, tx, actor, 'people.audit_exported', { ...typed, person: '' }));
  const departments = await departmentBook(k);
  const stream = csvStream<AuditRow>(
    [
      { key: 'id', header: 'id', value: ({ id }) => id },
      { key: 'at', header: t('people.admin.audit.when'), value: ({ at }) => at },
      { key: 'actor_id', header: 'actor_id', value: (row) => row.actor_id },
      { key: 'actor', header: t('people.admin.audit.who'), value: (row) => row.actor_name },
      { key: 'action', header: t('people.admin.audit.action'), value: ({ action }) => action },
      { key: 'object_type', header: 'object_type', value: (row) => row.object_type },
      { key: 'object_id', header: 'object_id', value: (row) => row.object_id },
      {
        key: 'department',
        header: t('people.admin.audit.department'),
        value: (row) => departments.name(row.department_id, ctx.locale),
      },
      { key: 'details', header: t('people.admin.audit.details'), value: ({ details }) => JSON.stringify(details) },
    ],
    filter ? allRows(k, filter) : [],
    { zone: k.config.TIME_ZONE },
  );
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', 'attachment; filename="audit.csv"')
    .header('cache-control', 'private, no-store')
    .send(stream);
}

function record(
  k: Kernel,
  tx: Parameters<typeof audit>[0],
  actor: Actor,
  action: string,
  details: Record<string, unknown>,
): Promise<void> {
  return audit(tx, k.clock.now(), {
    actorId: actor.accountId,
    actorName: actor.name,
    action,
    objectType: 'audit',
    objectId: 'log',
    details,
  });
}
