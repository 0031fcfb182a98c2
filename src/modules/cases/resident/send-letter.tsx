import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError, type FieldErrors } from '../../../kernel/errors/index.ts';
import { readMultipart } from '../../../kernel/files/index.ts';
import { addressGroup, toAppError } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { ProofTicket } from '../../../kernel/proof-of-work/index.ts';
import type { FormErrors, FormValues } from '../../../ui/form.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { type Actor, actorOf, formErrors } from '../../people/index.ts';
import { casesSettings } from '../cases.settings.ts';
import { caseBooks } from '../public/case-books.ts';
import { formTokenHash, newFormToken } from './author-key.ts';
import { handReceipt, openLetter } from './letter-cookie.ts';
import './resident.errors.ts';
import type { OpenLike } from './similar.queries.ts';
import { similarLetters } from './similar-letters.tsx';
import { SimilarStep } from './similar-step.tsx';
import { caseOfForm } from './submit.queries.ts';
import { type Letter, letterInput, submitCase } from './submit-case.ts';
import { mostPhotos, WritePage } from './write-page.tsx';

const day_seconds = 86_400;
/** Whole villages and companies share an address: letters without an account from one are limited, but not to a person's. */
const addressFactor = 20;

type Fields = Record<string, string | string[]>;
const one = (fields: Fields, name: string): string => {
  const value = fields[name];
  return typeof value === 'string' ? value : (value?.[0] ?? '');
};
const many = (fields: Fields, name: string): string[] => {
  const value = fields[name];
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
};

/** A form as it came: what was typed, the files that are there, what is wrong so far. */
type Sent = { fields: Fields; fileIds: string[]; token: string; wrong: FieldErrors };

async function readSent(k: Kernel, request: FastifyRequest, actor: Actor): Promise<Sent> {
  const form = await readMultipart(request, {
    files: k.files,
    purpose: 'case',
    ownerId: actor.accountId,
    mostFiles: mostPhotos,
    limits: { documents: false },
  });
  const kept = await k.files.findAll(many(form.fields, 'photos_kept').slice(0, mostPhotos));
  const fileIds = [...kept.filter((file) => !file.claimed), ...form.files].map((file) => file.id);
  const wrong = { ...form.fieldErrors };
  if (fileIds.length > mostPhotos) wrong.photos = { key: 'errors.files.too_many', params: { limit: mostPhotos } };
  const token = one(form.fields, 'form_token');
  return {
    fields: form.fields,
    fileIds: fileIds.slice(0, mostPhotos),
    token: /^[\w-]{24}$/.test(token) ? token : newFormToken(),
    wrong,
  };
}

function letterOf({ fields, fileIds }: Sent, actor: Actor): Letter {
  const text = (name: string) => one(fields, name);
  return {
    title: text('title'),
    body: text('body'),
    kind: text('kind') as Letter['kind'],
    districtId: text('districtId'),
    address: text('address'),
    lon: text('lon'),
    lat: text('lat'),
    confidential: text('openness') === 'confidential',
    name: text('name'),
    phone: actor.accountId ? '' : text('phone'),
    email: actor.accountId ? '' : text('email').trim(),
    fileIds,
  };
}

/** The form again, with everything that was typed and what is wrong beside its fields. */
export async function showWrite(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  sent?: Sent,
  problem?: (ctx: PageContext) => { errors: FormErrors; status: number },
): Promise<FastifyReply> {
  const [actor, books] = await Promise.all([actorOf(k, request), caseBooks(k)]);
  const kept = sent ? await k.files.findAll(sent.fileIds) : [];
  const ctx = await request.server.frame.personal(request);
  const said = problem?.(ctx);
  const proof = actor.accountId ? null : await k.proof.challenge(ctx.locale);
  return sendPage(
    request,
    reply,
    () => ({
      title: ctx.t('cases.resident.write_title'),
      main: (
        <WritePage
          k={k}
          ctx={ctx}
          books={books}
          token={sent?.token ?? newFormToken()}
          proof={proof}
          values={sent && withoutProof(sent.fields)}
          errors={said?.errors}
          kept={kept.map(({ id, name }) => ({ id, name }))}
        />
      ),
    }),
    said?.status ?? 200,
  );
}

