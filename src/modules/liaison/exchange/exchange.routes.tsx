import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isId } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Column } from '../../../kernel/export/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { attempt, typedOf } from '../../people/index.ts';
import { agreeToRequest, answerItem, refuseRequest, settleItem, takeItem, withdrawItem } from './act-on-item.ts';
import { maySeeOrganisations } from './exchange.policy.ts';
import { ExchangePage } from './exchange-page.tsx';
import { ItemPage, OnBehalfPage } from './item-page.tsx';
import { type Reader, type Refused, refusedForm, requireReader, sendLiaisonPage } from './liaison-page.tsx';
import { loadExchange, loadItem, loadOnBehalf } from './load-exchange.ts';
import { type OrganisationLine, organisationLines } from './organisation-lines.ts';
import { organisationsById, speaksOf } from './organisations.ts';
import { OrganisationsPage, SpeakingPage } from './organisations-page.tsx';
import type { Posted } from './post-files.ts';
import { type SayInput, say } from './say.ts';
import { sendTable } from './send-file.ts';

type BySlug = { Params: { slug: string } };
type ById = { Params: { id: string } };

const afterId = z.object({ after: z.string().refine(isId).optional().catch(undefined) });
const afterName = z.object({ after: z.string().max(200).optional().catch(undefined) });
const linesShown = 50;
const limit = { name: 'liaison-say', points: 30, seconds: 3600 };

/** Between organisations and the city: their page, single items, the member's word, and the city's overview. */
export function exchangeRoutes(app: App, k: Kernel): void {
  app.get<BySlug>('/organisations/:slug/liaison', (request, reply) =>
    showExchange(k, request, reply, request.params.slug),
  );
  app.post<BySlug>('/organisations/:slug/liaison', (request, reply) => sayHere(k, request, reply, request.params.slug));
  app.get<ById>('/liaison/exchange/:id', (request, reply) => showItem(k, request, reply, request.params.id));
  deeds(app, k);
  app.get('/me/on-behalf', async (request, reply) => {
    const actor = await requireReader(k, request);
    const view = await loadOnBehalf(k, actor);
    return sendLiaisonPage(k, request, reply, actor, (ctx) => ({
      title: ctx.t('liaison.exchange.on_behalf'),
      main: <OnBehalfPage view={view} />,
    }));
  });
  app.get('/me/speaking', async (request, reply) => {
    const actor = await requireReader(k, request);
    const { speaksFor } = await speaksOf(k, actor);
    const organisations = [...(await organisationsById(k, [...speaksFor])).values()];
    const [only, ...others] = organisations;
    if (only && others.length === 0) return reply.redirect(`/organisations/${only.slug}/liaison`, 303);
    return sendLiaisonPage(k, request, reply, actor, (ctx) => ({
      title: ctx.t('liaison.exchange.speaking'),
      main: <SpeakingPage organisations={organisations} />,
    }));
  });
  overview(app, k);
}

function deeds(app: App, k: Kernel): void {
  const deed = (
    path: string,
    form: string,
    said: string,
    work: (actor: Reader, id: string, body: Posted, request: FastifyRequest) => Promise<void>,
  ) =>
    app.post<ById>(`/liaison/exchange/:id/${path}`, async (request, reply) => {
      const actor = await requireReader(k, request);
      const { id } = request.params;
      const error = await attempt(() => work(actor, id, typedOf(request.body), request));
      if (error?.status === 403 || error?.status === 404) throw error;
      if (error) return showItem(k, request, reply, id, refusedForm(request, form, error));
      return reply.redirect(`/liaison/exchange/${id}?said=${said}`, 303);
    });
  // What they agreed to is kept in the words that stood on their page.
  deed('agree', 'page', 'agreed', (actor, id, _body, request) =>
    agreeToRequest(k, actor, id, k.i18n.t(app.frame.anonymous(request).locale)('liaison.exchange.consent_wording')),
  );
  deed('refuse', 'page', 'refused', (actor, id) => refuseRequest(k, actor, id));
  deed('take', 'take', 'taken', (actor, id, body) => takeItem(k, actor, id, body as never));
  deed('answer', 'answer', 'answered', (actor, id, body) =>
    answerItem(k, actor, id, { body: String(body.body ?? '') }),
  );
  deed('settle', 'settle', 'settled', (actor, id, body) => settleItem(k, actor, id, body as never));
  deed('withdraw', 'page', 'withdrawn', (actor, id) => withdrawItem(k, actor, id));
}

