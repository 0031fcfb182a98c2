import type { FastifyReply, FastifyRequest } from 'fastify';
import { isId } from '../../../kernel/db/index.ts';
import { type AppError, fail } from '../../../kernel/errors/index.ts';
import { fileHref } from '../../../kernel/files/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { normaliseText } from '../../../kernel/text/index.ts';
import type { Actor } from '../actor.ts';
import { attempt, typedOf } from '../admin/admin-page.tsx';
import { districtBook } from '../books.ts';
import { formErrors } from '../form-errors.ts';
import { sendTable } from '../nominations/send-table.ts';
import { requireSecretariat, sendSecretariatPage } from '../register/secretariat/secretariat-frame.tsx';
import { staffNames } from '../staff-lookup.ts';
import { textOf } from '../text-of.ts';
import { closeOrganisation } from './change-organisation.ts';
import { offerPlace } from './change-places.ts';
import { afterOf } from './list-cursor.ts';
import { checksOf, type OrganisationCheck, waitingOrganisations } from './organisation-checks.queries.ts';
import { placesOf, withoutAdministrator } from './organisation-people.queries.ts';
import {
  mayRescueOrganisation,
  maySeeEvidence,
  maySeeOrganisations,
  mayVerifyOrganisation,
} from './organisations.policy.ts';
import { type ListedOrganisation, listOrganisations, organisationById } from './organisations.queries.ts';
import { SecretariatOrganisationPage, SecretariatOrganisationsPage } from './secretariat-pages.tsx';
import { standingOf } from './standing.ts';
import { decideOrganisation, verdictShape } from './verify-organisation.ts';

type ById = { Params: { id: string } };
type Request = FastifyRequest<ById>;
type Form = 'verdict' | 'offer' | 'page';

const base = '/secretariat/organisations';
const pageSize = 50;
const said = {
  decided: 'people.organisations.said.decided',
  offered: 'people.organisations.said.offered',
  closed: 'people.organisations.said.closed',
};

/** Where the secretariat verifies organisations. */
export function secretariatOrganisationRoutes(app: App, k: Kernel): void {
  app.get(base, (request, reply) => showList(k, request, reply));
  app.get(`${base}.csv`, (request, reply) => exportAll(k, request, reply, 'csv'));
  app.get(`${base}.xlsx`, (request, reply) => exportAll(k, request, reply, 'xlsx'));
  app.get<ById>(`${base}/:id`, (request, reply) => showOne(k, request, reply));
  app.post<ById>(`${base}/:id/verdict`, (request, reply) =>
    act(k, request, reply, 'verdict', 'decided', (actor, id) =>
      decideOrganisation(k, actor, id, verdictShape.parse(typedOf(request.body))),
    ),
  );
  app.post<ById>(`${base}/:id/administrator`, (request, reply) =>
    act(k, request, reply, 'offer', 'offered', (actor, id) =>
      offerPlace(k, actor, id, { part: 'administrator', number: textOf(request.body, 'number') }),
    ),
  );
  app.post<ById>(`${base}/:id/close`, (request, reply) =>
    act(k, request, reply, 'page', 'closed', (actor, id) => closeOrganisation(k, actor, id)),
  );
}

async function showList(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireSecretariat(k, request, maySeeOrganisations);
  const q = textOf(request.query, 'q').trim().slice(0, 60);
  const all = q !== '' || textOf(request.query, 'view') === 'all';
  const page = all ? await pageOfAll(k, request, q) : await pageOfWaiting(k, request);
  return sendSecretariatPage(
    k,
    request,
    reply,
    actor,
    (ctx) => ({
      title: ctx.t('people.organisations.title'),
      main: <SecretariatOrganisationsPage {...page} />,
    }),
    { said },
  );
}

async function pageOfAll(k: Kernel, request: FastifyRequest, q: string) {
  const after = afterOf(request.query);
  const rows = await listOrganisations(k.db, { q: normaliseText(q).trim(), after, limit: pageSize + 1 }, 'all');
  const shown = rows.slice(0, pageSize);
  const last = shown.at(-1);
  const query = new URLSearchParams({ view: 'all', ...(q && { q }) });
  const next = last && new URLSearchParams({ ...Object.fromEntries(query), after: `${last.id}.${last.sortKey}` });
  return {
    listing: { view: 'all' as const, q, all: shown },
    nextHref: rows.length > pageSize && next ? `${base}?${next}` : undefined,
    firstHref: after ? `${base}?${query}` : undefined,
  };
}

async function pageOfWaiting(k: Kernel, request: FastifyRequest) {
  const at = new Date(textOf(request.query, 'at'));
  const id = textOf(request.query, 'after');
  const after = Number.isNaN(at.getTime()) || !isId(id) ? null : { askedAt: at, checkId: id };
  const rows = await waitingOrganisations(k.db, after, pageSize + 1);
  const waiting = rows.slice(0, pageSize);
  const last = waiting.at(-1);
  const next = last && new URLSearchParams({ at: last.askedAt.toISOString(), after: last.checkId });
  return {
    listing: { view: 'waiting' as const, waiting },
    nextHref: rows.length > pageSize && next ? `${base}?${next}` : undefined,
    firstHref: after ? base : undefined,
  };
}

