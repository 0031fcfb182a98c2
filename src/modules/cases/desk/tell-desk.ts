import type { Tx } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { DeliveredEvent } from '../../../kernel/outbox/index.ts';
import { accountsWithRole } from '../../people/index.ts';
import { type CaseRow, findCaseById } from '../case.queries.ts';

// keys: cases.notify.work_*

/** What the desk of a department is told. */
export const deskKinds = [
  'cases.work_reply_sent',
  'cases.work_reply_returned',
  'cases.work_author_wrote',
  'cases.work_opinion_given',
  'cases.work_promise_broken',
  'cases.work_due_near',
  'cases.work_due_next',
  'cases.work_promise_near',
  'cases.work_promise_next',
] as const;
export type DeskKind = (typeof deskKinds)[number];

/** What happened longer ago (a past read in, a relay that stood still) is found in the queues and wakes nobody. */
const news_ms = 24 * 3_600_000;

/** The handlers of a department; its reviewers where it has none. */
export async function handlersOf(tx: Tx, departmentId: string | null): Promise<string[]> {
  if (!departmentId) return [];
  const handlers = await accountsWithRole({ db: tx }, 'handler', departmentId);
  return handlers.length > 0 ? handlers : accountsWithRole({ db: tx }, 'reviewer', departmentId);
}

/** The reviewers of a department; those of the city where it has none. */
export async function reviewersOf(tx: Tx, departmentId: string | null): Promise<string[]> {
  const own = departmentId ? await accountsWithRole({ db: tx }, 'reviewer', departmentId) : [];
  return own.length > 0 ? own : accountsWithRole({ db: tx }, 'reviewer', null);
}

type Telling = { kind: DeskKind; to: string[] };

async function tellingOf(tx: Tx, event: DeliveredEvent, row: CaseRow): Promise<Telling | null> {
  const lead = row.lead_department_id;
  switch (event.type) {
    case 'cases.reply':
      return { kind: 'cases.work_reply_sent', to: await reviewersOf(tx, lead) };
    case 'cases.return_to_author': {
      const writers = Array.isArray(event.payload.writerIds) ? event.payload.writerIds.map(String) : [];
      return { kind: 'cases.work_reply_returned', to: [...writers, ...(await handlersOf(tx, lead))] };
    }
    case 'cases.answer':
    case 'cases.addition':
      return { kind: 'cases.work_author_wrote', to: await handlersOf(tx, lead) };
    case 'cases.opinion_given':
      return { kind: 'cases.work_opinion_given', to: await handlersOf(tx, lead) };
    case 'cases.promise_broken':
      // Where it takes the case up again, that is told.
      return event.payload.reopens === false
        ? { kind: 'cases.work_promise_broken', to: await handlersOf(tx, lead) }
        : null;
    default:
      return null;
  }
}

async function tell(k: Kernel, tx: Tx, event: DeliveredEvent): Promise<void> {
  if (k.clock.now().getTime() - event.at.getTime() > news_ms) return;
  const row = await findCaseById(tx, event.subject);
  const telling = row && (await tellingOf(tx, event, row));
  if (!row || !telling) return;
  const to = [...new Set(telling.to)].filter((accountId) => accountId !== event.actorId);
  await k.notify.send(
    tx,
    event.at,
    ...to.map((accountId) => ({
      to: { accountId },
      kind: telling.kind,
      params: deskParams(row),
      link: `/desk/${row.number}`,
      dedupe: `${telling.kind}:${event.id}`,
    })),
  );
}

/** The title is a resident's words, and may hold a name: staff read it on the page. */
export function deskParams(row: Pick<CaseRow, 'number' | 'kind'>) {
  return { number: row.number, kind: { key: `cases.kind.${row.kind}` } };
}

/** Tells the people of a department what came to their desk; whoever caused it is not told. */
export function tellDesk(k: Kernel): void {
  k.notify.declareKinds(deskKinds.map((kind) => ({ kind, group: 'cases.work' })));
  k.outbox.subscribe({
    name: 'cases.tell_desk',
    types: [
      'cases.reply',
      'cases.return_to_author',
      'cases.answer',
      'cases.addition',
      'cases.opinion_given',
      'cases.promise_broken',
    ],
    handle: (tx, event) => tell(k, tx, event),
  });
}
