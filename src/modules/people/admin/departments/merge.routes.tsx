import type { FastifyReply, FastifyRequest } from 'fastify';
import { isId } from '../../../../kernel/db/index.ts';
import { type AppError, fail, failFields } from '../../../../kernel/errors/index.ts';
import type { App } from '../../../../kernel/http/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { departmentBook } from '../../books.ts';
import { formErrors } from '../../form-errors.ts';
import { textOf } from '../../text-of.ts';
import { attempt, requireAdmin, sendAdminPage, typedOf } from '../admin-page.tsx';
import { mergeDepartment, whatMoves } from './merge-department.ts';
import { MergePage } from './merge-page.tsx';

type ById = { Params: { id: string } };

/** Putting a department into another. */
export function mergeRoutes(app: App, k: Kernel): void {
  app.get<ById>('/admin/departments/:id/merge', (request, reply) => show(k, request, reply));
  app.post<ById>('/admin/departments/:id/merge', (request, reply) => merge(k, request, reply));
}

async function show(
  k: Kernel,
  request: FastifyRequest<ById>,
  reply: FastifyReply,
  wrong?: AppError,
): Promise<FastifyReply> {
  await requireAdmin(k, request);
  const departments = await departmentBook(k);
  const department = departments.get(request.params.id) ?? fail('kernel.not_found');
  if (!department.active && !wrong) return reply.redirect(`/admin/departments/${department.id}`, 303);
  const moves = await whatMoves(k, department.id);
  return sendAdminPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('people.admin.departments.merge'),
      main: (
        <MergePage
          department={department}
          departments={departments}
          moves={moves}
          typed={wrong && typedOf(request.body)}
          errors={wrong ? formErrors(ctx, wrong, 'to').errors : {}}
        />
      ),
    }),
    wrong?.status ?? 200,
  );
}

async function merge(k: Kernel, request: FastifyRequest<ById>, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireAdmin(k, request);
  const to = textOf(request.body, 'to');
  const error = await attempt(async () => {
    if (!isId(to)) failFields({ to: { key: 'people.admin.departments.merge_to_missing' } });
    if (textOf(request.body, 'sure') !== 'yes') failFields({ sure: { key: 'people.admin.departments.merge_tick' } });
    await mergeDepartment(k, actor, request.params.id, to);
  });
  if (error) return show(k, request, reply, error);
  return reply.redirect(`/admin/departments/${to}?said=merged`, 303);
}
