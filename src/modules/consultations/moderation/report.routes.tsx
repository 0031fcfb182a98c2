import type { FastifyReply, FastifyRequest } from 'fastify';
import { isId } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { publishedRules } from '../../../kernel/settings/index.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { postForm, requireActor, type Sent, typedOf } from '../../people/index.ts';
import { isRead } from './moderate.ts';
import { type ToModerate, toModerate } from './moderation.queries.ts';
import type { ReportInput } from './moderation-input.ts';
import { reportContribution } from './report-contribution.ts';
import { ReportPage } from './report-page.tsx';

type ById = { Params: { id: string } };
type Request = FastifyRequest<ById>;

const reporting = { name: 'consultations.report', points: 20, seconds: 3600 };

/** Saying that a contribution breaks a rule. */
export function reportRoutes(app: App, k: Kernel): void {
  app.get<ById>('/contributions/:id/report', (request, reply) => show(k, request, reply));
  app.post<ById>('/contributions/:id/report', (request, reply) => report(k, request, reply));
}

async function reported(k: Kernel, id: string): Promise<ToModerate> {
  const found = isId(id) ? await toModerate(k.db, id) : undefined;
  return found && isRead(found) ? found : fail('consultations.contribution_not_found');
}

async function show(k: Kernel, request: Request, reply: FastifyReply, sent?: Sent) {
  await requireActor(k, request);
  const found = await reported(k, request.params.id);
  const done = request.method === 'GET' && (request.query as Record<string, unknown>).done === '1';
  return sendPage(
    request,
    reply,
    (ctx) => {
      const what = ctx.t('consultations.comments.mine.what', {
        kind: ctx.t(`consultations.contribution.${found.kind}`),
        number: found.number,
      });
      return {
        title: ctx.t('consultations.moderation.report_title', { what }),
        robots: 'noindex',
        main: <ReportPage {...{ ctx, found, what, done, sent }} rules={publishedRules(k, ctx.locale)} />,
      };
    },
    sent?.thrown.status ?? 200,
  );
}

async function report(k: Kernel, request: Request, reply: FastifyReply) {
  const actor = await requireActor(k, request);
  const { id } = await reported(k, request.params.id);
  return postForm(
    request,
    reply,
    'report',
    async () => {
      await k.limits.take(reporting, actor.accountId ?? '');
      await reportContribution(k, actor, id, typedOf(request.body) as ReportInput);
      return `/contributions/${id}/report?done=1`;
    },
    (sent) => show(k, request, reply, sent),
  );
}
