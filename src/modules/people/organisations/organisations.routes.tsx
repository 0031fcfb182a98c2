import type { FastifyReply, FastifyRequest } from 'fastify';
import { type AppError, fail } from '../../../kernel/errors/index.ts';
import { readMultipart } from '../../../kernel/files/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { NavEntry } from '../../../kernel/module.ts';
import { normaliseText } from '../../../kernel/text/index.ts';
import { sendPage, sendPublicPage } from '../../../ui/send-page.tsx';
import { attempt } from '../admin/admin-page.tsx';
import { districtBook } from '../books.ts';
import { formErrors } from '../form-errors.ts';
import { type OrganisationKind, organisationKinds } from '../register/register.rules.ts';
import { actorOf, requireActor } from '../session.ts';
import { textOf } from '../text-of.ts';
import { askToJoin } from './change-places.ts';
import { districtOptions } from './district-options.ts';
import { RegisterPage } from './form-pages.tsx';
import { afterOf } from './list-cursor.ts';
import { manageRoutes } from './manage.routes.tsx';
import { myOrganisationRoutes } from './my.routes.tsx';
import { PlacePage } from './my-pages.tsx';
import { organisationShape } from './organisation.shape.ts';
import { placesOfAccount, publicOfficers } from './organisation-people.queries.ts';
import { maySeeOrganisation } from './organisations.policy.ts';
import { listOrganisations, type Organisation, organisationBySlug } from './organisations.queries.ts';
import { type ListQuery, listHref, OrganisationPage, OrganisationsPage } from './public-pages.tsx';
import { evidencePurpose, registerOrganisation } from './register-organisation.ts';
import { secretariatOrganisationRoutes } from './secretariat.routes.tsx';
import { standingOf } from './standing.ts';

type BySlug = { Params: { slug: string } };

const pageSize = 30;

export const organisationNav: readonly NavEntry[] = [
  { href: '/organisations', label: 'people.organisations.title', place: 'foot', order: 17 },
];

/** Organisations: the public list and pages, registering, running one, one's own, and the secretariat's. */
export function organisationRoutes(app: App, k: Kernel): void {
  app.get('/organisations', (request, reply) => list(k, request, reply));
  app.get('/organisations/new', (request, reply) => showRegister(k, request, reply));
  app.post('/organisations/new', (request, reply) => register(k, request, reply));
  app.get<BySlug>('/organisations/:slug', (request, reply) => show(k, request, reply));
  app.get<BySlug>('/organisations/:slug/place', (request, reply) => showPlace(k, request, reply));
  app.post<BySlug>('/organisations/:slug/place', (request, reply) => join(k, request, reply));
  manageRoutes(app, k);
  myOrganisationRoutes(app, k);
  secretariatOrganisationRoutes(app, k);
}

function readQuery(query: unknown): ListQuery {
  const kind = textOf(query, 'kind');
  return {
    q: textOf(query, 'q').trim().slice(0, 60),
    kind: (organisationKinds as readonly string[]).includes(kind) ? (kind as OrganisationKind) : '',
  };
}

function list(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const query = readQuery(request.query);
  const after = afterOf(request.query);
  return sendPublicPage(k, request, reply, async (ctx) => {
    const [rows, districts] = await Promise.all([
      listOrganisations(k.db, { ...query, q: normaliseText(query.q).trim(), after, limit: pageSize + 1 }, 'verified'),
      districtBook(k),
    ]);
    const shown = rows.slice(0, pageSize);
    const last = shown.at(-1);
    return {
      title: ctx.t('people.organisations.title'),
      description: ctx.t('people.organisations.lead'),
      ...(after || query.q ? { robots: 'noindex' as const } : {}),
      main: (
        <OrganisationsPage
          query={query}
          organisations={shown}
          districtName={(id) => districts.name(id, ctx.locale)}
          nextHref={rows.length > pageSize && last ? listHref(query, `${last.id}.${last.sortKey}`) : undefined}
          firstHref={after ? listHref(query) : undefined}
        />
      ),
      tags: ['organisations'],
    };
  });
}

