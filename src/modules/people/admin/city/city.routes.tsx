import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError, type FieldErrors, fail } from '../../../../kernel/errors/index.ts';
import { readMultipart } from '../../../../kernel/files/index.ts';
import type { App } from '../../../../kernel/http/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { citySettings } from '../../../../kernel/settings/index.ts';
import { formErrors } from '../../form-errors.ts';
import { textOf } from '../../text-of.ts';
import { attempt, requireAdmin, sendAdminPage, typedOf } from '../admin-page.tsx';
import {
  type CityPart,
  changeCity,
  changeText,
  cityParts,
  colourProblems,
  emblemPurpose,
  type TextKey,
  textKeys,
  textShape,
} from './change-city.ts';
import { CityPage } from './city-page.tsx';
import { TextPage, TextsPage } from './texts-pages.tsx';

type Typed = Record<string, string | string[]>;
type ByKey = { Params: { key: string } };
type Wrong = { part: CityPart; error?: AppError; typed: Typed };

/** Who the city is, how it looks, and the texts it answers for. */
export function cityRoutes(app: App, k: Kernel): void {
  app.get('/admin/settings', (request, reply) => showCity(k, request, reply));
  for (const part of Object.keys(cityParts) as CityPart[])
    app.post(`/admin/settings/${part}`, (request, reply) => saveCity(k, request, reply, part));
  app.get('/admin/settings/texts', (request, reply) => showTexts(k, request, reply));
  app.get<ByKey>('/admin/settings/texts/:key', (request, reply) => showText(k, request, reply, keyOf(request)));
  app.post<ByKey>('/admin/settings/texts/:key', (request, reply) => saveText(k, request, reply, keyOf(request)));
}

/** The emblem is on every page, so everybody may read it. */
export function wireCity(k: Kernel): void {
  k.files.guard(emblemPurpose, async () => 'everybody');
}

function keyOf(request: FastifyRequest<ByKey>): TextKey {
  return textKeys.find((key) => key === request.params.key) ?? fail('kernel.not_found');
}

async function showCity(k: Kernel, request: FastifyRequest, reply: FastifyReply, wrong?: Wrong): Promise<FastifyReply> {
  await requireAdmin(k, request);
  return sendAdminPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('people.admin.city.title'),
      main: (
        <CityPage
          city={k.settings.get(citySettings)}
          tried={
            wrong && {
              part: wrong.part,
              values: wrong.typed,
              errors: wrong.error ? formErrors(ctx, wrong.error).errors : {},
            }
          }
        />
      ),
    }),
    wrong?.error?.status ?? 200,
  );
}

async function saveCity(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  part: CityPart,
): Promise<FastifyReply> {
  const actor = await requireAdmin(k, request);
  const form = await readMultipart(request, {
    files: k.files,
    purpose: emblemPurpose,
    ownerId: actor.accountId,
    limits: { documents: false, image_bytes: 2_000_000 },
    mostFiles: 1,
  });
  const [emblem] = form.files;
  const typed: Typed = { ...form.fields, ...(emblem && { emblem: emblem.id }) };
  if (part === 'look' && textOf(typed, 'do') === 'preview') {
    const problems = colourProblems(textOf(typed, 'primaryColour'), textOf(typed, 'accentColour'));
    return showCity(k, request, reply, {
      part,
      typed,
      ...(Object.keys(problems).length > 0 && { error: invalid(problems) }),
    });
  }
  const error = await attempt(async () => {
    if (Object.keys(form.fieldErrors).length > 0) throw invalid(form.fieldErrors);
    await changeCity(k, actor, part, typed);
  });
  if (error) return showCity(k, request, reply, { part, error, typed });
  return reply.redirect(`/admin/settings?said=saved#${part}`, 303);
}

function invalid(fields: FieldErrors): AppError {
  return new AppError('kernel.invalid', { n: Object.keys(fields).length }, fields);
}

async function showTexts(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  await requireAdmin(k, request);
  return sendAdminPage(request, reply, ({ t }) => ({
    title: t('people.admin.texts.title'),
    main: <TextsPage city={k.settings.get(citySettings)} />,
  }));
}

async function showText(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  key: TextKey,
  tried?: { typed: Typed; error?: AppError },
): Promise<FastifyReply> {
  await requireAdmin(k, request);
  return sendAdminPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t(`people.admin.texts.${key}`),
      main: (
        <TextPage
          city={k.settings.get(citySettings)}
          name={key}
          tried={tried && { values: tried.typed, errors: tried.error ? formErrors(ctx, tried.error).errors : {} }}
        />
      ),
    }),
    tried?.error?.status ?? 200,
  );
}

async function saveText(k: Kernel, request: FastifyRequest, reply: FastifyReply, key: TextKey): Promise<FastifyReply> {
  const actor = await requireAdmin(k, request);
  const typed = typedOf(request.body);
  if (typed.do === 'preview') return showText(k, request, reply, key, { typed });
  const error = await attempt(() => changeText(k, actor, key, textShape.parse(typed)));
  if (error) return showText(k, request, reply, key, { typed, error });
  return reply.redirect('/admin/settings/texts?said=saved', 303);
}
