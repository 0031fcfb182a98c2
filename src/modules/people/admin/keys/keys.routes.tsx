import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { audit } from '../../../../kernel/audit/index.ts';
import { inTransaction, isId } from '../../../../kernel/db/index.ts';
import { type AppError, fail } from '../../../../kernel/errors/index.ts';
import {
  type ApiKey,
  type App,
  apiScopes,
  createApiKey,
  listApiKeys,
  revokeApiKey,
} from '../../../../kernel/http/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { Button, ButtonLink } from '../../../../ui/button.tsx';
import { Choice } from '../../../../ui/choice.tsx';
import { DateTime } from '../../../../ui/date-time.tsx';
import { Dialog } from '../../../../ui/dialog.tsx';
import { Slip } from '../../../../ui/facts.tsx';
import { Field } from '../../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues } from '../../../../ui/form.tsx';
import { Heading, Section, Sheet } from '../../../../ui/layout.tsx';
import { StateMark } from '../../../../ui/marks.tsx';
import { useUi } from '../../../../ui/page-context.ts';
import { Table } from '../../../../ui/table.tsx';
import type { Actor } from '../../actor.ts';
import { formErrors } from '../../form-errors.ts';
import { staffNames } from '../../staff-lookup.ts';
import { mayAdministerCity } from '../admin.policy.ts';
import { attempt, requireAdmin, sendAdminPage, typedOf } from '../admin-page.tsx';
import { lineOf } from '../names.ts';

type ById = { Params: { id: string } };

/** Keys with which programs of others come in. */
export function keysRoutes(app: App, k: Kernel): void {
  app.get('/admin/api-keys', (request, reply) => showList(k, request, reply));
  app.post('/admin/api-keys', (request, reply) => create(k, request, reply));
  app.post<ById>('/admin/api-keys/:id/revoke', async (request, reply) => {
    const actor = await requireAdmin(k, request);
    await revoke(k, actor, request.params.id);
    return reply.redirect('/admin/api-keys?said=key_revoked', 303);
  });
}

const keyShape = z.object({
  name: lineOf(60, 'people.admin.keys.name_missing'),
  scopes: z
    .union([z.string(), z.array(z.string())], 'people.admin.keys.scope_missing')
    .transform((sent) => [sent].flat().filter((scope) => apiScopes().has(scope)))
    .pipe(z.array(z.string()).min(1, 'people.admin.keys.scope_missing')),
});

/**
 * Makes a key for a program.
 * @returns the key, which is shown this once
 * @throws AppError kernel.not_allowed
 */
async function make(k: Kernel, actor: Actor, input: z.output<typeof keyShape>): Promise<string> {
  if (!mayAdministerCity(actor)) fail('kernel.not_allowed');
  const at = k.clock.now();
  return inTransaction(k.db, async (tx) => {
    const { id, key } = await createApiKey(tx, { ...input, by: actor.accountId, at });
    await record(k, tx, actor, 'people.api_key_created', id, { scopes: input.scopes });
    return key;
  });
}

/** @throws AppError kernel.not_allowed, kernel.not_found */
async function revoke(k: Kernel, actor: Actor, id: string): Promise<void> {
  if (!mayAdministerCity(actor)) fail('kernel.not_allowed');
  if (!isId(id)) fail('kernel.not_found');
  await inTransaction(k.db, async (tx) => {
    if (await revokeApiKey(tx, id, k.clock.now())) await record(k, tx, actor, 'people.api_key_revoked', id, {});
  });
}

function record(
  k: Kernel,
  tx: Parameters<typeof audit>[0],
  actor: Actor,
  action: string,
  id: string,
  details: Record<string, unknown>,
): Promise<void> {
  return audit(tx, k.clock.now(), {
    actorId: actor.accountId,
    actorName: actor.name,
    action,
    objectType: 'api_key',
    objectId: id,
    details,
  });
}