async function show(k: Kernel, request: FastifyRequest<BySlug>, reply: FastifyReply): Promise<FastifyReply> {
  return sendPublicPage(k, request, reply, async (ctx) => {
    const organisation = await organisationBySlug(k.db, request.params.slug);
    if (!organisation?.verifiedAt || organisation.closedAt) return fail('kernel.not_found');
    const [districts, officers] = await Promise.all([districtBook(k), publicOfficers(k.db, organisation.id)]);
    return {
      title: organisation.name,
      ...(organisation.about && { description: organisation.about.replace(/\s+/g, ' ').slice(0, 150) }),
      main: (
        <OrganisationPage
          organisation={organisation}
          district={districts.name(organisation.districtId, ctx.locale)}
          officers={officers}
        />
      ),
      // An officer who leaves the directory leaves this page too.
      tags: [`organisation:${organisation.id}`, 'organisations', 'members'],
    };
  });
}

async function showRegister(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  wrong?: { error: AppError; fields: Record<string, string | string[]>; kept: { id: string; name: string }[] },
): Promise<FastifyReply> {
  await requireActor(k, request);
  return sendPage(
    request,
    reply,
    async (ctx) => ({
      title: ctx.t('people.organisations.register_title'),
      robots: 'noindex',
      main: (
        <RegisterPage
          districts={await districtOptions(k, ctx.locale)}
          values={wrong?.fields ?? {}}
          errors={wrong ? formErrors(ctx, wrong.error).errors : {}}
          kept={wrong?.kept ?? []}
        />
      ),
    }),
    wrong?.error.status ?? 200,
  );
}

async function register(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireActor(k, request);
  const form = await readMultipart(request, {
    files: k.files,
    purpose: evidencePurpose,
    ownerId: actor.accountId,
    mostFiles: 1,
  });
  // A file of an earlier try that the form still holds.
  const keptIds = [form.fields.evidence_kept ?? []].flat();
  const earlier = (await k.files.findAll(keptIds)).filter(({ ownerId }) => ownerId === actor.accountId);
  const files = [...form.files.map(({ id, name }) => ({ id, name })), ...earlier].slice(0, 1);
  let slug = '';
  const error = await attempt(async () => {
    const input = organisationShape.parse(form.fields);
    if (Object.keys(form.fieldErrors).length > 0) fail('people.organisation_no_evidence');
    ({ slug } = await registerOrganisation(k, actor, input, files[0]?.id ?? null));
  });
  if (error) return showRegister(k, request, reply, { error, fields: form.fields, kept: files });
  return reply.redirect(`/organisations/${slug}/manage?said=registered`, 303);
}

/** An organisation that the actor may see. @throws AppError kernel.not_found */
async function visible(k: Kernel, request: FastifyRequest<BySlug>): Promise<Organisation> {
  const organisation = (await organisationBySlug(k.db, request.params.slug)) ?? fail('kernel.not_found');
  const actor = await actorOf(k, request);
  const standing = await standingOf(k.db, actor, organisation.id);
  return maySeeOrganisation(actor, organisation, standing) ? organisation : fail('kernel.not_found');
}

async function showPlace(
  k: Kernel,
  request: FastifyRequest<BySlug>,
  reply: FastifyReply,
  problem?: AppError,
): Promise<FastifyReply> {
  const actor = await requireActor(k, request);
  const organisation = await visible(k, request);
  const places = (await placesOfAccount(k.db, actor.accountId ?? '')).filter(
    (place) => place.organisationId === organisation.id,
  );
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: organisation.name,
      robots: 'noindex',
      main: (
        <PlacePage
          organisation={organisation}
          places={places}
          problem={problem ? formErrors(ctx, problem).errors[''] : undefined}
        />
      ),
    }),
    problem?.status ?? 200,
  );
}

async function join(k: Kernel, request: FastifyRequest<BySlug>, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireActor(k, request);
  const organisation = await visible(k, request);
  const error = await attempt(() => askToJoin(k, actor, organisation.id));
  if (error) return showPlace(k, request, reply, error);
  return reply.redirect('/me/organisations?said=asked', 303);
}
