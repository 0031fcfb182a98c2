import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../../../../kernel/errors/index.ts';
import { type ZipEntry, zipStream } from '../../../../kernel/export/index.ts';
import { localised } from '../../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { localDate } from '../../../../kernel/time/index.ts';
import type { PageContext } from '../../../../ui/page-context.ts';
import { sendPublicPage } from '../../../../ui/send-page.tsx';
import { departmentBook } from '../../../people/index.ts';
import { mapTag } from '../compute/compute-map.ts';
import { computedMap } from '../compute/map-state.queries.ts';
import { mapAnswers } from '../desk/answer.queries.ts';
import { mapFacts, type OpenMap, requireMap, statusOf } from '../open-map.ts';
import type { BySlug } from '../vote/post-vote.ts';
import { contentTypes, type DataFile, dataFile, filesOf } from './data-files.ts';
import { DataPage } from './data-page.tsx';
import { ReportPage } from './report-page.tsx';
import { type ResultView, resultView } from './result-view.ts';
import { ResultsPage, type ResultsProps } from './results-page.tsx';

type Request = FastifyRequest<BySlug>;

async function load(k: Kernel, slug: string): Promise<{ map: OpenMap; view: ResultView }> {
  // Read now: what was hidden a moment ago must not stand on a page that is kept for everybody.
  const map = await mapFacts(k, (await requireMap(k, slug)).consultation);
  const [computed, answers] = await Promise.all([computedMap(k.db, map.id), mapAnswers(k.db, map.id)]);
  return { map, view: resultView(map, computed, answers) };
}

async function propsOf(k: Kernel, ctx: PageContext, slug: string): Promise<ResultsProps> {
  const [{ map, view }, departments] = await Promise.all([load(k, slug), departmentBook(k)]);
  const office = departments.get(map.consultation.departmentId);
  return {
    view,
    status: statusOf(k, map),
    department: office ? localised(office.name, ctx.locale) : '',
    today: localDate(k.clock.now(), k.config.TIME_ZONE),
  };
}

const tagsOf = ({ id }: OpenMap): string[] => [`consultation:${id}`, mapTag(id)];

/** GET /maps/:slug/results: the same for everybody, made anew when the map was computed. */
export function showResults(k: Kernel, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  return sendPublicPage(k, request, reply, async (ctx) => {
    const props = await propsOf(k, ctx, request.params.slug);
    const { map } = props.view;
    return {
      title: `${ctx.t('consultations.opinion_map.results.title')} · ${map.consultation.title}`,
      description: map.consultation.summary,
      canonical: `${k.config.publicUrl}/maps/${map.slug}/results`,
      main: <ResultsPage {...props} />,
      tags: tagsOf(map),
    };
  });
}

/** GET /maps/:slug/report: to be printed. */
export function showReport(k: Kernel, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  return sendPublicPage(k, request, reply, async (ctx) => {
    const props = await propsOf(k, ctx, request.params.slug);
    const { map } = props.view;
    return {
      title: `${ctx.t('consultations.opinion_map.report.title')} · ${map.consultation.title}`,
      main: <ReportPage {...props} />,
      tags: tagsOf(map),
    };
  });
}

/** GET /maps/:slug/data */
export function showData(k: Kernel, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  return sendPublicPage(k, request, reply, async (ctx) => {
    const { map, view } = await load(k, request.params.slug);
    return {
      title: `${ctx.t('consultations.opinion_map.data.title')} · ${map.consultation.title}`,
      main: <DataPage map={map} files={filesOf(view)} />,
      tags: tagsOf(map),
    };
  });
}

type OfFile = { Params: { slug: string; file: string } };

/** GET /maps/:slug/data/votes.csv and the like; map.zip has all of them. */
export async function sendData(k: Kernel, request: FastifyRequest<OfFile>, reply: FastifyReply): Promise<FastifyReply> {
  const { slug, file } = request.params;
  const { view } = await load(k, slug);
  const files = filesOf(view);
  reply
    .header('cache-control', 'no-cache')
    .header('content-disposition', `attachment; filename="${slug}-${file.replace(/[^a-z.]/g, '')}"`);
  if (file === 'map.zip' && files.length > 0)
    return reply.type('application/zip').send(zipStream(entries(k, view, files)));
  const name = files.find((each) => each === file);
  if (!name) {
    reply.removeHeader('content-disposition');
    return fail('consultations.opinion_map.no_data_yet');
  }
  return reply.type(contentTypes[name]).send(Readable.from(dataFile(k, view, name), { objectMode: false }));
}

function* entries(k: Kernel, view: ResultView, files: readonly DataFile[]): Generator<ZipEntry> {
  const at = view.computed?.computedAt ?? k.clock.now();
  for (const name of files) yield { name: `map/${name}`, at, bytes: dataFile(k, view, name), deflate: true };
}
