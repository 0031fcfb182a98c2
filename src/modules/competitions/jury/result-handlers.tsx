import type { FastifyReply, FastifyRequest } from 'fastify';
import { isId } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import { xlsxSheets } from '../../../kernel/export/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { type CompetitionFacts, mayJudge, mayReadRecord } from '../competitions.policy.ts';
import { requireDesk, sendDesk } from '../desk-page.tsx';
import { type ChairView, juryView, resultView } from './chair-view.ts';
import { jurorNames } from './juror.queries.ts';
import { scoringStage } from './load-jury.ts';
import type { AtStage } from './own-handlers.tsx';
import { sightOf } from './own-work.ts';
import { RecordPage } from './record-page.tsx';
import { sheetChanges } from './sheet.queries.ts';
import { sheetsPdf, summaryPdf } from './sheets-pdf.ts';
import { jurorColumns, SummaryPage, totalOf } from './summary-page.tsx';

const mine = (request: FastifyRequest) => ({
  label: request.server.frame.anonymous(request).t('competitions.jury.mine'),
  href: '/jury',
});

export async function showSummary(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  at: AtStage,
): Promise<FastifyReply> {
  const view = await resultView(k, request, at.slug, at.stage);
  return sendDesk(
    request,
    reply,
    view.desk,
    (ctx) => ({ title: ctx.t('competitions.jury.summary'), main: <SummaryPage view={view} /> }),
    { up: mine(request) },
  );
}

function sendPdf(reply: FastifyReply, pdf: Buffer, name: string): FastifyReply {
  return reply
    .header('cache-control', 'private, no-store')
    .header('content-disposition', `attachment; filename="${name}.pdf"`)
    .type('application/pdf')
    .send(pdf);
}

export async function sendSummary(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  { format, ...at }: AtStage & { format: 'pdf' | 'xlsx' },
): Promise<FastifyReply> {
  const view = await resultView(k, request, at.slug, at.stage);
  const { locale } = request.server.frame.anonymous(request);
  const name = `jury-${view.desk.competition.slug}`;
  if (format === 'pdf') return sendPdf(reply, await summaryPdf(k, view, locale), name);
  return reply
    .header('cache-control', 'private, no-store')
    .header('content-disposition', `attachment; filename="${name}.xlsx"`)
    .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
    .send(summaryXlsx(k, view, locale));
}

function summaryXlsx(k: Kernel, view: ChairView, locale: Parameters<Kernel['i18n']['t']>[0]): Buffer {
  const t = k.i18n.t(locale);
  const columns = jurorColumns(view);
  const category = new Map(view.jury.competition.categories.map(({ id, name }) => [id, name]));
  // What counts is a number; what does not stands in brackets, as text.
  const cell = (total: string) => (/^\d/.test(total) ? Number(total) : total);
  const rows = [
    [
      ...['number', 'entry', 'category'].map((name) => t(`competitions.jury.${name}`)),
      ...columns.map(({ name }) => name),
      t('competitions.jury.mean'),
    ],
    ...view.lines.map((line) => [
      line.entry.number,
      line.entry.title,
      category.get(line.entry.categoryId) ?? '',
      ...columns.map(({ id }) => (view.sees(line) ? cell(totalOf(line, id)) : '—')),
      view.sees(line) ? line.score : null,
    ]),
  ];
  const widths = [8, 32, 16, ...columns.map(() => 12), 12];
  return xlsxSheets([{ name: t('competitions.jury.summary'), widths, rows }], k.config.TIME_ZONE);
}

/** The score sheets of one juror as they sign them: their own at any time, those of others where all points may be read. */
export async function sendSheets(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  { juror, ...at }: AtStage & { juror: string },
): Promise<FastifyReply> {
  const reads = (actor: Actor, facts: CompetitionFacts) => mayJudge(actor, facts) || mayReadRecord(actor, facts);
  const desk = await requireDesk(k, request, at.slug, reads);
  const stage = scoringStage(desk.competition, at.stage);
  const own = juror === 'mine' || juror === desk.actor.accountId;
  const jurorId = own ? desk.actor.accountId : juror;
  const sight = sightOf(mayReadRecord(desk.actor, desk.facts), desk.facts, stage);
  if (own ? !mayJudge(desk.actor, desk.facts) : sight !== 'all') fail('kernel.not_allowed');
  const view = await juryView(k, desk, stage.id);
  const lines = view.lines.filter((line) => own || view.sees(line));
  if (!isId(jurorId) || !jurorColumns(view).some(({ id }) => id === jurorId)) fail('kernel.not_found');
  const { locale } = request.server.frame.anonymous(request);
  return sendPdf(reply, await sheetsPdf(k, { ...view, lines }, jurorId, locale), `sheets-${desk.competition.slug}`);
}

const onPage = 50;

/** Every change of sheets; whoever may not read all of them reads their own. */
export async function showRecord(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  { after, ...at }: AtStage & { after: string | undefined },
): Promise<FastifyReply> {
  const reads = (actor: Actor, facts: CompetitionFacts) => mayJudge(actor, facts) || mayReadRecord(actor, facts);
  const desk = await requireDesk(k, request, at.slug, reads);
  const stage = scoringStage(desk.competition, at.stage);
  const sight = sightOf(mayReadRecord(desk.actor, desk.facts), desk.facts, stage);
  if (sight === 'none') fail('competitions.jury_record_closed');
  // The chair of an open stage reads what the desk shows of each entry, not more.
  const ownOnly = sight === 'own' || (!stage.closedAt && !(await seesEverything(k, desk, stage.id)));
  const changes = await sheetChanges(k.db, stage.id, {
    jurorId: ownOnly ? desk.actor.accountId : null,
    drafts: ownOnly,
    after: after && isId(after) ? after : null,
    limit: onPage + 1,
  });
  const base = `/jury/${desk.competition.slug}/${stage.id}`;
  const last = changes[onPage - 1];
  const view = {
    stage,
    title: desk.competition.title,
    changes: changes.slice(0, onPage),
    names: await jurorNames(k.db, desk.competition.id),
    base: mayJudge(desk.actor, desk.facts) ? base : `/organise/${desk.competition.slug}/jury/${stage.id}`,
    ownOnly,
    nextHref: changes.length > onPage && last ? `${base}/record?after=${last.id}` : undefined,
    firstHref: after ? `${base}/record` : undefined,
  };
  return sendDesk(
    request,
    reply,
    desk,
    (ctx) => ({ title: ctx.t('competitions.jury.record'), main: <RecordPage view={view} /> }),
    { up: mine(request) },
  );
}

async function seesEverything(k: Kernel, desk: Parameters<typeof juryView>[1], stageId: string): Promise<boolean> {
  const view = await juryView(k, desk, stageId);
  return view.lines.every((line) => view.sees(line));
}
