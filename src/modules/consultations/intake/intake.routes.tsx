import type { FastifyReply, FastifyRequest } from 'fastify';
import { isId, pageKeyText, readPageKey } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { localDate } from '../../../kernel/time/index.ts';
import type { FormErrors, FormValues } from '../../../ui/form.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { typedOf } from '../../people/index.ts';
import { newFormToken } from '../comments/form-token.ts';
import { paragraphsToChoose } from '../comments/paragraph.ts';
import { convenes } from '../consultations.policy.ts';
import { type AtDesk, postForm, requireDesk, type Sent, sendDesk, stateOf } from '../desk-page.tsx';
import './intake.errors.ts';
import { countWaiting, filesOfLetter, letterById, lettersOf, opinionsOfLetter, type Sender } from './intake.queries.ts';
import { EnterPage, IntakePage, LetterPage, states } from './intake-pages.tsx';
import { largestMail_bytes } from './read-mail.ts';
import { readSender } from './read-sender.ts';
import { receiveMail } from './receive-mail.ts';
import { mostOpinions, readOut, setAside, type TakeInInput, takeIn, takesLetters } from './take-in.ts';

type BySlug = { Params: { slug: string } };
type ById = { Params: { slug: string; id: string } };
type Typed = Record<string, string | string[]>;

const pageSize = 50;
const firstRows = 2;
const largestForm_bytes = 4_000_000;
const done = {
  entered: 'consultations.intake.done.entered',
  received: 'consultations.intake.done.received',
  again: 'consultations.intake.done.again',
  aside: 'consultations.intake.done.aside',
};

/** Letters by e-mail and on paper, for the conveners of a draft. */
export function intakeRoutes(app: App, k: Kernel): void {
  const large = { bodyLimit: largestForm_bytes };
  app.get<BySlug>('/convene/:slug/intake', (request, reply) => list(k, request, reply));
  app.post<BySlug>('/convene/:slug/intake/mail', (request, reply) => mail(k, request, reply));
  app.get<BySlug>('/convene/:slug/intake/new', (request, reply) => showEnter(k, request, reply));
  app.post<BySlug>('/convene/:slug/intake/new', large, (request, reply) => enter(k, request, reply));
  app.get<ById>('/convene/:slug/intake/:id', (request, reply) => letter(k, request, reply));
  app.post<ById>('/convene/:slug/intake/:id/read', large, (request, reply) => read(k, request, reply));
  app.post<ById>('/convene/:slug/intake/:id/aside', (request, reply) => aside(k, request, reply));
  app.post<ById>('/convene/:slug/intake/:id/sender', large, (request, reply) => look(k, request, reply));
}

const deskOf = (k: Kernel, request: FastifyRequest<BySlug>): Promise<AtDesk<'draft'>> =>
  requireDesk(k, request, request.params.slug, convenes, 'draft');
/** From a letter back to the letters. */
const upOf = ({ consultation }: AtDesk) => ({
  label: consultation.title,
  href: `/convene/${consultation.slug}/intake`,
});

async function list(k: Kernel, request: FastifyRequest<BySlug>, reply: FastifyReply, sent?: Sent) {
  const desk = await deskOf(k, request);
  const { consultation } = desk;
  const query = request.query as Record<string, unknown>;
  const state = states.find((each) => each === query.state) ?? 'waiting';
  const [found, waiting] = await Promise.all([
    lettersOf(k.db, consultation.id, { state, after: readPageKey(query.after), limit: pageSize + 1 }),
    countWaiting(k.db, consultation.id),
  ]);
  const letters = found.slice(0, pageSize);
  const last = found.length > pageSize ? letters.at(-1) : undefined;
  const key = last && pageKeyText({ at: last.createdAt, id: last.id });
  return sendDesk(
    request,
    reply,
    desk,
    (ctx) => ({
      title: ctx.t('consultations.intake.title'),
      main: (
        <IntakePage
          {...{ ctx, consultation, state, letters, waiting, sent }}
          nextHref={key && `/convene/${consultation.slug}/intake?state=${state}&after=${key}`}
          takes={takesLetters.includes(desk.status)}
        />
      ),
    }),
    { sent, done },
  );
}

/** A message that somebody got and uploads as it is. */
async function mail(k: Kernel, request: FastifyRequest<BySlug>, reply: FastifyReply) {
  const { actor, consultation } = await deskOf(k, request);
  return postForm(
    request,
    reply,
    'mail',
    async () => {
      const raw = await uploadedMail(request);
      const { id, again } = await receiveMail(k, actor, consultation.id, raw);
      return `/convene/${consultation.slug}/intake/${id}?done=${again ? 'again' : 'received'}`;
    },
    (sent) => list(k, request, reply, sent),
  );
}

async function uploadedMail(request: FastifyRequest): Promise<Buffer> {
  const part = request.isMultipart()
    ? await request.file({ limits: { fileSize: largestMail_bytes, files: 1 } })
    : undefined;
  const raw = part ? await part.toBuffer().catch(() => tooLarge()) : undefined;
  if (!raw || raw.byteLength === 0) return failFields({ mail: { key: 'consultations.intake.field.mail' } });
  return raw;
}

function tooLarge(): never {
  return failFields({
    mail: {
      key: 'errors.consultations.intake.mail_too_large',
      params: { limit: `${largestMail_bytes / 1_000_000} MB` },
    },
  });
}

/** How many rows for opinions a form has: one more where that was asked for. */
function rowsOf(typed: Typed): number {
  const rows = /^\d{1,2}$/.test(String(typed.rows)) ? Number(typed.rows) : firstRows;
  return Math.min(Math.max(rows, 1) + (typed.more === '1' ? 2 : 0), mostOpinions);
}

