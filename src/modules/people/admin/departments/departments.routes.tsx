import type { FastifyReply, FastifyRequest } from 'fastify';
import { isId } from '../../../../kernel/db/index.ts';
import { type AppError, fail } from '../../../../kernel/errors/index.ts';
import type { App } from '../../../../kernel/http/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { pinyinOf } from '../../../../kernel/text/index.ts';
import type { Department } from '../../books.queries.ts';
import { departmentBook, districtBook } from '../../books.ts';
import { formErrors } from '../../form-errors.ts';
import { textOf } from '../../text-of.ts';
import { mayAdministerCity } from '../admin.policy.ts';
import { attempt, requireAdmin, sendAdminPage, typedOf } from '../admin-page.tsx';
import { treeImportRoutes } from '../tree-import.routes.tsx';
import { changeDepartment, closeDepartment, createDepartment, departmentShape } from './change-department.ts';
import { mattersAt } from './department-use.ts';
import { peopleIn } from './departments.queries.ts';
import { DepartmentFormPage, DepartmentListPage } from './departments-pages.tsx';
import { importDepartments } from './import-departments.ts';

type ById = { Params: { id: string } };
// keys: people.admin.departments.*
const words = 'people.admin.departments';

/** The departments as a tree. */
export function departmentsRoutes(app: App, k: Kernel): void {
  app.get('/admin/departments', (request, reply) => showTree(k, request, reply));
  app.get('/admin/departments/new', (request, reply) => showForm(k, request, reply, null));
  app.post('/admin/departments', (request, reply) => save(k, request, reply, null));
  app.get<ById>('/admin/departments/:id', (request, reply) => showForm(k, request, reply, request.params.id));
  app.post<ById>('/admin/departments/:id', (request, reply) => save(k, request, reply, request.params.id));
  app.post<ById>('/admin/departments/:id/close', (request, reply) => close(k, request, reply, true));
  app.post<ById>('/admin/departments/:id/open', (request, reply) => close(k, request, reply, false));
  treeImportRoutes(app, k, {
    base: '/admin/departments',
    kind: 'people.departments',
    words: {
      list: `${words}.title`,
      title: `${words}.import_title`,
      lead: `${words}.import_lead`,
      hint: `${words}.import_hint`,
      done: `${words}.import_done`,
      toList: `${words}.to_list`,
    },
    fields: [
      { name: 'code', label: `${words}.code`, needed: true },
      { name: 'name', label: `${words}.name`, needed: true },
      { name: 'nameEn', label: `${words}.name_en` },
      { name: 'shortName', label: `${words}.short` },
      { name: 'shortNameEn', label: `${words}.short_en` },
      { name: 'parent', label: `${words}.parent` },
      { name: 'kind', label: `${words}.kind` },
      { name: 'phone', label: `${words}.phone` },
      { name: 'district', label: `${words}.district` },
    ],
    allow: mayAdministerCity,
    run: importDepartments,
  });
}

function isMeant(department: Department, typed: string): boolean {
  const asked = typed.normalize('NFKC').trim().toLowerCase();
  const { name, shortName, code, phone } = department;
  const texts = [name['zh-CN'], name.en, shortName['zh-CN'], shortName.en, code, phone];
  if (texts.some((text) => text?.toLowerCase().includes(asked))) return true;
  if (!/^[a-z]{2,}$/.test(asked)) return false;
  return [name, shortName].some((text) => {
    const { full, initials } = pinyinOf(text['zh-CN']);
    return full.includes(asked) || initials.includes(asked);
  });
}

async function showTree(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  await requireAdmin(k, request);
  const q = textOf(request.query, 'q').slice(0, 100);
  const closed = textOf(request.query, 'closed') === 'yes';
  const departments = await departmentBook(k);
  const keep = (department: Department) => (closed || department.active) && (q.trim() === '' || isMeant(department, q));
  return sendAdminPage(request, reply, ({ t }) => ({
    title: t(`${words}.title`),
    main: <DepartmentListPage departments={departments} keep={keep} q={q} closed={closed} />,
  }));
}

async function showForm(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  id: string | null,
  wrong?: AppError,
): Promise<FastifyReply> {
  await requireAdmin(k, request);
  const [departments, districts] = await Promise.all([departmentBook(k), districtBook(k)]);
  const department = id === null ? null : (departments.get(id) ?? fail('kernel.not_found'));
  const use = department && {
    people: await peopleIn(k.db, department.id),
    matters: await mattersAt(k, k.db, department.id),
  };
  const parent = textOf(request.query, 'parent');
  return sendAdminPage(
    request,
    reply,
    (ctx) => ({
      title: department ? departments.name(department.id, ctx.locale) : ctx.t(`${words}.new`),
      main: (
        <DepartmentFormPage
          department={department}
          parent={isId(parent) ? parent : ''}
          departments={departments}
          districts={districts}
          use={use}
          typed={wrong && request.body ? typedOf(request.body) : undefined}
          errors={wrong ? formErrors(ctx, wrong).errors : {}}
        />
      ),
    }),
    wrong?.status ?? 200,
  );
}

async function save(k: Kernel, request: FastifyRequest, reply: FastifyReply, id: string | null): Promise<FastifyReply> {
  const actor = await requireAdmin(k, request);
  let saved = id ?? '';
  const error = await attempt(async () => {
    const input = departmentShape.parse(typedOf(request.body));
    if (id === null) saved = await createDepartment(k, actor, input);
    else await changeDepartment(k, actor, id, input);
  });
  if (error) return showForm(k, request, reply, id, error);
  return reply.redirect(`/admin/departments/${saved}?said=${id === null ? 'created' : 'saved'}`, 303);
}

async function close(
  k: Kernel,
  request: FastifyRequest<ById>,
  reply: FastifyReply,
  shut: boolean,
): Promise<FastifyReply> {
  const actor = await requireAdmin(k, request);
  const { id } = request.params;
  const error = await attempt(() => closeDepartment(k, actor, id, shut));
  if (error) return showForm(k, request, reply, id, error);
  return reply.redirect(`/admin/departments/${id}?said=${shut ? 'closed' : 'opened'}`, 303);
}
