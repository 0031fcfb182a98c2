import type { FastifyReply, FastifyRequest } from 'fastify';
import { type AppError, fail } from '../../../kernel/errors/index.ts';
import { type App, localPath } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import type { Actor } from '../actor.ts';
import { expectedError, formErrors } from '../form-errors.ts';
import { actorOf } from '../session.ts';
import { textOf } from '../text-of.ts';
import { nextPlace } from './next-place.ts';
import { welcome, welcomeSchema } from './welcome.ts';
import { WelcomePage } from './welcome-page.tsx';

/** After the first sign-in: how to be called, and what is kept. */
export function welcomeRoutes(app: App, k: Kernel): void {
  app.get('/welcome', async (request, reply) => show(request, reply, await newcomer(k, request)));
  app.post('/welcome', async (request, reply) => {
    const actor = await newcomer(k, request);
    const back = localPath(textOf(request.body, 'back'));
    if (actor.name !== '') return reply.redirect(nextPlace(actor, back), 303);
    try {
      const input = welcomeSchema.parse({
        name: textOf(request.body, 'name'),
        displayName: textOf(request.body, 'displayName'),
        agreed: textOf(request.body, 'agreed'),
      });
      await welcome(k, actor, input);
    } catch (error) {
      return show(request, reply, actor, expectedError(error));
    }
    return reply.redirect(nextPlace({ ...actor, name: 'named' }, back), 303);
  });
}

async function newcomer(k: Kernel, request: FastifyRequest): Promise<Actor> {
  const actor = await actorOf(k, request);
  if (actor.kind !== 'account') fail('kernel.sign_in_first');
  return actor;
}

function show(
  request: FastifyRequest,
  reply: FastifyReply,
  actor: Actor,
  error?: AppError,
): Promise<FastifyReply> | FastifyReply {
  const source = request.method === 'GET' ? request.query : request.body;
  const back = localPath(textOf(source, 'back'));
  if (actor.name !== '') return reply.redirect(nextPlace(actor, back), 303);
  const values = {
    name: textOf(request.body, 'name'),
    displayName: textOf(request.body, 'displayName'),
    agreed: textOf(request.body, 'agreed'),
  };
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('people.welcome.title'),
      robots: 'noindex',
      main: (
        <WelcomePage
          back={back}
          values={values}
          errors={error ? formErrors(ctx, error).errors : {}}
          brand={ctx.city.brand}
        />
      ),
    }),
    error?.status ?? 200,
  );
}