async function create(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireAdmin(k, request);
  const typed = typedOf(request.body);
  let key = '';
  const error = await attempt(async () => {
    key = await make(k, actor, keyShape.parse(typed));
  });
  if (error) return showList(k, request, reply, error);
  // Shown in the answer itself: an address that could be opened again would show it again.
  return sendAdminPage(request, reply, ({ t }) => ({
    title: t('people.admin.keys.made'),
    main: (
      <Sheet title={t('people.admin.keys.made')} lead={t('people.admin.keys.made_lead')}>
        <Slip title={t('people.admin.keys.once')} code={key}>
          <p class="quiet">{t('people.admin.keys.how')}</p>
        </Slip>
        <p class="send-buttons">
          <ButtonLink primary href="/admin/api-keys">
            {t('people.admin.keys.kept')}
          </ButtonLink>
        </p>
      </Sheet>
    ),
  }));
}

async function showList(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  wrong?: AppError,
): Promise<FastifyReply> {
  await requireAdmin(k, request);
  const keys = await listApiKeys(k);
  const names = await staffNames(
    k,
    keys.flatMap(({ createdBy }) => createdBy ?? []),
  );
  return sendAdminPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('people.admin.keys.title'),
      main: (
        <KeysPage
          keys={keys}
          names={names}
          typed={wrong ? typedOf(request.body) : {}}
          errors={wrong ? formErrors(ctx, wrong).errors : {}}
        />
      ),
    }),
    wrong?.status ?? 200,
  );
}

function KeysPage(p: {
  keys: readonly ApiKey[];
  names: ReadonlyMap<string, string>;
  typed: FormValues;
  errors: FormErrors;
}) {
  const { t } = useUi();
  const scopes = [...apiScopes()].map(([value, label]) => ({ value, label: t(label), note: value }));
  return (
    <>
      <Heading title={t('people.admin.keys.title')} lead={t('people.admin.keys.lead')} />
      <Table
        caption={t('people.admin.keys.title')}
        captionHidden
        rows={p.keys}
        empty={t('people.admin.keys.none')}
        columns={[
          { label: t('people.admin.keys.name'), head: true, cell: ({ name }) => name },
          { label: t('people.admin.keys.scopes'), cell: ({ scopes: given }) => given.join(' ') },
          {
            label: t('people.admin.keys.made_by'),
            cell: ({ createdAt, createdBy }) => (
              <>
                <DateTime value={createdAt} form="date" /> {createdBy && p.names.get(createdBy)}
              </>
            ),
          },
          {
            label: t('people.admin.keys.last_used'),
            cell: ({ lastUsedAt }) => (lastUsedAt ? <DateTime value={lastUsedAt} /> : t('people.admin.keys.never')),
          },
          { label: t('people.admin.accounts.state'), cell: (key) => <KeyState apiKey={key} /> },
        ]}
      />
      <Section id="new-key" title={t('people.admin.keys.new')}>
        <Form id="key" action="/admin/api-keys" values={p.typed} errors={p.errors}>
          <Field
            name="name"
            label={t('people.admin.keys.name')}
            hint={t('people.admin.keys.name_hint')}
            maxLength={60}
            width="half"
            required
          />
          {scopes.length > 0 ? (
            <Choice name="scopes" legend={t('people.admin.keys.scopes')} options={scopes} multiple />
          ) : (
            <p class="quiet">{t('people.admin.keys.no_scopes')}</p>
          )}
          <Actions note={t('people.admin.keys.new_note')}>
            <Button primary>{t('people.admin.keys.make')}</Button>
          </Actions>
        </Form>
      </Section>
    </>
  );
}

function KeyState({ apiKey }: { apiKey: ApiKey }) {
  const { t } = useUi();
  if (apiKey.revokedAt)
    return (
      <StateMark tone="no">
        {t('people.admin.keys.revoked')} <DateTime value={apiKey.revokedAt} form="date" />
      </StateMark>
    );
  return (
    <>
      <Button small opens={`revoke-${apiKey.id}`} label={`${t('people.admin.keys.revoke')}: ${apiKey.name}`}>
        {t('people.admin.keys.revoke')}
      </Button>
      <Dialog id={`revoke-${apiKey.id}`} title={t('people.admin.keys.revoke_ask', { name: apiKey.name })}>
        <p>{t('people.admin.keys.revoke_text')}</p>
        <form action={`/admin/api-keys/${apiKey.id}/revoke`} method="post">
          <Button danger>{t('people.admin.keys.revoke')}</Button>
        </form>
      </Dialog>
    </>
  );
}
