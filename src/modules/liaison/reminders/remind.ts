import { inTransaction } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { localDate, signalLight, type WorkingCalendar } from '../../../kernel/time/index.ts';
import { accountsWithRole } from '../../people/index.ts';
import { isVacant, loadMembers } from '../contacts/load-contacts.ts';
import { openContacts } from '../contacts/named-contact.queries.ts';
import { lastContacts } from '../entries/entry.queries.ts';
import { liaisonSettings } from '../liaison.settings.ts';
import { mattersInHand, type WaitingMatter } from '../matters/due.queries.ts';
import { quarterOf, quarterStart, reachedMark } from './quarter.ts';

const batch = 200;
export const reminderKinds = [
  'liaison.work_due_near',
  'liaison.work_due_over',
  'liaison.work_stalled',
  'liaison.work_quarter',
  'liaison.office_quarter',
  'liaison.office_vacancies',
] as const;
type Kind = (typeof reminderKinds)[number];

type Reminder = {
  to: readonly string[];
  kind: Kind;
  params: Record<string, string | number | { at: string }>;
  link: string;
  key: string;
};

export type Reminded = Record<'due' | 'stalled' | 'quarter' | 'vacancies', number>;

/** Sends what nobody was told yet under the same key. */
async function send(k: Kernel, { to, kind, params, link, key }: Reminder): Promise<number> {
  if (to.length === 0) return 0;
  const ids = await inTransaction(k.db, (tx) =>
    k.notify.send(
      tx,
      k.clock.now(),
      ...to.map((accountId) => ({ to: { accountId }, kind, params, link, dedupe: `${kind}:${key}` })),
    ),
  );
  return ids.length;
}

/**
 * Reminds, each morning of a working day: of matters near or over their due day and of those that stand still, of members
 * whom nobody contacted this quarter, of members without contact. Nobody is told the same twice a day, and nobody of the
 * same stand twice at all.
 */
export async function remindLiaison(k: Kernel): Promise<Reminded> {
  const now = k.clock.now();
  const calendar = await k.calendar.current();
  const today = localDate(now, calendar.zone);
  if (!calendar.isWorkingDay(today)) return { due: 0, stalled: 0, quarter: 0, vacancies: 0 };
  const office = await accountsWithRole(k, 'liaison_officer', null);
  const { due, stalled } = await remindOfMatters(k, now, calendar, office);
  return {
    due,
    stalled,
    quarter: await remindOfQuarter(k, today, calendar, office),
    vacancies: await remindOfVacancies(k, today, office),
  };
}

async function remindOfMatters(
  k: Kernel,
  now: Date,
  calendar: WorkingCalendar,
  office: readonly string[],
): Promise<Pick<Reminded, 'due' | 'stalled'>> {
  const sent = { due: 0, stalled: 0 };
  for (let after: string | null = null; ; ) {
    const matters: WaitingMatter[] = await mattersInHand(k.db, after, batch);
    for (const matter of matters) {
      const to = matter.ownerId ? [matter.ownerId] : office;
      sent.due += await remindOfDue(k, matter, to, now, calendar);
      sent.stalled += await remindOfStanding(k, matter, to, now, calendar);
    }
    after = matters.at(-1)?.id ?? null;
    if (matters.length < batch) return sent;
  }
}

/** Once when the light turns blue, once when it turns yellow, once when it is over; then each five working days. */
async function remindOfDue(
  k: Kernel,
  matter: WaitingMatter,
  to: readonly string[],
  now: Date,
  calendar: WorkingCalendar,
): Promise<number> {
  const light = signalLight({ due: matter.dueAt, now, calendar });
  if (light === 'none') return 0;
  const over = matter.dueAt < now;
  const late = over ? Math.floor(calendar.workingDaysBetween(matter.dueAt, now) / 5) : 0;
  return send(k, {
    to,
    kind: over ? 'liaison.work_due_over' : 'liaison.work_due_near',
    params: { number: matter.number, due: { at: matter.dueAt.toISOString() } },
    link: `/liaison/matters/${matter.number}`,
    key: `${matter.id}:${matter.dueAt.getTime()}:${over ? `over${late}` : light}`,
  });
}

async function remindOfStanding(
  k: Kernel,
  matter: WaitingMatter,
  to: readonly string[],
  now: Date,
  calendar: WorkingCalendar,
): Promise<number> {
  const { stalled_days } = k.settings.get(liaisonSettings);
  const days = calendar.workingDaysBetween(matter.movedAt, now);
  if (days < stalled_days) return 0;
  return send(k, {
    to,
    kind: 'liaison.work_stalled',
    params: { number: matter.number, days },
    link: `/liaison/matters/${matter.number}`,
    key: `${matter.id}:${matter.movedAt.getTime()}:${Math.floor(days / stalled_days)}`,
  });
}

/** One notice for each contact at each mark before the quarter's end, and one for the liaison office with the whole. */
async function remindOfQuarter(
  k: Kernel,
  today: string,
  { zone }: WorkingCalendar,
  office: readonly string[],
): Promise<number> {
  const mark = reachedMark(today, k.settings.get(liaisonSettings).quarter_days);
  if (mark === null) return 0;
  const quarter = quarterOf(today);
  const contacts = await openContacts(k.db);
  const made = await lastContacts(
    k.db,
    contacts.map(({ memberId }) => memberId),
    quarterStart(today, zone),
  );
  const without = contacts.filter(({ memberId }) => !made.has(memberId));
  const key = `${quarter.name}:${mark}`;
  let sent = 0;
  for (const contactId of new Set(without.map((contact) => contact.contactId)))
    sent += await send(k, {
      to: [contactId],
      kind: 'liaison.work_quarter',
      params: { count: without.filter((contact) => contact.contactId === contactId).length },
      link: '/liaison',
      key,
    });
  if (without.length > 0)
    sent += await send(k, {
      to: office,
      kind: 'liaison.office_quarter',
      params: { count: without.length },
      link: '/liaison/contacts?show=quiet',
      key,
    });
  return sent;
}

/** Members without contact: told to the liaison office once a week, and again as soon as there are others. */
async function remindOfVacancies(k: Kernel, today: string, office: readonly string[]): Promise<number> {
  const members = await loadMembers(k, { all: true, accountId: '', departmentIds: [] });
  const count = members.filter(isVacant).length;
  if (count === 0) return 0;
  const week = Math.floor(Date.parse(today) / (7 * 86_400_000));
  return send(k, {
    to: office,
    kind: 'liaison.office_vacancies',
    params: { count },
    link: '/liaison/contacts?show=vacant',
    key: `${week}:${count}`,
  });
}
