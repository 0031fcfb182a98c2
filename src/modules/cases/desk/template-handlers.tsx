import type { FastifyReply, FastifyRequest } from 'fastify';
import { isId } from '../../../kernel/db/index.ts';
import { AppError, fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { FormErrors, FormValues } from '../../../ui/form.tsx';
import { sendPage } from '../../../ui/send-page.tsx';
import { type Actor, formErrors } from '../../people/index.ts';
import { mayKeepTemplates } from '../cases.policy.ts';
import { plainFields } from './act-at-desk.ts';
import { wishOf } from './desk-address.ts';
import { deskStaff } from './desk-frame.tsx';
import { deskActor } from './desk-handlers.tsx';
import { loadDesk } from './desk-view.ts';
import { keepTemplate, removeTemplate } from './keep-template.ts';
import { type Template, templateById, templatesFor } from './template.queries.ts';
import { TemplatePage, TemplatesPage } from './templates-page.tsx';

export async function showTemplates(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await deskActor(k, request);
  const view = await loadDesk(k, actor, wishOf({}));
  const templates = await templatesFor(k.db, view.mine.work);
  const { done } = plainFields(request.query);
  return sendPage(request, reply, (ctx) => ({
    title: ctx.t('cases.desk.templates.title'),
    robots: 'noindex',
    staff: deskStaff(ctx, view, 'templates'),
    main: (
      <TemplatesPage
        view={view}
        templates={templates}
        mine={(template) => mayKeepTemplates(actor, template.departmentId)}
        done={done === 'saved' || done === 'removed' ? done : null}
      />
    ),
  }));
}

export async function newTemplate(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await deskActor(k, request);
  return sendForm(k, request, reply, { actor, template: null, values: {}, errors: () => ({}), status: 200 });
}

export async function editTemplate(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  id: string,
): Promise<FastifyReply> {
  const actor = await deskActor(k, request);
  const template = await ownTemplate(k, actor, id);
  const { title, body } = template;
  return sendForm(k, request, reply, { actor, template, values: { title, body }, errors: () => ({}), status: 200 });
}

async function ownTemplate(k: Kernel, actor: Actor, id: string): Promise<Template> {
  const template = isId(id) ? await templateById(k.db, id) : undefined;
  if (!template) fail('kernel.not_found');
  if (!mayKeepTemplates(actor, template.departmentId)) fail('kernel.not_allowed');
  return template;
}

export async function saveTemplate(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  id: string | null,
): Promise<FastifyReply> {
  const actor = await deskActor(k, request);
  const template = id === null ? null : await ownTemplate(k, actor, id);
  const { departmentId = '', title = '', body = '' } = plainFields(request.body);
  try {
    await keepTemplate(k, actor, id, { departmentId: template?.departmentId ?? departmentId, title, body });
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'kernel.not_allowed') throw thrown;
    return sendForm(k, request, reply, {
      actor,
      template,
      values: { departmentId, title, body },
      errors: (ctx) => formErrors(ctx, thrown).errors,
      status: 422,
    });
  }
  return reply.redirect('/desk/templates?done=saved', 303);
}

export async function removeTemplateAt(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  id: string,
): Promise<FastifyReply> {
  await removeTemplate(k, await deskActor(k, request), id);
  return reply.redirect('/desk/templates?done=removed', 303);
}

type Editing = {
  actor: Actor;
  template: Template | null;
  values: FormValues;
  errors: (ctx: Parameters<typeof formErrors>[0]) => FormErrors;
  status: number;
};

async function sendForm(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  { actor, template, values, errors, status }: Editing,
): Promise<FastifyReply> {
  const view = await loadDesk(k, actor, wishOf({}));
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t(template ? 'cases.desk.templates.edit' : 'cases.desk.templates.write'),
      robots: 'noindex',
      staff: deskStaff(ctx, view, 'templates'),
      main: <TemplatePage view={view} template={template} values={values} errors={errors(ctx)} />,
    }),
    status,
  );
}
