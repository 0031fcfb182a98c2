import type { FastifyReply, FastifyRequest } from 'fastify';
import { pageKeyText, readPageKey } from '../../../kernel/db/index.ts';
import { type AppError, fail } from '../../../kernel/errors/index.ts';
import { localised } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { addDays, localDate } from '../../../kernel/time/index.ts';
import type { FormErrors, FormValues } from '../../../ui/form.tsx';
import {
  attempt,
  departmentBook,
  departmentsOf,
  formErrors,
  hasRole,
  requireStaff,
  typedOf,
} from '../../people/index.ts';
import { formats } from '../competitions.rules.ts';
import { type CreateInput, createCompetition } from './create-competition.ts';
import { ListPage } from './list-page.tsx';
import { ChooseTemplatePage, NewPage } from './new-page.tsx';
import { listCompetitions } from './organise.queries.ts';
import { requireOrganiseList, sendOrganise } from './organise-page.tsx';
import { templates } from './templates/templates.ts';

const perPage = 30;
/** Days that are usual between making a competition and its first day. */
const leadDays = 14;

const asked = (request: FastifyRequest) => new URL(request.url, 'http://x').searchParams;

export async function showList(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireOrganiseList(k, request);
  const query = asked(request);
  const over = query.get('over') === 'yes';
  const after = readPageKey(query.get('after'));
  const { city, ids } = departmentsOf(actor, 'organiser');
  const scope = { all: city || hasRole(actor, 'auditor'), departmentIds: ids, accountId: actor.accountId };
  const lines = await listCompetitions(k.db, scope, over, after, perPage + 1);
  const last = lines.length > perPage ? lines[perPage - 1] : undefined;
  const departments = await departmentBook(k);
  const first = over ? '/organise?over=yes' : '/organise';
  const next = last && pageKeyText({ at: last.createdAt, id: last.id });
  return sendOrganise(request, reply, actor, (ctx) => ({
    title: ctx.t('competitions.organise.title'),
    main: (
      <ListPage
        lines={lines.slice(0, perPage)}
        over={over}
        mayCreate={city || ids.length > 0}
        departmentName={(id) => departments.name(id, ctx.locale)}
        nextHref={next ? `${first}${over ? '&' : '?'}after=${next}` : null}
        firstHref={after ? first : null}
      />
    ),
  }));
}

export async function showNew(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  refused?: { thrown: AppError; typed: FormValues },
): Promise<FastifyReply> {
  const actor = await requireStaff(k, request);
  const { city, ids } = departmentsOf(actor, 'organiser');
  if (!city && ids.length === 0) fail('kernel.not_allowed');
  const wanted = refused ? refused.typed.template : asked(request).get('template');
  const template = formats.find((format) => format === wanted);
  const departments = await departmentBook(k);
  return sendOrganise(
    request,
    reply,
    actor,
    (ctx) => {
      if (!template) return { title: ctx.t('competitions.organise.new'), main: <ChooseTemplatePage /> };
      const options = departments.all
        .filter(({ id, active }) => active && (city || ids.includes(id)))
        .map(({ id, name }) => ({ value: id, label: localised(name, ctx.locale) }));
      const begin = {
        firstDay: addDays(localDate(k.clock.now(), k.config.TIME_ZONE), leadDays),
        mode: templates[template].mode,
      };
      const errors: FormErrors = refused ? formErrors(ctx, refused.thrown).errors : {};
      return {
        // keys: competitions.format.*
        title: ctx.t('competitions.organise.new_of', { format: ctx.t(`competitions.format.${template}`) }),
        main: (
          <NewPage template={template} departments={options} values={{ ...begin, ...refused?.typed }} errors={errors} />
        ),
      };
    },
    refused?.thrown.status ?? 200,
  );
}

export async function makeNew(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireStaff(k, request);
  const typed = typedOf(request.body);
  let slug = '';
  const error = await attempt(async () => {
    slug = (await createCompetition(k, actor, typed as unknown as CreateInput)).slug;
  });
  if (error?.status === 403) throw error;
  if (error) return showNew(k, request, reply, { thrown: error, typed });
  return reply.redirect(`/organise/${slug}?done=created`, 303);
}
