import type { FastifyReply, FastifyRequest } from 'fastify';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { typedOf } from '../../people/index.ts';
import { post, type Sent, sendDesk } from '../desk-page.tsx';
import { stageName } from '../stage-name.ts';
import { decideTie, reopenSheet, strikeSheets } from './chair.ts';
import { ChairPage } from './chair-page.tsx';
import { type ChairView, chairView } from './chair-view.ts';
import { closeJury } from './close-jury.ts';
import type { AtStage } from './own-handlers.tsx';
import { typedText } from './typed-sheets.ts';

const done = {
  reopened: 'competitions.jury.done.reopened',
  struck: 'competitions.jury.done.struck',
  decided: 'competitions.jury.done.decided',
  closed: 'competitions.jury.done.closed',
};

export async function showChair(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  at: AtStage,
  sent?: Sent,
): Promise<FastifyReply> {
  const view = await chairView(k, request, at.slug, at.stage);
  const { t } = request.server.frame.anonymous(request);
  return sendDesk(
    request,
    reply,
    view.desk,
    (ctx) => ({
      title: ctx.t('competitions.jury.chair_title', { stage: stageName(ctx.t, view.jury.stage) }),
      main: <ChairPage view={view} ctx={ctx} sent={sent} />,
    }),
    { sent, done, up: { label: t('competitions.jury.mine'), href: '/jury' } },
  );
}

type Typed = ReturnType<typeof typedOf>;

/** What the chair does: each a form of the desk. */
const deeds: Readonly<
  Record<string, { form: (typed: Typed) => string; do: (k: Kernel, view: ChairView, typed: Typed) => Promise<string> }>
> = {
  reopen: {
    form: (typed) => `reopen-${typedText(typed, 'number')}-${typedText(typed, 'juror')}`,
    do: async (k, view, typed) => {
      const entryId = view.lines.find(({ entry }) => String(entry.number) === typedText(typed, 'number'))?.entry.id;
      await reopenSheet(k, view.desk.actor, {
        stageId: view.jury.stage.id,
        jurorId: typedText(typed, 'juror'),
        entryId: entryId ?? fail('competitions.entry_not_found'),
        reason: reasonOf(typed),
      });
      return 'reopened';
    },
  },
  strike: {
    form: (typed) => `strike-${typedText(typed, 'juror')}`,
    do: async (k, view, typed) => {
      const jurorId = typedText(typed, 'juror');
      await strikeSheets(k, view.desk.actor, { stageId: view.jury.stage.id, jurorId, reason: reasonOf(typed) });
      return 'struck';
    },
  },
  tie: {
    form: (typed) =>
      `tie-${placesOf(typed)
        .map(({ number }) => number)
        .join('-')}`,
    do: async (k, view, typed) => {
      const places = placesOf(typed);
      const wrong = places.some(({ place }) => !Number.isInteger(place));
      if (wrong || new Set(places.map(({ place }) => place)).size !== places.length)
        failFields(
          Object.fromEntries(
            places.map(({ number }) => [`place-${number}`, { key: 'competitions.jury.wrong.places' }]),
          ),
        );
      const entryIds = [...places]
        .sort((a, b) => a.place - b.place)
        .flatMap(({ number }) => view.lines.find(({ entry }) => entry.number === number)?.entry.id ?? []);
      await decideTie(k, view.desk.actor, {
        stageId: view.jury.stage.id,
        categoryId: typedText(typed, 'category'),
        entryIds,
        reason: reasonOf(typed),
      });
      return 'decided';
    },
  },
  close: {
    form: () => 'close',
    do: async (k, view, typed) => {
      await closeJury(k, view.desk.actor, { stageId: view.jury.stage.id, remark: typedText(typed, 'remark') });
      return 'closed';
    },
  },
};

/** @throws AppError kernel.invalid where none was written */
export function reasonOf(typed: Typed): string {
  const reason = typedText(typed, 'reason').trim();
  if (reason.length < 2) failFields({ reason: { key: 'competitions.jury.wrong.reason' } });
  return reason;
}

function placesOf(typed: Typed): { number: number; place: number }[] {
  return Object.keys(typed).flatMap((name) => {
    const number = /^place-(\d{1,6})$/.exec(name)?.[1];
    return number ? [{ number: Number(number), place: Number(typedText(typed, name)) }] : [];
  });
}

export async function doAsChair(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  { deed, ...at }: AtStage & { deed: string },
): Promise<FastifyReply> {
  const known = Object.hasOwn(deeds, deed) ? deeds[deed] : undefined;
  if (!known) return fail('kernel.not_found');
  const view = await chairView(k, request, at.slug, at.stage);
  const typed = typedOf(request.body);
  return post(
    request,
    reply,
    known.form(typed),
    async () => `${view.base}/chair?done=${await known.do(k, view, typed)}`,
    (sent) => showChair(k, request, reply, at, sent),
  );
}
