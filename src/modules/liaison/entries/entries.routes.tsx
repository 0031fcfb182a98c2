import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isId, type PageKey, pageKeyText, readPageKey } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Column } from '../../../kernel/export/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { addDays, isLocalDate, startOfDay } from '../../../kernel/time/index.ts';
import type { Locale, T } from '../../../ui/page-context.ts';
import { accountNames, departmentBook, memberIdOfNumber, memberNumbers } from '../../people/index.ts';
import { endContact } from '../contacts/assign-contact.ts';
import { loadMember } from '../contacts/load-member.ts';
import { MemberPage } from '../contacts/member-page.tsx';
import { post, requireDesk, type Sent, sendDesk } from '../desk-page.tsx';
import { sendTable } from '../exchange/send-file.ts';
import { factsOfMember } from '../facts.ts';
import { mayReadMember } from '../liaison.policy.ts';
import { openMatter } from '../matters/open-matter.ts';
import { scopeOf } from '../scope.ts';
import { RegisterPage, type RegisterWish } from './entries-page.tsx';
import { entryById, entryKinds } from './entry.queries.ts';
import { type EntryFilter, type EntryLine, listEntries } from './list.queries.ts';
import { addToEntry, sendMessage, writeEntry } from './write-entry.ts';

type Numbered = { Params: { number: string } };
type OfMember = FastifyRequest<Numbered>;
const pageSize = 50;
const exportBatch = 1000;
const day = z.string().refine(isLocalDate).optional().catch(undefined);
const wishQuery = z.object({
  kind: z.enum(entryKinds).optional().catch(undefined),
  department: z.string().refine(isId).optional().catch(undefined),
  from: day,
  until: day,
  after: z.string().max(60).optional().catch(undefined),
});
type Wish = z.output<typeof wishQuery>;
const format = z.object({ format: z.enum(['csv', 'xlsx']) });

/** The register of contacts made, and one member's page with what is written there. */
export function entryRoutes(app: App, k: Kernel): void {
  app.get('/liaison/entries', { schema: { querystring: wishQuery } }, (request, reply) =>
    showRegister(k, request, reply, request.query),
  );
  app.get(
    '/liaison/entries/list.:format',
    { schema: { querystring: wishQuery, params: format } },
    async (request, reply) => {
      const actor = await requireDesk(k, request);
      const { locale, t } = app.frame.anonymous(request);
      const rows = allEntries(k, scopeOf(actor), filterOf(k, request.query));
      return sendTable(k, reply, request.params.format, 'liaison-entries', await columnsOf(k, t, locale), rows);
    },
  );
  app.get<Numbered>('/liaison/members/:number', (request, reply) => showMember(k, request, reply));
  app.post<Numbered>('/liaison/members/:number/entries', (request, reply) =>
    postTo(k, request, reply, 'entry', async (actor, memberId) => {
      const { matter } = await writeEntry(k, actor, memberId, request.body as never);
      return matter ? `/liaison/matters/${matter}?done=matter` : `${hrefOf(request)}?done=entry#entries`;
    }),
  );
  app.post<Numbered>('/liaison/members/:number/messages', (request, reply) =>
    postTo(k, request, reply, 'message', async (actor, memberId) => {
      await sendMessage(k, actor, memberId, request.body as never);
      return `${hrefOf(request)}?done=message#entries`;
    }),
  );
  app.post<Numbered>('/liaison/members/:number/matters', (request, reply) =>
    postTo(k, request, reply, 'request', async (actor, memberId) => {
      const { number } = await openMatter(k, actor, memberId, request.body as never);
      return `/liaison/matters/${number}?done=matter`;
    }),
  );
  app.post<Numbered>('/liaison/members/:number/end', (request, reply) =>
    postTo(k, request, reply, 'end', async (actor) => {
      await endContact(k, actor, request.params.number, request.body as never);
      return '/liaison/contacts?done=ended';
    }),
  );
  app.post<{ Params: { id: string } }>('/liaison/entries/:id/add', (request, reply) => addHere(k, request, reply));
}

const hrefOf = (request: OfMember) => `/liaison/members/${encodeURIComponent(request.params.number)}`;

async function showMember(
  k: Kernel,
  request: OfMember,
  reply: FastifyReply,
  sent?: Sent,
  number = request.params.number,
): Promise<FastifyReply> {
  const actor = await requireDesk(k, request);
  const { before } = request.query as { before?: unknown };
  const view = await loadMember(k, actor, number, readPageKey(before));
  return sendDesk(
    k,
    request,
    reply,
    actor,
    (ctx) => ({ title: view.name || view.number, main: <MemberPage ctx={ctx} view={view} sent={sent} /> }),
    sent?.thrown.status ?? 200,
  );
}

