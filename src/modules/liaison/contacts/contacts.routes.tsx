import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isId } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Actor, accountNames, departmentBook, findMembers, hasRole } from '../../people/index.ts';
import { post, requireDesk, type Sent, sendDesk, stateOf } from '../desk-page.tsx';
import { sendTable } from '../exchange/send-file.ts';
import { mayAssign, mayHandOver, mayReadMember } from '../liaison.policy.ts';
import { liaisonSettings } from '../liaison.settings.ts';
import { contactScopeOf, scopeOf } from '../scope.ts';
import { assignContact } from './assign-contact.ts';
import { AssignPage, type Candidate, HandOverPage } from './assign-page.tsx';
import { ContactsPage, type ContactsView, type ContactsWish, shows } from './contacts-page.tsx';
import { contactColumns } from './export-contacts.ts';
import { handOver } from './hand-over.ts';
import { LiaisonDeskPage } from './liaison-desk-page.tsx';
import { contactsOf, isQuiet, isVacant, loadMembers, type MemberRow } from './load-contacts.ts';
import { loadDesk } from './load-desk.ts';
import { openContacts } from './named-contact.queries.ts';
import { qualifiedFor } from './qualified.ts';
import { settingsRoutes } from './settings.routes.tsx';
import { openWishes } from './wish.queries.ts';
import { declineWish } from './wish-for-contact.ts';

type Desk = Actor & { accountId: string };
const pageSize = 100;
const id = z.string().refine(isId).optional().catch(undefined);
const wishQuery = z.object({
  show: z.enum(shows).catch('all'),
  department: id,
  after: z.string().max(20).optional().catch(undefined),
});
const assignQuery = z.object({ member: z.string().max(40).optional().catch(undefined), department: id });
const handOverQuery = z.object({ from: z.string().refine(isId), department: id, member: id });
/** Without whose members: back to the list where each contact can hand over. */
const handOverWish = z.object({ from: id, department: id, member: id });
const format = z.object({ format: z.enum(['csv', 'xlsx']) });

/** The staff's desk, who is whose contact, naming and handing over. */
export function contactRoutes(app: App, k: Kernel): void {
  settingsRoutes(app, k);
  app.get('/liaison', (request, reply) => showDesk(k, request, reply));
  app.get('/liaison/contacts', { schema: { querystring: wishQuery } }, (request, reply) =>
    showContacts(k, request, reply, wishOf(request.query)),
  );
  app.get(
    '/liaison/contacts/list.:format',
    { schema: { querystring: wishQuery, params: format } },
    async (request, reply) => {
      const actor = await requireDesk(k, request);
      const { locale, t } = app.frame.anonymous(request);
      const rows = wished(k, await loadMembers(k, contactScopeOf(actor)), wishOf(request.query));
      const columns = await contactColumns(k, t, locale);
      return sendTable(k, reply, request.params.format, 'liaison-contacts', columns, rows);
    },
  );
  app.get('/liaison/contacts/assign', { schema: { querystring: assignQuery } }, (request, reply) =>
    showAssign(k, request, reply, request.query),
  );
  app.post('/liaison/contacts/assign', (request, reply) => assign(k, request, reply));
  app.get('/liaison/contacts/hand-over', { schema: { querystring: handOverWish } }, async (request, reply) => {
    const { from, ...wish } = request.query;
    if (from) return showHandOver(k, request, reply, { from, ...wish });
    await requireDesk(k, request);
    return reply.redirect('/liaison/contacts#contacts', 303);
  });
  app.post('/liaison/contacts/hand-over', (request, reply) => postHandOver(k, request, reply));
  app.post<{ Params: { id: string } }>('/liaison/wishes/:id/decline', async (request, reply) => {
    const actor = await requireDesk(k, request);
    const form = `decline-${request.params.id}`;
    return post(
      request,
      reply,
      form,
      async () => {
        await declineWish(k, actor, request.params.id, request.body as never);
        return '/liaison/contacts?done=wish_declined#wishes';
      },
      (sent) => showContacts(k, request, reply, wishOf({ show: 'all' }), sent),
    );
  });
}

function wishOf(query: z.output<typeof wishQuery>): ContactsWish {
  return { show: query.show, department: query.department ?? '', after: query.after ?? '' };
}

/** Whoever only reads who is whose contact has no desk of their own. */
async function showDesk(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireDesk(k, request);
  const scope = scopeOf(actor);
  const own = await openContacts(k.db, { contactId: actor.accountId });
  if (!scope.all && scope.departmentIds.length === 0 && own.length === 0 && hasRole(actor, 'secretary'))
    return reply.redirect('/liaison/contacts', 303);
  const view = await loadDesk(k, actor);
  return sendDesk(k, request, reply, actor, (ctx) => ({
    title: ctx.t('liaison.contacts.desk_title'),
    main: <LiaisonDeskPage view={view} />,
  }));
}

function wished(k: Kernel, rows: readonly MemberRow[], { show, department }: ContactsWish): MemberRow[] {
  const full = new Set(
    contactsOf(k, rows)
      .filter((row) => row.tooMany)
      .map((row) => row.contactId),
  );
  const fits: Record<ContactsWish['show'], (row: MemberRow) => boolean> = {
    all: () => true,
    vacant: isVacant,
    full: ({ contact }) => contact !== null && full.has(contact.contactId),
    quiet: isQuiet,
    waiting: ({ waiting }) => waiting !== null,
  };
  return rows.filter((row) => fits[show](row) && (department === '' || row.contact?.departmentId === department));
}

