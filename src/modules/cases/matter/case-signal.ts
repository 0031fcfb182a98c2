import { type SignalLight, signalLight, type WorkingCalendar } from '../../../kernel/time/index.ts';
import type { CaseRow } from '../case.queries.ts';
import { isOpen } from '../cases.rules.ts';

type Clocks = Pick<
  CaseRow,
  'state' | 'urgent' | 'submitted_at' | 'accepted_at' | 'sign_due_at' | 'due_at' | 'reviewed_at' | 'replied_at'
>;

/** What a case is waiting for: a date to be kept, or somebody to take it up. */
export type CaseSignal = {
  level: SignalLight;
  /** sign, reply: due at `at`; waiting: since `at`; done: nothing runs */
  what: 'sign' | 'reply' | 'waiting' | 'done';
  at: Date | null;
};

const hour_ms = 3_600_000;
/** Intake and dispatch take up a letter within so long; later it turns yellow, then red. Their own measure, no deadline of the law. */
const waitsLong_ms = hour_ms;
const waitsTooLong_ms = 24 * hour_ms;

/** The light of a case as it stands now; the nearest date counts. */
export function caseSignal(row: Clocks, now: Date, calendar: WorkingCalendar): CaseSignal {
  if (row.state === 'submitted' || row.state === 'accepted') {
    const since = row.accepted_at ?? row.submitted_at;
    const waited = now.getTime() - since.getTime();
    const level: SignalLight =
      row.urgent || waited > waitsTooLong_ms ? 'red' : waited > waitsLong_ms ? 'yellow' : 'none';
    return { level, what: 'waiting', at: since };
  }
  if (!isOpen(row.state)) return { level: 'none', what: 'done', at: null };
  if (row.state === 'dispatched' && row.sign_due_at)
    return { level: light(row.sign_due_at, now, calendar), what: 'sign', at: row.sign_due_at };
  if (!row.due_at) return { level: 'none', what: 'waiting', at: row.submitted_at };
  return { level: light(row.due_at, now, calendar), what: 'reply', at: row.due_at };
}

function light(due: Date, now: Date, calendar: WorkingCalendar): SignalLight {
  return signalLight({ due, now, calendar });
}
