import type { FastifyReply, FastifyRequest } from 'fastify';
import { pageKeyText, readPageKey } from '../../../kernel/db/index.ts';
import { type Column, csvStream } from '../../../kernel/export/index.ts';
import { type App, lookOf } from '../../../kernel/http/index.ts';
import type { Locale } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { NavEntry } from '../../../kernel/module.ts';
import { citySettings } from '../../../kernel/settings/index.ts';
import { localDate } from '../../../kernel/time/index.ts';
import { sendPage, sendPublicPage } from '../../../ui/send-page.tsx';
import { departmentBook } from '../books.ts';
import { textOf } from '../text-of.ts';
import { findByNumber, type PublicAppointment, publicAppointments, termsOf } from './appointment.queries.ts';
import { appointmentKinds, standingOf } from './appointments.rules.ts';
import { latestPieces, publishedPieces } from './piece.queries.ts';
import { listPieceDecisions } from './piece-moderation.queries.ts';
import { PieceLogPage } from './piece-moderation-parts.tsx';
import { PublicAppointmentPage, PublicListPage, type PublicQuery, VerifyPage } from './public-pages.tsx';
import { publicSeats } from './seat.queries.ts';

export const appointmentsNav: readonly NavEntry[] = [
  { href: '/appointments', label: 'people.appointments.nav', place: 'foot', order: 14 },
  {
    href: '/secretariat/appointments',
    label: 'people.appointments.nav',
    place: 'staff',
    order: 66,
    roles: ['liaison_officer', 'leader'],
  },
];

const pageSize = 50;
const isNumber = (text: string) => /^\d{4}-\d{4,9}$/.test(text);
type ByNumber = FastifyRequest<{ Params: { number: string } }>;

/** Appointments as everybody sees them: the list, one with what was published, whether a letter holds, open data. */
export function publicAppointmentRoutes(app: App, k: Kernel): void {
  app.get('/appointments', (request, reply) => list(k, request, reply));
  app.get('/appointments.csv', (request, reply) => table(k, request, reply));
  app.get<{ Params: { number: string } }>('/appointments/verify/:number', (request, reply) =>
    verify(k, request, reply),
  );
  app.get('/appointments/log', (request, reply) => log(k, request, reply));
  app.get<{ Params: { number: string } }>('/appointments/:number', (request, reply) => one(k, request, reply));
}

export async function officesIn(k: Kernel, locale: Locale) {
  const departments = await departmentBook(k);
  return (id: string | null) => departments.name(id, locale);
}

function readQuery(source: unknown): PublicQuery {
  const kind = textOf(source, 'kind');
  return {
    department: textOf(source, 'department').slice(0, 60),
    kind: (appointmentKinds as readonly string[]).includes(kind) ? kind : '',
    state: textOf(source, 'state') === 'ended' ? 'ended' : 'held',
  };
}

function list(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const query = readQuery(request.query);
  const asked = textOf(request.query, 'after');
  const after = isNumber(asked) ? asked : null;
  return sendPublicPage(k, request, reply, async (ctx) => {
    const departments = await departmentBook(k);
    const departmentId = departments.byCode(query.department)?.id ?? null;
    const today = localDate(k.clock.now(), k.config.TIME_ZONE);
    const filter = { departmentId, kind: (query.kind || null) as 'inspector' | null, held: query.state === 'held' };
    const [found, pieces, seats] = await Promise.all([
      publicAppointments(k.db, filter, after, pageSize + 1),
      latestPieces(k.db, 6),
      publicSeats(k.db, today, 200),
    ]);
    const page = found.slice(0, pageSize);
    return {
      title: ctx.t('people.appointments.title'),
      description: ctx.t('people.appointments.lead'),
      ...(after ? { robots: 'noindex' as const } : {}),
      main: (
        <PublicListPage
          query={query}
          first={after === null}
          appointments={page}
          nextAfter={found.length > pageSize ? (page.at(-1)?.number ?? null) : null}
          pieces={pieces}
          seats={seats}
          departments={departments.all.map(({ id, code }) => ({
            value: code,
            label: departments.name(id, ctx.locale),
          }))}
          offices={await officesIn(k, ctx.locale)}
        />
      ),
      tags: ['appointments', 'members', `day:${today}`],
    };
  });
}

