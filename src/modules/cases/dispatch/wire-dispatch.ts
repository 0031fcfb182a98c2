import type { Tx } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { DeliveredEvent } from '../../../kernel/outbox/index.ts';
import { accountsWithRole } from '../../people/index.ts';
import { type CaseRow, findCaseById } from '../case.queries.ts';
import { runClocks } from '../clocks/run-clocks.ts';
import { declareCaseMoves } from './merge-department.ts';
import { wireRouting } from './routing-store.ts';

const kinds = [
  'cases.work_dispatched',
  'cases.work_urgent',
  'cases.work_reassigned',
  'cases.work_return_refused',
  'cases.work_extension_ruled',
  'cases.work_ending_ruled',
  'cases.work_supervised',
  'cases.work_sent_back',
  'cases.work_return_requested',
  'cases.work_extension_requested',
  'cases.work_ending_requested',
  'cases.work_urgent_in',
] as const;
type WorkKind = (typeof kinds)[number];

/** Whom an event of a case concerns at work, and how they are told. */
type Telling = { kind: WorkKind; to: 'lead' | 'dispatchers' | 'intake'; urgent?: boolean };

function tellingOf(event: DeliveredEvent, row: CaseRow): Telling | null {
  switch (event.type) {
    case 'cases.submit':
      return row.urgent ? { kind: 'cases.work_urgent_in', to: 'intake', urgent: true } : null;
    case 'cases.dispatch':
      return row.urgent || row.limit_kind === 'emergency'
        ? { kind: 'cases.work_urgent', to: 'lead', urgent: true }
        : { kind: 'cases.work_dispatched', to: 'lead' };
    case 'cases.reassign':
      return { kind: 'cases.work_reassigned', to: 'lead', urgent: row.urgent };
    case 'cases.refuse_return':
      return { kind: 'cases.work_return_refused', to: 'lead' };
    case 'cases.rule_extension':
      return { kind: 'cases.work_extension_ruled', to: 'lead' };
    case 'cases.rule_ending':
      return { kind: 'cases.work_ending_ruled', to: 'lead' };
    case 'cases.supervise':
      return { kind: 'cases.work_supervised', to: 'lead', urgent: true };
    case 'cases.send_back':
    case 'cases.reopen':
      return { kind: 'cases.work_sent_back', to: 'lead' };
    case 'cases.request_return':
      return { kind: 'cases.work_return_requested', to: 'dispatchers' };
    case 'cases.request_extension':
      return { kind: 'cases.work_extension_requested', to: 'dispatchers' };
    case 'cases.request_ending':
      return { kind: 'cases.work_ending_requested', to: 'intake' };
    default:
      return null;
  }
}

async function recipients(tx: Tx, row: CaseRow, to: Telling['to']): Promise<string[]> {
  const db = { db: tx };
  if (to === 'lead') return row.lead_department_id ? accountsWithRole(db, 'handler', row.lead_department_id) : [];
  const dispatchers = await accountsWithRole(db, 'dispatcher', 'any');
  if (to === 'dispatchers') return dispatchers;
  return [...new Set([...dispatchers, ...(await accountsWithRole(db, 'operator', 'any'))])];
}

/** What happened longer ago (a city's past read in, a relay that stood still) is found in the queues and wakes nobody. */
const news_ms = 24 * 3_600_000;

/** Tells staff of work that came to them; whoever caused it is not told. */
async function tellOfWork(k: Kernel, tx: Tx, event: DeliveredEvent): Promise<void> {
  if (k.clock.now().getTime() - event.at.getTime() > news_ms) return;
  const row = await findCaseById(tx, event.subject);
  const telling = row && tellingOf(event, row);
  if (!row || !telling) return;
  const to = (await recipients(tx, row, telling.to)).filter((accountId) => accountId !== event.actorId);
  const link = telling.to === 'lead' ? `/desk/${row.number}` : `/dispatch/${row.number}`;
  await k.notify.send(
    tx,
    event.at,
    ...to.map((accountId) => ({
      to: { accountId },
      kind: telling.kind,
      // The title is a resident's words, and may hold a name: staff read it on the page.
      params: {
        number: row.number,
        kind: { key: `cases.kind.${row.kind}` },
        due: { at: (row.due_at ?? event.at).toISOString() },
      },
      link,
      urgent: telling.urgent ?? false,
      dedupe: `${telling.kind}:${event.id}`,
    })),
  );
}

/** Notifications of work, the routing suggestion's training, and what time alone does to cases. */
export function wireDispatch(k: Kernel): void {
  k.notify.declareKinds(kinds.map((kind) => ({ kind, group: 'cases.work' })));
  k.outbox.subscribe({
    name: 'cases.tell_staff',
    types: [
      'cases.submit',
      'cases.dispatch',
      'cases.reassign',
      'cases.refuse_return',
      'cases.rule_extension',
      'cases.rule_ending',
      'cases.supervise',
      'cases.send_back',
      'cases.reopen',
      'cases.request_return',
      'cases.request_extension',
      'cases.request_ending',
    ],
    handle: (tx, event) => tellOfWork(k, tx, event),
  });
  k.jobs.define('cases.clocks', { cron: '*/5 * * * *', expireSeconds: 1800, retryLimit: 1 }, async () => {
    await runClocks(k);
  });
  wireRouting(k);
  declareCaseMoves(k);
}
