import type { FastifyReply, FastifyRequest } from 'fastify';
import { type AppError, fail } from '../../../../kernel/errors/index.ts';
import type { App } from '../../../../kernel/http/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { addDays, endOfDay, isLocalDate, listYears, localDate, startOfDay } from '../../../../kernel/time/index.ts';
import { formErrors } from '../../form-errors.ts';
import { textOf } from '../../text-of.ts';
import { attempt, requireAdmin, sendAdminPage, typedOf } from '../admin-page.tsx';
import { storedYear } from './calendar.queries.ts';
import { CalendarPage, YearMissingPage } from './calendar-page.tsx';
import { datesGiven } from './calendar-use.ts';
import { addYear, changeDays, confirmYear, daysShape } from './change-calendar.ts';

type ByYear = { Params: { year: string } };
type Wrong = { error: AppError; form: 'days' | 'confirm' };

/** The working calendar, a year at a time. */
export function calendarRoutes(app: App, k: Kernel): void {
  app.get('/admin/calendar', async (_request, reply) =>
    reply.redirect(`/admin/calendar/${localDate(k.clock.now(), k.config.TIME_ZONE).slice(0, 4)}`, 303),
  );
  app.get<ByYear>('/admin/calendar/:year', (request, reply) => show(k, request, reply));
  app.post<ByYear>('/admin/calendar/:year/add', async (request, reply) => {
    const actor = await requireAdmin(k, request);
    const error = await attempt(() => addYear(k, actor, yearOf(request)));
    if (error && error.code !== 'kernel.changed_meanwhile') throw error;
    return reply.redirect(`/admin/calendar/${yearOf(request)}?said=created`, 303);
  });
  app.post<ByYear>('/admin/calendar/:year/days', async (request, reply) => {
    const actor = await requireAdmin(k, request);
    const error = await attempt(async () => changeDays(k, actor, daysShape.parse(typedOf(request.body))));
    if (error) return show(k, request, reply, { error, form: 'days' });
    return reply.redirect(`/admin/calendar/${textOf(request.body, 'from').slice(0, 4)}?said=saved`, 303);
  });
  app.post<ByYear>('/admin/calendar/:year/confirm', async (request, reply) => {
    const actor = await requireAdmin(k, request);
    const input = {
      source: textOf(request.body, 'source').trim().slice(0, 200),
      version: textOf(request.body, 'version') || undefined,
    };
    const error = await attempt(() => confirmYear(k, actor, yearOf(request), input));
    if (error) return show(k, request, reply, { error, form: 'confirm' });
    return reply.redirect(`/admin/calendar/${yearOf(request)}?said=confirmed`, 303);
  });
}

function yearOf(request: FastifyRequest<ByYear>): number {
  const { year } = request.params;
  return /^(20\d\d|2100)$/.test(year) ? Number(year) : fail('kernel.not_found');
}

async function show(
  k: Kernel,
  request: FastifyRequest<ByYear>,
  reply: FastifyReply,
  wrong?: Wrong,
): Promise<FastifyReply> {
  await requireAdmin(k, request);
  const year = yearOf(request);
  const [stored, years] = await Promise.all([storedYear(k.db, year), listYears(k.db)]);
  const asked = textOf(request.query, 'day');
  const day = isLocalDate(asked) && asked.startsWith(`${year}-`) ? asked : '';
  const zone = k.config.TIME_ZONE;
  const given = await datesGiven(k, startOfDay(`${year}-01-01`, zone), endOfDay(addDays(`${year}-12-31`, 0), zone));
  return sendAdminPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('people.admin.calendar.title_year', { year: String(year) }),
      main: stored ? (
        <CalendarPage
          stored={stored}
          years={years.map((entry) => entry.year)}
          day={day}
          given={given}
          wrong={
            wrong && {
              form: wrong.form,
              values: typedOf(request.body),
              errors: formErrors(ctx, wrong.error).errors,
            }
          }
        />
      ) : (
        <YearMissingPage year={year} years={years.map((entry) => entry.year)} />
      ),
    }),
    wrong?.error.status ?? 200,
  );
}
