import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import { fail } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { Notice } from '../../../../ui/notice.tsx';
import type { PageContext } from '../../../../ui/page-context.ts';
import { sendPage } from '../../../../ui/send-page.tsx';
import type { Actor } from '../../actor.ts';
import { requireStaff } from '../../session.ts';
import { textOf } from '../../text-of.ts';
import { mayOpenSecretariat } from '../register.policy.ts';

/** A place of the secretariat, shown to whoever may open it. */
export type SecretariatPlace = {
  href: string;
  /** message key */
  label: string;
  order: number;
  /** default: everybody who may open the secretariat */
  allow?: (actor: Actor) => boolean;
};

const offered = new WeakMap<Kernel, SecretariatPlace[]>();

/** Adds a place to the secretariat's bar; in a part's `wire`. */
export function offerInSecretariat(k: Kernel, place: SecretariatPlace): void {
  offered.set(
    k,
    [...(offered.get(k) ?? []), place].sort((a, b) => a.order - b.order),
  );
}

/**
 * Staff whom the policy lets onto a page of the secretariat.
 * @throws AppError kernel.sign_in_first, kernel.second_factor_first, kernel.not_allowed
 */
export async function requireSecretariat(
  k: Kernel,
  request: FastifyRequest,
  allow: (actor: Actor) => boolean = mayOpenSecretariat,
): Promise<Actor & { accountId: string }> {
  const actor = await requireStaff(k, request);
  if (!allow(actor) || !actor.accountId) return fail('kernel.not_allowed');
  return { ...actor, accountId: actor.accountId };
}

type Draft = { title: string; main: VNode };

/**
 * Sends a page of the secretariat with its places.
 * @param said message key of what was just done, by the value of `?said=`
 */
export async function sendSecretariatPage(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  actor: Actor,
  make: (ctx: PageContext) => Draft | Promise<Draft>,
  { status = 200, said = {} }: { status?: number; said?: Readonly<Record<string, string>> } = {},
): Promise<FastifyReply> {
  return sendPage(
    request,
    reply,
    async (ctx) => {
      const { title, main } = await make(ctx);
      const done = request.method === 'GET' ? said[textOf(request.query, 'said')] : undefined;
      return {
        title,
        robots: 'noindex',
        staff: { queues: placesFor(k, actor, ctx) },
        main: (
          <div class="admin">
            {done && <Notice tone="success" live title={ctx.t(done)} />}
            {main}
          </div>
        ),
      };
    },
    status,
  );
}

function placesFor(k: Kernel, actor: Actor, ctx: PageContext) {
  const places = (offered.get(k) ?? []).filter(({ allow }) => (allow ?? mayOpenSecretariat)(actor));
  const [path = ''] = ctx.path.split('?');
  const current = places
    .map(({ href }) => href)
    .filter((href) => path === href || path.startsWith(`${href}/`))
    .sort((a, b) => b.length - a.length)[0];
  return places.map(({ href, label }) => ({ href, label: ctx.t(label), current: href === current }));
}
