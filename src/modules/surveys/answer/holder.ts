import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { requireActor } from '../../people/index.ts';
import { type Survey, surveyBySlug } from '../survey.queries.ts';
import './answer.errors.ts';
import { type Draft, draftOf, type Holder } from './draft.queries.ts';
import { invitationByCode } from './invite/invitation.queries.ts';
import { codeHash, codeTyped } from './invite/invitation-code.ts';

const tokenCookie = 'survey_draft';
const codeCookie = 'survey_code';
const doneCookie = 'survey_done';
const cookie_seconds = 60 * 86_400;

function options(k: Kernel, slug: string, maxAge: number) {
  const secure = k.config.publicUrl.startsWith('https:');
  return { path: `/surveys/${slug}`, maxAge, sameSite: 'lax', httpOnly: true, secure } as const;
}

export const newToken = (): string => randomBytes(24).toString('base64url');

/** The digest under which a draft is found by its token; null where it is none. */
export function tokenHash(token: unknown): Buffer | null {
  if (typeof token !== 'string' || !/^[\w-]{32}$/.test(token)) return null;
  return createHash('sha256').update(`surveys.draft ${token}`).digest();
}

/** Lets this browser go on with a draft. */
export function keepToken(k: Kernel, reply: FastifyReply, slug: string, token: string): void {
  reply.setCookie(tokenCookie, token, options(k, slug, cookie_seconds));
}

/** The token of this browser's draft, to be taken elsewhere. */
export function tokenOf(request: FastifyRequest): string | null {
  const token = request.cookies[tokenCookie];
  return tokenHash(token) ? (token as string) : null;
}

export function keepCode(k: Kernel, reply: FastifyReply, slug: string, code: string): void {
  reply.setCookie(codeCookie, code, options(k, slug, cookie_seconds));
}

/** The answer is handed in: the browser knows of no draft any more, only that it has answered. */
export function forgetToken(k: Kernel, reply: FastifyReply, slug: string): void {
  reply.clearCookie(tokenCookie, options(k, slug, 0));
  reply.setCookie(doneCookie, '1', options(k, slug, cookie_seconds));
}

export const hasAnsweredHere = (request: FastifyRequest): boolean => request.cookies[doneCookie] === '1';

/** @throws AppError surveys.not_found also where it is not published yet */
export async function publishedSurvey(k: Kernel, slug: string): Promise<Survey> {
  const survey = await surveyBySlug(k.db, slug);
  if (!survey || survey.state === 'draft') return fail('surveys.not_found');
  return survey;
}

/**
 * Who answers in this request; null: a browser without a draft, of an anonymous survey.
 * @throws AppError kernel.sign_in_first, people.guardian_first, surveys.answer.code_first
 */
export async function holderOf(k: Kernel, request: FastifyRequest, survey: Survey): Promise<Holder | null> {
  if (survey.way === 'account') {
    const { accountId } = await requireActor(k, request);
    return { kind: 'account', id: accountId ?? fail('kernel.sign_in_first') };
  }
  if (survey.way === 'invited') {
    const code = codeTyped(request.cookies[codeCookie] ?? '');
    const invitation = code ? await invitationByCode(k.db, survey.id, codeHash(code)) : undefined;
    return invitation ? { kind: 'invitation', id: invitation.id } : fail('surveys.answer.code_first');
  }
  const hash = tokenHash(request.cookies[tokenCookie]);
  return hash ? { kind: 'token', hash } : null;
}

export type Answering = { survey: Survey; holder: Holder; draft: Draft };

/**
 * Whoever has begun.
 * @throws AppError as `holderOf`, surveys.not_found, surveys.answer.no_draft
 */
export async function requireAnswering(k: Kernel, request: FastifyRequest, slug: string): Promise<Answering> {
  const survey = await publishedSurvey(k, slug);
  const holder = await holderOf(k, request, survey);
  const draft = holder ? await draftOf(k.db, survey.id, holder) : undefined;
  if (!holder || !draft) return fail('surveys.answer.no_draft');
  return { survey, holder, draft };
}

/**
 * The id that an answer gets. It follows from what the review page carried and nothing that is kept here, so that a form
 * that is sent twice is one answer, and nothing before the answer knows its id.
 */
export function responseIdOf(k: Pick<Kernel, 'secret'>, surveyId: string, nonce: string): string {
  const hex = createHmac('sha256', k.secret).update(`surveys.response ${surveyId} ${nonce}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export const newNonce = (): string => randomBytes(18).toString('base64url');
export const isNonce = (given: unknown): given is string => typeof given === 'string' && /^[\w-]{24}$/.test(given);
