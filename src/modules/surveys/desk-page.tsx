import type { FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../../kernel/errors/index.ts';
import { lookOf } from '../../kernel/http/index.ts';
import type { T } from '../../kernel/i18n/index.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { citySettings } from '../../kernel/settings/index.ts';
import type { PageContext } from '../../ui/page-context.ts';
import { type Actor, type DeskPage, requireActor, type Sent, sendDeskPage } from '../people/index.ts';
import { type Survey, surveyBySlug } from './survey.queries.ts';
import type { SurveyFacts } from './surveys.policy.ts';
import './surveys.errors.ts';

export type Signed = Actor & { accountId: string };
/** Somebody at the desk of a survey. */
export type AtSurvey = { actor: Signed; survey: Survey };

/**
 * Somebody signed in with a role, who has passed the second factor.
 * @throws AppError kernel.sign_in_first, kernel.second_factor_first
 */
export async function requireSigned(k: Kernel, request: FastifyRequest): Promise<Signed> {
  const actor = await requireActor(k, request);
  if (actor.roles.length > 0 && !actor.secondFactor) fail('kernel.second_factor_first');
  return { ...actor, accountId: actor.accountId ?? fail('kernel.sign_in_first') };
}

/**
 * Opens the desk of a survey for whom the policy lets in.
 * @throws AppError surveys.not_found, kernel.sign_in_first, kernel.second_factor_first, kernel.not_allowed
 */
export async function requireSurveyDesk(
  k: Kernel,
  request: FastifyRequest,
  slug: string,
  may: (actor: Actor, facts: SurveyFacts) => boolean,
): Promise<AtSurvey> {
  const actor = await requireSigned(k, request);
  const survey = await surveyBySlug(k.db, slug);
  if (!survey) return fail('surveys.not_found');
  if (!may(actor, survey)) fail('kernel.not_allowed');
  return { actor, survey };
}

/** Words in the reader's language, for what is said around a page. */
export function wordsFor(k: Kernel, request: FastifyRequest): T {
  return k.i18n.t(lookOf(request, k.settings.get(citySettings).languages).locale);
}

/** A page at the desk of a survey, with the way back to it (or to `up`); a notice of what was just done by `?done=`. */
export async function sendSurveyDesk(
  request: FastifyRequest,
  reply: FastifyReply,
  { actor, survey }: AtSurvey,
  make: (ctx: PageContext) => Promise<DeskPage> | DeskPage,
  {
    sent,
    done = {},
    up = { label: survey.title, href: `/questionnaires/${survey.slug}` },
  }: { sent?: Sent | undefined; done?: Readonly<Record<string, string>>; up?: { label: string; href: string } } = {},
): Promise<FastifyReply> {
  return sendDeskPage(request, reply, actor, { up, role: survey.title, sent, done }, make);
}
