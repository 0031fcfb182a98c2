import type { FastifyReply, FastifyRequest } from 'fastify';
import { isId } from '../../../../kernel/db/index.ts';
import { type AppError, fail } from '../../../../kernel/errors/index.ts';
import type { App } from '../../../../kernel/http/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { pinyinOf } from '../../../../kernel/text/index.ts';
import {
  attempt,
  departmentBook,
  formErrors,
  requireAdmin,
  sendAdminPage,
  treeImportRoutes,
  typedOf,
} from '../../../people/index.ts';
import { mayAdministerCases } from '../../cases.policy.ts';
import { type Category, categoryBook } from '../../category-book.ts';
import { CataloguePage, CategoryFormPage } from './catalogue-pages.tsx';
import { categoryShape, saveCategory } from './change-category.ts';
import { importCategories } from './import-categories.ts';

type ById = { Params: { id: string } };
const words = 'cases.admin.catalogue';

/** 事项目录, the dispatch catalogue. */
export function catalogueRoutes(app: App, k: Kernel): void {
  app.get('/admin/catalogue', (request, reply) => showTree(k, request, reply));
  app.get('/admin/catalogue/new', (request, reply) => showForm(k, request, reply, null));
  app.post('/admin/catalogue', (request, reply) => save(k, request, reply, null));
  app.get<ById>('/admin/catalogue/:id', (request, reply) => showForm(k, request, reply, request.params.id));
  app.post<ById>('/admin/catalogue/:id', (request, reply) => save(k, request, reply, request.params.id));
  treeImportRoutes(app, k, {
    base: '/admin/catalogue',
    kind: 'cases.catalogue',
    words: {
      list: `${words}.title`,
      title: `${words}.import_title`,
      lead: `${words}.import_lead`,
      hint: `${words}.import_hint`,
      done: `${words}.import_done`,
      toList: `${words}.to_list`,
    },
    fields: [
      { name: 'code', label: `${words}.code` },
      { name: 'name', label: `${words}.name` },
      { name: 'nameEn', label: `${words}.name_en` },
      { name: 'parent', label: `${words}.parent` },
      { name: 'department', label: `${words}.department` },
      { name: 'coHandlers', label: `${words}.co_handlers` },
      { name: 'limit', label: `${words}.limit` },
      { name: 'code1', label: `${words}.code1` },
      { name: 'name1', label: `${words}.name1` },
      { name: 'code2', label: `${words}.code2` },
      { name: 'name2', label: `${words}.name2` },
      { name: 'code3', label: `${words}.code3` },
      { name: 'name3', label: `${words}.name3` },
    ],
    allow: mayAdministerCases,
    run: importCategories,
  });
}

function isMeant(category: Category, typed: string): boolean {
  const asked = typed.normalize('NFKC').trim().toLowerCase();
  const { name, code } = category;
  if ([name['zh-CN'], name.en].some((text) => text?.toLowerCase().includes(asked))) return true;
  if (code.toLowerCase().startsWith(asked)) return true;
  if (!/^[a-z]{2,}$/.test(asked)) return false;
  const { full, initials } = pinyinOf(name['zh-CN']);
  return full.includes(asked) || initials.includes(asked);
}

async function showTree(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  await requireAdmin(k, request, mayAdministerCases);
  const [categories, departments] = await Promise.all([categoryBook(k), departmentBook(k)]);
  const asked = (request.query as Record<string, unknown>).q;
  const q = typeof asked === 'string' ? asked.slice(0, 100) : '';
  return sendAdminPage(request, reply, ({ t }) => ({
    title: t(`${words}.title`),
    main: (
      <CataloguePage
        categories={categories}
        departments={departments}
        q={q}
        keep={q.trim() === '' ? undefined : (category) => isMeant(category, q)}
      />
    ),
  }));
}

async function showForm(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  id: string | null,
  wrong?: AppError,
): Promise<FastifyReply> {
  await requireAdmin(k, request, mayAdministerCases);
  const [categories, departments] = await Promise.all([categoryBook(k), departmentBook(k)]);
  const category = id === null ? null : (categories.get(id) ?? fail('kernel.not_found'));
  const { parent } = request.query as Record<string, unknown>;
  return sendAdminPage(
    request,
    reply,
    (ctx) => ({
      title: category ? categories.name(category.id, ctx.locale) : ctx.t(`${words}.new`),
      main: (
        <CategoryFormPage
          category={category}
          parent={typeof parent === 'string' && isId(parent) ? parent : ''}
          categories={categories}
          departments={departments}
          typed={wrong && typedOf(request.body)}
          errors={wrong ? formErrors(ctx, wrong).errors : {}}
        />
      ),
    }),
    wrong?.status ?? 200,
  );
}

async function save(k: Kernel, request: FastifyRequest, reply: FastifyReply, id: string | null): Promise<FastifyReply> {
  const actor = await requireAdmin(k, request, mayAdministerCases);
  let saved = '';
  const error = await attempt(async () => {
    saved = await saveCategory(k, actor, id, categoryShape.parse(typedOf(request.body)));
  });
  if (error) return showForm(k, request, reply, id, error);
  return reply.redirect(`/admin/catalogue/${saved}?said=${id === null ? 'created' : 'saved'}`, 303);
}
