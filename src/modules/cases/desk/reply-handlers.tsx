import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError, fail } from '../../../kernel/errors/index.ts';
import { readMultipart } from '../../../kernel/files/index.ts';
import { localised } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { dateWords, localDate } from '../../../kernel/time/index.ts';
import type { FormErrors } from '../../../ui/form.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { type Actor, formErrors } from '../../people/index.ts';
import { caseHref, wishOf } from './desk-address.ts';
import { deskStaff } from './desk-frame.tsx';
import { deskActor, numberSaid, sendCase } from './desk-handlers.tsx';
import { type DeskMatter, type DeskWish, loadDesk, loadDeskMatter } from './desk-view.ts';
import { fillTemplate } from './fill-template.ts';
import type { Happened } from './matter-notices.tsx';
import { PreviewPage } from './preview-page.tsx';
import { draftOf, storedReply, type TypedReply, typedReply, withMoreRows, withTemplate } from './reply-form.ts';
import { ReplyPage } from './reply-page.tsx';
import { type Template, templateById, templatesFor } from './template.queries.ts';
import { mostFiles, saveReply, sendReply } from './write-reply.ts';

type Writing = {
  actor: Actor;
  desk: DeskMatter;
  wish: DeskWish;
  typed: TypedReply;
  errors: (ctx: PageContext) => FormErrors;
  happened: (ctx: PageContext) => Happened | null;
  conflict: boolean;
  status: number;
};

/** The case of somebody who may write on it. @throws AppError cases.not_yours */
async function toWrite(k: Kernel, actor: Actor, number: string): Promise<DeskMatter> {
  const desk = await loadDeskMatter(k, actor, number);
  if (!desk.handles) fail('cases.not_yours');
  return desk;
}

export async function showReply(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  number: string,
): Promise<FastifyReply> {
  const actor = await deskActor(k, request);
  const desk = await toWrite(k, actor, number);
  const wish = wishOf(request.query);
  const { saved } = request.query as { saved?: unknown };
  if (!desk.can.has('write')) return reply.redirect(caseHref(number, { queue: wish.queue, words: wish.words }), 303);
  return sendWriting(k, request, reply, {
    actor,
    desk,
    wish,
    typed: storedReply(desk.reply, desk.replyFileIds),
    errors: () => ({}),
    happened: (ctx) => savedWith(ctx, saved, number),
    conflict: false,
    status: 200,
  });
}

/** The version that was edited is what the draft on the device belongs to. */
function savedWith(ctx: PageContext, version: unknown, number: string): Happened | null {
  if (typeof version !== 'string' || !/^\d{1,9}$/.test(version)) return null;
  return { tone: 'success', words: ctx.t('cases.desk.done.saved'), draftOf: `reply-${number}-${version}` };
}

async function sendWriting(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  { actor, desk, wish, typed, errors, happened, conflict, status }: Writing,
): Promise<FastifyReply> {
  const { row } = desk.matter;
  const [view, templates, files] = await Promise.all([
    loadDesk(k, actor, wish, desk.matter),
    templatesOf(k, row.lead_department_id),
    k.files.findAll(typed.fileIds),
  ]);
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('cases.desk.reply.title', { title: row.title }),
      robots: 'noindex',
      bare: true,
      staff: deskStaff(ctx, view, 'list'),
      main: (
        <ReplyPage
          view={view}
          desk={desk}
          numberSaid={numberSaid(k, row.number)}
          typed={typed}
          files={files}
          errors={errors(ctx)}
          templates={templates}
          happened={happened(ctx)}
          conflict={conflict}
        />
      ),
    }),
    status,
  );
}

function templatesOf(k: Kernel, departmentId: string | null): Promise<Template[]> {
  return templatesFor(k.db, { city: false, ids: departmentId ? [departmentId] : [] });
}

export async function showPreview(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  number: string,
): Promise<FastifyReply> {
  const actor = await deskActor(k, request);
  const desk = await toWrite(k, actor, number);
  const view = await loadDesk(k, actor, wishOf(request.query), desk.matter);
  const { saved } = request.query as { saved?: unknown };
  return sendPage(request, reply, (ctx) => ({
    title: ctx.t('cases.desk.preview'),
    robots: 'noindex',
    bare: true,
    staff: deskStaff(ctx, view, 'list'),
    main: (
      <PreviewPage
        view={view}
        desk={desk}
        numberSaid={numberSaid(k, number)}
        happened={savedWith(ctx, saved, number)}
      />
    ),
  }));
}

