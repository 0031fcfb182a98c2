import type { FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../../kernel/errors/index.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { localDate } from '../../kernel/time/index.ts';
import type { PageContext } from '../../ui/page-context.ts';
import { type Actor, type DeskPage, requireStaff, type Sent, sendDeskPage } from '../people/index.ts';
import { type Consultation, type ConsultationOf, consultationBySlug } from './consultation.queries.ts';
import type { ConsultationFacts } from './consultations.policy.ts';
import { type ConsultationKind, type Status, statusOn } from './consultations.rules.ts';

export { postForm, type Sent, stateOf } from '../people/index.ts';

/** Staff at a desk of one consultation. */
export type AtDesk<K extends ConsultationKind = ConsultationKind> = {
  actor: Actor & { accountId: string };
  consultation: ConsultationOf<K>;
  status: Status;
};

/**
 * Opens a desk of a consultation for whom the policy lets in.
 * @throws AppError consultations.not_found, kernel.sign_in_first, kernel.second_factor_first, kernel.not_allowed
 */
export async function requireDesk<K extends ConsultationKind = ConsultationKind>(
  k: Kernel,
  request: FastifyRequest,
  slug: string,
  may: (actor: Actor, facts: ConsultationFacts) => boolean,
  kind?: K,
): Promise<AtDesk<K>> {
  const actor = await requireStaff(k, request);
  const accountId = actor.accountId ?? fail('kernel.sign_in_first');
  const found = await consultationBySlug(k.db, slug);
  if (!found || (kind && found.kind !== kind)) return fail('consultations.not_found');
  if (!may(actor, found)) fail('kernel.not_allowed');
  const status = statusOn(found, localDate(k.clock.now(), k.config.TIME_ZONE));
  return { actor: { ...actor, accountId }, consultation: found as Consultation & ConsultationOf<K>, status };
}

/** A page at a desk of one consultation, with the way back to it. */
export async function sendDesk(
  request: FastifyRequest,
  reply: FastifyReply,
  { actor, consultation }: AtDesk,
  make: (ctx: PageContext) => Promise<DeskPage> | DeskPage,
  {
    up = { label: consultation.title, href: `/convene/${consultation.slug}` },
    ...said
  }: { sent?: Sent | undefined; done?: Readonly<Record<string, string>>; up?: { label: string; href: string } } = {},
): Promise<FastifyReply> {
  return sendDeskPage(request, reply, actor, { up, role: consultation.title, ...said }, make);
}
