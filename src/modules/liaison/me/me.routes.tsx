import type { FastifyReply, FastifyRequest } from 'fastify';
import { inTransaction, isId, type PageKey, readPageKey } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { PageContext } from '../../../ui/page-context.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { type Actor, consenting, membersByAccount } from '../../people/index.ts';
import { contactConsent } from '../contacts/change-contact.ts';
import { namedHistory } from '../contacts/load-member.ts';
import { latestWish } from '../contacts/wish.queries.ts';
import { wishForContact, withdrawWish } from '../contacts/wish-for-contact.ts';
import { DoneNotice, post, type Sent } from '../desk-page.tsx';
import { entryById } from '../entries/entry.queries.ts';
import { loadEntries } from '../entries/load-entries.ts';
import { addToEntry, sendMessage, writeEntry } from '../entries/write-entry.ts';
import { requireReader } from '../exchange/liaison-page.tsx';
import { loadOwnMatter } from '../matters/load-matter.ts';
import { namesFor } from '../matters/load-names.ts';
import { mattersOfMember } from '../matters/matter.queries.ts';
import { openMatter } from '../matters/open-matter.ts';
import { addToMatter, dropMatter, rateMatter, reopenMatter } from '../matters/settle-matter.ts';
import { MyContactPage, type MyView } from './me-page.tsx';
import { MyMatterPage } from './my-matter-page.tsx';

/** What one member may write in an hour; far more than anybody does by hand. */
const writing = { name: 'liaison.write', points: 60, seconds: 3600 };

type Me = Actor & { accountId: string };
type Numbered = { Params: { number: string } };
type Deed = { Params: { number: string; deed: string } };

/** The member's own page of their contact, and their matters. */
export function myContactRoutes(app: App, k: Kernel): void {
  app.get('/me/contact', (request, reply) => show(k, request, reply));
  app.post('/me/contact/message', (request, reply) =>
    postMine(k, request, reply, 'message', async (me) => {
      await sendMessage(k, me, me.accountId, request.body as never);
      return '/me/contact?done=message#entries';
    }),
  );
  app.post('/me/contact/entry', (request, reply) =>
    postMine(k, request, reply, 'entry', async (me) => {
      const { matter } = await writeEntry(k, me, me.accountId, request.body as never);
      return matter ? `/me/contact/${matter}?done=matter` : '/me/contact?done=entry#entries';
    }),
  );
  app.post('/me/contact/matter', (request, reply) =>
    postMine(k, request, reply, 'request', async (me) => {
      const { number } = await openMatter(k, me, me.accountId, request.body as never);
      return `/me/contact/${number}?done=matter`;
    }),
  );
  app.post('/me/contact/wish', (request, reply) =>
    postMine(k, request, reply, 'wish', async (me) => {
      await wishForContact(k, me, request.body as never);
      return '/me/contact?done=wish';
    }),
  );
  app.post('/me/contact/withdraw-wish', (request, reply) =>
    postMine(k, request, reply, 'wish', async (me) => {
      await withdrawWish(k, me);
      return '/me/contact?done=wish_withdrawn';
    }),
  );
  app.post<{ Params: { id: string } }>('/me/contact/entries/:id/add', async (request, reply) => {
    const { id } = request.params;
    return postMine(k, request, reply, `add-${id}`, async (me) => {
      const entry = isId(id) ? await entryById(k.db, id) : undefined;
      if (entry?.memberId !== me.accountId) fail('liaison.not_found');
      await addToEntry(k, me, id, request.body as never);
      return `/me/contact?done=addition#entry-${id}`;
    });
  });
  app.get<Numbered>('/me/contact/:number', (request, reply) => showMatter(k, request, reply, request.params.number));
  app.post<Deed>('/me/contact/:number/:deed', (request, reply) => doDeed(k, request, reply));
}

const deeds: Record<string, (k: Kernel, actor: Actor, matterId: string, body: never) => Promise<void>> = {
  add: addToMatter,
  rate: rateMatter,
  drop: dropMatter,
  reopen: reopenMatter,
};

function beforeOf(request: FastifyRequest): PageKey | null {
  const { before } = (request.query ?? {}) as { before?: unknown };
  return readPageKey(before);
}

async function load(k: Kernel, me: Me, before: PageKey | null): Promise<MyView> {
  const [members, consents, history, entries, matters, wish] = await Promise.all([
    membersByAccount(k.db, [me.accountId]),
    consenting(k.db, contactConsent, [me.accountId]),
    namedHistory(k, me.accountId),
    loadEntries(k, me.accountId, before),
    mattersOfMember(k.db, me.accountId, 200),
    latestWish(k.db, me.accountId),
  ]);
  return {
    member: members.length > 0,
    consents: consents.has(me.accountId),
    contact: history.find(({ until }) => until === null) ?? null,
    history: history.filter(({ until }) => until !== null),
    entries,
    matters,
    names: await namesFor(k, matters),
    wish,
  };
}

/** The page, with notifications about it read. */
async function send(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  me: Me,
  link: string,
  make: (ctx: PageContext) => { title: string; main: preact.ComponentChildren },
  sent?: Sent,
): Promise<FastifyReply> {
  await inTransaction(k.db, (tx) => k.notify.markRead(tx, me.accountId, { link }, k.clock.now()));
  return sendPage(
    request,
    reply,
    (ctx) => {
      const { title, main } = make(ctx);
      return {
        title,
        robots: 'noindex',
        main: (
          <>
            {request.method === 'GET' && <DoneNotice ctx={ctx} query={request.query} />}
            {main}
          </>
        ),
      };
    },
    sent?.thrown.status ?? 200,
  );
}

async function show(k: Kernel, request: FastifyRequest, reply: FastifyReply, sent?: Sent): Promise<FastifyReply> {
  const me = await requireReader(k, request);
  const view = await load(k, me, beforeOf(request));
  const make = (ctx: PageContext) => ({
    title: ctx.t('liaison.me.title'),
    main: <MyContactPage ctx={ctx} view={view} sent={sent} />,
  });
  return send(k, request, reply, me, '/me/contact', make, sent);
}

async function postMine(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  form: string,
  work: (me: Me) => Promise<string>,
): Promise<FastifyReply> {
  const me = await requireReader(k, request);
  return post(
    request,
    reply,
    form,
    async () => {
      await k.limits.take(writing, me.accountId);
      return work(me);
    },
    (sent) => show(k, request, reply, sent),
  );
}

async function showMatter(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  number: string,
  sent?: Sent,
): Promise<FastifyReply> {
  const me = await requireReader(k, request);
  const view = await loadOwnMatter(k, me, number);
  const make = (ctx: PageContext) => ({
    title: view.matter.title || number,
    main: <MyMatterPage ctx={ctx} view={view} sent={sent} />,
  });
  return send(k, request, reply, me, `/me/contact/${number}`, make, sent);
}

async function doDeed(k: Kernel, request: FastifyRequest<Deed>, reply: FastifyReply): Promise<FastifyReply> {
  const me = await requireReader(k, request);
  const { number, deed } = request.params;
  const work = Object.hasOwn(deeds, deed) ? deeds[deed] : undefined;
  if (!work) fail('kernel.not_found');
  const { matter } = await loadOwnMatter(k, me, number);
  return post(
    request,
    reply,
    deed,
    async () => {
      await work(k, me, matter.id, (request.body ?? {}) as never);
      return `/me/contact/${number}?done=${deed}`;
    },
    (sent) => showMatter(k, request, reply, number, sent),
  );
}
