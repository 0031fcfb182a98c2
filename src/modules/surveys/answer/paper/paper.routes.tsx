import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../../../../kernel/http/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { accountNames, postForm, type Sent, stateOf, typedOf } from '../../../people/index.ts';
import { requireSurveyDesk, sendSurveyDesk } from '../../desk-page.tsx';
import { nearestLanguage } from '../../questionnaire.rules.ts';
import { formOf } from '../../survey.queries.ts';
import { mayRun } from '../../surveys.policy.ts';
import { takesPaper } from '../answer.rules.ts';
import type { Fields } from '../fields.ts';
import { enterPaper } from './enter-paper.ts';
import { lastPapers } from './paper.queries.ts';
import { nextSerial } from './paper-fields.ts';
import { PaperPage } from './paper-page.tsx';

type BySlug = { Params: { slug: string } };
type Request = FastifyRequest<BySlug>;

const shownPapers = 12;

/** Sheets of paper, typed in by whoever runs the survey. */
export function paperRoutes(app: App, k: Kernel): void {
  app.get<BySlug>('/questionnaires/:slug/paper', (request, reply) => show(k, request, reply));
  app.post<BySlug>('/questionnaires/:slug/paper', (request, reply) => enter(k, request, reply));
}

async function show(k: Kernel, request: Request, reply: FastifyReply, sent?: Sent): Promise<FastifyReply> {
  const at = await requireSurveyDesk(k, request, request.params.slug, mayRun);
  const { survey } = at;
  const [definition, { rows, count }] = await Promise.all([
    formOf(k.db, survey),
    lastPapers(k.db, survey.id, shownPapers),
  ]);
  const names = await accountNames(k.db, [...new Set(rows.flatMap(({ enteredBy }) => enteredBy ?? []))]);
  const { after } = request.query as Record<string, unknown>;
  const serial = typeof after === 'string' ? nextSerial(after.slice(0, 40)) : '';
  return sendSurveyDesk(
    request,
    reply,
    at,
    (ctx) => ({
      title: ctx.t('surveys.answer.paper.title'),
      main: (
        <PaperPage
          view={{
            survey,
            definition,
            tongue: { locale: nearestLanguage(definition.languages, ctx.locale), languages: definition.languages },
            ...stateOf(ctx, sent, 'sheet', { serial }),
            papers: rows.map((row) => ({ ...row, by: (row.enteredBy && names.get(row.enteredBy)) || '' })),
            count,
            takes: takesPaper(survey, k.clock.now()),
          }}
        />
      ),
    }),
    { sent, done: { entered: 'surveys.answer.paper.done' } },
  );
}

async function enter(k: Kernel, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  const { actor, survey } = await requireSurveyDesk(k, request, request.params.slug, mayRun);
  const fields = typedOf(request.body) as Fields;
  const serial = typeof fields.serial === 'string' ? fields.serial : '';
  return postForm(
    request,
    reply,
    'sheet',
    async () => {
      await enterPaper(k, actor, survey.id, { serial, fields, invitation: Number(fields.invitation ?? 0) });
      return `/questionnaires/${survey.slug}/paper?done=entered&after=${encodeURIComponent(serial)}`;
    },
    (sent) => show(k, request, reply, sent),
  );
}
