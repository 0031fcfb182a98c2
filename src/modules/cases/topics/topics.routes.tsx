import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isId, readPageKey } from '../../../kernel/db/index.ts';
import { type App, sendCached } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { NavEntry } from '../../../kernel/module.ts';
import { ButtonLink } from '../../../ui/button.tsx';

import { Heading } from '../../../ui/layout.tsx';
import { sendPage, sendPublicPage } from '../../../ui/send-page.tsx';
import { caseBooks } from '../public/case-books.ts';
import { teachCityWords } from './city-words.ts';
import { bySteps, type Stretch } from './time-steps.ts';
import { TopicPage } from './topic-page.tsx';
import { findTopic, hottestTopics, spans, topicLetters } from './topics.queries.ts';
import { TopicsPage } from './topics-page.tsx';

export const topicsNav: readonly NavEntry[] = [
  { href: '/topics', label: 'cases.topics.nav', place: 'main', order: 30 },
];

const listed = 30;
const lettersOfAPage = 30;

// Loose: the language that the address may ask for is read by the frame.
const listQuery = z.looseObject({ span: z.enum(spans).catch('recent') });
const plotQuery = z.looseObject({ narrow: z.literal('1').optional().catch(undefined) });
type ById = { Params: { id: string } };

/** Hot topics for everybody. */
export function topicsRoutes(app: App, k: Kernel): void {
  app.addHook('onReady', () => teachCityWords(k));
  app.get('/topics', { schema: { querystring: listQuery } }, (request, reply) =>
    sendPublicPage(k, request, reply, async (ctx) => {
      const { span } = request.query;
      const topics = await hottestTopics(k.db, span, listed);
      return {
        title: ctx.t('cases.topics.title'),
        description: ctx.t('cases.topics.lead'),
        main: <TopicsPage topics={topics} span={span} now={k.clock.now()} />,
        tags: ['topics', 'cases'],
      };
    }),
  );
  app.get<ById>('/topics/:id', (request, reply) => oneTopic(k, request, reply));
  app.get('/topics/:id/plot.svg', { schema: { querystring: plotQuery } }, async (request, reply) => {
    const { id } = request.params as { id: string };
    const { locale } = app.frame.anonymous(request);
    const topic = isId(id) ? await findTopic(k.db, id) : undefined;
    if (!topic) return reply.callNotFound();
    const page = await k.cache.getOrMake(`${locale} ${request.url}`, async () => {
      const { stretches } = bySteps(topic.times, k.config.TIME_ZONE);
      const body = await plot(stretches, k.i18n.t(locale), request.query.narrow === '1');
      return { status: 200, type: 'image/svg+xml', body, tags: ['topics', 'cases'] };
    });
    return sendCached(request, reply, page);
  });
}

async function plot(stretches: readonly Stretch[], t: (key: string) => string, narrow: boolean): Promise<string> {
  // Loaded with the first plot: the charts' library weighs 30 MB in memory.
  const { barChart } = await import('../../../ui/chart.ts');
  return barChart({
    labels: stretches.map(({ from }) => (from.length > 7 ? from.slice(5) : from)),
    series: [{ name: t('cases.topics.step_letters'), values: stretches.map(({ letters }) => letters) }],
    unit: t('cases.topics.unit'),
    width: narrow ? 380 : 960,
    height: narrow ? 240 : 260,
  });
}

/** Thrown while a page is made, so that a page which is in the cache costs no query. */
class NoSuchTopic extends Error {}

async function oneTopic(k: Kernel, request: FastifyRequest<ById>, reply: FastifyReply) {
  const { id } = request.params;
  const after = readPageKey((request.query as Record<string, unknown>).after);
  try {
    return await sendPublicPage(k, request, reply, async (ctx) => {
      const topic = isId(id) ? await findTopic(k.db, id) : undefined;
      if (!topic) throw new NoSuchTopic(id);
      const [books, rows] = await Promise.all([caseBooks(k), topicLetters(k.db, id, after, lettersOfAPage + 1)]);
      return {
        title: topic.title,
        description: topic.keywords.join(' '),
        ...(after ? { robots: 'noindex' as const } : {}),
        canonical: `${k.config.publicUrl}/topics/${id}`,
        main: (
          <TopicPage
            ctx={ctx}
            books={books}
            topic={topic}
            {...bySteps(topic.times, k.config.TIME_ZONE)}
            letters={rows.slice(0, lettersOfAPage)}
            more={rows.length > lettersOfAPage}
            first={after === null}
          />
        ),
        tags: ['topics', 'cases'],
      };
    });
  } catch (error) {
    if (!(error instanceof NoSuchTopic)) throw error;
    return sendPage(
      request,
      reply,
      ({ t }) => ({
        title: t('cases.topics.gone'),
        robots: 'noindex',
        main: (
          <>
            <Heading title={t('cases.topics.gone')} lead={t('cases.topics.gone_text')} />
            <p>
              <ButtonLink href="/topics">{t('cases.topics.title')}</ButtonLink>
            </p>
          </>
        ),
      }),
      404,
    );
  }
}
