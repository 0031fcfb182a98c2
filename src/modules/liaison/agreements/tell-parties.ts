import { inTransaction, type Tx } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { DeliveredEvent } from '../../../kernel/outbox/index.ts';
import { addDays, type LocalDate, localDate } from '../../../kernel/time/index.ts';
import { speakersOf } from '../exchange/organisations.ts';
import { leadersOf, officersOf } from '../exchange/recipients.ts';
import { type AgreementRow, agreementsInForce, findAgreement } from './agreements.queries.ts';
import { nextDutyDay } from './agreements.rules.ts';
import { type DutyRow, dutiesDone, dutiesOf } from './duties.queries.ts';

// keys: liaison.notify.agreement_*, liaison.notify.duty_*

const kinds = [
  'liaison.agreement_to_sign',
  'liaison.agreement_signed',
  'liaison.agreement_ended',
  'liaison.agreement_ends_soon',
  'liaison.duty_near',
  'liaison.duty_next',
  'liaison.duty_late',
] as const;
type Kind = (typeof kinds)[number];

/** What happened longer ago wakes nobody. */
const news_ms = 24 * 3_600_000;

async function everybodyOf(tx: Tx, row: AgreementRow): Promise<string[]> {
  const partners = await speakersOf(tx, row.organisationIds);
  return [...(await officersOf(tx, row.departmentId)), ...(await leadersOf(tx, row.departmentId)), ...partners];
}

async function send(
  k: Kernel,
  tx: Tx,
  at: Date,
  row: AgreementRow,
  given: { kind: Kind; to: readonly string[]; dedupe: string; due?: LocalDate },
): Promise<number> {
  const ids = await k.notify.send(
    tx,
    at,
    ...[...new Set(given.to)].map((accountId) => ({
      to: { accountId },
      kind: given.kind,
      params: { number: row.number, title: row.title, due: { day: given.due ?? row.endsOn } },
      link: `/liaison/agreements/${row.id}`,
      dedupe: given.dedupe,
    })),
  );
  return ids.length;
}

async function tell(k: Kernel, tx: Tx, event: DeliveredEvent): Promise<void> {
  if (k.clock.now().getTime() - event.at.getTime() > news_ms) return;
  const row = await findAgreement(tx, event.subject);
  if (!row) return;
  const others = (ids: string[]) => ids.filter((id) => id !== event.actorId);
  const dedupe = `event:${event.id}`;
  if (event.type === 'liaison.agreement_send' || event.type === 'liaison.agreement_renew')
    await send(k, tx, event.at, row, {
      kind: 'liaison.agreement_to_sign',
      to: others(await everybodyOf(tx, row)),
      dedupe,
    });
  else if (event.type === 'liaison.agreement_sign') {
    if (event.payload.complete === true)
      await send(k, tx, event.at, row, {
        kind: 'liaison.agreement_signed',
        to: others(await everybodyOf(tx, row)),
        dedupe,
      });
  } else if (event.payload.sent !== false)
    // A draft that nobody outside has seen ends quietly.
    await send(k, tx, event.at, row, {
      kind: 'liaison.agreement_ended',
      to: others(await everybodyOf(tx, row)),
      dedupe,
    });
}

/** Tells the parties what waits for them and what became of it; whoever caused it is not told. */
export function tellParties(k: Kernel): void {
  k.notify.declareKinds(kinds.map((kind) => ({ kind, group: 'liaison.together' })));
  k.outbox.subscribe({
    name: 'liaison.tell_parties',
    types: [
      'liaison.agreement_send',
      'liaison.agreement_renew',
      'liaison.agreement_sign',
      'liaison.agreement_end',
      'liaison.agreement_expire',
    ],
    handle: (tx, event) => tell(k, tx, event),
  });
}

const endsSoon_days = [60, 14];
const batch = 100;

/** Reminds of terms that end and of duties, each day once. Run by a job every morning. */
export async function remindOfAgreements(k: Kernel): Promise<number> {
  const now = k.clock.now();
  const today = localDate(now, k.config.TIME_ZONE);
  let sent = 0;
  for (let after: string | null = null; ; ) {
    const rows: AgreementRow[] = await agreementsInForce(k.db, after, batch);
    const ids = rows.map((row) => row.id);
    const duties = await dutiesOf(k.db, ids);
    const done = await dutiesDone(k.db, ids);
    for (const row of rows)
      sent += await inTransaction(k.db, async (tx) => {
        let n = await remindOfEnd(k, tx, row, today, now);
        for (const duty of duties.filter((each) => each.agreementId === row.id)) {
          const days = new Set(done.filter((each) => each.dutyId === duty.id).map((each) => each.dueOn));
          const next = nextDutyDay(duty, row.endsOn, days);
          if (next) n += await remindOfDuty(k, tx, row, duty, next, today, now);
        }
        return n;
      });
    after = rows.at(-1)?.id ?? null;
    if (rows.length < batch) return sent;
  }
}

async function remindOfEnd(k: Kernel, tx: Tx, row: AgreementRow, today: LocalDate, now: Date): Promise<number> {
  // The nearest of the marks that are passed: an agreement of a month is not reminded of twice on its first day.
  const mark = endsSoon_days.filter((days) => today >= addDays(row.endsOn, -days)).at(-1);
  if (mark === undefined) return 0;
  return send(k, tx, now, row, {
    kind: 'liaison.agreement_ends_soon',
    to: await everybodyOf(tx, row),
    dedupe: `agreement_ends:${row.id}:${row.endsOn}:${mark}`,
  });
}

async function remindOfDuty(
  k: Kernel,
  tx: Tx,
  row: AgreementRow,
  duty: DutyRow,
  next: LocalDate,
  today: LocalDate,
  now: Date,
): Promise<number> {
  const kind: Kind | null =
    today > next
      ? 'liaison.duty_late'
      : today >= addDays(next, -1)
        ? 'liaison.duty_next'
        : today >= addDays(next, -7)
          ? 'liaison.duty_near'
          : null;
  if (!kind) return 0;
  const to =
    duty.organisationId !== null
      ? await speakersOf(tx, [duty.organisationId])
      : [
          ...(await officersOf(tx, row.departmentId)),
          ...(kind === 'liaison.duty_late' ? await leadersOf(tx, row.departmentId) : []),
        ];
  return send(k, tx, now, row, { kind, to, due: next, dedupe: `${kind}:${duty.id}:${next}` });
}
