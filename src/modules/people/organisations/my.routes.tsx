import type { FastifyReply, FastifyRequest } from 'fastify';
import { isId } from '../../../kernel/db/index.ts';
import { type AppError, fail } from '../../../kernel/errors/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { attempt } from '../admin/admin-page.tsx';
import { formErrors } from '../form-errors.ts';
import { requireOwner } from '../session.ts';
import { textOf } from '../text-of.ts';
import { answerPlace, endPlace } from './change-places.ts';
import { MyOrganisationsPage } from './my-pages.tsx';
import { placeById, placesOfAccount } from './organisation-people.queries.ts';
import { linksOfOrganisations } from './organisation-places.ts';

type ById = { Params: { id: string } };

const said = new Set(['asked', 'answered', 'ended', 'closed']);

/** What somebody is in organisations. */
export function myOrganisationRoutes(app: App, k: Kernel): void {
  app.get('/me/organisations', (request, reply) => show(k, request, reply));
  app.post<ById>('/me/organisations/:id', (request, reply) => answer(k, request, reply));
}

async function show(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  problem?: AppError,
): Promise<FastifyReply> {
  const owner = await requireOwner(k, request);
  const places = await placesOfAccount(k.db, owner.accountId);
  const key = request.method === 'GET' ? textOf(request.query, 'said') : '';
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('people.organisations.mine'),
      robots: 'noindex',
      main: (
        <MyOrganisationsPage
          places={places}
          links={linksOfOrganisations(k)}
          problem={problem ? formErrors(ctx, problem).errors[''] : undefined}
          said={said.has(key) ? `people.organisations.said.${key}` : undefined}
        />
      ),
    }),
    problem?.status ?? 200,
  );
}

async function answer(k: Kernel, request: FastifyRequest<ById>, reply: FastifyReply): Promise<FastifyReply> {
  const owner = await requireOwner(k, request);
  const { id } = request.params;
  const place = isId(id) ? await placeById(k.db, id) : null;
  if (place && place.accountId !== owner.accountId) fail('kernel.not_found');
  const given = textOf(request.body, 'answer');
  const error = await attempt(async () => {
    if (!place) fail('people.place_gone');
    if (given === 'end') await endPlace(k, owner, id);
    else await answerPlace(k, owner, id, given === 'yes');
  });
  if (error) return show(k, request, reply, error);
  return reply.redirect(`/me/organisations?said=${given === 'end' ? 'ended' : 'answered'}`, 303);
}
