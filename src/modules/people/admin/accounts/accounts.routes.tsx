import type { FastifyReply, FastifyRequest } from 'fastify';
import { ZodError } from 'zod';
import { isId } from '../../../../kernel/db/index.ts';
import { type AppError, fail } from '../../../../kernel/errors/index.ts';
import type { App } from '../../../../kernel/http/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { departmentsOf, type Role, type RoleGrant, roles } from '../../actor.ts';
import { departmentBook } from '../../books.ts';
import { formErrors } from '../../form-errors.ts';
import { textOf } from '../../text-of.ts';
import { departmentRoles, mayAdministerCity, mayGrant, mayManagePeople } from '../admin.policy.ts';
import { attempt, requireAdmin, sendAdminPage, typedOf } from '../admin-page.tsx';
import { AccountPage } from './account-page.tsx';
import { changeAccount, disableAccount, endSessions, resetSecondFactor } from './change-account.ts';
import { grantRole, revokeRole } from './change-roles.ts';
import { addressesShape, createStaff, grantShape, staffShape } from './create-staff.ts';
import { findStaff, openAccount, type StaffQuery } from './find-staff.ts';
import { NewStaffPage, StaffListPage } from './staff-pages.tsx';

type ById = { Params: { id: string } };

/** People who work here: finding them, making accounts, giving and taking roles, a lost phone. */
export function accountsRoutes(app: App, k: Kernel): void {
  app.get('/admin/people', (request, reply) => showList(k, request, reply));
  app.get('/admin/people/new', (request, reply) => showNew(k, request, reply));
  app.post('/admin/people', (request, reply) => create(k, request, reply));
  app.get<ById>('/admin/people/:id', (request, reply) => showAccount(k, request, reply, request.params.id));
  const deed = (name: string, work: Deed, done: string) =>
    app.post<ById>(`/admin/people/:id/${name}`, async (request, reply) => {
      const { id } = request.params;
      const actor = await requireAdmin(k, request, mayManagePeople);
      if (!isId(id)) fail('kernel.not_found');
      const error = await attempt(() => work(actor, id, request));
      if (error) return showAccount(k, request, reply, id, { error, form: name });
      return reply.redirect(await placeAfter(k, actor, id, done), 303);
    });
  deed('change', (actor, id, { body }) => changeAccount(k, actor, id, accountInput(body)), 'saved');
  deed('grant', (actor, id, { body }) => grantRole(k, actor, id, grantShape.parse(typedOf(body))), 'granted');
  deed('revoke', (actor, id, { body }) => revokeRole(k, actor, id, grantShape.parse(typedOf(body))), 'revoked');
  deed('disable', (actor, id) => disableAccount(k, actor, id, true), 'disabled');
  deed('enable', (actor, id) => disableAccount(k, actor, id, false), 'enabled');
  deed('reset-factor', (actor, id) => resetSecondFactor(k, actor, id), 'factor_reset');
  deed('end-sessions', (actor, id) => endSessions(k, actor, id), 'sessions_ended');
}

type Deed = (
  actor: Awaited<ReturnType<typeof requireAdmin>>,
  accountId: string,
  request: FastifyRequest,
) => Promise<unknown>;

function accountInput(body: unknown) {
  const { name } = staffShape.parse(typedOf(body));
  return { name, ...addressesShape.parse(typedOf(body)), version: textOf(body, 'version') };
}

/** Whoever took their own right to see somebody away goes back to the list. */
async function placeAfter(
  k: Kernel,
  actor: Awaited<ReturnType<typeof requireAdmin>>,
  id: string,
  done: string,
): Promise<string> {
  const stillSeen = id !== actor.accountId && (await attempt(() => openAccount(k, actor, id))) === undefined;
  return stillSeen || id === actor.accountId ? `/admin/people/${id}?said=${done}` : `/admin/people?said=${done}`;
}

function queryOf(request: FastifyRequest): StaffQuery & { typed: Record<string, string> } {
  const read = (name: string) => textOf(request.query, name);
  const role = roles.find((known) => known === read('role'));
  const [id = '', ...name] = read('after').split(' ');
  return {
    q: read('q').slice(0, 100),
    ...(role && { role }),
    ...(isId(read('department')) && { departmentId: read('department') }),
    ...(read('disabled') === 'yes' && { disabled: true }),
    ...(isId(id) && { after: { id, name: name.join(' ') } }),
    typed: { q: read('q'), role: role ?? '', department: read('department'), disabled: read('disabled') },
  };
}

