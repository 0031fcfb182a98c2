import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import { isId, pageKeyText, readPageKey } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import { localised } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { Notice } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import {
  type Actor,
  departmentBook,
  departmentsOf,
  formErrors,
  hasRole,
  postForm,
  type Sent,
  stateOf,
  typedOf,
} from '../../people/index.ts';
import { requireSigned } from '../desk-page.tsx';
import { type Survey, surveyById, surveyBySlug } from '../survey.queries.ts';
import { listed, mayList, mayRead } from '../surveys.policy.ts';
import { listSurveys } from './build.queries.ts';
import { type CreateInput, createSurvey } from './create-survey.ts';
import { ListPage } from './list-page.tsx';
import { NewPage } from './new-page.tsx';

const perPage = 30;
const asked = (request: FastifyRequest) => new URL(request.url, 'http://x').searchParams;

/** A page at the desk of surveys that is about no single one. */
export async function sendOfAll(
  request: FastifyRequest,
  reply: FastifyReply,
  make: (ctx: PageContext) => { title: string; main: VNode } | Promise<{ title: string; main: VNode }>,
  sent?: Sent,
): Promise<FastifyReply> {
  return sendPage(
    request,
    reply,
    async (ctx) => {
      const { title, main } = await make(ctx);
      const whole = sent ? formErrors(ctx, sent.thrown).errors[''] : undefined;
      return {
        title,
        robots: 'noindex',
        staff: {},
        main: (
          <div class="admin">
            {asked(request).get('done') === 'discarded' && (
              <Notice tone="success" live title={ctx.t('surveys.build.done.discarded')} />
            )}
            {whole && <Notice tone="error" title={whole} />}
            {main}
          </div>
        ),
      };
    },
    sent?.thrown.status ?? 200,
  );
}

export async function showList(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireSigned(k, request);
  if (!mayList(actor)) fail('kernel.not_allowed');
  const query = asked(request);
  const over = query.get('over') === 'yes';
  const after = readPageKey(query.get('after'));
  const lines = await listSurveys(k.db, listed(actor), over, after, perPage + 1);
  const last = lines.length > perPage ? lines[perPage - 1] : undefined;
  const departments = await departmentBook(k);
  const first = over ? '/questionnaires?over=yes' : '/questionnaires';
  const next = last && pageKeyText({ at: last.createdAt, id: last.id });
  return sendOfAll(request, reply, (ctx) => ({
    title: ctx.t('surveys.build.title'),
    main: (
      <ListPage
        lines={lines.slice(0, perPage)}
        over={over}
        mayCreate={hasRole(actor, 'convener')}
        departmentName={(id) => departments.name(id, ctx.locale)}
        nextHref={next ? `${first}${over ? '&' : '?'}after=${next}` : null}
        firstHref={after ? first : null}
      />
    ),
  }));
}

/** Departments for which somebody makes surveys. */
export async function departmentOptions(
  k: Kernel,
  actor: Actor,
  ctx: PageContext,
): Promise<{ value: string; label: string }[]> {
  const { city, ids } = departmentsOf(actor, 'convener');
  return (await departmentBook(k)).all
    .filter(({ id, active }) => active && (city || ids.includes(id)))
    .map(({ id, name }) => ({ value: id, label: localised(name, ctx.locale) }));
}

/** The survey that a new one is a copy of: by its address at first, by its id in a form that was refused. */
async function modelOf(k: Kernel, request: FastifyRequest, sent: Sent | undefined): Promise<Survey | undefined> {
  const slug = asked(request).get('copy');
  if (!sent) return slug ? ((await surveyBySlug(k.db, slug)) ?? fail('surveys.not_found')) : undefined;
  const id = String(sent.values.copyOf ?? '');
  return isId(id) ? surveyById(k.db, id) : undefined;
}

export async function showNew(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  sent?: Sent,
): Promise<FastifyReply> {
  const actor = await requireSigned(k, request);
  if (!hasRole(actor, 'convener')) fail('kernel.not_allowed');
  const model = await modelOf(k, request, sent);
  if (model && !mayRead(actor, model)) fail('surveys.not_found');
  return sendOfAll(
    request,
    reply,
    async (ctx) => ({
      title: ctx.t(model ? 'surveys.build.new_copy' : 'surveys.build.new'),
      main: (
        <NewPage
          departments={await departmentOptions(k, actor, ctx)}
          {...(model && { copied: model.title })}
          {...stateOf(ctx, sent, 'new', {
            languages: ['zh-CN'],
            copyOf: model?.id ?? '',
            title: model?.title ?? '',
            departmentId: model?.departmentId ?? '',
          })}
        />
      ),
    }),
    sent,
  );
}

export async function makeNew(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireSigned(k, request);
  if (!hasRole(actor, 'convener')) fail('kernel.not_allowed');
  const typed = typedOf(request.body);
  return postForm(
    request,
    reply,
    'new',
    async () => {
      // A copy has the languages of its model.
      const languages = typed.copyOf ? {} : { languages: listOf(typed.languages) };
      const { slug } = await createSurvey(k, actor, { ...typed, ...languages } as unknown as CreateInput);
      return `/questionnaires/${slug}?done=created`;
    },
    (sent) => showNew(k, request, reply, sent),
  );
}

/** A posted name sent once is a text, sent more often a list. */
const listOf = (value: string | string[] | undefined): string[] => (value === undefined ? [] : [value].flat());