async function showContacts(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  wish: ContactsWish,
  sent?: Sent,
): Promise<FastifyReply> {
  const actor = await requireDesk(k, request);
  const rows = await loadMembers(k, contactScopeOf(actor));
  const left = wished(k, rows, wish).filter(({ member }) => member.number > wish.after);
  const wishes = mayAssign(actor) ? await openWishes(k.db) : [];
  const names = new Map(rows.map(({ member }) => [member.accountId, member]));
  const view: Omit<ContactsView, 'ctx'> = {
    wish,
    rows,
    page: left.slice(0, pageSize),
    next: left.length > pageSize ? (left[pageSize - 1]?.member.number ?? null) : null,
    contacts: contactsOf(k, rows),
    departments: await departmentBook(k),
    offices: [...new Set(rows.flatMap(({ contact }) => contact?.departmentId ?? []))],
    wishes: wishes.map((one) => ({
      ...one,
      name: names.get(one.memberId)?.name ?? '',
      number: names.get(one.memberId)?.number ?? '',
    })),
    mostMembers: k.settings.get(liaisonSettings).mostMembers,
    mayAssign: mayAssign(actor),
    mayHandOver: (departmentId) => mayHandOver(actor, departmentId, departmentId),
    opens: ({ member, contact }) =>
      mayReadMember(actor, {
        memberId: member.accountId,
        contactId: contact?.contactId ?? null,
        departmentId: contact?.departmentId ?? null,
      }),
    sent,
  };
  return sendDesk(
    k,
    request,
    reply,
    actor,
    (ctx) => ({ title: ctx.t('liaison.contacts.who'), main: <ContactsPage view={{ ...view, ctx }} /> }),
    sent?.thrown.status ?? 200,
  );
}

async function candidatesOf(k: Kernel, departmentId: string): Promise<Candidate[]> {
  if (departmentId === '') return [];
  const contacts = await openContacts(k.db);
  const people = await qualifiedFor(k.db, departmentId);
  return people.map((person) => ({
    ...person,
    members: contacts.filter(({ contactId }) => contactId === person.id).length,
  }));
}

async function showAssign(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  { member = '', department = '' }: { member?: string | undefined; department?: string | undefined },
  sent?: Sent,
): Promise<FastifyReply> {
  const actor: Desk = await requireDesk(k, request);
  if (!mayAssign(actor)) fail('kernel.not_allowed');
  const [departments, candidates, members] = await Promise.all([
    departmentBook(k),
    candidatesOf(k, department),
    findMembers(k.db, member, 200),
  ]);
  return sendDesk(
    k,
    request,
    reply,
    actor,
    (ctx) => ({
      title: ctx.t('liaison.contacts.assign'),
      main: (
        <AssignPage
          departments={departments}
          department={department}
          candidates={candidates}
          members={members.map(({ number }) => number)}
          mostMembers={k.settings.get(liaisonSettings).mostMembers}
          {...stateOf(ctx, sent, 'assign', { member, department })}
        />
      ),
    }),
    sent?.thrown.status ?? 200,
  );
}

async function assign(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireDesk(k, request);
  return post(
    request,
    reply,
    'assign',
    async () => {
      await assignContact(k, actor, request.body as never);
      return '/liaison/contacts?done=assigned';
    },
    (sent) => showAssign(k, request, reply, assignQuery.parse(sent.values), sent),
  );
}

async function showHandOver(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  wish: z.output<typeof handOverQuery>,
  sent?: Sent,
): Promise<FastifyReply> {
  const actor = await requireDesk(k, request);
  const all = await loadMembers(k, { all: false, accountId: wish.from, departmentIds: [] });
  const rows = all.filter(({ contact }) => contact && mayHandOver(actor, contact.departmentId, contact.departmentId));
  if (rows.length === 0) fail('kernel.not_allowed');
  const department = wish.department ?? rows[0]?.contact?.departmentId ?? '';
  const candidates = (await candidatesOf(k, department)).filter((person) => person.id !== wish.from);
  const name = (await accountNames(k.db, [wish.from])).get(wish.from) ?? '';
  const begin = { members: wish.member ? [wish.member] : rows.map(({ member }) => member.accountId) };
  const departments = await departmentBook(k);
  return sendDesk(
    k,
    request,
    reply,
    actor,
    (ctx) => ({
      title: ctx.t('liaison.contacts.hand_over'),
      main: (
        <HandOverPage
          departments={departments}
          department={department}
          candidates={candidates}
          mostMembers={k.settings.get(liaisonSettings).mostMembers}
          from={{ id: wish.from, name }}
          rows={rows}
          {...stateOf(ctx, sent, 'hand-over', begin)}
        />
      ),
    }),
    sent?.thrown.status ?? 200,
  );
}

async function postHandOver(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireDesk(k, request);
  return post(
    request,
    reply,
    'hand-over',
    async () => {
      await handOver(k, actor, request.body as never);
      return '/liaison/contacts?done=handed_over';
    },
    (sent) => {
      const wish = handOverQuery.safeParse({ ...sent.values, member: undefined });
      return wish.success ? showHandOver(k, request, reply, wish.data, sent) : fail('kernel.bad_request');
    },
  );
}
