import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { formErrors, typedOf } from '../../people/index.ts';
import { post, type Sent } from '../desk-page.tsx';
import { EnterPage, type EnterProps, NominatePage } from './enter-page.tsx';
import { entryStage, takingAt } from './entries.rules.ts';
import { type NominateInput, nominate } from './nominate.ts';
import { enteringOrganisations } from './own-entry.ts';
import { publishedCompetition, requireEntrant } from './requests.ts';
import { type StartInput, startEntry } from './start-entry.ts';

type BySlug = { Params: { slug: string } };
type Request = FastifyRequest<BySlug>;

const startLimit = { name: 'competitions.start_entry', points: 30, seconds: 3600 };

/** Entering oneself, and nominating somebody else. */
export function enterRoutes(app: App, k: Kernel): void {
  app.get<BySlug>('/competitions/:slug/enter', (request, reply) => show(k, request, reply, 'enter'));
  app.post<BySlug>('/competitions/:slug/enter', (request, reply) => start(k, request, reply));
  app.get<BySlug>('/competitions/:slug/nominate', (request, reply) => show(k, request, reply, 'nominate'));
  app.post<BySlug>('/competitions/:slug/nominate', (request, reply) => sendNomination(k, request, reply));
}

async function show(
  k: Kernel,
  request: Request,
  reply: FastifyReply,
  what: 'enter' | 'nominate',
  sent?: Sent,
): Promise<FastifyReply> {
  const competition = await publishedCompetition(k, request.params.slug);
  const taking = takingAt(entryStage(competition), k.clock.now());
  const actor = await requireEntrant(k, request);
  const organisations = await enteringOrganisations(k.db, actor.accountId);
  return sendPage(
    request,
    reply,
    (ctx) => {
      const props: EnterProps = {
        competition,
        taking,
        organisations,
        values: sent?.values,
        errors: sent && formErrors(ctx, sent.thrown).errors,
      };
      return {
        title: ctx.t(`competitions.entries.${what}`),
        robots: 'noindex',
        main: what === 'enter' ? <EnterPage {...props} /> : <NominatePage {...props} />,
      };
    },
    sent?.thrown.status ?? 200,
  );
}

async function start(k: Kernel, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireEntrant(k, request);
  const { id } = await publishedCompetition(k, request.params.slug);
  await k.limits.take(startLimit, actor.accountId);
  return post(
    request,
    reply,
    'enter',
    async () => `/me/entries/${await startEntry(k, actor, id, typedOf(request.body) as StartInput)}`,
    (sent) => show(k, request, reply, 'enter', sent),
  );
}

async function sendNomination(k: Kernel, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireEntrant(k, request);
  const { id } = await publishedCompetition(k, request.params.slug);
  return post(
    request,
    reply,
    'nominate',
    async () => {
      await nominate(k, actor, id, typedOf(request.body) as NominateInput);
      return '/me/entries?done=nominated';
    },
    (sent) => show(k, request, reply, 'nominate', sent),
  );
}
