import type { FastifyReply, FastifyRequest } from 'fastify';
import { readPageKey } from '../../../kernel/db/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { sendPublicPage } from '../../../ui/send-page.tsx';
import { departmentBook } from '../../people/index.ts';
import { formOf, notesOf } from '../survey.queries.ts';
import { titleIn } from '../surveys.rules.ts';
import { AboutPage } from './about-page.tsx';
import { publishedSurvey } from './holder.ts';
import { endedSurveys, openSurveys } from './list.queries.ts';
import { ListPage } from './list-page.tsx';

const mostOpen = 60;
const pageSize = 30;

type BySlug = { Params: { slug: string } };

/** What everybody reads of surveys. */
export function publicSurveyRoutes(app: App, k: Kernel): void {
  app.get('/surveys', (request, reply) => list(k, request, reply));
  app.get<BySlug>('/surveys/:slug', (request, reply) => about(k, request, reply));
}

function list(k: Kernel, request: FastifyRequest, reply: FastifyReply) {
  const after = readPageKey((request.query as Record<string, unknown>).after);
  return sendPublicPage(k, request, reply, async (ctx) => {
    const at = k.clock.now();
    const [departments, open, ended] = await Promise.all([
      departmentBook(k),
      after ? null : openSurveys(k.db, at, mostOpen),
      endedSurveys(k.db, at, after, pageSize + 1),
    ]);
    return {
      title: ctx.t('surveys.answer.list.title'),
      description: ctx.t('surveys.answer.list.lead'),
      ...(after ? { robots: 'noindex' as const } : { og: {}, canonical: `${k.config.publicUrl}/surveys` }),
      main: (
        <ListPage
          ctx={ctx}
          view={{ departments, open, ended: ended.slice(0, pageSize), more: ended.length > pageSize }}
        />
      ),
      tags: ['surveys'],
    };
  });
}

function about(k: Kernel, request: FastifyRequest<BySlug>, reply: FastifyReply) {
  return sendPublicPage(k, request, reply, async (ctx) => {
    const survey = await publishedSurvey(k, request.params.slug);
    const [departments, definition, notes] = await Promise.all([
      departmentBook(k),
      formOf(k.db, survey),
      notesOf(k.db, survey.id),
    ]);
    const department = departments.name(survey.departmentId, ctx.locale);
    return {
      title: titleIn(survey, ctx.locale),
      description: survey.summary || ctx.t('surveys.answer.list.lead'),
      canonical: `${k.config.publicUrl}/surveys/${survey.slug}`,
      og: {},
      main: <AboutPage ctx={ctx} view={{ survey, definition, department, notes }} />,
      tags: [`survey:${survey.id}`],
    };
  });
}