/** The answer to a question that is asked anew makes no sense any more. */
function withoutProof(fields: Fields): FormValues {
  const { proof_answer: _answer, proof_token: _token, proof_solution: _solution, ...typed } = fields;
  return typed;
}

const fieldsOf = (error: unknown): FieldErrors => toAppError(error).fields ?? {};

/** POST /cases/new: checks, offers letters like it once, takes the letter in, hands out the receipt. */
export async function sendLetter(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  await k.limits.takeForAddress({ name: 'cases.write', points: 120, seconds: 3600 }, request);
  const actor = await actorOf(k, request);
  const sent = await readSent(k, request, actor);
  if (await handOut(k, reply, sent.token, actor)) return reply.redirect('/cases/receipt', 303);
  if (one(sent.fields, 'edit') !== '') return showWrite(k, request, reply, sent);
  const checked = letterInput.safeParse(letterOf(sent, actor));
  const wrong = { ...(checked.success ? {} : fieldsOf(checked.error)), ...sent.wrong };
  if (Object.keys(wrong).length > 0) {
    const error = new AppError('kernel.invalid', { n: Object.keys(wrong).length }, wrong);
    return showWrite(k, request, reply, sent, (ctx) => formErrors(ctx, error));
  }
  const letters = await unseenLikes(k, sent);
  if (letters.length > 0) return showLikes(request, reply, sent, letters);
  let problem: unknown;
  try {
    const proof = actor.accountId ? null : await k.proof.verify(sent.fields);
    await limitLetters(k, request, actor);
    await take(k, actor, sent, proof);
  } catch (error) {
    problem = error;
  }
  // Where the same form came twice at once the other one was faster, and its letter is this one's.
  if (await handOut(k, reply, sent.token, actor)) return reply.redirect('/cases/receipt', 303);
  return showWrite(k, request, reply, sent, (ctx) => formErrors(ctx, problem));
}

async function take(k: Kernel, actor: Actor, sent: Sent, proof: ProofTicket | null): Promise<void> {
  await submitCase(k, {
    actor,
    letter: letterOf(sent, actor),
    channel: 'web',
    authorAccountId: actor.accountId,
    form: { token: sent.token, proof },
  });
}

async function limitLetters(k: Kernel, request: FastifyRequest, actor: Actor): Promise<void> {
  const { lettersPerDay } = k.settings.get(casesSettings);
  const [points, key] = actor.accountId
    ? [lettersPerDay, actor.accountId]
    : [lettersPerDay * addressFactor, addressGroup(request.ip)];
  const name = actor.accountId ? 'cases.letters' : 'cases.anonymous_letters';
  await k.limits.take({ name, points, seconds: day_seconds }, key).catch((error) => {
    throw error instanceof AppError && error.code === 'kernel.too_many'
      ? new AppError('cases.resident.too_many_letters', { n: points })
      : error;
  });
}

/** Letters under way about the same matter, where the writer has seen no suggestions. */
async function unseenLikes(k: Kernel, { fields }: Sent): Promise<OpenLike[]> {
  if (one(fields, 'similar_seen') !== '') return [];
  return similarLetters(k, { title: one(fields, 'title'), place: one(fields, 'address') });
}

function showLikes(request: FastifyRequest, reply: FastifyReply, sent: Sent, letters: OpenLike[]) {
  return sendPage(request, reply, (ctx) => ({
    title: ctx.t('cases.resident.similar.title'),
    robots: 'noindex',
    main: <SimilarStep ctx={ctx} letters={letters} fields={sent.fields} fileIds={sent.fileIds} />,
  }));
}

/**
 * Opens the letter that this form became, and its receipt, to this browser.
 * @returns false where it became none
 */
async function handOut(k: Kernel, reply: FastifyReply, token: string, actor: Actor): Promise<boolean> {
  const letter = await caseOfForm(k.db, formTokenHash(token));
  if (!letter || letter.account_id !== actor.accountId) return false;
  if (letter.account_id === null) openLetter(k, reply, letter.id);
  handReceipt(k, reply, token);
  return true;
}
