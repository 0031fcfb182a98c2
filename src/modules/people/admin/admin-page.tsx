import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import type { AppError } from '../../../kernel/errors/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { Notice } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import type { Actor } from '../actor.ts';
import { expectedError } from '../form-errors.ts';
import { requireStaff } from '../session.ts';
import { textOf } from '../text-of.ts';
import { mayAdministerCity } from './admin.policy.ts';

/**
 * Staff whom the policy lets onto a page of the administration.
 * @throws AppError kernel.sign_in_first, kernel.second_factor_first, kernel.not_allowed
 */
export async function requireAdmin(
  k: Kernel,
  request: FastifyRequest,
  allow: (actor: Actor) => boolean = mayAdministerCity,
): Promise<Actor> {
  const actor = await requireStaff(k, request);
  if (!allow(actor)) fail('kernel.not_allowed');
  return actor;
}

export type AdminDraft = { title: string; main: VNode };

/** What was just done, said once after the redirect: `?said=` one of these. */
const said = new Set([
  'saved',
  'created',
  'granted',
  'revoked',
  'disabled',
  'enabled',
  'factor_reset',
  'sessions_ended',
  'moved',
  'closed',
  'opened',
  'retried',
  'confirmed',
  'key_revoked',
  'started',
  'merged',
]);

/** Sends a page of the administration with the places of the administration that this person may open. */
export async function sendAdminPage(
  request: FastifyRequest,
  reply: FastifyReply,
  make: (ctx: PageContext) => AdminDraft | Promise<AdminDraft>,
  status = 200,
): Promise<FastifyReply> {
  return sendPage(
    request,
    reply,
    async (ctx) => {
      const { title, main } = await make(ctx);
      const done = request.method === 'GET' ? textOf(request.query, 'said') : '';
      return {
        title,
        robots: 'noindex',
        staff: {
          queues: await request.server.frame.staffPlaces(ctx, request, 'admin'),
        },
        main: (
          <div class="admin">
            {said.has(done) && (
              // keys: people.admin.said.*
              <Notice tone="success" live title={ctx.t(`people.admin.said.${done}`)} />
            )}
            {main}
          </div>
        ),
      };
    },
    status,
  );
}

/** Runs what a form asked for. @returns undefined, or the error that the form is shown again with */
export async function attempt(work: () => Promise<unknown>): Promise<AppError | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return expectedError(error);
  }
}

/**
 * The state that a form was made from: sent along and compared under the row's lock, so that the second of two people is
 * told instead of undoing what the first did.
 */
export function versionOf(state: unknown): string {
  return createHash('sha256').update(JSON.stringify(state)).digest('base64url').slice(0, 16);
}

/** @throws AppError kernel.changed_meanwhile */
export function holdVersion(state: unknown, version: string | undefined): void {
  if (version !== undefined && version !== versionOf(state)) fail('kernel.changed_meanwhile');
}

/** Fields of a posted form as text; a name sent several times is a list. */
export function typedOf(body: unknown): Record<string, string | string[]> {
  if (typeof body !== 'object' || body === null) return {};
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, Array.isArray(value) ? value.map(String) : String(value)]),
  );
}
