import type { FastifyReply, FastifyRequest } from 'fastify';
import { type AppError, fail } from '../../../../kernel/errors/index.ts';
import type { App } from '../../../../kernel/http/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { Button, ButtonLink } from '../../../../ui/button.tsx';
import { Field } from '../../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues, Hidden } from '../../../../ui/form.tsx';
import { Heading, Sheet, Trail } from '../../../../ui/layout.tsx';
import { useUi } from '../../../../ui/page-context.ts';
import { Table } from '../../../../ui/table.tsx';
import type { District } from '../../books.queries.ts';
import { type Book, districtBook } from '../../books.ts';
import { formErrors } from '../../form-errors.ts';
import { attempt, requireAdmin, sendAdminPage, typedOf, versionOf } from '../admin-page.tsx';
import { districtShape, districtState, saveDistrict } from './change-district.ts';

type ById = { Params: { id: string } };

/** The districts with their streets. */
export function districtsRoutes(app: App, k: Kernel): void {
  app.get('/admin/districts', (request, reply) => showList(k, request, reply));
  app.get('/admin/districts/new', (request, reply) => showForm(k, request, reply, null));
  app.post('/admin/districts', (request, reply) => save(k, request, reply, null));
  app.get<ById>('/admin/districts/:id', (request, reply) => showForm(k, request, reply, request.params.id));
  app.post<ById>('/admin/districts/:id', (request, reply) => save(k, request, reply, request.params.id));
}

async function showList(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  await requireAdmin(k, request);
  const districts = await districtBook(k);
  return sendAdminPage(request, reply, ({ t }) => ({
    title: t('people.admin.districts.title'),
    main: <ListPage districts={districts} />,
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
  const districts = await districtBook(k);
  const district = id === null ? null : (districts.get(id) ?? fail('kernel.not_found'));
  return sendAdminPage(
    request,
    reply,
    (ctx) => ({
      title: district ? districts.name(district.id, ctx.locale) : ctx.t('people.admin.districts.new'),
      main: (
        <FormPage
          title={district ? districts.name(district.id, ctx.locale) : ctx.t('people.admin.districts.new')}
          district={district}
          typed={wrong && typedOf(request.body)}
          errors={wrong ? formErrors(ctx, wrong).errors : {}}
        />
      ),
    }),
    wrong?.status ?? 200,
  );
}

async function save(k: Kernel, request: FastifyRequest, reply: FastifyReply, id: string | null): Promise<FastifyReply> {
  const actor = await requireAdmin(k, request);
  const error = await attempt(() =>
    Promise.resolve().then(() => saveDistrict(k, actor, id, districtShape.parse(typedOf(request.body)))),
  );
  if (error) return showForm(k, request, reply, id, error);
  return reply.redirect(`/admin/districts?said=${id === null ? 'created' : 'saved'}`, 303);
}

function ListPage({ districts }: { districts: Book<District> }) {
  const { t, locale } = useUi();
  return (
    <>
      <Heading
        title={t('people.admin.districts.title')}
        lead={t('people.admin.districts.lead')}
        end={
          <ButtonLink primary href="/admin/districts/new" icon="plus">
            {t('people.admin.districts.new')}
          </ButtonLink>
        }
      />
      <Table
        caption={t('people.admin.districts.title')}
        captionHidden
        rows={districts.all}
        empty={t('people.admin.districts.none')}
        columns={[
          {
            label: t('people.admin.departments.name'),
            head: true,
            cell: ({ id }) => <a href={`/admin/districts/${id}`}>{districts.name(id, locale)}</a>,
          },
          { label: t('people.admin.departments.code'), cell: ({ code }) => code },
          {
            label: t('people.admin.districts.centre'),
            cell: ({ lon, lat }) => (lon === null || lat === null ? '' : `${lat.toFixed(4)}, ${lon.toFixed(4)}`),
          },
          {
            label: t('people.admin.districts.streets'),
            cell: ({ streets }) => (streets.length > 8 ? `${streets.slice(0, 8).join('、')}…` : streets.join('、')),
          },
        ]}
      />
    </>
  );
}

function FormPage(p: { title: string; district: District | null; typed?: FormValues; errors: FormErrors }) {
  const { t } = useUi();
  const { district } = p;
  const stored: FormValues = district
    ? {
        code: district.code,
        name: district.name['zh-CN'],
        name_en: district.name.en ?? '',
        lon: String(district.lon ?? ''),
        lat: String(district.lat ?? ''),
        streets: district.streets.join('\n'),
      }
    : {};
  return (
    <>
      <Trail items={[{ label: t('people.admin.districts.title'), href: '/admin/districts' }, { label: p.title }]} />
      <Sheet title={p.title} lead={t('people.admin.districts.form_lead')}>
        <Form
          id="district"
          action={district ? `/admin/districts/${district.id}` : '/admin/districts'}
          values={p.typed ?? stored}
          errors={p.errors}
        >
          {district && <Hidden name="version" value={versionOf(districtState(district))} />}
          <Field name="name" label={t('people.admin.departments.name')} maxLength={40} width="half" required />
          <Field
            name="name_en"
            label={t('people.admin.departments.name_en')}
            maxLength={60}
            width="half"
            lang="en"
            optional
          />
          <Field
            name="code"
            label={t('people.admin.departments.code')}
            hint={t('people.admin.districts.code_hint')}
            maxLength={40}
            width="half"
            required
          />
          <Field
            name="lat"
            label={t('people.admin.districts.lat')}
            hint={t('people.admin.districts.degrees_hint')}
            inputmode="decimal"
            width="half"
            optional
          />
          <Field name="lon" label={t('people.admin.districts.lon')} inputmode="decimal" width="half" optional />
          <Field
            name="streets"
            type="textarea"
            paper="plain"
            rows={8}
            label={t('people.admin.districts.streets')}
            hint={t('people.admin.districts.streets_hint')}
            optional
          />
          <Actions>
            <Button primary>{t('people.admin.save')}</Button>
            <ButtonLink href="/admin/districts">{t('people.admin.back')}</ButtonLink>
          </Actions>
        </Form>
      </Sheet>
    </>
  );
}