async function showList(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireAdmin(k, request, mayManagePeople);
  const query = queryOf(request);
  const [{ people, more }, departments] = await Promise.all([findStaff(k, actor, query), departmentBook(k)]);
  return sendAdminPage(request, reply, ({ t }) => ({
    title: t('people.admin.accounts.title'),
    main: (
      <StaffListPage
        people={people}
        more={more}
        typed={query.typed}
        departments={departments}
        scope={departmentsOf(actor, 'administrator')}
        first={query.after === undefined}
      />
    ),
  }));
}

type Wrong = { error: AppError; typed: Record<string, string | string[]> };

async function showNew(k: Kernel, request: FastifyRequest, reply: FastifyReply, wrong?: Wrong): Promise<FastifyReply> {
  const actor = await requireAdmin(k, request, mayManagePeople);
  const departments = await departmentBook(k);
  // An address that is taken: administrators of the city are shown whose it is.
  const known =
    wrong?.error.code === 'people.address_taken' && mayAdministerCity(actor)
      ? await findTaken(k, actor, wrong.typed)
      : undefined;
  return sendAdminPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('people.admin.accounts.new'),
      main: (
        <NewStaffPage
          values={wrong?.typed ?? {}}
          errors={wrong ? formErrors(ctx, wrong.error).errors : {}}
          departments={departments}
          scope={departmentsOf(actor, 'administrator')}
          roles={grantable(actor)}
          known={known}
        />
      ),
    }),
    wrong?.error.status ?? 200,
  );
}

async function findTaken(k: Kernel, actor: Awaited<ReturnType<typeof requireAdmin>>, typed: Wrong['typed']) {
  for (const field of ['email', 'phone']) {
    const q = textOf(typed, field);
    const { people } = q === '' ? { people: [] } : await findStaff(k, actor, { q });
    if (people[0]) return people[0];
  }
  return undefined;
}

async function create(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireAdmin(k, request, mayManagePeople);
  const typed = typedOf(request.body);
  let id = '';
  const error = await attempt(async () => {
    const all = [
      staffShape.safeParse(typed),
      addressesShape.safeParse(typed),
      grantShape.safeParse({ place: '', ...typed }),
    ] as const;
    const [name, addresses, grant] = all;
    if (!name.success || !addresses.success || !grant.success)
      throw new ZodError(all.flatMap((part) => part.error?.issues ?? []));
    id = await createStaff(k, actor, { ...name.data, ...addresses.data, grant: grant.data });
  });
  if (error) return showNew(k, request, reply, { error, typed });
  return reply.redirect(`/admin/people/${id}?said=created`, 303);
}

/** Roles that the actor may give, with where. */
function grantable(actor: Awaited<ReturnType<typeof requireAdmin>>): readonly Role[] {
  return mayAdministerCity(actor) ? roles : departmentRoles;
}

async function showAccount(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  id: string,
  wrong?: { error: AppError; form: string },
): Promise<FastifyReply> {
  const actor = await requireAdmin(k, request, mayManagePeople);
  if (!isId(id)) fail('kernel.not_found');
  const [account, departments] = await Promise.all([openAccount(k, actor, id), departmentBook(k)]);
  const mayRevoke = (grant: RoleGrant) => mayGrant(actor, grant);
  return sendAdminPage(
    request,
    reply,
    (ctx) => ({
      title: account.name,
      main: (
        <AccountPage
          account={account}
          isSelf={account.id === actor.accountId}
          departments={departments}
          scope={departmentsOf(actor, 'administrator')}
          roles={grantable(actor)}
          mayRevoke={mayRevoke}
          mayReadAudit={mayAdministerCity(actor)}
          wrong={
            wrong && {
              form: wrong.form,
              values: typedOf(request.body),
              errors: formErrors(ctx, wrong.error).errors,
            }
          }
        />
      ),
    }),
    wrong?.error.status ?? 200,
  );
}
