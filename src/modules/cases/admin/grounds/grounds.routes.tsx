import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { audit } from '../../../../kernel/audit/index.ts';
import { inTransaction } from '../../../../kernel/db/index.ts';
import { type AppError, fail, failFields } from '../../../../kernel/errors/index.ts';
import type { App } from '../../../../kernel/http/index.ts';
import { localised } from '../../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { Button, ButtonLink } from '../../../../ui/button.tsx';
import { Checkbox, Field } from '../../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues, Hidden } from '../../../../ui/form.tsx';
import { Heading, Sheet, Trail } from '../../../../ui/layout.tsx';
import { StateMark } from '../../../../ui/marks.tsx';
import { useUi } from '../../../../ui/page-context.ts';
import { Table } from '../../../../ui/table.tsx';
import {
  type Actor,
  attempt,
  formErrors,
  holdVersion,
  lineOf,
  optionalLine,
  requireAdmin,
  sendAdminPage,
  typedOf,
  versionOf,
} from '../../../people/index.ts';
import { mayAdministerCases } from '../../cases.policy.ts';
import { allGrounds, type Ground, lockGrounds, writeGround } from './grounds.queries.ts';

type ByCode = { Params: { code: string } };

/** Lawful grounds on which a letter is not taken up, each with the way that is open instead. */
export function groundsRoutes(app: App, k: Kernel): void {
  app.get('/admin/grounds', (request, reply) => showList(k, request, reply));
  app.get('/admin/grounds/new', (request, reply) => showForm(k, request, reply, null));
  app.post('/admin/grounds', (request, reply) => save(k, request, reply, null));
  app.get<ByCode>('/admin/grounds/:code', (request, reply) => showForm(k, request, reply, request.params.code));
  app.post<ByCode>('/admin/grounds/:code', (request, reply) => save(k, request, reply, request.params.code));
}

const text = (longest: number, missing?: string) =>
  z
    .string()
    .default('')
    .transform((typed) =>
      typed
        .replace(/\r\n/g, '\n')
        .replace(/[^\P{C}\n]/gu, '')
        .trim(),
    )
    .pipe(
      missing
        ? z.string().min(1, missing).max(longest, 'people.admin.too_long')
        : z.string().max(longest, 'people.admin.too_long'),
    );

const groundShape = z.object({
  code: z
    .string()
    .trim()
    .regex(/^[a-z][a-z0-9_]{1,30}$/, 'cases.admin.grounds.code_wrong'),
  name: lineOf(60, 'people.admin.name_missing'),
  name_en: optionalLine(120),
  way: text(600, 'cases.admin.grounds.way_missing'),
  way_en: text(1200),
  active: z
    .string()
    .optional()
    .transform((sent) => sent === 'yes'),
  version: z.string().max(40).optional(),
});

/** What the form of a ground was made from; see `versionOf`. */
function groundState({ name, lawfulWay, active }: Ground) {
  return [name['zh-CN'], name.en ?? '', lawfulWay['zh-CN'], lawfulWay.en ?? '', active];
}

/** @throws AppError kernel.not_allowed, kernel.not_found, kernel.changed_meanwhile, kernel.invalid */
async function saveGround(k: Kernel, actor: Actor, code: string | null, typed: Record<string, unknown>): Promise<void> {
  if (!mayAdministerCases(actor)) fail('kernel.not_allowed');
  const input = groundShape.parse({ ...typed, ...(code !== null && { code }) });
  const both = (chinese: string, english: string) => ({ 'zh-CN': chinese, ...(english && { en: english }) });
  const ground: Ground = {
    code: input.code,
    name: both(input.name, input.name_en),
    lawfulWay: both(input.way, input.way_en),
    active: input.active,
  };
  await inTransaction(k.db, async (tx) => {
    await lockGrounds(tx);
    const all = await allGrounds(tx);
    const before = all.find((entry) => entry.code === input.code);
    if (code === null && before) failFields({ code: { key: 'people.admin.code_taken' } });
    if (code !== null && !before) fail('kernel.not_found');
    if (before) holdVersion(groundState(before), input.version);
    // Without any ground nothing could be declined lawfully.
    if (!ground.active && !all.some((entry) => entry.active && entry.code !== ground.code))
      failFields({ active: { key: 'cases.admin.grounds.last' } });
    await writeGround(tx, ground);
    await audit(tx, k.clock.now(), {
      actorId: actor.accountId,
      actorName: actor.name,
      action: before ? 'cases.ground_changed' : 'cases.ground_created',
      objectType: 'ground',
      objectId: ground.code,
      details: { active: ground.active, ...(before && { activeBefore: before.active }) },
    });
  });
  k.cache.clear();
}

async function showList(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  await requireAdmin(k, request, mayAdministerCases);
  const grounds = await allGrounds(k.db);
  return sendAdminPage(request, reply, ({ t }) => ({
    title: t('cases.admin.grounds.title'),
    main: <ListPage grounds={grounds} />,
  }));
}

