import type { FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../../../kernel/errors/index.ts';
import { type Column, csvStream, xlsxStream } from '../../../kernel/export/index.ts';
import { lookOf } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { citySettings } from '../../../kernel/settings/index.ts';
import { type Actor, hasRole } from '../actor.ts';
import { requireSecretariat } from '../register/secretariat/secretariat-frame.tsx';
import { textOf } from '../text-of.ts';
import { type Appointment, listAppointments } from './appointment.queries.ts';
import { mayOpenAppointments, scopeOfAppointments } from './appointments.policy.ts';
import { officesIn } from './public.routes.tsx';

/** Real names are for the secretariat from the start; the department learns them when the person has accepted. */
export function nameFor(actor: Actor) {
  const knows = hasRole(actor, 'secretary') || hasRole(actor, 'committee') || hasRole(actor, 'auditor');
  return ({ name, number, memberNumber }: Appointment) => (knows || number !== null ? name : (memberNumber ?? ''));
}

/** A list of appointments as a table, of those departments that the reader may see. */
export async function downloadAppointments(
  k: Kernel,
  request: FastifyRequest<{ Params: { format: string } }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const actor = await requireSecretariat(k, request, mayOpenAppointments);
  const { format } = request.params;
  if (format !== 'csv' && format !== 'xlsx') return fail('kernel.not_found');
  const asked = textOf(request.query, 'list');
  const list = asked === 'proposed' || asked === 'over' ? asked : 'open';
  const { locale } = lookOf(request, k.settings.get(citySettings).languages);
  const t = k.i18n.t(locale);
  const offices = await officesIn(k, locale);
  const name = nameFor(actor);
  const column = (header: string, value: Column<Appointment>['value']) => ({ key: header, header, value });
  const columns = [
    column(t('people.appointments.number'), (row) => row.number),
    column(t('people.appointments.who'), (row) => name(row)),
    column(t('people.appointments.staff.member'), (row) => row.memberNumber),
    column(t('people.appointments.what'), (row) => t(`people.appointments.kind.${row.kind}`)),
    column(t('people.appointments.field'), (row) => row.field),
    column(t('people.appointments.department'), (row) => offices(row.departmentId)),
    column(t('people.appointments.starts'), (row) => row.startsOn),
    column(t('people.appointments.ends'), (row) => row.endsOn),
    column(t('people.appointments.standing'), (row) => t(`people.appointments.state.${row.state}`)),
  ];
  const rows = everyAppointment(k, scopeOfAppointments(actor), list);
  const zone = k.config.TIME_ZONE;
  reply
    .header('content-disposition', `attachment; filename="appointments-${list}.${format}"`)
    .header('cache-control', 'private, no-store');
  if (format === 'csv') return reply.type('text/csv; charset=utf-8').send(csvStream(columns, rows, { zone }));
  return reply
    .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
    .send(xlsxStream(columns, rows, { zone, sheet: t('people.appointments.nav') }));
}

async function* everyAppointment(
  k: Kernel,
  scope: { city: boolean; ids: string[] },
  list: 'open' | 'proposed' | 'over',
): AsyncGenerator<Appointment> {
  for (let after: string | null = null; ; ) {
    const rows: Appointment[] = await listAppointments(k.db, { scope, list }, after, 500);
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < 500) return;
    after = last.id;
  }
}
