import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { fail } from '../../../kernel/errors/index.ts';
import { type App, lookOf } from '../../../kernel/http/index.ts';
import { localised } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { citySettings } from '../../../kernel/settings/index.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { type Actor, requireStaff } from '../../people/index.ts';
import { findCaseByNumber } from '../case.queries.ts';
import { earlierLetters, findLetters, phoneForms } from '../intake/earlier-letters.ts';
import { activeGrounds } from '../intake/grounds.queries.ts';
import { postDeed, sendDesk } from './desk-handlers.ts';
import { nothingTyped } from './desk-view.ts';
import { dispatchDeeds } from './dispatch-deeds.ts';
import { FindPage } from './find-page.tsx';
import { type Fields, one } from './typed-decision.ts';

const asked = z.object({
  queue: z.string().max(20).optional(),
  who: z.string().max(2).optional(),
  did: z.string().max(30).optional(),
  about: z.string().max(40).optional(),
});
const place = z.object({ number: z.string().max(40) });

/** 派单台: the queues, a case in hand, and each deed as a form of its own. */
export function dispatchRoutes(app: App, k: Kernel): void {
  const staff = (request: Parameters<typeof requireStaff>[1]) => requireStaff(k, request, 'operator', 'dispatcher');

  app.get('/dispatch', { schema: { querystring: asked } }, async (request, reply) =>
    sendDesk(k, request, reply, { actor: await staff(request), asked: request.query }),
  );
  app.get(
    '/dispatch/find',
    { schema: { querystring: z.object({ q: z.string().max(200).catch('') }) } },
    async (request, reply) => find(k, request, reply, await staff(request), request.query.q.trim()),
  );
  app.get('/dispatch/:number', { schema: { params: place, querystring: asked } }, async (request, reply) =>
    sendDesk(k, request, reply, { actor: await staff(request), number: request.params.number, asked: request.query }),
  );
  app.post(
    '/dispatch/:number/:deed',
    { schema: { params: place.extend({ deed: z.string().max(20) }) } },
    async (request, reply) => {
      const actor = await staff(request);
      const { number, deed } = request.params;
      const fields = (request.body ?? {}) as Fields;
      const page = { actor, number, asked: { queue: one(fields, 'queue') } };
      if (deed === 'decline' && one(fields, 'prefill') === 'yes')
        return sendDesk(k, request, reply, {
          ...page,
          typed: { ...nothingTyped, form: 'decline', values: await prefilled(k, fields) },
        });
      const known = Object.hasOwn(dispatchDeeds, deed) ? dispatchDeeds[deed] : undefined;
      if (!known) fail('kernel.not_found');
      const { locale } = lookOf(request, k.settings.get(citySettings).languages);
      return postDeed(k, request, reply, actor, {
        form: known.form,
        work: (posted) => known.work(k, posted, locale),
        again: (typed, status) => sendDesk(k, request, reply, { ...page, typed, status }),
      });
    },
  );
}

/** The lawful way of the chosen ground in place of what was written: for those without scripts. */
async function prefilled(k: Kernel, fields: Fields): Promise<Fields> {
  const ground = (await activeGrounds(k.db)).find(({ code }) => code === one(fields, 'ground'));
  if (!ground) return fields;
  return { ...fields, explanation: `${localised(ground.name, 'zh-CN')}\u3002${localised(ground.lawfulWay, 'zh-CN')}` };
}

/** By number straight to the letter; by telephone number or by words to a list. */
async function find(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  actor: Actor,
  q: string,
): Promise<FastifyReply> {
  const number = /\d{4}-?\d{4}-?\d{4,6}/.exec(q)?.[0].replace(/^(\d{4})-?(\d{4})-?/, '$1-$2-');
  if (number && (await findCaseByNumber(k.db, number))) return reply.redirect(`/dispatch/${number}`, 303);
  const byPhone = phoneForms(q) !== null;
  const letters = byPhone ? await earlierLetters(k, actor, q) : await findLetters(k, actor, q);
  return sendPage(request, reply, ({ t }) => ({
    title: t('cases.dispatch.find'),
    robots: 'noindex',
    staff: {
      search: {
        action: '/dispatch/find',
        placeholder: t('cases.dispatch.find_placeholder'),
        label: t('cases.dispatch.find'),
        value: q,
      },
    },
    main: <FindPage q={q} letters={letters} byPhone={byPhone} />,
  }));
}