/** Saves, shows, sends, or goes on with another template or more rows; whatever happens, what was typed is kept. */
export async function postReply(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  number: string,
): Promise<FastifyReply> {
  const actor = await deskActor(k, request);
  const desk = await toWrite(k, actor, number);
  const wish = wishOf(request.query);
  const form = await readMultipart(request, { files: k.files, purpose: 'case', ownerId: actor.accountId, mostFiles });
  const typed = typedReply(form.fields, form.files);
  const again = { actor, desk, wish, happened: () => null, conflict: false, status: 200 };
  const said = (ctx: PageContext): FormErrors =>
    Object.fromEntries(Object.entries(form.fieldErrors).map(([name, { key, params }]) => [name, ctx.t(key, params)]));
  const { deed } = form.fields;
  if (deed === 'more') return sendWriting(k, request, reply, { ...again, typed: withMoreRows(typed), errors: said });
  if (deed === 'template') {
    const filled = await filledTemplate(k, request, actor, desk, form.fields.template);
    const next = filled ? withTemplate(typed, filled) : typed;
    return sendWriting(k, request, reply, { ...again, typed: next, errors: said });
  }
  if (form.problems.length > 0) return sendWriting(k, request, reply, { ...again, typed, errors: said, status: 422 });
  const place = { queue: wish.queue, words: wish.words };
  try {
    if (deed === 'send') {
      await sendReply(k, actor, desk.matter.row.id, draftOf(typed));
      return reply.redirect(caseHref(number, place, '', { done: 'replied', version: String(typed.version) }), 303);
    }
    await saveReply(k, actor, desk.matter.row.id, draftOf(typed));
    const saved = { saved: String(typed.version) };
    return reply.redirect(caseHref(number, place, deed === 'preview' ? '/preview' : '/reply', saved), 303);
  } catch (thrown) {
    return sendRefused(k, request, reply, { actor, number, wish, typed, thrown });
  }
}

/**
 * A draft that could not be saved. Where a colleague saved meanwhile, both texts are shown and the next save is made on
 * theirs, knowingly; where the case has moved on, its page says so with what was typed.
 */
async function sendRefused(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  {
    actor,
    number,
    wish,
    typed,
    thrown,
  }: Pick<Writing, 'actor' | 'wish' | 'typed'> & { number: string; thrown: unknown },
): Promise<FastifyReply> {
  const code = thrown instanceof AppError ? thrown.code : '';
  if (code === 'kernel.not_allowed') throw thrown;
  const desk = await toWrite(k, actor, number);
  if (!desk.can.has('write'))
    return sendCase(k, request, reply, {
      actor,
      number,
      wish,
      withAuthor: false,
      happened: (ctx) => ({ tone: 'error', words: formErrors(ctx, thrown).errors[''] ?? '' }),
      attempt: () => ({ deed: 'write', values: { text: typed.values.text }, errors: {} }),
      status: 409,
    });
  const conflict = code === 'kernel.changed_meanwhile';
  const status = thrown instanceof AppError ? thrown.status : 422;
  return sendWriting(k, request, reply, {
    actor,
    desk,
    wish,
    typed: conflict ? { ...typed, version: desk.reply?.version ?? 0 } : typed,
    errors: (ctx) => (conflict ? {} : formErrors(ctx, thrown, 'files').errors),
    happened: () => null,
    conflict,
    status,
  });
}

async function filledTemplate(
  k: Kernel,
  request: FastifyRequest,
  actor: Actor,
  { matter }: DeskMatter,
  id: string | string[] | undefined,
): Promise<string | null> {
  const { row } = matter;
  const known = await templatesOf(k, row.lead_department_id);
  const chosen = known.find((template) => template.id === id);
  const template = chosen && (await templateById(k.db, chosen.id));
  if (!template) return null;
  const { locale, t } = request.server.frame.anonymous(request);
  const office = matter.departments.get(row.lead_department_id);
  const today = localDate(k.clock.now(), k.config.TIME_ZONE);
  return fillTemplate(template.body, {
    author: matter.author.displayName,
    somebody: t('cases.desk.somebody'),
    number: numberSaid(k, row.number),
    title: row.title,
    office: office ? localised(office.name, locale) : '',
    phone: office?.phone ?? '',
    today: dateWords(today, { locale, today, weekday: false }),
    handler: actor.name,
  });
}
