import type { FastifyReply, FastifyRequest } from 'fastify';
import { type AppError, fail } from '../../../kernel/errors/index.ts';
import { type App, localPath } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import type { Actor } from '../actor.ts';
import { expectedError, formErrors } from '../form-errors.ts';
import { guardianSchema } from '../guardians/guardian.rules.ts';
import { askGuardian } from '../guardians/waiting.ts';
import { actorOf } from '../session.ts';
import { textOf } from '../text-of.ts';
import { localeOf } from './code-cookie.ts';
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
    const child = isChild(request.body);
    try {
      const given = typed(request.body);
      if (child) {
        const input = childSchema.parse(given);
        await welcome(k, actor, input, input);
      } else await welcome(k, actor, welcomeSchema.parse(given));
    } catch (error) {
      return show(request, reply, actor, expectedError(error));
    }
    if (child && actor.accountId) {
      const sent = await askGuardian(k, actor.accountId, localeOf(k, request));
      return reply.redirect(
        `/welcome/guardian?back=${encodeURIComponent(back)}&said=${sent ? 'sent' : 'not_sent'}`,
        303,
      );
    }
    return reply.redirect(nextPlace({ ...actor, name: 'named' }, back), 303);
  });
}

/** One form, so that everything wrong in it is said at once. */
const childSchema = welcomeSchema.extend(guardianSchema.shape);

/** Whoever ticks the box, or says when they were born, is asked for a guardian. */
function isChild(body: unknown): boolean {
  return (
    textOf(body, 'child') === 'yes' ||
    ['birthMonth', 'guardianName', 'guardianAddress'].some((name) => textOf(body, name) !== '')
  );
}

function typed(body: unknown) {
  const names = ['name', 'displayName', 'agreed', 'child', 'birthMonth', 'guardianName', 'guardianAddress'] as const;
  return Object.fromEntries(names.map((name) => [name, textOf(body, name)])) as Record<(typeof names)[number], string>;
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
  const values = typed(request.body);
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