async function showOne(
  k: Kernel,
  request: Request,
  reply: FastifyReply,
  wrong?: { form: Form; error: AppError },
): Promise<FastifyReply> {
  const actor = await requireSecretariat(k, request, maySeeOrganisations);
  const { id } = request.params;
  const organisation = (isId(id) && (await organisationById(k.db, id))) || fail('kernel.not_found');
  const [checks, places, standing, orphans, districts] = await Promise.all([
    checksOf(k.db, id),
    placesOf(k.db, id),
    standingOf(k.db, actor, id),
    withoutAdministrator(k.db, [id]),
    districtBook(k),
  ]);
  const staff = await staffNames(
    k,
    checks.flatMap(({ decidedBy }) => decidedBy ?? []),
  );
  const evidence = maySeeEvidence(actor, standing) ? await evidenceOf(k, checks) : null;
  return sendSecretariatPage(
    k,
    request,
    reply,
    actor,
    (ctx) => ({
      title: organisation.name,
      main: (
        <SecretariatOrganisationPage
          organisation={organisation}
          district={districts.name(organisation.districtId, ctx.locale)}
          checks={checks}
          staff={staff}
          places={places}
          evidence={evidence}
          own={standing.involved}
          mayVerify={mayVerifyOrganisation(actor, standing)}
          mayRescue={mayRescueOrganisation(actor)}
          orphaned={orphans.size > 0 && organisation.closedAt === null}
          values={wrong ? typedOf(request.body) : {}}
          wrong={wrong ? { [wrong.form]: formErrors(ctx, wrong.error).errors } : {}}
        />
      ),
    }),
    { status: wrong?.error.status ?? 200, said },
  );
}

async function evidenceOf(
  k: Kernel,
  checks: readonly OrganisationCheck[],
): Promise<{ href: string; name: string } | null> {
  const fileId = checks.find((check) => check.fileId !== null)?.fileId;
  const file = fileId ? await k.files.find(fileId) : undefined;
  return file ? { href: fileHref(file.id), name: file.name } : null;
}

async function act(
  k: Kernel,
  request: Request,
  reply: FastifyReply,
  form: Form,
  done: keyof typeof said,
  work: (actor: Actor, id: string) => Promise<unknown>,
): Promise<FastifyReply> {
  const actor = await requireSecretariat(k, request, mayRescueOrganisation);
  const { id } = request.params;
  if (!isId(id)) fail('kernel.not_found');
  const error = await attempt(() => work(actor, id));
  if (error) return showOne(k, request, reply, { form: error.fields ? form : onForm(error, form), error });
  return reply.redirect(`${base}/${id}?said=${done}`, 303);
}

/** What is wrong with the matter itself is said above the page: its form may be gone by now. */
function onForm(error: AppError, form: Form): Form {
  return error.status === 409 ? 'page' : form;
}

async function* every(k: Kernel): AsyncGenerator<ListedOrganisation> {
  for (let after: { sortKey: string; id: string } | null = null; ; ) {
    const rows: ListedOrganisation[] = await listOrganisations(k.db, { after, limit: 500 }, 'all');
    yield* rows;
    const last = rows.at(-1);
    if (rows.length < 500 || !last) return;
    after = { sortKey: last.sortKey, id: last.id };
  }
}

async function exportAll(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  format: 'csv' | 'xlsx',
): Promise<FastifyReply> {
  await requireSecretariat(k, request, maySeeOrganisations);
  const { t, locale } = request.server.frame.anonymous(request);
  const districts = await districtBook(k);
  return sendTable<ListedOrganisation>(k, reply, {
    name: 'organisations',
    format,
    sheet: t('people.organisations.title'),
    rows: every(k),
    columns: [
      { key: 'name', header: t('people.organisations.name'), value: (row) => row.name, width: 32 },
      {
        key: 'kind',
        header: t('people.organisations.kind'),
        value: (row) => t(`people.organisation.kind.${row.kind}`),
      },
      { key: 'credit_code', header: t('people.organisations.credit_code'), value: (row) => row.creditCode, width: 22 },
      {
        key: 'district',
        header: t('people.organisations.district'),
        value: (row) => districts.name(row.districtId, locale),
      },
      { key: 'website', header: t('people.organisations.website'), value: (row) => row.website },
      { key: 'contact', header: t('people.organisations.contact'), value: (row) => row.publicContact },
      { key: 'verified', header: t('people.organisations.verified'), value: (row) => row.verifiedAt },
      { key: 'closed', header: t('people.organisations.closed'), value: (row) => row.closedAt },
    ],
  });
}