async function postTo(
  k: Kernel,
  request: OfMember,
  reply: FastifyReply,
  form: string,
  work: (actor: Awaited<ReturnType<typeof requireDesk>>, memberId: string) => Promise<string>,
): Promise<FastifyReply> {
  const actor = await requireDesk(k, request);
  const memberId = await memberIdOfNumber(k.db, request.params.number);
  // Whoever may not read the page is not told whether there is one.
  if (!memberId || !mayReadMember(actor, await factsOfMember(k.db, memberId))) fail('kernel.not_allowed');
  return post(
    request,
    reply,
    form,
    () => work(actor, memberId),
    (sent) => showMember(k, request, reply, sent),
  );
}

async function addHere(
  k: Kernel,
  request: FastifyRequest<{ Params: { id: string } }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const actor = await requireDesk(k, request);
  const { id } = request.params;
  const entry = isId(id) ? await entryById(k.db, id) : undefined;
  if (!entry || !mayReadMember(actor, await factsOfMember(k.db, entry.memberId))) return fail('kernel.not_allowed');
  const number = (await memberNumbers(k.db, [entry.memberId])).get(entry.memberId) ?? '';
  return post(
    request,
    reply,
    `add-${id}`,
    async () => {
      await addToEntry(k, actor, id, request.body as never);
      return `/liaison/members/${number}?done=addition#entry-${id}`;
    },
    (sent) => showMember(k, request as never, reply, sent, number),
  );
}

function filterOf(k: Kernel, { kind, department, from, until }: Wish): EntryFilter {
  const zone = k.config.TIME_ZONE;
  return {
    kind,
    departmentId: department,
    from: from ? startOfDay(from, zone) : undefined,
    until: until ? startOfDay(addDays(until, 1), zone) : undefined,
  };
}

async function showRegister(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  query: Wish,
): Promise<FastifyReply> {
  const actor = await requireDesk(k, request);
  const after = readPageKey(query.after);
  const found = await listEntries(k.db, scopeOf(actor), filterOf(k, query), after, pageSize + 1);
  const rows = found.slice(0, pageSize);
  const last = rows.at(-1);
  const wish: RegisterWish = {
    kind: query.kind ?? '',
    department: query.department ?? '',
    from: query.from ?? '',
    until: query.until ?? '',
  };
  const { people, numbers } = await namesOf(k, rows);
  const departments = await departmentBook(k);
  return sendDesk(k, request, reply, actor, (ctx) => ({
    title: ctx.t('liaison.entries.register'),
    main: (
      <RegisterPage
        view={{
          wish,
          first: after === null,
          rows,
          next: found.length > pageSize && last ? pageKeyText({ at: last.heldAt, id: last.id }) : null,
          departments,
          people,
          numbers,
        }}
      />
    ),
  }));
}

async function namesOf(k: Kernel, rows: readonly EntryLine[]) {
  const members = rows.map(({ memberId }) => memberId);
  return {
    people: await accountNames(k.db, [...members, ...rows.map(({ contactId }) => contactId)]),
    numbers: await memberNumbers(k.db, members),
  };
}

type Line = EntryLine & { member: string; number: string; contact: string };

/** Every entry that somebody may read of, a batch at a time. */
async function* allEntries(
  k: Kernel,
  scope: Parameters<typeof listEntries>[1],
  filter: EntryFilter,
): AsyncGenerator<Line> {
  for (let after: PageKey | null = null; ; ) {
    const rows: EntryLine[] = await listEntries(k.db, scope, filter, after, exportBatch);
    const { people, numbers } = await namesOf(k, rows);
    for (const row of rows)
      yield {
        ...row,
        member: people.get(row.memberId) ?? '',
        number: numbers.get(row.memberId) ?? '',
        contact: people.get(row.contactId) ?? '',
      };
    const last = rows.at(-1);
    if (!last || rows.length < exportBatch) return;
    after = { at: last.heldAt, id: last.id };
  }
}

async function columnsOf(k: Kernel, t: T, locale: Locale): Promise<Column<Line>[]> {
  const departments = await departmentBook(k);
  return [
    { key: 'held', header: t('liaison.entries.held'), value: ({ heldAt }) => heldAt },
    { key: 'kind', header: t('liaison.entries.how'), value: ({ kind }) => t(`liaison.entries.kind.${kind}`) },
    { key: 'number', header: t('liaison.contacts.number'), value: ({ number }) => number },
    { key: 'member', header: t('liaison.entries.member'), value: ({ member }) => member },
    { key: 'contact', header: t('liaison.entries.contact'), value: ({ contact }) => contact },
    {
      key: 'department',
      header: t('liaison.entries.department'),
      value: ({ departmentId }) => departments.name(departmentId, locale),
    },
    { key: 'minutes', header: t('liaison.entries.minutes_label'), value: ({ minutes }) => minutes },
    { key: 'written', header: t('liaison.entries.written'), value: ({ side }) => t(`liaison.entries.by.${side}`) },
    { key: 'matter', header: t('liaison.entries.matter_short'), value: ({ matter }) => matter },
  ];
}
