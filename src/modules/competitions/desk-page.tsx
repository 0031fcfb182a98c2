import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import { AppError, fail } from '../../kernel/errors/index.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { FormErrors, FormValues } from '../../ui/form.tsx';
import { Trail } from '../../ui/layout.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { PageContext } from '../../ui/page-context.ts';
import { sendPage } from '../../ui/send-page.tsx';
import { type Actor, attempt, formErrors, requireActor, typedOf } from '../people/index.ts';
import { type Competition, competitionBySlug, factsOf } from './competition.queries.ts';
import type { CompetitionFacts } from './competitions.policy.ts';
import type { Stage, StageKind } from './competitions.rules.ts';

/** Somebody at a desk of a competition, and what they are there. */
export type AtDesk = { actor: Actor & { accountId: string }; competition: Competition; facts: CompetitionFacts };

/**
 * Opens a desk of a competition for whom the policy lets in; whoever has a role has passed the second factor.
 * @throws AppError competitions.not_found, kernel.sign_in_first, kernel.second_factor_first, kernel.not_allowed
 */
export async function requireDesk(
  k: Kernel,
  request: FastifyRequest,
  slug: string,
  may: (actor: Actor, facts: CompetitionFacts) => boolean,
): Promise<AtDesk> {
  const actor = await requireActor(k, request);
  if (actor.roles.length > 0 && !actor.secondFactor) fail('kernel.second_factor_first');
  const { accountId } = actor;
  if (accountId === null) return fail('kernel.sign_in_first');
  const competition = await competitionBySlug(k.db, slug);
  if (!competition) return fail('competitions.not_found');
  const facts = await factsOf(k.db, competition, accountId);
  if (!may(actor, facts)) fail('kernel.not_allowed');
  return { actor: { ...actor, accountId }, competition, facts };
}

/** @throws AppError competitions.not_found where it is not a stage of that kind in this competition */
export function stageById<K extends StageKind>(competition: Competition, id: string, ...kinds: K[]): Stage<K> {
  const stage = competition.stages.find((each) => each.id === id && (kinds as StageKind[]).includes(each.kind));
  return (stage as Stage<K> | undefined) ?? fail('competitions.not_found');
}

/** A form that was refused: which, with what was typed and what is wrong with it. */
export type Sent = { form: string; values: FormValues; thrown: AppError };

/** Values and errors of one form: what was typed where it was refused, else what it begins with. */
export function stateOf(
  ctx: PageContext,
  sent: Sent | undefined,
  form: string,
  begin: FormValues = {},
): { values: FormValues; errors: FormErrors } {
  if (sent?.form !== form) return { values: begin, errors: {} };
  return { values: { ...begin, ...sent.values }, errors: formErrors(ctx, sent.thrown).errors };
}

const deadEnds = new Set([
  'kernel.not_allowed',
  'kernel.sign_in_first',
  'kernel.second_factor_first',
  'competitions.not_found',
  'competitions.entry_not_found',
]);

/**
 * Does what a form asked for and goes on to `to`; what a person can mend is shown again by `again` with all they typed.
 * @throws AppError what cannot be mended in the form
 */
export async function post(
  request: FastifyRequest,
  reply: FastifyReply,
  form: string,
  work: () => Promise<string>,
  again: (sent: Sent) => Promise<FastifyReply>,
): Promise<FastifyReply> {
  let to = '';
  const error = await attempt(async () => {
    to = await work();
  });
  if (!error) return reply.redirect(to, 303);
  if (deadEnds.has(error.code)) throw error;
  const thrown = error instanceof AppError ? error : new AppError('kernel.invalid');
  return again({ form, values: typedOf(request.body), thrown });
}

/** A page at a desk of one competition, with the way back to it; a notice of what was just done by `?done=<message key>`. */
export async function sendDesk(
  request: FastifyRequest,
  reply: FastifyReply,
  { actor, competition }: AtDesk,
  make: (ctx: PageContext) => Promise<{ title: string; main: VNode }> | { title: string; main: VNode },
  {
    sent,
    done = {},
    up,
  }: { sent?: Sent | undefined; done?: Readonly<Record<string, string>>; up?: { label: string; href: string } } = {},
): Promise<FastifyReply> {
  return sendPage(
    request,
    reply,
    async (ctx) => {
      const { title, main } = await make(ctx);
      const asked = request.method === 'GET' ? new URL(request.url, 'http://x').searchParams.get('done') : null;
      const said = asked !== null && Object.hasOwn(done, asked) ? done[asked] : undefined;
      const whole = sent ? formErrors(ctx, sent.thrown).errors[''] : undefined;
      const isStaff = actor.secondFactor && actor.roles.length > 0;
      return {
        title,
        robots: 'noindex',
        ...(isStaff ? { staff: { role: [competition.title] } } : {}),
        main: (
          <div class="admin">
            <Trail
              items={[up ?? { label: competition.title, href: `/organise/${competition.slug}` }, { label: title }]}
            />
            {said && <Notice tone="success" live title={ctx.t(said)} />}
            {whole && <Notice tone="error" title={whole} />}
            {main}
          </div>
        ),
      };
    },
    sent ? sent.thrown.status : 200,
  );
}