function log(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const after = readPageKey(textOf(request.query, 'after'));
  return sendPublicPage(k, request, reply, async (ctx) => {
    const found = await listPieceDecisions(k.db, after, pageSize + 1);
    const last = found.length > pageSize ? found[pageSize - 1] : undefined;
    return {
      title: ctx.t('people.appointments.log.title'),
      description: ctx.t('people.appointments.log.lead'),
      main: (
        <PieceLogPage
          decisions={found.slice(0, pageSize)}
          nextHref={last && `/appointments/log?after=${pageKeyText(last)}`}
          first={after === null}
        />
      ),
      tags: ['appointments'],
    };
  });
}

/** Thrown while a page is made, so that a page which is in the cache costs no query. */
class Unknown extends Error {}

async function one(k: Kernel, request: ByNumber, reply: FastifyReply): Promise<FastifyReply> {
  const { number } = request.params;
  const before = Number(textOf(request.query, 'before')) || null;
  try {
    return await sendPublicPage(k, request, reply, async (ctx) => {
      const appointment = isNumber(number) ? await findByNumber(k.db, number) : undefined;
      if (!appointment) throw new Unknown(number);
      const found = await publishedPieces(k.db, number, before, 21);
      const pieces = found.slice(0, 20);
      return {
        title: appointment.publicName || ctx.t('people.appointments.nameless'),
        canonical: `${k.config.publicUrl}/appointments/${number}`,
        main: (
          <PublicAppointmentPage
            appointment={{ ...appointment, number }}
            terms={await termsOf(k.db, appointment.id)}
            pieces={pieces}
            nextBefore={found.length > 20 ? (pieces.at(-1)?.n ?? null) : null}
            standing={standingOf(appointment, localDate(k.clock.now(), k.config.TIME_ZONE))}
            offices={await officesIn(k, ctx.locale)}
          />
        ),
        tags: ['appointments'],
      };
    });
  } catch (error) {
    if (!(error instanceof Unknown)) throw error;
    return sendVerdict(k, request, reply, 404);
  }
}

const verifying = { name: 'people.verify_appointment', points: 60, seconds: 300 };

/** Never from a cache: whether it holds is said as of now. */
async function verify(k: Kernel, request: ByNumber, reply: FastifyReply): Promise<FastifyReply> {
  await k.limits.takeForAddress(verifying, request);
  return sendVerdict(k, request, reply);
}

async function sendVerdict(k: Kernel, request: ByNumber, reply: FastifyReply, status?: number): Promise<FastifyReply> {
  const number = request.params.number.slice(0, 20);
  const appointment = isNumber(number) ? await findByNumber(k.db, number) : undefined;
  const today = localDate(k.clock.now(), k.config.TIME_ZONE);
  return sendPage(
    request,
    reply,
    async (ctx) => ({
      title: ctx.t('people.appointments.verify_title'),
      robots: 'noindex',
      main: (
        <VerifyPage
          number={number}
          found={appointment ? { ...appointment, standing: standingOf(appointment, today) } : null}
          offices={await officesIn(k, ctx.locale)}
        />
      ),
    }),
    status ?? (appointment ? 200 : 404),
  );
}

const tables = { name: 'people.appointments_csv', points: 20, seconds: 300 };

async function table(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  await k.limits.takeForAddress(tables, request);
  const { locale } = lookOf(request, k.settings.get(citySettings).languages);
  const t = k.i18n.t(locale);
  const offices = await officesIn(k, locale);
  const column = (key: string, value: Column<PublicAppointment>['value']) => ({ key, header: key, value });
  const columns = [
    column('number', (row) => row.number),
    column('name', (row) => row.publicName),
    column('kind', (row) => row.kind),
    column('kind_name', (row) => t(`people.appointments.kind.${row.kind}`)),
    column('field', (row) => row.field),
    column('department', (row) => offices(row.departmentId)),
    column('state', (row) => row.state),
    column('starts_on', (row) => row.startsOn),
    column('ends_on', (row) => row.endsOn),
    column('ended_on', (row) => row.endedOn),
    column('pieces_published', (row) => row.published),
  ];
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', 'attachment; filename="appointments.csv"')
    .header('cache-control', 'no-store')
    .send(csvStream(columns, everyPublic(k), { zone: k.config.TIME_ZONE }));
}

async function* everyPublic(k: Kernel): AsyncGenerator<PublicAppointment> {
  for (const held of [true, false]) {
    for (let after: string | null = null; ; ) {
      const rows: PublicAppointment[] = await publicAppointments(
        k.db,
        { departmentId: null, kind: null, held },
        after,
        500,
      );
      yield* rows;
      const last = rows.at(-1);
      if (!last || rows.length < 500) break;
      after = last.number;
    }
  }
}
