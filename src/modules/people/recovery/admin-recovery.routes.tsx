import type { FastifyReply, FastifyRequest } from 'fastify';
import { isId } from '../../../kernel/db/index.ts';
import { type AppError, fail, failFields } from '../../../kernel/errors/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { noteLook } from '../admin/accounts/note-look.ts';
import { attempt, requireAdmin, sendAdminPage } from '../admin/admin-page.tsx';
import { formErrors } from '../form-errors.ts';
import { holdsRole } from '../me/data.queries.ts';
import { profileOf } from '../me/profile.queries.ts';
import { staffNames } from '../staff-lookup.ts';
import { textOf } from '../text-of.ts';
import { OneRecoveryPage, RecoveriesPage } from './admin-recovery-pages.tsx';
import { checkRecovery, confirmRecovery, refuseRecovery } from './check-recovery.ts';
import { findRecovery, listRecoveries, ownsAddress } from './recovery.queries.ts';

const onAPage = 30;
type ById = { Params: { id: string } };
const deeds = { check: checkRecovery, confirm: confirmRecovery, refuse: refuseRecovery };

/** The counter: who asks, what to check, the second administrator for accounts of staff. */
export function adminRecoveryRoutes(app: App, k: Kernel): void {
  app.get('/admin/recoveries', (request, reply) => showList(k, request, reply));
  app.get<ById>('/admin/recoveries/:id', (request, reply) => showOne(k, request, reply));
  for (const deed of ['check', 'confirm', 'refuse'] as const)
    app.post<ById>(`/admin/recoveries/:id/${deed}`, (request, reply) => act(k, request, reply, deed));
}

async function showList(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  await requireAdmin(k, request);
  const open = textOf(request.query, 'ended') !== 'yes';
  const number = textOf(request.query, 'number')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .slice(0, 8);
  const [at = '', id = ''] = textOf(request.query, 'before').split(' ');
  const before = isId(id) && !Number.isNaN(Date.parse(at)) ? { at: new Date(at), id } : undefined;
  const rows = await listRecoveries(k.db, { open, number, before }, onAPage + 1);
  const last = rows.length > onAPage ? rows[onAPage - 1] : undefined;
  return sendAdminPage(request, reply, (ctx) => ({
    title: ctx.t('people.recovery.admin_title'),
    main: (
      <RecoveriesPage
        rows={rows.slice(0, onAPage)}
        open={open}
        number={number}
        next={last && `${last.askedAt.toISOString()} ${last.id}`}
      />
    ),
  }));
}

async function showOne(
  k: Kernel,
  request: FastifyRequest<ById>,
  reply: FastifyReply,
  error?: AppError,
): Promise<FastifyReply> {
  const actor = await requireAdmin(k, request);
  const { id } = request.params;
  const recovery = (isId(id) ? await findRecovery(k.db, id) : undefined) ?? fail('kernel.not_found');
  const { accountId } = recovery;
  const account = accountId ? await profileOf(k.db, accountId) : undefined;
  if (accountId && !recovery.endedAt) await noteLook(k, actor, accountId);
  const holder = recovery.endedAt ? undefined : await ownsAddress(k.db, recovery.fresh);
  const staff = accountId ? await holdsRole(k.db, accountId) : false;
  const names = await staffNames(
    k,
    [recovery.checkedBy, recovery.confirmedBy].filter((each) => each !== null),
  );
  return sendAdminPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('people.recovery.admin_one', { number: recovery.number }),
      main: (
        <OneRecoveryPage
          recovery={recovery}
          account={account}
          staff={staff}
          taken={holder !== undefined && holder !== accountId}
          mine={recovery.checkedBy === actor.accountId}
          names={names}
          hours={k.config.RECOVERY_HOURS}
          errors={error ? formErrors(ctx, error, 'sure').errors : {}}
        />
      ),
    }),
    error?.status ?? 200,
  );
}

async function act(
  k: Kernel,
  request: FastifyRequest<ById>,
  reply: FastifyReply,
  deed: keyof typeof deeds,
): Promise<FastifyReply> {
  const actor = await requireAdmin(k, request);
  const { id } = request.params;
  if (!isId(id)) fail('kernel.not_found');
  const error = await attempt(async () => {
    if (deed !== 'refuse' && textOf(request.body, 'sure') !== 'yes')
      failFields({ sure: { key: 'people.recovery.tick' } });
    await deeds[deed](k, actor, id);
  });
  if (error) return showOne(k, request, reply, error);
  return reply.redirect(`/admin/recoveries/${id}?said=saved`, 303);
}
