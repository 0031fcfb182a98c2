import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AppError, FieldErrors } from '../../../kernel/errors/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import { toAppError } from '../../../kernel/http/index.ts';
import type { T } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { FormErrors, FormValues } from '../../../ui/form.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { type PageDraft, sendPage } from '../../../ui/send-page.tsx';
import { type Actor, districtBook } from '../../people/index.ts';
import { type CaseRow, findCaseByNumber } from '../case.queries.ts';
import { dispatchDraft } from './desk-page.tsx';
import { nothingTyped, type Said, type Typed, takeInHand } from './desk-view.ts';
import { isQueue, nextInQueue, type QueueName, queueAround, queueFigures } from './queues.ts';
import { type Fields, one } from './typed-decision.ts';

/** What was done, as the next page says it; the deed and the number come back in its address. */
const deeds = [
  'accepted',
  'dispatched',
  'declined',
  'merged',
  'asked',
  'reassigned',
  'refused',
  'extension_granted',
  'extension_refused',
  'ended',
  'ending_refused',
  'called_back',
  'missed',
  'closed',
  'sent_back',
  'supervised',
  'lifted',
  'forum_answered',
] as const;
export type DoneDeed = (typeof deeds)[number];

/** Long words that must not be lost when the form they were typed into is gone. */
const wordFields = ['opinion', 'reason', 'explanation', 'text', 'note', 'order', 'result'];

export function queueOf(given: unknown, otherwise: QueueName = 'submitted'): QueueName {
  return isQueue(given) ? given : otherwise;
}

/** The outcome of the deed before, from the address; anything that is not one of ours says nothing. */
export function saidOf(t: T, { did, about }: { did?: string; about?: string }): Said | null {
  if (!deeds.includes(did as DoneDeed) || !/^\d{4}-\d{4}-\d{4,6}$/.test(about ?? '')) return null;
  return { tone: 'success', text: t(`cases.dispatch.did.${did}`, { number: about }) };
}

export type Asked = { queue?: string; who?: string; did?: string; about?: string };

/** The desk with or without a case in hand. */
export async function sendDesk(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  {
    actor,
    number,
    asked,
    typed = nothingTyped,
    status = 200,
  }: { actor: Actor; number?: string; asked: Asked; typed?: Typed; status?: number },
): Promise<FastifyReply> {
  const queue = queueOf(asked.queue);
  const [inHand, figures, districts, calendar] = await Promise.all([
    number === undefined ? null : takeInHand(k, actor, number, { who: asked.who === '1', typed }),
    queueFigures(k),
    districtBook(k),
    k.calendar.current(),
  ]);
  const list = await queueAround(k, queue, inHand?.matter.row ?? null);
  return sendPage(
    request,
    reply,
    (ctx: PageContext): PageDraft => {
      const said = saidOf(ctx.t, asked);
      const hand = inHand && { ...inHand, said: inHand.said ?? said };
      const desk = {
        base: '/dispatch' as const,
        queue,
        query: `queue=${queue}`,
        listName: ctx.t(`cases.dispatch.queue.${queue}`),
        list,
        figures,
        inHand: hand,
        said,
      };
      return dispatchDraft(ctx, desk, { districts, calendar });
    },
    status,
  );
}

export type Posted = {
  actor: Actor;
  row: CaseRow;
  fields: Fields;
  queue: QueueName;
};

/** What a deed hands back: what was done, and where it happened when the desk should stay there. */
type Outcome = { did: DoneDeed; stay?: boolean };

export type DeskPost = {
  /** the form on the page, for its errors */
  form: string;
  /** where to go: the desk of dispatch or of supervision */
  base?: '/dispatch' | '/supervision';
  work: (posted: Posted) => Promise<Outcome>;
  /** renders the page again with what was typed */
  again: (typed: Typed, status: number) => Promise<FastifyReply>;
};

/**
 * One deed of the desk: done, the desk goes on to the next of the queue. Refused, it shows the case as it is now with
 * what was typed: errors beside their fields, or what happened meanwhile.
 */
export async function postDeed(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  actor: Actor,
  { form, base = '/dispatch', work, again }: DeskPost,
): Promise<FastifyReply> {
  const { number } = request.params as { number: string };
  const fields = (request.body ?? {}) as Fields;
  const row = /^[\w-]{1,40}$/.test(number) ? await findCaseByNumber(k.db, number) : undefined;
  if (!row) fail('cases.not_found');
  const queue = queueOf(one(fields, 'queue'));
  try {
    const next = await nextInQueue(k, queue, row);
    const { did, stay } = await work({ actor, row, fields, queue });
    const path = stay ? `${base}/${row.number}` : next ? `${base}/${next}` : base;
    const came = base === '/dispatch' ? `queue=${queue}` : `list=${one(fields, 'list')}`;
    return reply.redirect(`${path}?${came}&did=${did}&about=${row.number}`, 303);
  } catch (thrown) {
    const error = toAppError(thrown);
    const { t } = await request.server.frame.personal(request);
    const typed = typedAgain(t, form, fields, error);
    if (!typed) throw thrown;
    return again(typed, error.status);
  }
}

function typedAgain(t: T, form: string, fields: Fields, error: AppError): Typed | null {
  const values: FormValues = fields;
  if (error.fields) return { form, values, errors: errorWords(t, error.fields), keptWords: [], said: null };
  if (error.status !== 409 && error.status !== 422) return null;
  const said: Said = { tone: 'error', text: t(`errors.${error.code}`, error.params) };
  const keptWords = wordFields.flatMap((name) => (one(fields, name).trim() === '' ? [] : [one(fields, name)]));
  return { form, values, errors: {}, keptWords, said };
}

/** Errors in words; those of fields that no form shows are said for the form as a whole. */
function errorWords(t: T, fields: FieldErrors): FormErrors {
  return Object.fromEntries(Object.entries(fields).map(([name, { key, params }]) => [fieldOf(name), t(key, params)]));
}

function fieldOf(name: string): string {
  if (name === 'leadDepartmentId') return 'leadName';
  if (name === 'coHandlerIds') return 'coNames';
  if (name === 'categoryId') return 'category';
  return name.replace(/^rating\./, '');
}