/** Rows in which something was written. */
function opinionsOf(typed: Typed): { anchor: string; text: string }[] {
  return Array.from({ length: rowsOf(typed) }, (_, at) => ({
    anchor: String(typed[`anchor_${at}`] ?? ''),
    text: String(typed[`text_${at}`] ?? ''),
  })).filter(({ text }) => text.trim() !== '');
}

/** Errors of an opinion stand beside the row in which it was written. */
function besideRows(errors: FormErrors, typed: Typed): FormErrors {
  const written = Array.from({ length: mostOpinions }, (_, at) => at).filter(
    (at) => String(typed[`text_${at}`] ?? '').trim() !== '',
  );
  return Object.fromEntries(
    Object.entries(errors).map(([name, text]) => {
      const [, at = '', field = ''] = /^opinions\.(\d+)\.(\w+)$/.exec(name) ?? [];
      if (at !== '') return [`${field}_${written[Number(at)] ?? 0}`, text];
      return [name === 'opinions' ? 'text_0' : name, text];
    }),
  );
}

/** What a form with rows for opinions shows: what was typed, also where only more rows were asked for. */
function formOf(
  ctx: PageContext,
  typed: Typed,
  sent: Sent | undefined,
  form: string,
  begin: FormValues = {},
): { values: FormValues; errors: FormErrors } {
  if (typed.more === '1') return { values: typed, errors: {} };
  const { values, errors } = stateOf(ctx, sent, form, begin);
  return { values, errors: besideRows(errors, typed) };
}

async function showEnter(k: Kernel, request: FastifyRequest<BySlug>, reply: FastifyReply, sent?: Sent) {
  const desk = await deskOf(k, request);
  const { consultation } = desk;
  const typed = typedOf(request.body);
  const today = localDate(k.clock.now(), k.config.TIME_ZONE);
  const places = await paragraphsToChoose(k.db, consultation.id);
  return sendDesk(
    request,
    reply,
    desk,
    (ctx) => ({
      title: ctx.t('consultations.intake.enter'),
      main: (
        <EnterPage
          {...{ ctx, consultation, places, today }}
          rows={rowsOf(typed)}
          token={typeof typed.token === 'string' ? typed.token : newFormToken()}
          {...formOf(ctx, typed, sent, 'enter', { way: 'paper', receivedOn: today })}
        />
      ),
    }),
    { sent, up: upOf(desk) },
  );
}

async function enter(k: Kernel, request: FastifyRequest<BySlug>, reply: FastifyReply) {
  const { actor, consultation } = await deskOf(k, request);
  const typed = typedOf(request.body);
  if (typed.more === '1') return showEnter(k, request, reply);
  return postForm(
    request,
    reply,
    'enter',
    async () => {
      const given = { ...typed, opinions: opinionsOf(typed) } as unknown as TakeInInput;
      const { letterId } = await takeIn(k, actor, consultation.id, given);
      return `/convene/${consultation.slug}/intake/${letterId}?done=entered`;
    },
    (sent) => showEnter(k, request, reply, sent),
  );
}

async function letter(
  k: Kernel,
  request: FastifyRequest<ById>,
  reply: FastifyReply,
  { sent, sender }: { sent?: Sent; sender?: Sender | null } = {},
) {
  const desk = await deskOf(k, request);
  const { consultation } = desk;
  const { id } = request.params;
  const found = isId(id) ? await letterById(k.db, consultation.id, id) : undefined;
  if (!found) return fail('consultations.intake.not_found');
  const [files, opinions, places] = await Promise.all([
    filesOfLetter(k.db, found.id),
    opinionsOfLetter(k.db, found.id),
    paragraphsToChoose(k.db, consultation.id),
  ]);
  const typed = typedOf(request.body);
  return sendDesk(
    request,
    reply,
    desk,
    (ctx) => ({
      title: found.subject || ctx.t(`consultations.way.${found.way}`),
      main: (
        <LetterPage
          {...{ ctx, consultation, files, opinions, places, sender, sent }}
          letter={found}
          reading={formOf(ctx, typed, sent, 'read', sender === undefined ? {} : typed)}
          rows={rowsOf(typed)}
          takes={takesLetters.includes(desk.status)}
        />
      ),
    }),
    { sent, done, up: upOf(desk) },
  );
}

async function read(k: Kernel, request: FastifyRequest<ById>, reply: FastifyReply) {
  const { actor, consultation } = await deskOf(k, request);
  const { id } = request.params;
  const typed = typedOf(request.body);
  if (typed.more === '1') return letter(k, request, reply);
  const to = `/convene/${consultation.slug}/intake/${encodeURIComponent(id)}`;
  return postForm(
    request,
    reply,
    'read',
    async () => {
      await readOut(k, actor, consultation.id, id, {
        shownAs: String(typed.shownAs ?? ''),
        opinions: opinionsOf(typed),
      });
      return `${to}?done=entered`;
    },
    (sent) => letter(k, request, reply, { sent }),
  );
}

async function aside(k: Kernel, request: FastifyRequest<ById>, reply: FastifyReply) {
  const { actor, consultation } = await deskOf(k, request);
  const { id } = request.params;
  return postForm(
    request,
    reply,
    'aside',
    async () => {
      await setAside(k, actor, consultation.id, id, { reason: String(typedOf(request.body).reason ?? '') });
      return `/convene/${consultation.slug}/intake/${encodeURIComponent(id)}?done=aside`;
    },
    (sent) => letter(k, request, reply, { sent }),
  );
}

async function look(k: Kernel, request: FastifyRequest<ById>, reply: FastifyReply) {
  const { actor, consultation } = await deskOf(k, request);
  return letter(k, request, reply, { sender: await readSender(k, actor, consultation, request.params.id) });
}
