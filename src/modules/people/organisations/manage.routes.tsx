import type { FastifyReply, FastifyRequest } from 'fastify';
import { isId } from '../../../kernel/db/index.ts';
import { type AppError, fail, failFields } from '../../../kernel/errors/index.ts';
import { readMultipart } from '../../../kernel/files/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import type { Actor } from '../actor.ts';
import { attempt, typedOf, versionOf } from '../admin/admin-page.tsx';
import { formErrors } from '../form-errors.ts';
import { requireOwner } from '../session.ts';
import { textOf } from '../text-of.ts';
import { changeOrganisation, closeOrganisation, organisationState } from './change-organisation.ts';
import { answerPlace, endPlace, offerPlace } from './change-places.ts';
import { districtOptions } from './district-options.ts';
import { ManagePage } from './manage-page.tsx';
import { organisationShape } from './organisation.shape.ts';
import { checksOf } from './organisation-checks.queries.ts';
import { type Part, parts, placesOf } from './organisation-people.queries.ts';
import { mayManageOrganisation } from './organisations.policy.ts';
import { type Organisation, organisationBySlug } from './organisations.queries.ts';
import { evidencePurpose } from './register-organisation.ts';
import { standingOf } from './standing.ts';
import { askVerification } from './verify-organisation.ts';

type BySlug = { Params: { slug: string } };
type Request = FastifyRequest<BySlug>;
type Form = 'change' | 'evidence' | 'offer' | 'place' | 'close';

// keys: people.organisations.said.*
const said = new Set(['registered', 'saved', 'asked_check', 'offered', 'answered', 'ended']);

/** Where administrators run their organisation. */
export function manageRoutes(app: App, k: Kernel): void {
  const base = '/organisations/:slug';
  app.get<BySlug>(`${base}/manage`, (request, reply) => show(k, request, reply));
  app.post<BySlug>(`${base}/manage`, (request, reply) => change(k, request, reply));
  app.post<BySlug>(`${base}/verification`, (request, reply) => verification(k, request, reply));
  app.post<BySlug>(`${base}/places`, (request, reply) => places(k, request, reply));
  app.post<BySlug>(`${base}/close`, (request, reply) => close(k, request, reply));
}

async function enter(
  k: Kernel,
  request: Request,
): Promise<{ actor: Actor & { accountId: string }; organisation: Organisation }> {
  const actor = await requireOwner(k, request);
  const organisation = (await organisationBySlug(k.db, request.params.slug)) ?? fail('kernel.not_found');
  const standing = await standingOf(k.db, actor, organisation.id);
  // Whoever does not administer it learns no more than that there is no such page.
  if (!mayManageOrganisation(standing, organisation)) fail('kernel.not_found');
  return { actor, organisation };
}

async function show(
  k: Kernel,
  request: Request,
  reply: FastifyReply,
  wrong?: { form: Form; error: AppError },
): Promise<FastifyReply> {
  const { actor, organisation } = await enter(k, request);
  const [people, checks] = await Promise.all([placesOf(k.db, organisation.id), checksOf(k.db, organisation.id)]);
  const key = request.method === 'GET' ? textOf(request.query, 'said') : '';
  const typed = wrong && wrong.form !== 'evidence' ? typedOf(request.body) : undefined;
  return sendPage(
    request,
    reply,
    async (ctx) => ({
      title: organisation.name,
      robots: 'noindex',
      main: (
        <ManagePage
          organisation={organisation}
          version={versionOf(organisationState(organisation))}
          places={people}
          checks={checks}
          districts={await districtOptions(k, ctx.locale)}
          accountId={actor.accountId}
          values={typed && wrong?.form !== 'place' ? typed : valuesOf(organisation)}
          wrong={wrong ? { [wrong.form]: formErrors(ctx, wrong.error).errors } : {}}
          said={said.has(key) ? `people.organisations.said.${key}` : undefined}
        />
      ),
    }),
    wrong?.error.status ?? 200,
  );
}

/** What stands in the form: empty where nothing is known. */
function valuesOf(organisation: Organisation): Record<string, string> {
  const { kind, name, shortName, creditCode, districtId, website, about, publicContact } = organisation;
  return {
    kind,
    name,
    shortName,
    creditCode: creditCode ?? '',
    districtId: districtId ?? '',
    website,
    about,
    publicContact,
  };
}

async function change(k: Kernel, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  const { actor, organisation } = await enter(k, request);
  const version = textOf(request.body, 'version') || undefined;
  const error = await attempt(() =>
    changeOrganisation(k, actor, organisation.id, organisationShape.parse(typedOf(request.body)), version),
  );
  if (error) return show(k, request, reply, { form: 'change', error });
  return back(reply, organisation, 'saved');
}

function back(reply: FastifyReply, { slug }: Organisation, done: string): FastifyReply {
  return reply.redirect(`/organisations/${slug}/manage?said=${done}`, 303);
}

async function verification(k: Kernel, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  const { actor, organisation } = await enter(k, request);
  const form = await readMultipart(request, {
    files: k.files,
    purpose: evidencePurpose,
    ownerId: actor.accountId,
    mostFiles: 1,
  });
  const error = await attempt(async () => {
    if (Object.keys(form.fieldErrors).length > 0) failFields(form.fieldErrors);
    if (!form.files[0]) failFields({ evidence: { key: 'errors.people.organisation_no_evidence' } });
    await askVerification(k, actor, organisation.id, form.files[0]?.id ?? null);
  });
  if (error) return show(k, request, reply, { form: 'evidence', error });
  return back(reply, organisation, 'asked_check');
}

async function places(k: Kernel, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  const { actor, organisation } = await enter(k, request);
  const placeId = textOf(request.body, 'placeId');
  if (placeId) return answer(k, request, reply, { actor, organisation, placeId });
  const part = textOf(request.body, 'part');
  const accountId = textOf(request.body, 'accountId');
  const error = await attempt(() =>
    offerPlace(k, actor, organisation.id, {
      part: (parts as readonly string[]).includes(part) ? (part as Part) : fail('kernel.bad_request'),
      accountId: isId(accountId) ? accountId : undefined,
      number: textOf(request.body, 'number').slice(0, 40),
    }),
  );
  if (error) return show(k, request, reply, { form: 'offer', error });
  return back(reply, organisation, 'offered');
}

async function answer(
  k: Kernel,
  request: Request,
  reply: FastifyReply,
  given: { actor: Actor & { accountId: string }; organisation: Organisation; placeId: string },
): Promise<FastifyReply> {
  const { actor, organisation, placeId } = given;
  const said = textOf(request.body, 'answer');
  const mine = (await placesOf(k.db, organisation.id)).find(({ id }) => id === placeId);
  const error = await attempt(async () => {
    if (!mine) fail('people.place_gone');
    if (said === 'end') await endPlace(k, actor, placeId);
    else await answerPlace(k, actor, placeId, said === 'yes');
  });
  if (error) return show(k, request, reply, { form: 'place', error });
  const left = said === 'end' && mine?.accountId === actor.accountId && mine.part === 'administrator';
  if (left) return reply.redirect('/me/organisations?said=ended', 303);
  return back(reply, organisation, said === 'end' ? 'ended' : 'answered');
}

async function close(k: Kernel, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  const { actor, organisation } = await enter(k, request);
  const error = await attempt(() => closeOrganisation(k, actor, organisation.id));
  if (error) return show(k, request, reply, { form: 'close', error });
  return reply.redirect('/me/organisations?said=closed', 303);
}
