import type { FastifyReply, FastifyRequest } from 'fastify';
import { pageKeyText, readPageKey } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import { localised } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { addDays, localDate } from '../../../kernel/time/index.ts';
import { departmentBook, departmentsOf, hasRole, requireStaff, stateOf, typedOf } from '../../people/index.ts';
import { postForm, type Sent } from '../desk-page.tsx';
import { setCategories } from '../ideas/set-categories.ts';
import { conveneLines } from './convene.queries.ts';
import { requireConveners, sendConvene } from './convene-page.tsx';
import { type CreateInput, createConsultation } from './create-consultation.ts';
import { ListPage } from './list-page.tsx';
import { ChoosePage, NewPage } from './new-page.tsx';
import { startingPoints } from './starting-points.ts';

const perPage = 30;
/** Days that are usual between making it and its first day. */
const leadDays = 7;

const asked = (request: FastifyRequest) => new URL(request.url, 'http://x').searchParams;
const todayOf = (k: Kernel) => localDate(k.clock.now(), k.config.TIME_ZONE);

export async function showList(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireConveners(k, request);
  const query = asked(request);
  const over = query.get('over') === 'yes';
  const after = readPageKey(query.get('after'));
  const { city, ids } = departmentsOf(actor, 'convener');
  const scope = { all: city || hasRole(actor, 'auditor') || hasRole(actor, 'leader'), departmentIds: ids };
  const lines = await conveneLines(k.db, scope, over, after, perPage + 1);
  const last = lines.length > perPage ? lines[perPage - 1] : undefined;
  const departments = await departmentBook(k);
  const first = over ? '/convene?over=yes' : '/convene';
  const next = last && pageKeyText({ at: last.createdAt, id: last.id });
  return sendConvene(request, reply, (ctx) => ({
    title: ctx.t('consultations.convene.title'),
    main: (
      <ListPage
        lines={lines.slice(0, perPage)}
        over={over}
        today={todayOf(k)}
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
  sent?: Sent,
): Promise<FastifyReply> {
  const actor = await requireStaff(k, request);
  const { city, ids } = departmentsOf(actor, 'convener');
  if (!city && ids.length === 0) fail('kernel.not_allowed');
  const wanted = sent ? sent.values.from : asked(request).get('from');
  const departments = await departmentBook(k);
  return sendConvene(
    request,
    reply,
    (ctx) => {
      const points = startingPoints(ctx.t);
      const point = points.find(({ id }) => id === wanted);
      if (!point) return { title: ctx.t('consultations.convene.choose.title'), main: <ChoosePage points={points} /> };
      const options = departments.all
        .filter(({ id, active }) => active && (city || ids.includes(id)))
        .map(({ id, name }) => ({ value: id, label: localised(name, ctx.locale) }));
      const startsOn = addDays(todayOf(k), leadDays);
      const begin = { title: point.title, startsOn, endsOn: addDays(startsOn, point.days - 1) };
      return {
        title: point.name,
        main: <NewPage point={point} departments={options} {...stateOf(ctx, sent, 'new', begin)} />,
      };
    },
    sent,
  );
}

export async function makeNew(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireStaff(k, request);
  const typed = typedOf(request.body);
  // What it begins with is written in the language of whoever makes it.
  const point = startingPoints(k.i18n.t(actor.locale)).find(({ id }) => id === typed.from);
  return postForm(
    request,
    reply,
    'new',
    async () => {
      const { kind, summary, explanation, audience, settings, categories = [] } = point ?? {};
      const input = { ...typed, kind, summary, explanation, audience, settings };
      const { id, slug } = await createConsultation(k, actor, input as unknown as CreateInput);
      if (categories.length > 0) await setCategories(k, actor, id, { names: categories.join('\n') });
      return `/convene/${slug}?done=created`;
    },
    (sent) => showNew(k, request, reply, sent),
  );
}
