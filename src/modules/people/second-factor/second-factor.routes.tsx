import type { FastifyReply, FastifyRequest } from 'fastify';
import QRCode from 'qrcode';
import type { AppError } from '../../../kernel/errors/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import { type App, type Limit, localPath } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { citySettings } from '../../../kernel/settings/index.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { isStaff } from '../actor.ts';
import { expectedError, formErrors } from '../form-errors.ts';
import { emailOf } from '../people.queries.ts';
import { requireActor } from '../session.ts';
import { demoCodesShown } from '../sign-in/demo-messages.ts';
import { textOf } from '../text-of.ts';
import { passSecondFactor } from './pass-second-factor.ts';
import { RecoveryCodesPage, SecondFactorPage, SetUpPage } from './second-factor-pages.tsx';
import { draftSecret, hasSecondFactor, renewRecoveryCodes, setUpSecondFactor } from './set-up-second-factor.ts';
import { enrolmentUri, keyWords } from './totp.ts';

const tryLimit: Limit = { name: 'people.factor_try', points: 60, seconds: 600 };

/** The second factor of staff: passing it, setting it up, codes for the day the device is lost. */
export function secondFactorRoutes(app: App, k: Kernel): void {
  app.get('/second-factor', (request, reply) => ask(k, request, reply));
  app.post('/second-factor', (request, reply) => pass(k, request, reply));
  app.get('/second-factor/set-up', (request, reply) => showSetUp(k, request, reply));
  app.post('/second-factor/set-up', (request, reply) => setUp(k, request, reply));
  app.get('/second-factor/set-up/code.svg', (request, reply) => showCode(k, request, reply));
  app.post('/second-factor/recovery-codes', (request, reply) => renew(k, request, reply));
}

function backOf(request: FastifyRequest): string {
  return localPath(textOf(request.method === 'GET' ? request.query : request.body, 'back'));
}

async function ask(k: Kernel, request: FastifyRequest, reply: FastifyReply, error?: AppError): Promise<FastifyReply> {
  const actor = await requireActor(k, request);
  const back = backOf(request);
  if (actor.secondFactor) return reply.redirect(back, 303);
  if (!(await hasSecondFactor(k, actor.accountId ?? '')))
    return reply.redirect(isStaff(actor) ? `/second-factor/set-up?back=${encodeURIComponent(back)}` : back, 303);
  const demo = await demoCodesShown(k);
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('people.factor.title'),
      robots: 'noindex',
      main: <SecondFactorPage back={back} demo={demo} errors={error ? formErrors(ctx, error, 'code').errors : {}} />,
    }),
    error?.status ?? 200,
  );
}

async function pass(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireActor(k, request);
  try {
    await k.limits.takeForAddress(tryLimit, request);
    await passSecondFactor(k, request, reply, actor, textOf(request.body, 'code'));
  } catch (error) {
    return ask(k, request, reply, expectedError(error));
  }
  return reply.header('cache-control', 'no-store').redirect(backOf(request), 303);
}

async function showSetUp(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  error?: AppError,
): Promise<FastifyReply> {
  const actor = await requireActor(k, request);
  const secret = await draftSecret(k, actor);
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('people.factor_set_up.title'),
      robots: 'noindex',
      main: (
        <SetUpPage
          back={backOf(request)}
          manualKey={keyWords(secret)}
          errors={error ? formErrors(ctx, error, 'code').errors : {}}
        />
      ),
    }),
    error?.status ?? 200,
  );
}

async function setUp(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireActor(k, request);
  let codes: string[];
  try {
    await k.limits.takeForAddress(tryLimit, request);
    codes = await setUpSecondFactor(k, request, reply, actor, textOf(request.body, 'code'));
  } catch (thrown) {
    const error = expectedError(thrown);
    if (error.code === 'people.factor_set_up_already') return reply.redirect(backOf(request), 303);
    return showSetUp(k, request, reply, error);
  }
  return showRecoveryCodes(k, request, reply, codes);
}

async function showCode(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireActor(k, request);
  const secret = await draftSecret(k, actor);
  const uri = enrolmentUri(
    secret,
    k.settings.get(citySettings).brand['zh-CN'],
    (await emailOf(k.db, actor.accountId ?? '')) ?? actor.name,
  );
  const svg = await QRCode.toString(uri, { type: 'svg', errorCorrectionLevel: 'M', margin: 2 });
  return reply.header('cache-control', 'private, no-store').type('image/svg+xml').send(svg);
}

async function renew(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireActor(k, request);
  if (!actor.secondFactor) fail('kernel.second_factor_first');
  return showRecoveryCodes(k, request, reply, await renewRecoveryCodes(k, actor));
}

function showRecoveryCodes(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  codes: string[],
): Promise<FastifyReply> {
  const back = backOf(request);
  return sendPage(request, reply, (ctx) => ({
    title: ctx.t('people.recovery.title'),
    robots: 'noindex',
    main: <RecoveryCodesPage codes={codes} back={back} madeAt={k.clock.now()} />,
  }));
}