async function showForm(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  code: string | null,
  wrong?: AppError,
): Promise<FastifyReply> {
  await requireAdmin(k, request, mayAdministerCases);
  const grounds = await allGrounds(k.db);
  const ground = code === null ? null : (grounds.find((entry) => entry.code === code) ?? fail('kernel.not_found'));
  return sendAdminPage(
    request,
    reply,
    (ctx) => ({
      title: ground ? localised(ground.name, ctx.locale) : ctx.t('cases.admin.grounds.new'),
      main: (
        <FormPage
          ground={ground}
          typed={wrong && typedOf(request.body)}
          errors={wrong ? formErrors(ctx, wrong).errors : {}}
        />
      ),
    }),
    wrong?.status ?? 200,
  );
}

async function save(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  code: string | null,
): Promise<FastifyReply> {
  const actor = await requireAdmin(k, request, mayAdministerCases);
  const error = await attempt(() => saveGround(k, actor, code, typedOf(request.body)));
  if (error) return showForm(k, request, reply, code, error);
  return reply.redirect(`/admin/grounds?said=${code === null ? 'created' : 'saved'}`, 303);
}

function ListPage({ grounds }: { grounds: readonly Ground[] }) {
  const { t, locale } = useUi();
  return (
    <>
      <Trail
        items={[
          { label: t('cases.admin.catalogue.title'), href: '/admin/catalogue' },
          { label: t('cases.admin.grounds.title') },
        ]}
      />
      <Heading
        title={t('cases.admin.grounds.title')}
        lead={t('cases.admin.grounds.lead')}
        end={
          <ButtonLink primary href="/admin/grounds/new" icon="plus">
            {t('cases.admin.grounds.new')}
          </ButtonLink>
        }
      />
      <Table
        caption={t('cases.admin.grounds.title')}
        captionHidden
        rows={grounds}
        columns={[
          {
            label: t('cases.admin.grounds.name'),
            head: true,
            cell: ({ code, name }) => <a href={`/admin/grounds/${code}`}>{localised(name, locale)}</a>,
          },
          { label: t('cases.admin.grounds.way'), cell: ({ lawfulWay }) => localised(lawfulWay, locale) },
          {
            label: t('cases.admin.state'),
            cell: ({ active }) => (
              <StateMark tone={active ? 'ok' : 'no'}>
                {t(active ? 'cases.admin.in_use' : 'cases.admin.catalogue.closed')}
              </StateMark>
            ),
          },
        ]}
      />
    </>
  );
}

function FormPage({ ground, typed, errors }: { ground: Ground | null; typed?: FormValues; errors: FormErrors }) {
  const { t, locale } = useUi();
  const title = ground ? localised(ground.name, locale) : t('cases.admin.grounds.new');
  const values: FormValues =
    typed ??
    (ground
      ? {
          name: ground.name['zh-CN'],
          name_en: ground.name.en ?? '',
          way: ground.lawfulWay['zh-CN'],
          way_en: ground.lawfulWay.en ?? '',
          active: ground.active ? 'yes' : '',
        }
      : { active: 'yes' });
  return (
    <>
      <Trail items={[{ label: t('cases.admin.grounds.title'), href: '/admin/grounds' }, { label: title }]} />
      <Sheet title={title} lead={t('cases.admin.grounds.form_lead')}>
        <Form
          id="ground"
          action={ground ? `/admin/grounds/${ground.code}` : '/admin/grounds'}
          values={values}
          errors={errors}
        >
          {ground && <Hidden name="version" value={versionOf(groundState(ground))} />}
          {!ground && (
            <Field
              name="code"
              label={t('cases.admin.catalogue.code')}
              hint={t('cases.admin.grounds.code_hint')}
              maxLength={31}
              width="half"
              required
            />
          )}
          <Field name="name" label={t('cases.admin.grounds.name')} maxLength={60} required />
          <Field name="name_en" label={t('cases.admin.grounds.name_en')} maxLength={120} lang="en" optional />
          <Field
            name="way"
            type="textarea"
            paper="plain"
            rows={5}
            label={t('cases.admin.grounds.way')}
            hint={t('cases.admin.grounds.way_hint')}
            required
          />
          <Field
            name="way_en"
            type="textarea"
            paper="plain"
            rows={5}
            lang="en"
            label={t('cases.admin.grounds.way_en')}
            optional
          />
          <Checkbox name="active" label={t('cases.admin.grounds.active')} checked={values.active === 'yes'} />
          <Actions>
            <Button primary>{t('people.admin.save')}</Button>
            <ButtonLink href="/admin/grounds">{t('people.admin.back')}</ButtonLink>
          </Actions>
        </Form>
      </Sheet>
    </>
  );
}
