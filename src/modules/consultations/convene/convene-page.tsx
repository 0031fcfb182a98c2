import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { Heading, Trail } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { type TabEntry, Tabs } from '../../../ui/tabs.tsx';
import { type Actor, formErrors, hasRole, requireStaff } from '../../people/index.ts';
import { convenes } from '../consultations.policy.ts';
import type { AtDesk, Sent } from '../desk-page.tsx';

/**
 * Whoever has something to do at /convene.
 * @throws AppError kernel.sign_in_first, kernel.second_factor_first, kernel.not_allowed
 */
export async function requireConveners(k: Kernel, request: FastifyRequest): Promise<Actor> {
  const actor = await requireStaff(k, request);
  const may = hasRole(actor, 'convener') || hasRole(actor, 'auditor') || hasRole(actor, 'leader');
  return may ? actor : fail('kernel.not_allowed');
}

/** What was just done, said once after the redirect: `?done=` one of these. */
const done = new Set([
  ...['created', 'saved', 'nothing', 'opened', 'cancelled', 'noted', 'annex_added', 'annex_removed'],
  ...['hearing', 'hearing_cancelled'],
]);

export type Draft = { title: string; main: VNode };

/** Sends a page of the conveners' work. */
export async function sendConvene(
  request: FastifyRequest,
  reply: FastifyReply,
  make: (ctx: PageContext) => Draft | Promise<Draft>,
  sent?: Sent,
): Promise<FastifyReply> {
  return sendPage(
    request,
    reply,
    async (ctx) => {
      const { title, main } = await make(ctx);
      const said = request.method === 'GET' ? new URL(request.url, 'http://x').searchParams.get('done') : null;
      const whole = sent ? formErrors(ctx, sent.thrown).errors[''] : undefined;
      return {
        title,
        robots: 'noindex',
        staff: {},
        main: (
          <div class="admin">
            {said !== null && done.has(said) && (
              // keys: consultations.convene.done.*
              <Notice tone="success" live title={ctx.t(`consultations.convene.done.${said}`)} />
            )}
            {whole && <Notice tone="error" title={whole} />}
            {main}
          </div>
        ),
      };
    },
    sent?.thrown.status ?? 200,
  );
}

/** The pages of one consultation's desk: those of every kind, and of its own. */
const pagesOf = {
  draft: ['details', 'text', 'annexes', 'hearings', 'opinions', 'intake', 'result', 'record'],
  ideas: ['details', 'annexes', 'ideas', 'record'],
  map: ['details', 'annexes', 'statements', 'record'],
} as const;

function tabsOf(ctx: PageContext, { actor, consultation }: AtDesk): TabEntry[] {
  const base = `/convene/${consultation.slug}`;
  const works = convenes(actor, consultation);
  const [path = ''] = ctx.path.split('?');
  const shown = pagesOf[consultation.kind].filter((page) => works || (page !== 'details' && page !== 'intake'));
  return [
    { href: base, label: ctx.t('consultations.convene.tab.overview'), current: path === base },
    ...shown.map((page) => ({
      href: `${base}/${page}`,
      // keys: consultations.convene.tab.*
      label: ctx.t(`consultations.convene.tab.${page}`),
      current: path === `${base}/${page}` || path.startsWith(`${base}/${page}/`),
    })),
  ];
}

/** Sends a page about one consultation, with the way back to the list and its parts. */
export async function sendOfConsultation(
  request: FastifyRequest,
  reply: FastifyReply,
  desk: AtDesk,
  make: (ctx: PageContext) => Draft | Promise<Draft>,
  sent?: Sent,
): Promise<FastifyReply> {
  return sendConvene(
    request,
    reply,
    async (ctx) => {
      const { title, main } = await make(ctx);
      const { consultation } = desk;
      const list = { label: ctx.t('consultations.convene.title'), href: '/convene' };
      const own = title === consultation.title;
      return {
        title: own ? title : `${title} · ${consultation.title}`,
        main: (
          <>
            <Trail
              items={
                own
                  ? [list, { label: title }]
                  : [list, { label: consultation.title, href: `/convene/${consultation.slug}` }, { label: title }]
              }
            />
            <Tabs label={ctx.t('consultations.convene.parts')} items={tabsOf(ctx, desk)} />
            {!own && <Heading title={title} />}
            {main}
          </>
        ),
      };
    },
    sent,
  );
}