async function showExchange(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  slug: string,
  refused?: Refused,
): Promise<FastifyReply> {
  const actor = await requireReader(k, request);
  const view = await loadExchange(k, actor, slug, afterId.parse(request.query).after ?? null);
  return sendLiaisonPage(
    k,
    request,
    reply,
    actor,
    (ctx) => ({
      title: ctx.t('liaison.exchange.with', { name: view.organisation.name }),
      main: <ExchangePage view={view} ctx={ctx} refused={refused} />,
    }),
    refused?.error.status ?? 200,
  );
}

async function sayHere(k: Kernel, request: FastifyRequest, reply: FastifyReply, slug: string): Promise<FastifyReply> {
  const actor = await requireReader(k, request);
  const view = await loadExchange(k, actor, slug, null);
  await k.limits.take(limit, actor.accountId);
  const direction = view.ours ? 'to_city' : 'to_organisation';
  const error = await attempt(() =>
    say(k, actor, view.organisation.id, direction, typedOf(request.body) as unknown as SayInput),
  );
  if (error?.status === 403 || error?.status === 404) throw error;
  if (error) return showExchange(k, request, reply, slug, refusedForm(request, 'say', error));
  return reply.redirect(`/organisations/${slug}/liaison?said=sent`, 303);
}

async function showItem(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  id: string,
  refused?: Refused,
): Promise<FastifyReply> {
  const actor = await requireReader(k, request);
  const view = await loadItem(k, actor, id);
  return sendLiaisonPage(
    k,
    request,
    reply,
    actor,
    (ctx) => ({
      title: view.item.title || ctx.t('liaison.exchange.words_gone'),
      main: <ItemPage view={view} ctx={ctx} refused={refused} />,
    }),
    refused?.error.status ?? 200,
  );
}

function overview(app: App, k: Kernel): void {
  app.get('/liaison/organisations', { schema: { querystring: afterName } }, async (request, reply) => {
    const actor = await requireReader(k, request);
    if (!maySeeOrganisations(actor)) fail('kernel.not_allowed');
    const [id = '', ...name] = (request.query.after ?? '').split('.');
    const after = isId(id) ? { id, name: name.join('.') } : null;
    const lines = await organisationLines(k, actor, after, linesShown + 1);
    const last = lines[linesShown - 1];
    const nextHref =
      lines.length > linesShown && last
        ? `/liaison/organisations?after=${encodeURIComponent(`${last.id}.${last.name}`)}`
        : null;
    return sendLiaisonPage(k, request, reply, actor, (ctx) => ({
      title: ctx.t('liaison.exchange.organisations'),
      main: <OrganisationsPage lines={lines.slice(0, linesShown)} nextHref={nextHref} />,
    }));
  });
  const format = z.object({ format: z.enum(['csv', 'xlsx']) });
  app.get('/liaison/organisations.:format', { schema: { params: format } }, async (request, reply) => {
    const actor = await requireReader(k, request);
    if (!maySeeOrganisations(actor)) fail('kernel.not_allowed');
    const t = k.i18n.t(app.frame.anonymous(request).locale);
    async function* every(): AsyncGenerator<OrganisationLine> {
      for (let after: { id: string; name: string } | null = null; ; ) {
        const lines: OrganisationLine[] = await organisationLines(k, actor, after, 200);
        yield* lines;
        after = lines.at(-1) ?? null;
        if (lines.length < 200) return;
      }
    }
    const column = (
      key: string,
      header: string,
      value: (line: OrganisationLine) => string | number | Date | null,
    ): Column<OrganisationLine> => ({ key, header: t(header), value });
    return sendTable(
      k,
      reply,
      request.params.format,
      'organisations',
      [
        column('name', 'liaison.exchange.organisation', (line) => line.name),
        column('officers', 'liaison.exchange.speakers', (line) => line.officers),
        column('open', 'liaison.exchange.open_needs', (line) => line.open),
        column('late', 'liaison.exchange.light.red', (line) => line.late),
        column('agreements', 'liaison.exchange.in_force', (line) => line.agreements),
        column('last', 'liaison.exchange.last_said', (line) => line.lastAt),
      ],
      every(),
    );
  });
}
