import type { FastifyReply, FastifyRequest } from 'fastify';
import { isId, type PageKey, pageKeyText, readPageKey } from '../../../kernel/db/index.ts';
import { type Column, csvStream, xlsxStream } from '../../../kernel/export/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { PageContext } from '../../../ui/page-context.ts';
import type { Competition } from '../competition.queries.ts';
import { mayReadRecord } from '../competitions.policy.ts';
import { requireDesk } from '../desk-page.tsx';
import { sendOfCompetition } from './organise-page.tsx';
import { actsOf, type StepFilter, stepsOf } from './record.queries.ts';
import { RecordPage } from './record-page.tsx';
import { actWords, type StepWords, stepWords } from './record-words.ts';

const perPage = 100;
const perBatch = 500;

function filterOf(request: FastifyRequest): StepFilter & { after: PageKey | null } {
  const query = new URL(request.url, 'http://x').searchParams;
  const stage = query.get('stage');
  const act = query.get('act');
  return {
    stageId: stage && isId(stage) ? stage : null,
    act: act && /^[a-z0-9_]{1,60}$/.test(act) ? act : null,
    after: readPageKey(query.get('after')),
  };
}

function queryOf({ stageId, act }: StepFilter, after?: string): string {
  const query = new URLSearchParams();
  if (stageId) query.set('stage', stageId);
  if (act) query.set('act', act);
  if (after) query.set('after', after);
  const text = query.toString();
  return text && `?${text}`;
}

export async function showRecord(
  k: Kernel,
  request: FastifyRequest<{ Params: { slug: string } }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const desk = await requireDesk(k, request, request.params.slug, mayReadRecord);
  const { competition } = desk;
  const { after, ...filter } = filterOf(request);
  const [rows, acts] = await Promise.all([
    stepsOf(k.db, competition.id, filter, after, perPage + 1),
    actsOf(k.db, competition.id),
  ]);
  const last = rows.length > perPage ? rows[perPage - 1] : undefined;
  const base = `/organise/${competition.slug}/record`;
  return sendOfCompetition(request, reply, desk, async (ctx) => ({
    title: ctx.t('competitions.organise.tab.record'),
    main: (
      <RecordPage
        competition={competition}
        steps={await stepWords(k, ctx, competition, rows.slice(0, perPage))}
        filter={filter}
        acts={acts.map((act) => ({ value: act, label: actWords(k, ctx, act) }))}
        nextHref={last ? `${base}${queryOf(filter, pageKeyText(last))}` : null}
        firstHref={after ? `${base}${queryOf(filter)}` : null}
        query={queryOf(filter)}
      />
    ),
  }));
}

async function* allSteps(
  k: Kernel,
  ctx: Pick<PageContext, 't' | 'locale'>,
  competition: Competition,
  filter: StepFilter,
): AsyncGenerator<StepWords> {
  for (let after: PageKey | null = null; ; ) {
    const rows = await stepsOf(k.db, competition.id, filter, after, perBatch);
    yield* await stepWords(k, ctx, competition, rows);
    const last = rows.at(-1);
    if (!last || rows.length < perBatch) return;
    after = { at: last.at, id: last.id };
  }
}

/** The record as a table, as the page shows it. */
export async function exportRecord(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  { slug, format }: { slug: string; format: 'csv' | 'xlsx' },
): Promise<FastifyReply> {
  const { competition } = await requireDesk(k, request, slug, mayReadRecord);
  const ctx = await request.server.frame.personal(request);
  const column = (name: keyof StepWords, width?: number): Column<StepWords> => ({
    key: name,
    // keys: competitions.organise.record.*
    header: ctx.t(`competitions.organise.record.${name}`),
    value: (step) => step[name],
    ...(width && { width }),
  });
  const columns = [
    column('at', 20),
    column('act', 24),
    column('who'),
    column('as'),
    column('about', 24),
    column('details', 60),
  ];
  const rows = allSteps(k, ctx, competition, filterOf(request));
  const zone = k.config.TIME_ZONE;
  const name = `record-${competition.slug}`;
  return reply
    .header('cache-control', 'private, no-store')
    .header('content-disposition', `attachment; filename="${name}.${format}"`)
    .type(
      format === 'csv'
        ? 'text/csv; charset=utf-8'
        : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    )
    .send(format === 'csv' ? csvStream(columns, rows, { zone }) : xlsxStream(columns, rows, { zone, sheet: 'record' }));
}
