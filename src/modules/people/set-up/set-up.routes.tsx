import type { FastifyReply, FastifyRequest } from 'fastify';
import { type AppError, fail } from '../../../kernel/errors/index.ts';
import type { App, Limit } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { citySettings } from '../../../kernel/settings/index.ts';
import type { FormValues } from '../../../ui/form.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { expectedError, formErrors } from '../form-errors.ts';
import { textOf } from '../text-of.ts';
import { administratorSchema, makeAdministrator } from './make-administrator.ts';
import { readCity, setUpCity } from './set-up-city.ts';
import { AdministratorPage, CityPage, ReadyPage, TokenPage } from './set-up-pages.tsx';
import { isSetUpToken, needsSetUp } from './set-up-state.ts';

const tokenLimit: Limit = { name: 'people.set_up_token', points: 10, seconds: 600 };
const cookieName = 'tongxin.set_up';
/** What must answer before there is a city: assets, probes, the wizard itself. */
const open = /^\/(set-up|assets\/|view|health|ready|metrics|robots\.txt|site\.webmanifest|favicon)/;

/** The first run: who the city is, and its first administrator. Gone once there is one. */
export function setUpRoutes(app: App, k: Kernel): void {
  app.addHook('onRequest', async (request, reply) => {
    if ((request.method !== 'GET' && request.method !== 'HEAD') || open.test(request.url) || !(await needsSetUp(k)))
      return;
    return reply.header('cache-control', 'no-store').redirect('/set-up', 303);
  });
  app.get('/set-up', (request, reply) => showToken(k, request, reply));
  app.post('/set-up', (request, reply) => enterToken(k, request, reply));
  app.get('/set-up/city', (request, reply) => showCity(k, request, reply));
  app.post('/set-up/city', (request, reply) => saveCity(k, request, reply));
  app.get('/set-up/administrator', (request, reply) => showAdministrator(k, request, reply));
  app.post('/set-up/administrator', (request, reply) => saveAdministrator(k, request, reply));
  app.get('/set-up/ready', async (request, reply) => {
    if (await needsSetUp(k)) return reply.redirect('/set-up', 303);
    return send(request, reply, (ctx) => <ReadyPage city={ctx.city.name} />);
  });
}

function send(
  request: FastifyRequest,
  reply: FastifyReply,
  main: (ctx: PageContext) => preact.VNode,
  status = 200,
): Promise<FastifyReply> {
  return sendPage(
    request,
    reply,
    (ctx) => ({ title: ctx.t('people.set_up.title'), robots: 'noindex', main: main(ctx) }),
    status,
  );
}

/** @throws AppError people.set_up_done, people.set_up_token_wrong */
async function requireToken(k: Kernel, request: FastifyRequest): Promise<void> {
  if (!(await needsSetUp(k))) fail('people.set_up_done');
  if (!isSetUpToken(k, request.cookies[cookieName] ?? '')) fail('people.set_up_token_wrong');
}

async function showToken(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  error?: AppError,
): Promise<FastifyReply> {
  if (!(await needsSetUp(k))) return reply.redirect('/', 303);
  return send(
    request,
    reply,
    (ctx) => (
      <TokenPage typed={textOf(request.body, 'token')} errors={error ? formErrors(ctx, error, 'token').errors : {}} />
    ),
    error?.status,
  );
}

async function enterToken(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const token = textOf(request.body, 'token');
  try {
    await k.limits.takeForAddress(tokenLimit, request);
    if (!isSetUpToken(k, token)) fail('people.set_up_token_wrong');
  } catch (error) {
    return showToken(k, request, reply, expectedError(error));
  }
  reply.setCookie(cookieName, token, {
    path: '/set-up',
    httpOnly: true,
    sameSite: 'strict',
    maxAge: 3600,
    secure: k.config.publicUrl.startsWith('https:'),
  });
  return reply.redirect('/set-up/city', 303);
}

const cityFields = [
  'name',
  'nameEn',
  'platformName',
  'platformNameEn',
  'brand',
  'brandEn',
  'hotline',
  'sponsor',
  'primaryColour',
  'accentColour',
] as const;

function languagesOf(body: unknown): string[] {
  const given = (body as { languages?: unknown } | null)?.languages ?? [];
  return (Array.isArray(given) ? given : [given]).filter((each) => typeof each === 'string');
}

async function showCity(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  error?: AppError,
): Promise<FastifyReply> {
  await requireToken(k, request);
  const city = k.settings.get(citySettings);
  const chosen = k.settings.has(citySettings);
  const values: FormValues = error
    ? {
        ...Object.fromEntries(cityFields.map((name) => [name, textOf(request.body, name)])),
        languages: languagesOf(request.body),
      }
    : {
        ...(chosen && {
          name: city.name['zh-CN'],
          nameEn: city.name.en ?? '',
          platformName: city.platformName['zh-CN'],
          platformNameEn: city.platformName.en ?? '',
          sponsor: city.sponsor['zh-CN'],
        }),
        brand: city.brand['zh-CN'],
        brandEn: city.brand.en ?? '',
        hotline: city.hotline,
        primaryColour: city.primaryColour,
        accentColour: city.accentColour,
        languages: city.languages,
      };
  return send(
    request,
    reply,
    (ctx) => <CityPage values={values} errors={error ? formErrors(ctx, error).errors : {}} />,
    error?.status,
  );
}

async function saveCity(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  await requireToken(k, request);
  try {
    const texts = Object.fromEntries(cityFields.map((name) => [name, textOf(request.body, name)])) as Record<
      (typeof cityFields)[number],
      string
    >;
    await setUpCity(k, readCity({ ...texts, languages: languagesOf(request.body) }));
  } catch (error) {
    return showCity(k, request, reply, expectedError(error));
  }
  return reply.redirect('/set-up/administrator', 303);
}

async function showAdministrator(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  error?: AppError,
): Promise<FastifyReply> {
  await requireToken(k, request);
  if (!k.settings.has(citySettings)) return reply.redirect('/set-up/city', 303);
  const values = { name: textOf(request.body, 'name'), email: textOf(request.body, 'email') };
  const { email } = k.notify.adapters;
  return send(
    request,
    reply,
    (ctx) => (
      <AdministratorPage
        values={values}
        codesArrive={email.real || k.config.DEMO_CODES === true}
        errors={error ? formErrors(ctx, error).errors : {}}
      />
    ),
    error?.status,
  );
}

async function saveAdministrator(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  await requireToken(k, request);
  try {
    await makeAdministrator(
      k,
      administratorSchema.parse({ name: textOf(request.body, 'name'), email: textOf(request.body, 'email') }),
      { first: true },
    );
  } catch (error) {
    return showAdministrator(k, request, reply, expectedError(error));
  }
  reply.clearCookie(cookieName, { path: '/set-up' });
  return reply.redirect('/set-up/ready', 303);
}
