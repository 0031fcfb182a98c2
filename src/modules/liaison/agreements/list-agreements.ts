import type { FastifyReply } from 'fastify';
import type { Column } from '../../../kernel/export/index.ts';
import type { Locale } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { localDate } from '../../../kernel/time/index.ts';
import type { OrganisationFacts } from '../../people/index.ts';
import { type Actor, type Book, type Department, departmentBook, departmentsOf, hasRole } from '../../people/index.ts';
import { organisationsById } from '../exchange/organisations.ts';
import { sendTable } from '../exchange/send-file.ts';
import { type AgreementRow, type AgreementScope, type AgreementWish, listAgreements } from './agreements.queries.ts';
import { dutiesDone, dutiesOf } from './duties.queries.ts';
import { type DutyView, dutyView } from './load-agreement.ts';

const shown = 30;

export type ListEntry = { row: AgreementRow; partners: string[]; hot: Omit<DutyView, 'mayShow'> | null };
export type ListView = {
  entries: readonly ListEntry[];
  wish: AgreementWish;
  nextHref: string | null;
  departments: Book<Department>;
  mayMake: boolean;
  today: string;
};

/** Whose agreements somebody of the staff reads. */
export function agreementScope(actor: Actor): AgreementScope {
  const { city, ids } = departmentsOf(actor, 'liaison_officer', 'leader');
  return { all: city || hasRole(actor, 'auditor'), departmentIds: ids };
}

export async function loadList(k: Kernel, actor: Actor, wish: AgreementWish): Promise<ListView> {
  const rows = await listAgreements(k.db, agreementScope(actor), wish, shown + 1);
  const page = rows.slice(0, shown);
  const last = page.at(-1);
  const state = wish.state ? `state=${wish.state}&` : '';
  const mine = departmentsOf(actor, 'liaison_officer');
  return {
    entries: await entriesOf(k, page),
    wish,
    nextHref: rows.length > shown && last ? `/liaison/agreements?${state}after=${last.id}` : null,
    departments: await departmentBook(k),
    mayMake: mine.city || mine.ids.length > 0,
    today: localDate(k.clock.now(), k.config.TIME_ZONE),
  };
}

const rank = { red: 3, yellow: 2, blue: 1, none: 0 };

/** Agreements with their partners' names and the duty that is most urgent; a few statements, however many they are. */
export async function entriesOf(k: Kernel, rows: readonly AgreementRow[]): Promise<ListEntry[]> {
  const ids = rows.map((row) => row.id);
  const [partners, duties, done, calendar] = await Promise.all([
    organisationsById(
      k,
      rows.flatMap((row) => row.organisationIds),
    ),
    dutiesOf(k.db, ids),
    dutiesDone(k.db, ids),
    k.calendar.current(),
  ]);
  return rows.map((row) => {
    const waiting = duties
      .filter((duty) => duty.agreementId === row.id && row.state === 'in_force')
      .map((duty) => dutyView(k, calendar, duty, row.endsOn, done))
      .filter((duty) => duty.next !== null)
      .sort((a, b) => rank[b.light] - rank[a.light] || (a.next ?? '').localeCompare(b.next ?? ''));
    return { row, partners: namesOf(row, partners), hot: waiting[0] ?? null };
  });
}

function namesOf(row: AgreementRow, partners: ReadonlyMap<string, OrganisationFacts>): string[] {
  return row.organisationIds.map((id) => partners.get(id)?.name ?? '');
}

/** Every agreement that the person reads, a page of rows in memory at a time. */
async function* everyAgreement(k: Kernel, actor: Actor): AsyncGenerator<ListEntry> {
  for (let after: string | undefined; ; ) {
    const rows: AgreementRow[] = await listAgreements(k.db, agreementScope(actor), { after }, 200);
    yield* await entriesOf(k, rows);
    after = rows.at(-1)?.id;
    if (rows.length < 200) return;
  }
}

// keys: liaison.agreements.column.*

const stateWord = (row: AgreementRow): string => (row.state === 'ended' ? `ended_${row.endKind}` : row.state);

export async function exportAgreements(
  k: Kernel,
  reply: FastifyReply,
  actor: Actor,
  format: 'csv' | 'xlsx',
  locale: Locale,
): Promise<FastifyReply> {
  const t = k.i18n.t(locale);
  const departments = await departmentBook(k);
  const column = (key: string, value: (entry: ListEntry) => string, width = 16): Column<ListEntry> => ({
    key,
    header: t(`liaison.agreements.column.${key}`),
    value,
    width,
  });
  const state = ({ row }: ListEntry) => t(`liaison.agreements.state.${stateWord(row)}`);
  return sendTable(
    k,
    reply,
    format,
    'agreements',
    [
      column('number', ({ row }) => row.number),
      column('title', ({ row }) => row.title, 40),
      column('department', ({ row }) => departments.name(row.departmentId, locale), 24),
      column('partners', ({ partners }) => partners.join(t('liaison.exchange.and')), 30),
      column('state', state),
      column('starts', ({ row }) => row.startsOn),
      column('ends', ({ row }) => row.endsOn),
      column('next_duty', ({ hot }) => hot?.what ?? '', 40),
      column('next_due', ({ hot }) => hot?.next ?? ''),
    ],
    everyAgreement(k, actor),
  );
}
