import type { FastifyReply, FastifyRequest } from 'fastify';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { requireActor, typedOf } from '../../people/index.ts';
import { post, type Sent, sendDesk, stateOf } from '../desk-page.tsx';
import { stageName } from '../stage-name.ts';
import { ConfirmPage } from './confirm-page.tsx';
import { entryWork } from './entry-work.tsx';
import { juriesOf } from './juror.queries.ts';
import { MyJuriesPage } from './my-juries-page.tsx';
import { baseOf, OwnPage } from './own-page.tsx';
import { type OwnWork, ownEntry, ownWork } from './own-work.ts';
import { type ConflictInput, confirmJury, recuse } from './recuse.ts';
import { type Scored, scoreEntries, scoreEntry } from './score-entry.ts';
import { sheetChanges } from './sheet.queries.ts';
import { SheetPage } from './sheet-page.tsx';
import { isOpenRow, rowPrefix, TablePage, tableRows, tableValues } from './table-page.tsx';
import { holdRight, typedPoints, typedText, typedVersion } from './typed-sheets.ts';

export type AtStage = { slug: string; stage: string };
export type AtEntry = AtStage & { number: string };

// keys: competitions.jury.done.*

const done = {
  confirmed: 'competitions.jury.done.confirmed',
  saved: 'competitions.jury.done.saved',
  handed_in: 'competitions.jury.done.handed_in',
  changed: 'competitions.jury.done.changed',
  recused: 'competitions.jury.done.recused',
};

const up = (k: Kernel, request: FastifyRequest) => ({
  label: k.i18n.t(request.server.frame.anonymous(request).locale)('competitions.jury.mine'),
  href: '/jury',
});

export async function showMine(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { accountId } = await requireActor(k, request);
  const juries = await juriesOf(k.db, accountId ?? fail('kernel.sign_in_first'));
  return sendPage(request, reply, (ctx) => ({
    title: ctx.t('competitions.jury.mine'),
    robots: 'noindex',
    main: <MyJuriesPage juries={juries} at={k.clock.now()} />,
  }));
}

/** The juror's entries, or first the rules that they confirm. */
export async function showOwn(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  at: AtStage,
  sent?: Sent,
): Promise<FastifyReply> {
  const work = await ownWork(k, request, at.slug, at.stage);
  const confirms = !work.confirmedAt && !work.stage.closedAt;
  return sendDesk(
    request,
    reply,
    work.desk,
    (ctx) => ({
      title: stageName(ctx.t, work.stage),
      main: confirms ? <ConfirmPage work={work} {...stateOf(ctx, sent, 'confirm')} /> : <OwnPage work={work} />,
    }),
    { sent, done, up: up(k, request) },
  );
}

export async function confirm(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  at: AtStage,
): Promise<FastifyReply> {
  const work = await ownWork(k, request, at.slug, at.stage);
  const typed = typedOf(request.body);
  return post(
    request,
    reply,
    'confirm',
    async () => {
      if (typedText(typed, 'agreed') !== 'yes') failFields({ agreed: { key: 'competitions.jury.wrong.agree' } });
      const words = typedText(typed, 'words');
      const kindOf = (name: string) => typedText(typed, name) as ConflictInput['kind'];
      const conflicts: ConflictInput[] = [
        ...work.field.flatMap(({ id, number }) =>
          kindOf(`entry-${number}`) ? [{ entryId: id, kind: kindOf(`entry-${number}`), words }] : [],
        ),
        ...work.desk.competition.categories.flatMap(({ id }) =>
          kindOf(`category-${id}`) ? [{ categoryId: id, kind: kindOf(`category-${id}`), words }] : [],
        ),
      ];
      await confirmJury(k, work.desk.actor, { stageId: work.stage.id, conflicts });
      return `${baseOf(work)}?done=confirmed`;
    },
    (sent) => showOwn(k, request, reply, at, sent),
  );
}

/** Whoever has not confirmed the rules does that first. */
async function confirmed(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  at: AtStage,
): Promise<OwnWork | null> {
  const work = await ownWork(k, request, at.slug, at.stage);
  if (work.confirmedAt || work.stage.closedAt) return work;
  await reply.redirect(baseOf(work), 303);
  return null;
}

export async function showSheet(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  at: AtEntry,
  sent?: Sent,
): Promise<FastifyReply> {
  const work = await confirmed(k, request, reply, at);
  if (!work) return reply;
  const own = ownEntry(work, at.number);
  const { body, files } = await entryWork(k, work, own.entry);
  const [asked] =
    own.sheet?.state === 'reopened'
      ? (
          await sheetChanges(k.db, work.stage.id, { jurorId: own.sheet.jurorId, entryId: own.entry.id, limit: 50 })
        ).filter(({ act }) => act === 'reopen')
      : [];
  const begin = {
    ...Object.fromEntries(Object.entries(own.sheet?.points ?? {}).map(([id, n]) => [`points-${id}`, String(n)])),
    comment: own.sheet?.comment ?? '',
  };
  return sendDesk(
    request,
    reply,
    work.desk,
    (ctx) => ({
      title: own.entry.title,
      main: (
        <SheetPage
          work={work}
          own={own}
          body={body}
          files={files}
          why={asked?.reason ?? ''}
          forms={{ score: stateOf(ctx, sent, 'score', begin), recuse: stateOf(ctx, sent, 'recuse') }}
        />
      ),
    }),
    {
      sent,
      done,
      up: {
        label: stageName(k.i18n.t(request.server.frame.anonymous(request).locale), work.stage),
        href: baseOf(work),
      },
    },
  );
}

