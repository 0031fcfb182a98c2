import type { FastifyReply, FastifyRequest } from 'fastify';
import { isId } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Column } from '../../../kernel/export/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Actor, accountNames, departmentBook } from '../../people/index.ts';
import { formState, type Refused, requireReader, sendLiaisonPage } from '../exchange/liaison-page.tsx';
import { organisationsById, speaksOf } from '../exchange/organisations.ts';
import { sendTable } from '../exchange/send-file.ts';
import { type DecisionKey, type DecisionRow, findDecision, listDecisions } from './decision.queries.ts';
import { DecisionPage } from './decision-parts.tsx';
import { decisionViews, type MeetingView, seriesScope } from './load-meeting.ts';
import { filesOfMeeting } from './meeting.queries.ts';
import { mayFollow, mayKeepSeries, mayReadSeries } from './meetings.policy.ts';
import { DecisionsPage } from './meetings-list.tsx';
import { ownerWords } from './owner-words.ts';
import { findSeries } from './series.queries.ts';

const shown = 40;

async function namedIn(
  k: Kernel,
  rows: readonly (DecisionRow & { progress?: readonly { by: string | null }[] })[],
): Promise<Pick<MeetingView, 'departments' | 'organisations' | 'names'>> {
  return {
    departments: await departmentBook(k),
    organisations: await organisationsById(
      k,
      rows.flatMap((row) => row.organisationId ?? []),
    ),
    names: await accountNames(
      k.db,
      rows.flatMap((row) => [row.personId, ...(row.progress ?? []).map(({ by }) => by)].flatMap((one) => one ?? [])),
    ),
  };
}

export async function showDecisions(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  wish: { state: 'open' | 'done' | 'dropped'; after?: DecisionKey | undefined },
): Promise<FastifyReply> {
  const actor = await requireReader(k, request);
  const rows = await listDecisions(
    k.db,
    await seriesScope(k, actor),
    { ...wish, after: wish.after ?? null },
    shown + 1,
  );
  const page = await decisionViews(k, actor, await speaksOf(k, actor), rows.slice(0, shown));
  const last = page.at(-1);
  const view = await namedIn(k, page);
  return sendLiaisonPage(k, request, reply, actor, (ctx) => ({
    title: ctx.t('liaison.meetings.all_decisions'),
    main: (
      <DecisionsPage
        decisions={page}
        view={view}
        state={wish.state}
        nextHref={
          rows.length > shown && last ? `/liaison/decisions?state=${wish.state}&after=${last.dueOn}.${last.id}` : null
        }
        firstHref={wish.after ? `/liaison/decisions?state=${wish.state}` : null}
      />
    ),
  }));
}

/** @throws AppError liaison.meetings.not_found, also for whoever may not read it */
export async function readDecision(k: Kernel, actor: Actor, id: string) {
  const row = isId(id) ? await findDecision(k.db, id) : undefined;
  const series = row && (await findSeries(k.db, row.seriesId));
  if (!row || !series) return fail('liaison.meetings.not_found');
  const speaks = await speaksOf(k, actor);
  const reads = mayReadSeries(actor, series, speaks);
  // Whoever has to see to it reads it, also where they do not take part in the meeting.
  if (!reads && !(row.confirmed && mayFollow(actor, row, speaks))) return fail('liaison.meetings.not_found');
  return { row, series, speaks, reads };
}

export async function showDecision(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  id: string,
  refused?: Refused,
): Promise<FastifyReply> {
  const actor = await requireReader(k, request);
  const { row, series, speaks, reads } = await readDecision(k, actor, id);
  const [decision] = await decisionViews(k, actor, speaks, [row]);
  if (!decision) return fail('liaison.meetings.not_found');
  const links = (await filesOfMeeting(k.db, [row.meetingId])).filter((link) => link.decisionId === id);
  const files = await k.files.findAll(links.map((link) => link.fileId));
  const view = await namedIn(k, [decision]);
  return sendLiaisonPage(
    k,
    request,
    reply,
    actor,
    (ctx) => ({
      title: ctx.t('liaison.meetings.decision_no', { no: decision.no }),
      main: (
        <DecisionPage
          decision={decision}
          view={view}
          files={files}
          mayDrop={reads && mayKeepSeries(actor, series.departmentId)}
          mayOpenMeeting={reads}
          {...formState(ctx, refused, 'follow')}
        />
      ),
    }),
    refused?.error.status ?? 200,
  );
}

async function* everyDecision(k: Kernel, actor: Actor): AsyncGenerator<DecisionRow> {
  const scope = await seriesScope(k, actor);
  for (let after: DecisionKey | null = null; ; ) {
    const rows: DecisionRow[] = await listDecisions(k.db, scope, { after }, 200);
    yield* rows;
    after = rows.at(-1) ?? null;
    if (rows.length < 200) return;
  }
}

// keys: liaison.meetings.column.*

export async function exportDecisions(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  format: 'csv' | 'xlsx',
): Promise<FastifyReply> {
  const actor = await requireReader(k, request);
  const { locale } = request.server.frame.anonymous(request);
  const t = k.i18n.t(locale);
  const rows: DecisionRow[] = [];
  for await (const row of everyDecision(k, actor)) rows.push(row);
  const view = await namedIn(k, rows);
  const column = (key: string, value: (row: DecisionRow) => string | number, width = 16): Column<DecisionRow> => ({
    key,
    header: t(`liaison.meetings.column.${key}`),
    value,
    width,
  });
  return sendTable(
    k,
    reply,
    format,
    'decisions',
    [
      column('meeting', (row) => t('liaison.meetings.named', { title: row.series, no: row.meetingNo }), 30),
      column('no', (row) => row.no, 8),
      column('decision', (row) => row.text, 50),
      column('owner', (row) => ownerWords(view, row, locale), 24),
      column('due', (row) => row.dueOn),
      column('state', (row) => t(`liaison.meetings.decision_state.${row.state}`)),
      column('evidence', (row) => row.evidence, 50),
    ],
    rows,
  );
}
