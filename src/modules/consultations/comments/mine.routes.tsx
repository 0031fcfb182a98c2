import type { FastifyReply, FastifyRequest } from 'fastify';
import { isId, pageKeyText, readPageKey } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { localDate } from '../../../kernel/time/index.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { type Actor, formErrors, postForm, requireActor, type Sent, typedOf } from '../../people/index.ts';
import { consultationById } from '../consultation.queries.ts';
import { statusOn } from '../consultations.rules.ts';
import { appealHiding } from '../moderation/appeal-hiding.ts';
import { moderationsOf } from '../moderation/moderation.queries.ts';
import type { AppealInput } from '../moderation/moderation-input.ts';
import './comments.errors.ts';
import { contributionsOfAccount, type OwnContribution, ownContribution } from './mine.queries.ts';
import { MinePage, OwnPage } from './mine-pages.tsx';
import { outcomesOf } from './outcomes.ts';
import { paragraphsOf, placeKey } from './paragraph.ts';
import { withdrawable, withdrawContribution } from './withdraw-contribution.ts';

type ById = { Params: { id: string } };
type Request = FastifyRequest<ById>;

const pageSize = 30;
const dones = ['said', 'withdrawn', 'appealed'] as const;

/** What somebody handed in, of all kinds, and what became of it. */
export function mineRoutes(app: App, k: Kernel): void {
  app.get('/me/contributions', (request, reply) => list(k, request, reply));
  app.get<ById>('/me/contributions/:id', (request, reply) => one(k, request, reply));
  app.post<ById>('/me/contributions/:id/withdraw', (request, reply) =>
    deed(k, request, reply, 'withdraw', 'withdrawn', (actor, { id }) => withdrawContribution(k, actor, id)),
  );
  app.post<ById>('/me/contributions/:id/appeal', (request, reply) =>
    deed(k, request, reply, 'appeal', 'appealed', (actor, { id }) =>
      appealHiding(k, actor, id, typedOf(request.body) as AppealInput),
    ),
  );
}

async function requireOwn(k: Kernel, request: FastifyRequest): Promise<Actor & { accountId: string }> {
  const actor = await requireActor(k, request);
  if (actor.roles.length > 0 && !actor.secondFactor) fail('kernel.second_factor_first');
  return { ...actor, accountId: actor.accountId ?? fail('kernel.sign_in_first') };
}

async function list(k: Kernel, request: FastifyRequest, reply: FastifyReply) {
  const { accountId } = await requireOwn(k, request);
  const after = readPageKey((request.query as Record<string, unknown>).after);
  const rows = await contributionsOfAccount(k.db, accountId, after, pageSize + 1);
  const shown = rows.slice(0, pageSize);
  const last = rows.length > pageSize ? shown.at(-1) : undefined;
  const nextHref = last && `/me/contributions?after=${pageKeyText({ at: last.createdAt, id: last.id })}`;
  return sendPage(request, reply, async (ctx) => ({
    title: ctx.t('consultations.comments.mine.title'),
    robots: 'noindex',
    main: (
      <MinePage
        {...{ ctx, nextHref }}
        rows={shown}
        outcomes={
          await outcomesOf(
            k,
            shown.map(({ id }) => id),
            ctx,
          )
        }
        first={after === null}
      />
    ),
  }));
}

async function findOwn(k: Kernel, accountId: string, id: string): Promise<OwnContribution> {
  const own = isId(id) ? await ownContribution(k.db, accountId, id) : undefined;
  return own ?? fail('consultations.comments.not_yours');
}

async function one(k: Kernel, request: Request, reply: FastifyReply, sent?: Sent) {
  const { accountId } = await requireOwn(k, request);
  const own = await findOwn(k, accountId, request.params.id);
  const [decisions, paragraphs, consultation] = await Promise.all([
    moderationsOf(k.db, [own.id]),
    paragraphsOf(k.db, own.consultationId, [own]),
    consultationById(k.db, own.consultationId),
  ]);
  const now = k.clock.now();
  const status = consultation && statusOn(consultation, localDate(now, k.config.TIME_ZONE));
  const asked = (request.query as Record<string, unknown>).done;
  return sendPage(
    request,
    reply,
    async (ctx) => ({
      title: ctx.t('consultations.comments.mine.title'),
      robots: 'noindex',
      main: (
        <OwnPage
          {...{ ctx, own, decisions, now, sent }}
          paragraph={paragraphs.get(placeKey(own))}
          outcome={(await outcomesOf(k, [own.id], ctx)).get(own.id)}
          withdrawable={own.state !== 'withdrawn' && status !== undefined && withdrawable.includes(status)}
          done={request.method === 'GET' ? dones.find((done) => done === asked) : undefined}
          problem={sent && formErrors(ctx, sent.thrown).errors['']}
        />
      ),
    }),
    sent?.thrown.status ?? 200,
  );
}

async function deed(
  k: Kernel,
  request: Request,
  reply: FastifyReply,
  form: string,
  done: (typeof dones)[number],
  work: (actor: Actor, own: OwnContribution) => Promise<void>,
) {
  const actor = await requireOwn(k, request);
  const own = await findOwn(k, actor.accountId, request.params.id);
  return postForm(
    request,
    reply,
    form,
    async () => {
      await work(actor, own);
      return `/me/contributions/${own.id}?done=${done}`;
    },
    (sent) => one(k, request, reply, sent),
  );
}