const wantsJson = (request: FastifyRequest) => request.headers.accept === 'application/json';

export async function saveSheet(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  at: AtEntry,
): Promise<FastifyReply> {
  const work = await ownWork(k, request, at.slug, at.stage);
  const own = ownEntry(work, at.number);
  const typed = typedOf(request.body);
  const handIn = typedText(typed, 'do') === 'hand_in';
  const save = (): Promise<Scored> => {
    const wrong = {};
    const points = typedPoints(typed, work.stage.settings.criteria, 'points-', wrong);
    holdRight(wrong);
    const version = typedVersion(typed, 'version');
    return scoreEntry(k, work.desk.actor, {
      stageId: work.stage.id,
      entryId: own.entry.id,
      points,
      ...('comment' in typed ? { comment: typedText(typed, 'comment') } : {}),
      handIn,
      reason: typedText(typed, 'reason'),
      ...(version === undefined ? {} : { version }),
    });
  };
  // From the island: errors go out as JSON by themselves.
  if (wantsJson(request)) return reply.send(await save());
  return post(
    request,
    reply,
    'score',
    async () => {
      const wasIn = own.sheet?.state === 'handed_in';
      const scored = await save();
      if (scored.state !== 'handed_in' || wasIn)
        return `${baseOf(work)}/${own.entry.number}?done=${wasIn ? 'changed' : 'saved'}`;
      const place = work.mine.indexOf(own);
      const rest = [...work.mine.slice(place + 1), ...work.mine.slice(0, place)].find(isOpenRow);
      return rest ? `${baseOf(work)}/${rest.entry.number}?done=handed_in` : `${baseOf(work)}?done=handed_in`;
    },
    (sent) => showSheet(k, request, reply, at, sent),
  );
}

export async function recuseOwn(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  at: AtEntry,
): Promise<FastifyReply> {
  const work = await ownWork(k, request, at.slug, at.stage);
  const own = ownEntry(work, at.number);
  const typed = typedOf(request.body);
  return post(
    request,
    reply,
    'recuse',
    async () => {
      const conflict = {
        entryId: own.entry.id,
        kind: typedText(typed, 'kind') as ConflictInput['kind'],
        words: typedText(typed, 'words'),
      };
      await recuse(k, work.desk.actor, { stageId: work.stage.id, conflict });
      return `${baseOf(work)}?done=recused`;
    },
    (sent) => showSheet(k, request, reply, at, sent),
  );
}

const pageOf = (request: FastifyRequest) => Number((request.query as { page?: unknown }).page) || 1;

export async function showTable(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  at: AtStage,
  sent?: Sent,
): Promise<FastifyReply> {
  const work = await confirmed(k, request, reply, at);
  if (!work) return reply;
  const page = pageOf(request);
  const { rows } = tableRows(work, page);
  return sendDesk(
    request,
    reply,
    work.desk,
    (ctx) => ({
      title: ctx.t('competitions.jury.table'),
      main: <TablePage work={work} page={page} {...stateOf(ctx, sent, 'table', tableValues(rows))} />,
    }),
    { sent, done, up: up(k, request) },
  );
}

export async function saveTable(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  at: AtStage,
): Promise<FastifyReply> {
  const work = await ownWork(k, request, at.slug, at.stage);
  const page = pageOf(request);
  const { rows } = tableRows(work, page);
  const typed = typedOf(request.body);
  const handIn = typedText(typed, 'do') === 'hand_in';
  const { criteria } = work.stage.settings;
  return post(
    request,
    reply,
    'table',
    async () => {
      const wrong = {};
      const sheets = rows.filter(isOpenRow).flatMap((row) => {
        const points = typedPoints(typed, criteria, rowPrefix(row), wrong);
        const count = Object.keys(points).length;
        if (count === 0 && !row.sheet) return [];
        const version = typedVersion(typed, `v-${row.entry.number}`);
        // Rows that are not full stay drafts.
        const full = count === criteria.length;
        return [
          { entryId: row.entry.id, points, handIn: handIn && full, ...(version === undefined ? {} : { version }) },
        ];
      });
      holdRight(wrong);
      if (sheets.length > 0) await scoreEntries(k, work.desk.actor, { stageId: work.stage.id, sheets });
      return `${baseOf(work)}/table?page=${page}&done=${handIn ? 'handed_in' : 'saved'}`;
    },
    (sent) => showTable(k, request, reply, at, sent),
  );
}

/** Hands in every draft whose points are all there. */
export async function handInFull(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  at: AtStage,
): Promise<FastifyReply> {
  const work = await ownWork(k, request, at.slug, at.stage);
  return post(
    request,
    reply,
    'own',
    async () => {
      const sheets = work.mine.flatMap(({ entry, sheet }) =>
        sheet?.state === 'draft' && sheet.total !== null
          ? [{ entryId: entry.id, points: sheet.points, version: sheet.version }]
          : [],
      );
      for (let from = 0; from < sheets.length; from += 100)
        await scoreEntries(k, work.desk.actor, { stageId: work.stage.id, sheets: sheets.slice(from, from + 100) });
      return `${baseOf(work)}?done=handed_in`;
    },
    (sent) => showOwn(k, request, reply, at, sent),
  );
}
